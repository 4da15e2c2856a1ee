"""How the second reading reads a cell: its own forms, numbers and calendar, apart from those of the rules.

What does not belong here: SQL, and the forms of `predicates`; a shared mistake would stay unseen.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

_YEAR, _MONTH, _DAY = "[0-9]{4}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_DECIMALS = r"(?:\.[0-9]{1,10})?"
FORMS = {
    "period": f"{_YEAR}(?:-S[12]|-Q[1-4]|-{_MONTH}(?:/P1Y|/P(?:[2-9]|1[01])M)?|-{_MONTH}-{_DAY}/P1Y)?",
    "year": _YEAR,
    "date": f"{_YEAR}-{_MONTH}-{_DAY}",
    "count": "[0-9]{1,15}",
    "amount": r"[0-9]{1,14}(?:\.[0-9]{1,4})?",
    "value": rf"(?:NIL|<?[1-9][0-9]{{0,14}}{_DECIMALS}|0[0-9]{{0,14}}{_DECIMALS}"
    r"|<0\.0{0,8}[1-9][0-9]{0,8})",
}
"""How each type is written. Digits are those of ASCII, and no more than the warehouse can hold."""

_WHOLE_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_TIME = re.compile(r"([0-9]{4})(?:-(?:([SQ])([1-4])|([0-9]{2}))(?:-([0-9]{2}))?)?(?:/P(?:1Y|[0-9]{1,2}M))?")
_MONTHS_IN = {"S": 6, "Q": 3}


def whole(pattern: str) -> str:
    """The regular expression by which all of a cell is `pattern`, in ASCII.

    pandas chooses between Python's and Arrow's engine by what the pattern and the data contain; the empty
    look-ahead always asks for Python's, which alone knows `(?a:`.
    """
    return rf"(?=)(?a:\A(?:{pattern})\Z)"


def number(cell: str) -> float | None:
    """The number a cell says; None where it says none."""
    return float(cell) if _WHOLE_NUMBER.fullmatch(cell) else None


def first_day(cell: str) -> float | None:
    """The day a period, year or date begins, as 20210131; None where the cell is none of these."""
    if not (found := _TIME.fullmatch(cell)):
        return None
    year, part, nth, month, day = found.groups()
    begins = 1 + (int(nth) - 1) * _MONTHS_IN[part] if part else int(month or 1)
    return float(int(year) * 10_000 + begins * 100 + int(day or 1))


def day_of_month(cell: str) -> float | None:
    """The day of the month that a cell writes out; None where it writes none."""
    parts = cell.removesuffix("/P1Y").split("-")
    return number(parts[2]) if len(parts) == 3 else None


def last_of_month(cell: str) -> float | None:
    """The last day of the month that a cell writes out; None where there is no such month."""
    begins = first_day(cell)
    if begins is None or day_of_month(cell) is None or not 1 <= begins // 100 % 100 <= 12:
        return None
    return float(monthrange(int(begins // 10_000), int(begins // 100 % 100))[1])


READINGS: dict[str, Callable[[str], float | None]] = {
    "number": number,
    "first day": first_day,
    "day of month": day_of_month,
    "last of month": last_of_month,
}


def name_of(reading: str, column: str) -> str:
    """The name of the column of a frame that holds a reading; never one of the contract's names."""
    return f"{reading} of {column}"


def as_number(day: date) -> float:
    """A day as `first_day` writes it."""
    return float(day.year * 10_000 + day.month * 100 + day.day)
