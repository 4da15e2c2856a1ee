"""Which numbers a cell may be that is not written as the contract asks: 1,204 is two, 0,5 and 1 204 are one.

Pure: by the form of the cell alone. What does not belong here: which of two is meant (`number_suggestions`,
`marks_by_unit`), and words (`contract.value_words`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUPED, _THREE = r"[1-9][0-9]{0,2}", r"[0-9]{3}"
_BLANK = r"[\s'’`]"
_THOUSANDS = re.compile(
    rf"{_GROUPED}(?:(?:,{_THREE}){{2,}}|(?:\.{_THREE}){{2,}}|(?:{_BLANK}{_THREE})+)|[1-9][0-9]?(?:,[0-9]{{2}})+,{_THREE}",
)
"""Marks that can only stand between thousands; the last as in India: 12,34,567."""
_EITHER = re.compile(rf"{_GROUPED}[.,]{_THREE}")
_DECIMALS = re.compile(
    rf"(?:[0-9]*|{_GROUPED}(?:\.{_THREE})+|{_GROUPED}(?:{_BLANK}{_THREE})+),[0-9]+"
    rf"|(?:[0-9]*|{_GROUPED}(?:,{_THREE})+|[1-9][0-9]?(?:,[0-9]{{2}})+,{_THREE}|{_GROUPED}(?:{_BLANK}{_THREE})+)\.[0-9]+",
)
"""A last mark that can only stand before decimals."""
LONGEST = 200
"""No number or period in a longer cell is looked for: a cell may hold a million blanks."""
_BESIDE = re.compile(
    r"(?P<number>[0-9][0-9.,\s'’]*?)\s*(?P<mark>[*†‡§#]+|[¹²³⁴⁵⁶⁷⁸⁹]+|[(\[][\w*]{1,2}[)\]]|[a-z]/)"
)
_ABOUT = re.compile(r"(?:[~≈∼]|ca?\.)\s*(?P<number>[0-9][0-9.,\s'’]*)", re.IGNORECASE)
_AS_DIGITS = str.maketrans({"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1", "|": "1"})
_WITH_LETTERS = re.compile(r"[0-9OoОоlI|]{2,15}")


@dataclass(frozen=True)
class Readings:
    """The numbers that a cell may be: with its mark between thousands, and with it before decimals.

    Empty where the mark cannot stand so; `mark` is the mark in question.
    """

    thousands: str = ""
    decimals: str = ""
    mark: str = ""

    @property
    def only(self) -> str:
        """The number, where there is but one."""
        return "" if self.thousands and self.decimals else self.thousands or self.decimals


NONE = Readings()


def readings_of(cell: str) -> Readings:
    """The numbers that the cell may be, also if it is well written: 12.000 is twelve or twelve thousand."""
    text = cell.strip().removeprefix("+")
    mark = next((sign for sign in reversed(text) if sign in ".,"), "")
    if _THOUSANDS.fullmatch(text) or (text != cell and text.isascii() and text.isdigit()):
        return Readings(thousands=_digits(text), mark=mark)
    if _EITHER.fullmatch(text):
        return Readings(_digits(text), text.replace(",", "."), mark)
    if _DECIMALS.fullmatch(text):
        whole, _mark, decimals = text.rpartition(mark)
        return Readings(decimals=f"{_digits(whole) or '0'}.{decimals}", mark=mark)
    return NONE


def whole_of(number: str) -> str:
    """The number without decimals, where these are only zeros; empty where they are not."""
    whole, point, decimals = number.partition(".")
    return "" if point and decimals.strip("0") else whole


def beside_a_mark(cell: str) -> tuple[str, str]:
    """A number and the mark that stands after it, of a footnote or `(p)`; empty texts where there is none."""
    found = _BESIDE.fullmatch(cell.strip()) if len(cell) <= LONGEST else None
    return (found["number"], found["mark"]) if found else ("", "")


def about(cell: str) -> str:
    """The number of which the cell says that it is an estimate (~10); empty where it says no such thing."""
    found = _ABOUT.fullmatch(cell.strip()) if len(cell) <= LONGEST else None
    return found["number"] if found else ""


def number_within(cell: str) -> str:
    """The number in a cell with a mark beside it, or that says it is an estimate; else the cell."""
    return beside_a_mark(cell)[0] or about(cell) or cell


def with_digits(cell: str) -> str:
    """The cell with digits in the place of letters that look like them (l2, 1O); empty where it has none."""
    text = cell.translate(_AS_DIGITS)
    has_digit = any(sign.isdigit() for sign in cell)
    return text if has_digit and text != cell and _WITH_LETTERS.fullmatch(cell) else ""


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
