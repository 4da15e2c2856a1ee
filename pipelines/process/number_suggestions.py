"""What to write instead of a cell in a column of numbers: certain where it can only be one number.

What does not belong here: the forms of numbers (`written_numbers`), whether the rows are counts or rates
(`marks_by_unit`), and the sentences (`hints`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column
from pipelines.contract.value_words import meanings_of
from pipelines.process.predicates import FORMATS
from pipelines.process.proposals import Suggestion, beside, saying_too
from pipelines.process.written_numbers import (
    Readings,
    about,
    beside_a_mark,
    readings_of,
    whole_of,
    with_digits,
)

_BLANKS = re.compile(r"\s+")
_WIDE = {ord("＜"): "<", ord("﹤"): "<"}
MARKS = {",": "comma", ".": "point"}


def number_suggestion(
    value: str,
    column: Column,
    contract: Contract,
    *,
    is_whole: bool = False,
    has_decimal_marks: bool = False,
) -> Suggestion:
    """A suggestion for a cell of a column of values, counts or amounts.

    `is_whole` is whether the row asks for a whole number; `has_decimal_marks` as of `of_readings`.
    """
    meanings = meanings_of(value, column, contract)
    if len(meanings) == 1 and meanings[0].text:
        return Suggestion(meanings[0].text, is_certain=True)
    if meanings:
        return Suggestion(kinds=tuple(meaning.kind for meaning in meanings))
    joined = _BLANKS.sub("", value.translate(_WIDE))
    if joined.startswith("<") and is_written(joined, column):
        return Suggestion(joined, is_certain=True)
    propose = partial(
        _of_number,
        column=column,
        is_whole=is_whole or column.type == "count",
        has_decimal_marks=has_decimal_marks,
    )
    if readings_of(value) != Readings():
        return propose(value) or Suggestion()
    return _without_what_is_beside(value, propose) or _with_letters(value, column)


def is_written(text: str, column: Column) -> bool:
    """Whether the text is as the column's type asks."""
    return bool(re.fullmatch(FORMATS[column.type], text, re.ASCII))


def of_readings(
    readings: Readings, column: Column, *, is_whole: bool, has_decimal_marks: bool = False
) -> Suggestion:
    """Certain where there is but one number; of two, those that the column can hold are said.

    `has_decimal_marks` is whether the other cells of such rows show that this mark stands before decimals.
    """
    thousands = readings.thousands if is_written(readings.thousands, column) else ""
    decimals = readings.decimals if is_whole or is_written(readings.decimals, column) else ""
    if is_whole and decimals:
        return _of_whole(thousands, decimals, readings.mark, column)
    if thousands and decimals:
        if has_decimal_marks:
            return Suggestion(decimals, hint=f"{MARKS[readings.mark]}_asked")
        return _either(thousands, decimals, readings.mark)
    return Suggestion(thousands or decimals, is_certain=bool(thousands or decimals))


def _of_whole(thousands: str, decimals: str, mark: str, column: Column) -> Suggestion:
    """Of a cell with a mark that may stand before decimals, where only whole numbers may stand."""
    whole = whole_of(decimals)
    if thousands and whole:
        return _either(thousands, whole, mark)
    if thousands:
        return Suggestion(thousands, hint=f"{MARKS[mark]}_asked")
    if whole:
        return Suggestion(whole, is_certain=True)
    if mark != ",":  # a decimal point is written as it should be: the rule itself says what is wrong
        return Suggestion()
    return Suggestion(
        hint="no_half_unit" if column.type == "value" else "no_half", says={"decimals": decimals}
    )


def _either(thousands: str, decimals: str, mark: str) -> Suggestion:
    return Suggestion(hint=f"{MARKS[mark]}_either", says={"thousands": thousands, "decimals": decimals})


def _without_what_is_beside(value: str, propose: Callable[[str], Suggestion | None]) -> Suggestion | None:
    """The number in a cell that says more than a number: never certain, lest the rest is lost."""
    number, mark = beside_a_mark(value)
    if number and (found := propose(number)) is not None:
        return beside(found, mark)
    if (number := about(value)) and (found := propose(number)) is not None:
        return saying_too(found, "estimate")
    return None


def _of_number(number: str, column: Column, *, is_whole: bool, has_decimal_marks: bool) -> Suggestion | None:
    """What is proposed for the number alone; nothing where it is none."""
    if (readings := readings_of(number)) != Readings():
        return of_readings(readings, column, is_whole=is_whole, has_decimal_marks=has_decimal_marks)
    return Suggestion(number) if is_written(number, column) else None


def _with_letters(value: str, column: Column) -> Suggestion:
    """The cell with digits for letters; one that would begin with a zero (O0) is no number."""
    text = with_digits(value)
    if is_written(text, column) and not text.startswith("0"):
        return Suggestion(text, hint="letters_for_digits")
    return Suggestion()
