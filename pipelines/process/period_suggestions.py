"""What to write instead of a badly written period or year: certain where its words or figures name one only.

What does not belong here: whether a period is well written (`predicates`), calendars (`calendars`), and the
sentences (`hints`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from pipelines.contract.codes import word_key
from pipelines.contract.months import month_named
from pipelines.process.calendars import ERAS, FIRST_YEAR, year_of_another_calendar, year_of_era
from pipelines.process.predicates import FORMATS
from pipelines.process.proposals import Suggestion, beside
from pipelines.process.written_numbers import LONGEST, beside_a_mark, with_digits

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_WORD = r"(?:cy|year|année|an|año|год|года|г\.?|年|عام|سنة|م)"
_GAP = r"[\s\-/.]*"
_LETTER = {"q": "Q", "t": "Q", "h": "S", "s": "S"}
_FIRST_OF_EXCEL = date(1899, 12, 30)
_YEAR_IN_WORDS = re.compile(rf"{_YEAR}\.0|{_YEAR_WORD}\s*{_YEAR.replace('year', 'after')}|"
                            rf"{_YEAR.replace('year', 'before')}\s*{_YEAR_WORD}")  # fmt: skip
_ERA = re.compile(rf"(?P<era>{'|'.join(map(re.escape, ERAS))})\s*(?P<number>\d{{1,4}})\s*年?")
_PART = re.compile(rf"(?:(?P<letter>[qths])(?P<number>[1-4])|(?P<first>[1-4])(?P<then>t)){_GAP}{_YEAR}")
_PART_AFTER = re.compile(rf"{_YEAR}{_GAP}(?:(?P<letter>[qths])(?P<number>[1-4])|(?P<first>[1-4])(?P<then>t))")
_MONTH = re.compile(
    rf"(?P<name>[^\W\d_]+)\.?[\s\-/.]*{_YEAR}|(?P<number>0?[1-9]|1[0-2])[/.]{_YEAR.replace('year', 'after')}"
)
_MONTH_AFTER = re.compile(
    rf"{_YEAR}(?:[\s\-/.年]+(?P<name>[^\W\d_]+)\.?|[/.年\-](?P<number>0?[1-9]|1[0-2])月?)"
)
_SHORT_MONTH = re.compile(r"(?P<name>[^\W\d_]+)\.?[\s\-/]+'?(?P<year>\d\d)")
_SPAN = re.compile(rf"{_YEAR}\s*[/–—\-]\s*(?P<last>\d{{4}}|\d\d)")
_FISCAL = re.compile(rf"(?:fy|fiscal year|exercice|ejercicio)\s*{_YEAR}")
_SERIAL = re.compile(r"[34]\d{4}(?:\.0+)?")
_ISO_DAY = re.compile(
    rf"{_YEAR}[\-/.](?P<month>0[1-9]|1[0-2])[\-/.](?:0[1-9]|[12]\d|3[01])(?:[ t]00:00(?::00)?)?"
)
_DAY = re.compile(rf"(?P<one>\d\d?)[\-/.](?P<other>\d\d?)[\-/.]{_YEAR}")
_SHORT = re.compile(r"'?(?P<year>\d\d)")


def period_suggestion(value: str, kind: str, today: date) -> Suggestion:
    """A suggestion for a cell that is no period (`kind` "period") or no year ("year")."""
    if len(value) > LONGEST:
        return Suggestion()
    text = word_key(value)
    for way in _WAYS:
        if (found := way(text, today)) is not None:
            return found if kind == "period" else _as_year(found)
    return _with_something_else(value, kind)


def calendar_suggestion(value: str, kind: str, today: date) -> Suggestion:
    """A suggestion for a year that is well written, but lies in the future or long ago."""
    if kind not in ("period", "year") or not re.fullmatch(r"\d{4}", value, re.ASCII):
        return Suggestion()
    found = year_of_another_calendar(int(value), today)
    return (
        found
        if kind == "period" or len(found.text) in (0, 4)
        else Suggestion(hint=found.hint, says=found.says)
    )


def _as_year(found: Suggestion) -> Suggestion:
    return found if re.fullmatch(FORMATS["year"], found.text, re.ASCII) and not found.hint else Suggestion()


def _with_something_else(value: str, kind: str) -> Suggestion:
    """The period in a cell with a mark beside it or a letter in it: never certain."""
    number, mark = beside_a_mark(value)
    if re.fullmatch(FORMATS[kind], number, re.ASCII):
        return beside(Suggestion(number), mark)
    text = with_digits(value)
    return Suggestion(text, hint="letters_for_digits") if re.fullmatch(FORMATS[kind], text) else Suggestion()


def _year(text: str, today: date) -> Suggestion | None:
    if found := _YEAR_IN_WORDS.fullmatch(text):
        return Suggestion(found["year"] or found["after"] or found["before"], is_certain=True)
    if found := _ERA.fullmatch(text):
        year = year_of_era(found["era"], int(found["number"]))
        return Suggestion(str(year), is_certain=True) if year in range(FIRST_YEAR, today.year + 1) else None
    return None


def _part(text: str, today: date) -> Suggestion | None:
    """Quarters and half-years: Q1 2021, 2021 T3, H2/2021."""
    found = _PART.fullmatch(text) or _PART_AFTER.fullmatch(text)
    if not found:
        return None
    letter = _LETTER[found["letter"] or found["then"]]
    number = found["number"] or found["first"]
    return (
        Suggestion(f"{found['year']}-{letter}{number}", is_certain=True)
        if letter == "Q" or number < "3"
        else None
    )


def _span(text: str, today: date) -> Suggestion | None:
    """2018/19, 2018-2019: a year that does not begin in January, or several years together."""
    if found := _FISCAL.fullmatch(text):
        return Suggestion(
            hint="fiscal_named", says={"april": f"{found['year']}-04/P1Y", "year": found["year"]}
        )
    if not (found := _SPAN.fullmatch(text)):
        return None
    first, last = int(found["year"]), found["last"]
    if int(last) % 100 == (first + 1) % 100 and (len(last) == 2 or int(last) == first + 1):
        says = {
            "april": f"{first}-04/P1Y",
            "july": f"{first}-07/P1Y",
            "first": str(first),
            "last": str(first + 1),
        }
        if "/" in text and len(last) == 2 and 1 <= int(last) <= 12:
            return Suggestion(hint="fiscal_or_month", says=says | {"month": f"{first}-{last}"})
        return Suggestion(hint="fiscal", says=says)
    return Suggestion(hint="several_years") if len(last) == 4 and int(last) > first else None


def _month(text: str, today: date) -> Suggestion | None:
    found = _MONTH.fullmatch(text) or _MONTH_AFTER.fullmatch(text)
    if not found:
        return None
    month = month_named(found["name"]) if found["name"] else int(found["number"])
    year = found["year"] or found["after"]
    return Suggestion(f"{year}-{month:02d}", is_certain=True) if month else None


def _short_month(text: str, today: date) -> Suggestion | None:
    """Jan-21 is January 2021, or the 21st of January of a year that is not said."""
    found = _SHORT_MONTH.fullmatch(text)
    month = month_named(found["name"]) if found else None
    if not found or not month or int(found["year"]) > today.year % 100:
        return None
    return Suggestion(f"20{found['year']}-{month:02d}")


def _day(text: str, today: date) -> Suggestion | None:
    if found := _ISO_DAY.fullmatch(text):
        return Suggestion(
            hint="day", says={"year": found["year"], "month": f"{found['year']}-{found['month']}"}
        )
    if not (found := _DAY.fullmatch(text)):
        return None
    one, other, year = int(found["one"]), int(found["other"]), found["year"]
    months = {number for number, day in ((one, other), (other, one)) if 1 <= number <= 12 and 1 <= day <= 31}
    if len(months) == 1:
        return Suggestion(hint="day", says={"year": year, "month": f"{year}-{months.pop():02d}"})
    return Suggestion(hint="day_only", says={"year": year}) if months else None


def _serial(text: str, today: date) -> Suggestion | None:
    """The number by which a spreadsheet counts days: 43831 is 2020-01-01."""
    if not _SERIAL.fullmatch(text):
        return None
    day = _FIRST_OF_EXCEL + timedelta(int(text.partition(".")[0]))
    if not FIRST_YEAR <= day.year <= today.year:
        return None
    return Suggestion(
        hint="serial", says={"day": day.isoformat(), "year": str(day.year), "month": f"{day:%Y-%m}"}
    )


def _short_year(text: str, today: date) -> Suggestion | None:
    found = _SHORT.fullmatch(text)
    return Suggestion(f"20{found['year']}") if found and int(found["year"]) <= today.year % 100 else None


_WAYS: tuple[Callable[[str, date], Suggestion | None], ...] = (
    _year, _part, _span, _day, _month, _short_month, _serial, _short_year,
)  # fmt: skip
