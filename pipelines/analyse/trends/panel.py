"""What areas reported by year: a whole number, or the bounds between which it lies, or nothing.

Not reported is not zero: it is nan here and enters no sum. What does not belong here: reading text, and
which years are complete (`completeness`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.results import Refusal
from pipelines.analyse.trends import wording

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
LARGEST_COUNT = 10**9
FIRST_YEAR, LAST_YEAR = 1800, 2200


class Cell(NamedTuple):
    """What one area said of one year; `high` is None where only a lower bound is known.

    `line` is the physical line of a file, for the person who mends it; 0 where there is none.
    """

    area: str
    year: int
    low: float
    high: float | None
    line: int = 0


@dataclass(frozen=True)
class Panel:
    """Areas x years; `low` and `high` are the same where the count is known, nan where nothing was reported.

    `open_ended` counts the cells left out because only a lower bound is known.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    low: Values
    high: Values
    open_ended: int = 0

    @property
    def is_reported(self) -> Flags:
        """Where a count or its bounds were reported."""
        return np.asarray(~np.isnan(self.low))

    @property
    def is_interval(self) -> Flags:
        """Where only bounds are known."""
        return np.asarray(self.high > self.low)

    @property
    def has_known_events(self) -> bool:
        """Whether any figure above zero is known, be it only a lower bound above one."""
        return bool(((self.low > 1) | ((self.low > 0) & ~self.is_interval)).any())

    @property
    def middle(self) -> Values:
        """The middle of the bounds: 2 for `<5`."""
        return np.asarray((self.low + self.high) / 2)

    @property
    def years_as_numbers(self) -> Values:
        """The years as a vector for computing."""
        return np.array(self.years, dtype=float)

    def named(self, areas: Flags) -> tuple[str, ...]:
        """The names of the areas that are marked."""
        return tuple(area for area, is_marked in zip(self.areas, areas, strict=True) if is_marked)

    def keep(self, areas: Flags | None = None, years: Flags | None = None) -> Panel:
        """The panel of the marked areas and years only."""
        rows = np.ones(len(self.areas), bool) if areas is None else areas
        columns = np.ones(len(self.years), bool) if years is None else years
        return Panel(
            self.named(rows),
            tuple(year for year, is_kept in zip(self.years, columns, strict=True) if is_kept),
            self.low[rows][:, columns],
            self.high[rows][:, columns],
            self.open_ended,
        )


def panel_of(cells: Iterable[Cell]) -> Panel | Refusal:
    """The panel of the cells, areas and years in order; or why they are none.

    A cell with a lower bound only is left out and counted: neither end nor likelihood can use it fairly.
    """
    given = list(cells)
    if not given:
        return wording.no_data()
    fault = next((found for found in map(_fault, given) if found), None)
    if fault:
        return fault
    seen: set[tuple[str, int]] = set()
    for cell in given:
        if (cell.area, cell.year) in seen:
            return wording.duplicate(cell.line)
        seen.add((cell.area, cell.year))
    return _filled([cell for cell in given if cell.high is not None], len(given))


def _filled(bounded: list[Cell], given: int) -> Panel:
    areas = sorted({cell.area for cell in bounded})
    years = sorted({cell.year for cell in bounded})
    row = {area: i for i, area in enumerate(areas)}
    column = {year: i for i, year in enumerate(years)}
    low = np.full((len(areas), len(years)), np.nan)
    high = low.copy()
    for cell in bounded:
        at = row[cell.area], column[cell.year]
        low[at], high[at] = cell.low, cell.high if cell.high is not None else np.nan
    return Panel(tuple(areas), tuple(years), low, high, given - len(bounded))


def _fault(cell: Cell) -> Refusal | None:
    """What makes a cell unusable, whatever the others are."""
    bounds = [cell.low] if cell.high is None else [cell.low, cell.high]
    if any(map(math.isnan, bounds)):
        return wording.not_a_count(cell.line)
    if max(bounds) > LARGEST_COUNT:
        return wording.too_large(cell.line, LARGEST_COUNT)
    if min(bounds) < 0:
        return wording.negative_count(cell.line)
    if any(bound != int(bound) for bound in bounds):
        return wording.fractional_count(cell.line)
    if not FIRST_YEAR <= cell.year <= LAST_YEAR:
        return wording.not_a_year(cell.line)
    if cell.high is not None and cell.low > cell.high:
        return wording.contradictory_bounds(cell.line)
    return None
