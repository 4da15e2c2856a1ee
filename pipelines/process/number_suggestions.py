"""What to write instead of a cell in a column of numbers: certain where it can only be one number.

What does not belong here: the forms of numbers (`written_numbers`), whether the rows are counts or rates
(`marks_by_unit`), and the sentences (`hints`).
"""

from __future__ import annotations

import re

from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column
from pipelines.contract.value_words import meanings_of
from pipelines.process.predicates import FORMATS
from pipelines.process.proposals import Suggestion, beside
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
    value: str, column: Column, contract: Contract, *, is_whole: bool = False
) -> Suggestion:
    """A suggestion for a cell of a column of values, counts or amounts.

    `is_whole` is whether the row asks for a whole number.
    """
    meanings = meanings_of(value, column, contract)
    if len(meanings) == 1 and meanings[0].text:
        return Suggestion(meanings[0].text, is_certain=True)
    if meanings:
        return Suggestion(kinds=tuple(meaning.kind for meaning in meanings))
    joined = _BLANKS.sub("", value.translate(_WIDE))
    if joined.startswith("<") and is_written(joined, column):
        return Suggestion(joined, is_certain=True)
    if (readings := readings_of(value)) != Readings():
        return of_readings(readings, column, is_whole=is_whole or column.type == "count")
    return _without_what_is_beside(value, column)


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


def _without_what_is_beside(value: str, column: Column) -> Suggestion:
    """The number in a cell that says more than a number: never certain, lest the rest is lost."""
    number, mark = beside_a_mark(value)
    if text := _plain(number, column):
        return beside(text, mark)
    if text := _plain(about(value), column):
        return Suggestion(text, hint="estimate")
    if is_written(text := with_digits(value), column):
        return Suggestion(text, hint="letters_for_digits")
    return Suggestion()


def _plain(number: str, column: Column) -> str:
    """The number as the column asks for it; empty where that is not one."""
    if not number:
        return ""
    return number if is_written(number, column) else readings_of(number).only
