"""Cells of a column of numbers that are no numbers: words, letters for digits, marks behind, shortened ones.

What does not belong here: thousands and decimal marks (see `numbers`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.problems import Problem
from pipelines.contract.text import _

_LETTERS_AS_DIGITS = re.compile(r"(?=.*\d)(?=.*[OoIl])[\dOoIl]+")
_WITH_MARK = re.compile(
    r"[+\-−]?\d[\d.,  ]*\s*(?:[*†‡]+|\([a-z\d]\)|\s[^\W\d_]{3,})"
    r"|[~≈±]\s*\d[\d.,]*|\d[\d.,]*\s*[?+%‰]"
)
_RANGE = re.compile(r"\d{1,4}\s?[-–—]\s?\d{1,4}")
_SHORTENED = re.compile(r"\d(?:[.,]\d{1,5})?E\+\d{2}")
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


def spoiled_numbers(column: Column, by: dict[str, list[str]], numeric: int, filled: int) -> list[Problem]:
    """The faults of `numeric` cells out of `filled`; `by` has the cells of each shape (see `numbers`)."""
    return _words(column, by, numeric, filled) + _marked(column, by, numeric, filled)


def _words(column: Column, by: dict[str, list[str]], numeric: int, filled: int) -> list[Problem]:
    words = [c for c in by.get("words", []) if _WORDS.fullmatch(c) and not _MISSING.fullmatch(c)]
    if not words or numeric < 5 or numeric < 0.8 * filled or column.count_of(words) > max(1, 0.2 * filled):
        return []
    message = _("A word stands here in a column of numbers. Write the number.")
    return [_problem(column, "not_a_number", words, message)]


def _marked(column: Column, by: dict[str, list[str]], numeric: int, filled: int) -> list[Problem]:
    """Numbers with letters for digits, with a footnote mark or a unit, or shortened by a spreadsheet."""
    if numeric < 3 or numeric < 0.7 * filled:
        return []
    problems = []
    for kind, cells, message in (
        ("look_alike", [c for c in by.get("words", []) if _LETTERS_AS_DIGITS.fullmatch(c)],
         _("Letters stand here for digits (O for 0, l or I for 1). Write the number.")),
        ("not_a_number", [c for c in by.get("words", []) if _WITH_MARK.fullmatch(c)] + _ranges(column, by),
         _("Something stands behind this number. Write the number alone, a remark in a column of its own.")),
        ("shortened", _shortened(by),
         _("A spreadsheet shortened this number, and digits may be lost. Write it in full.")),
    ):  # fmt: skip
        if cells:
            problems.append(_problem(column, kind, cells, message))
    return problems


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


def _problem(column: Column, kind: str, cells: list[str], message: str) -> Problem:
    lines = column.lines_of(cells)
    return Problem(lines[0], column.letter, kind, message, lines, column.count_of(cells))
