"""From the text of a file to a panel or a series, or to the reason why it is none.

What does not belong here: submissions, whose values `process.values` reads under the contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.analyse import plain_headers
from pipelines.analyse.plain_columns import COUNT_NAMES
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.plain_headers import Meant, first_meaning, nothing_meant
from pipelines.analyse.plain_numbers import (
    MOST_COUNTED,
    Fault,
    below,
    is_not_reported,
    number_of,
    unclear_mark,
)
from pipelines.analyse.results import NotUsable, Refusal
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.panel import Cell

AREA = ("reporter", "area", "ref area", "reporting area", "country", "reporting country", "geo area")
YEAR = ("year", "period", "time period", "time", "date")
COUNT = ("count", "value", "n", "obs value", "cases", "victims", "events", *sorted(COUNT_NAMES))
LOW, HIGH = ("low", "value low", "lower"), ("high", "value high", "upper")


@dataclass(frozen=True)
class _Places:
    """Where each column stands; None where it is not there."""

    area: int | None
    year: int
    count: int | None
    low: int | None
    high: int | None


def read_cells(
    plain: PlainTable, *, has_areas: bool = True, has_zeros: bool = False, meant: Meant = nothing_meant
) -> list[Cell] | Refusal:
    """What each line says, lines without a figure left out; or why the file cannot be used.

    `<5` is 0 to 4, or 1 to 4 where zeros are published (`has_zeros`). `low` and `high` columns may stand
    beside the count or instead of it. Without `has_areas` every figure belongs to one series. `meant` says
    what headers mean that are none of the names known here.
    """
    try:
        if not plain.rows:
            raise NotUsable(wording.no_data())
        places = _places(plain.columns, has_areas, meant)
        least = 1 if has_zeros else 0
        return list(_cells(plain, places, least))
    except NotUsable as found:
        return found.refusal


def unread_columns(
    plain: PlainTable, *, has_areas: bool = True, meant: Meant = nothing_meant
) -> tuple[str, ...]:
    """The names of the columns that `read_cells` makes no use of."""
    read = _places(plain.columns, has_areas, meant)
    used = {read.area, read.year, read.count, read.low, read.high}
    return tuple(name for at, name in enumerate(plain.columns) if at not in used)


def _places(columns: tuple[str, ...], has_areas: bool, meant: Meant) -> _Places:
    """Where each column stands. Raises NotUsable where one is missing."""
    names = [re.sub(r"[\s_-]+", " ", column.casefold()).strip() for column in columns]

    def place(known: tuple[str, ...], means: tuple[str, ...] = ()) -> int | None:
        by_name = next((names.index(name) for name in known if name in names), None)
        return by_name if by_name is not None else first_meaning(columns, means, meant)

    area = place(AREA, plain_headers.AREA) if has_areas else None
    year, low, high = place(YEAR, plain_headers.YEAR), place(LOW), place(HIGH)
    count = place(COUNT, plain_headers.COUNT)
    left = [at for at in range(len(columns)) if at not in (area, year)]
    if count is None and low is None and len(left) == 1 and columns[left[0]]:
        count = left[0]
    if year is None or (has_areas and area is None) or (count is None and low is None):
        raise NotUsable(wording.columns_missing("reporter, year, count" if has_areas else "year, count"))
    return _Places(area, year, count, low, high)


def _cells(plain: PlainTable, places: _Places, least: int) -> Iterator[Cell]:
    for row, line in zip(plain.rows, plain.lines, strict=True):
        bounds = _bounds(row, places, line, least)
        area = "" if places.area is None else row[places.area]
        year = _year(row[places.year], line)
        if bounds is None:
            continue
        if places.area is not None and not area:
            raise NotUsable(wording.no_area(line))
        yield Cell(area, year, *bounds, line)


def _bounds(
    row: tuple[str, ...], places: _Places, line: int, least: int
) -> tuple[float, float | None] | None:
    """The bounds of a line's figure: those given, else those of its count; None where it has neither."""
    count = None if places.count is None else _figure(row[places.count], line, least)
    low = None if places.low is None else _figure(row[places.low], line, least)
    high = None if places.high is None else _figure(row[places.high], line, least)
    if low is None and high is None:
        return count
    bottom = low[0] if low else (count[0] if count else float(least))
    top = high[1] if high else (count[1] if count else None)
    if top is not None and bottom > top:
        raise NotUsable(wording.contradictory_bounds(line))
    if count and (count[1] < bottom or (top is not None and count[0] > top)):
        raise NotUsable(wording.contradictory_bounds(line))
    return bottom, top


def _figure(text: str, line: int, least: int) -> tuple[float, float] | None:
    """The bounds of one cell; None where nothing was reported."""
    if is_not_reported(text):
        return None
    limit = below(text)
    if limit is not None:
        if limit - 1 < least:
            raise NotUsable(wording.contradictory_bounds(line))
        return float(least), float(limit - 1)
    number = number_of(text)
    if number is Fault.UNCLEAR:
        raise NotUsable(Refusal("NOT_A_COUNT", unclear_mark(line)))
    if number is Fault.TOO_LARGE:
        raise NotUsable(wording.too_large(line, MOST_COUNTED))
    if isinstance(number, Fault):
        raise NotUsable(wording.not_a_count(line))
    return number, number


def _year(text: str, line: int) -> int:
    """A year, also where a spreadsheet wrote `2012.0`."""
    found = re.fullmatch(r"(\d{4})(?:\.0+)?", text)
    if not found:
        raise NotUsable(wording.not_a_year(line))
    return int(found[1])
