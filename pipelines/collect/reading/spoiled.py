"""Cells of a column of numbers that are no numbers: words, letters for digits, marks behind, shortened ones.

What does not belong here: thousands and decimal marks (see `numbers`).
"""

from __future__ import annotations

import re
import unicodedata

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.problems import Problem, problem_of
from pipelines.contract.text import _

_LETTERS_AS_DIGITS = re.compile(r"(?=.*\d)(?=.*[OoIlОоІіЗз])[\dOoIlОоІіЗз]+")
"""Latin or Cyrillic."""
_WITH_MARK = re.compile(
    r"[+\-−]?\d[\d.,  ]*\s*(?:[*†‡]+|\([a-z\d]\)|\s[^\W\d_]{3,})"
    r"|[~≈±]\s*\d[\d.,]*|\d[\d.,]*\s*[?+%‰]"
)
LONGEST_MARKED = 200
"""A longer cell is no number with a mark: it may hold a million blanks, and each would be tried."""
_RANGE = re.compile(r"\d{1,4}\s?[-–—]\s?\d{1,4}")
_SHORTENED = re.compile(r"\d(?:[.,]\d{1,5})?E\+?\d{1,2}")
_IDENTIFIERS = re.compile(r"\d(?:[.,]\d{1,5})?E\+(?:1[1-9]|2\d)")
"""From twelve digits on a spreadsheet shows a whole number so."""
_WORDS = re.compile(r"[^\W\d_]{3,}(?:\s[^\W\d_]+)?")
_MISSING = re.compile(
    r"n/?\.?a\.?|nil|null|none|nan|missing|unknown|n\.?d\.?|n\.?r\.?|x|total|inconnu|desconocido|не известно"
    r"|нет|غير معروف|未知|不详|not (?:known|available|applicable|collected)|confidential|suppressed"
    r"|yes|no|true|false",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY_NUMBER = re.compile(r"[2-7]\d{4}")
"""How spreadsheets store a date from 1954 on: the days since 1900."""
_CENSORED = re.compile(r"[<>≤≥]\s?=?\s?\d+")
_BELOW_ZERO = re.compile(r"\(\s?\d[\d.,]*\s?\)|\d[\d.,]*\s?[-−]")
_OF_A_CURRENCY = re.compile(r"(?:[A-Z]{3}|US)\s?\d[\d.,]*|\d[\d.,]*\s?[A-Z]{3}")


def spoiled_numbers(
    column: Column, by: dict[str, list[str]], numeric: int, filled: int, *, is_count: bool
) -> list[Problem]:
    """The faults of `numeric` cells out of `filled`; `by` has the cells of each shape (see `numbers`).

    `is_count`: the column counts something by its name, so that every cell with a digit is meant as a number.
    """
    marked = _marked(column, by, numeric, filled, is_count) + _day_numbers(column, by)
    return _words(column, by, numeric, filled, is_count) + marked


def _words(
    column: Column, by: dict[str, list[str]], numeric: int, filled: int, is_count: bool
) -> list[Problem]:
    words = [c for c in by.get("words", []) if _is_word(c, column) and not (is_count and _has_digit(c))]
    if not words or numeric < 5 or numeric < 0.8 * filled or column.count_of(words) > max(1, 0.2 * filled):
        return []
    message = _("A word stands here in a column of numbers. Write the number.")
    return [problem_of(column, "not_a_number", words, message)]


def _is_word(cell: str, column: Column) -> bool:
    """Whether the cell is a word where a number should be; one letter is enough where rows are named."""
    if column.is_identifier:
        return cell.isalpha()
    return bool(_WORDS.fullmatch(cell)) and not _MISSING.fullmatch(cell)


def _marked(
    column: Column, by: dict[str, list[str]], numeric: int, filled: int, is_count: bool
) -> list[Problem]:
    """Numbers with letters for digits, with a sign or a unit, in brackets, or shortened by a spreadsheet."""
    if numeric < 3 or numeric < 0.7 * filled:
        return []
    words, ranges = by.get("words", []), _ranges(column, by)
    is_whole = is_count or set(by) <= {"whole", "words"}
    letters = [c for c in words if _LETTERS_AS_DIGITS.fullmatch(c)]
    shortened = _shortened(by)
    below = [c for c in words if is_whole and _BELOW_ZERO.fullmatch(c)]
    money = [c for c in words if is_whole and c not in letters and _is_money(c)]
    told = {*letters, *shortened, *below, *money}
    beside = [c for c in words if c not in told and (_has_mark(c) or (is_count and _has_digit(c)))]
    problems = []
    for kind, cells, message in (
        ("look_alike", letters,
         _("Letters stand here for digits (O for 0, l or I for 1). Write the number.")),
        ("not_a_number", beside + [c for c in ranges if c not in beside],
         _("Something stands behind this number. Write the number alone, a remark in a column of its own.")),
        ("not_a_number", money,
         _("A currency stands at this number, and the column has numbers alone. Write the number alone.")),
        ("number_mark", below,
         _("Do the brackets, or the sign behind the number, mean that it is below zero? Write -5 or 5.")),
        ("shortened", shortened,
         _("A spreadsheet shortened this number, and digits may be lost. Write it in full.")),
    ):  # fmt: skip
        if cells:
            problems.append(problem_of(column, kind, cells, message, asks=kind == "number_mark"))
    return problems


def _has_mark(cell: str) -> bool:
    return len(cell) <= LONGEST_MARKED and bool(_WITH_MARK.fullmatch(cell))


def _is_money(cell: str) -> bool:
    is_sign = any(unicodedata.category(c) == "Sc" for c in cell) and any(map(str.isdecimal, cell))
    return is_sign or bool(_OF_A_CURRENCY.fullmatch(cell))


def _has_digit(cell: str) -> bool:
    """Whether a cell of a column that counts has a digit, or a numeral such as ½, ² or 十; not `<5`."""
    return any(map(str.isnumeric, cell)) and not _CENSORED.fullmatch(cell)


def _day_numbers(column: Column, by: dict[str, list[str]]) -> list[Problem]:
    """A few dates that a spreadsheet stored as a number of days, among years."""
    whole = by.get("whole", [])
    years = column.count_of([cell for cell in whole if _YEAR.fullmatch(cell)])
    days = [cell for cell in whole if _DAY_NUMBER.fullmatch(cell)]
    if not days or years < 5 or years + column.count_of(days) < column.count_of(whole):
        return []
    if column.count_of(days) > 0.2 * years:
        return []
    message = _("A spreadsheet seems to have made a date of this cell. Write what stood there before.")
    return [problem_of(column, "made_a_date", days, message)]


def _ranges(column: Column, by: dict[str, list[str]]) -> list[str]:
    """Cells such as 10-15; beside years they are periods."""
    whole = by.get("whole", [])
    if sum(1 for cell in whole if _YEAR.fullmatch(cell)) * 2 > len(whole) or column.row_count < 6:
        return []
    return [cell for cell in by.get("words", []) if _RANGE.fullmatch(cell)]


def _shortened(by: dict[str, list[str]]) -> list[str]:
    """Cells such as 1.2E+05 beside whole numbers, or a whole column of them that were long numbers."""
    cells = [c for c in by.get("plain", []) + by.get("words", []) if _SHORTENED.fullmatch(c)]
    if by.get("whole") or all(map(_IDENTIFIERS.fullmatch, cells)):
        return cells
    return []
