"""Dates that could be two days. What does not belong here: periods and years."""

from __future__ import annotations

import re

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.problems import Problem, problem_of
from pipelines.contract.months import month_key, names_of_months
from pipelines.contract.text import _

_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}.*)?")
_NAME = r"([^\W\d_]+)\.?"
_NAMED_DATE = re.compile(rf"\d{{1,2}}[-. ]{_NAME}(?:[-. ]\d{{2,4}})?|{_NAME}[- ]\d{{2,4}}")
_MADE_DATE = re.compile(rf"\d{{1,2}}[-.]{_NAME}|{_NAME}-\d{{2}}")
_DIGITS_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?: 00:00:00)?|\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})")
_CODE = re.compile(r"[<>]?\d+(?:\s?[-–+/.,]\s?\d*)?|[A-Z\d][A-Z\d._/-]{1,9}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def judge_dates(column: Column, cells: list[str]) -> tuple[list[Problem], list[Note]]:
    """Ask where day and month could be exchanged; refuse where one column has both orders."""
    dates = [(cell, found) for cell in cells if (found := _DATE.fullmatch(cell))]
    if not dates or len(dates) * 2 < len(cells):
        return _mangled(column, cells)
    day_first = [cell for cell, f in dates if int(f[1]) > 12 >= int(f[3])]
    month_first = [cell for cell, f in dates if int(f[3]) > 12 >= int(f[1])]
    proven = day_first or month_first
    if day_first and month_first:
        fewer = min(day_first, month_first, key=column.count_of)
        message = _(
            "This column has days before months and months before days. Write every date as 2004-12-31."
        )
        return [problem_of(column, "date_order", fewer, message)], []
    if proven and all(f[2] != "-" for _cell, f in dates):
        return [], []
    shown = _as_iso(proven[0]) if proven else ""
    message = _("Is the day or the month written first? Write dates as year-month-day.")
    if shown:
        message += " " + _("%(written)s would be %(wanted)s.") % {"written": proven[0], "wanted": shown}
    return [problem_of(column, "date_order", proven or [cell for cell, _f in dates], message, asks=True)], []


def _mangled(column: Column, cells: list[str]) -> tuple[list[Problem], list[Note]]:
    """A few cells like `12-Jan` among others: a spreadsheet took a range or a code for a date."""
    found = [cell for cell in cells if _has_month(_MADE_DATE, cell)]
    if not found or len(found) * 2 > len(cells):
        found = _dates_among_codes(column, cells)
    if not found:
        return [], []
    message = _("A spreadsheet seems to have made a date of this cell. Write what stood there before.")
    return [problem_of(column, "made_a_date", found, message)], []


def _dates_among_codes(column: Column, cells: list[str]) -> list[str]:
    """Dates of any form where nearly all others are numbers, ranges or codes, which are not years."""
    found = [cell for cell in cells if _DIGITS_DATE.fullmatch(cell) or _has_month(_NAMED_DATE, cell)]
    if not found or column.count_of(found) > 0.3 * column.count_of(cells):
        return []
    others = [cell for cell in cells if cell not in set(found)]
    codes = [cell for cell in others if _CODE.fullmatch(cell) and not _YEAR.fullmatch(cell)]
    return found if len(codes) >= 0.8 * len(others) else []


def _has_month(form: re.Pattern[str], cell: str) -> bool:
    """Whether the cell has this form, and the name in it is a month's."""
    found = form.fullmatch(cell)
    return found is not None and month_key(found[1] or found[2]) in names_of_months()


def _as_iso(date: str) -> str:
    found = _DATE.fullmatch(date)
    if not found or len(found[4]) != 4:
        return ""
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if first > 12 else (second, first)
    return f"{found[4]}-{month:02d}-{day:02d}"
