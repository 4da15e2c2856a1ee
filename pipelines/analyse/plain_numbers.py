"""How a figure is written in a file of the analyst's own: one way to read it, for every analysis.

Marks between thousands, decimal commas, `<5`, `NA`; digits of other scripts are written as 0-9 before
(`plain_files`). What does not belong here: what a figure counts, and submissions (`process.values`).
"""

from __future__ import annotations

import re
from enum import StrEnum

from pipelines.contract.text import _

NOT_REPORTED = frozenset(["", "na", "n/a", "..", "...", "…", ":"])
"""A dash is none of them: for some it is a zero, for others no figure."""
NIL = "nil"
MOST_COUNTED = 10**9
_BELOW = re.compile(r"<\s*(\d{1,9})")
_SIGN = r"(?P<sign>[+\-−]?)\s*"
_SPACES = " \xa0\u2009\u202f"
_PLAIN = re.compile(_SIGN + r"(?P<whole>\d*)(?:\.(?P<part>\d*))?(?P<power>[eE][+\-]?\d{1,3})?")
_MARKED = re.compile(
    _SIGN
    + rf"(?P<whole>[1-9]\d{{0,2}}(?P<mark>[,{_SPACES}'’])\d{{3}}(?:(?P=mark)\d{{3}})*)(?:\.(?P<part>\d+))?"
)
_INDIAN = re.compile(_SIGN + r"(?P<whole>[1-9]\d?(?:,\d{2})+,\d{3})(?:\.(?P<part>\d+))?")
_COMMA = re.compile(_SIGN + rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?:[.{_SPACES}'’]\d{{3}})+),(?P<part>\d+)")
_POINTS = re.compile(_SIGN + r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3}){2,})")
_UNCLEAR = re.compile(r"[+\-−]?[1-9]\d{0,2}\.\d{3}")
"""1.000 is one or a thousand: nothing in the cell says which."""
_WAYS = (_PLAIN, _MARKED, _INDIAN, _POINTS, _COMMA)


class Fault(StrEnum):
    """Why a cell is no count."""

    MISSING = "missing"
    BELOW = "below"
    NO_NUMBER = "no number"
    UNCLEAR = "unclear"
    NEGATIVE = "negative"
    FRACTIONAL = "fractional"
    TOO_LARGE = "too large"


def is_not_reported(cell: str) -> bool:
    """Whether the cell says that there is no figure."""
    return cell.casefold() in NOT_REPORTED


def below(cell: str) -> int | None:
    """The n of `<n`; None where it is written otherwise."""
    found = _BELOW.fullmatch(cell)
    return int(found[1]) if found else None


def number_of(cell: str) -> float | Fault:
    """The number that is written, also a negative one or one with decimals, at most `MOST_COUNTED`."""
    if cell.casefold() == NIL:
        return 0.0
    if is_not_reported(cell):
        return Fault.MISSING
    if below(cell) is not None:
        return Fault.BELOW
    if _UNCLEAR.fullmatch(cell):
        return Fault.UNCLEAR
    found = next((way for pattern in _WAYS if (way := pattern.fullmatch(cell))), None)
    return _value(found.groupdict()) if found else Fault.NO_NUMBER


def _value(written: dict[str, str | None]) -> float | Fault:
    whole, part = re.sub(r"\D", "", written["whole"] or ""), written.get("part") or ""
    if not whole and not part:
        return Fault.NO_NUMBER
    number = float(f"{whole or 0}.{part or 0}{written.get('power') or ''}")
    if not number <= MOST_COUNTED:
        return Fault.TOO_LARGE
    return -number if written["sign"] in ("-", "−") else number


def count_of(cell: str) -> int | Fault:
    """The count that is written, or why the cell is none."""
    number = number_of(cell)
    if isinstance(number, Fault):
        return number
    if number < 0:
        return Fault.NEGATIVE
    return int(number) if number.is_integer() else Fault.FRACTIONAL


def is_figure(cell: str) -> bool:
    """Whether the cell is a figure or stands for one: a number, `<5`, or that there is none."""
    return number_of(cell) is not Fault.NO_NUMBER


def unclear_mark(line: int) -> str:
    """What is asked where a point may stand between thousands or before decimals."""
    text = _(
        "Line %(line)d: does the point stand between thousands or before decimals? Write the number without."
    )
    return text % {"line": line}
