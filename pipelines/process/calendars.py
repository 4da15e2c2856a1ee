"""Years of other calendars, as far as they can be years that figures are about: Buddhist, Persian, Hijri.

Methods: the Buddhist year is that of the common era and 543 (Thailand, since 1941). The Persian new year by
the 33-year cycle, which holds from 1343 to 1472 (Heydari-Malayeri 2004, arXiv:astro-ph/0409620). The tabular
Hijri calendar (Reingold and Dershowitz, Calendrical Calculations), which may be a day off. What does not
belong here: how periods are written (`period_suggestions`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pipelines.process.proposals import Suggestion

FIRST_YEAR = 1990
"""No other calendar is thought of for figures that would be older."""
BUDDHIST = 543


class Era(NamedTuple):
    """Years counted anew from a 1 January: what to add to them, and the last where the era has ended."""

    adds: int
    last: int = 9999


_MINGUO = Era(1911)
ERAS = {
    "令和": Era(2018), "平成": Era(1988, last=31), "民国": _MINGUO, "民國": _MINGUO, "中華民國": _MINGUO,
    "พ.ศ.": Era(-BUDDHIST),
}  # fmt: skip
_NOWRUZ_1400 = date(2021, 3, 21)
_HIJRI_EPOCH = date(622, 7, 19)
"""The day of the proleptic Gregorian calendar on which the first Hijri year began."""


def year_of_another_calendar(year: int, today: date) -> Suggestion:
    """How a year may be meant that is long ago or to come; empty where no calendar says."""
    if FIRST_YEAR <= year - BUDDHIST <= today.year:
        common = str(year - BUDDHIST)
        return Suggestion(common, hint="buddhist", says={"year": common})
    if year > today.year:  # and lest it is more than the calendar of Python holds
        return Suggestion()
    if FIRST_YEAR <= year + 621 <= today.year:
        begins = nowruz(year)
        return Suggestion(f"{begins}/P1Y", hint="persian", says={"day": begins.isoformat()})
    begins, ends = hijri_year(year)
    if FIRST_YEAR <= begins.year <= today.year:
        return Suggestion(hint="hijri", says={"first": str(begins.year), "last": str(ends.year)})
    return Suggestion()


def year_of_era(era: str, number: int) -> int | None:
    """The year of the common era; nothing where the era has no such year."""
    found = ERAS[era]
    return number + found.adds if 1 <= number <= found.last else None


def nowruz(year: int) -> date:
    """The first day of a Persian year."""
    years = range(min(year, 1400), max(year, 1400))
    days = sum(366 if (other * 8 + 29) % 33 < 8 else 365 for other in years)
    return _NOWRUZ_1400 + timedelta(days if year > 1400 else -days)


def hijri_year(year: int) -> tuple[date, date]:
    """The first and the last day of a Hijri year."""
    first, after = (_HIJRI_EPOCH + timedelta(354 * (y - 1) + (3 + 11 * y) // 30) for y in (year, year + 1))
    return first, after - timedelta(1)
