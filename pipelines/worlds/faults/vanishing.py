"""What vanishes from the newest version, or appears in it: zeros, a category, whole area-years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.worlds.faults.labels import PAIRS
from pipelines.worlds.faults.targets import (
    ORGAN,
    Change,
    NoPlaceForIt,
    counted,
    newest,
    numbers,
    some_area,
    some_years,
    totals,
    without,
    years_of,
)
from pipelines.worlds.world import SDG, Sheet, World, chosen


def zeros_vanished(world: World, rng: np.random.Generator) -> list[Change]:
    """No figure of organ removal that was zero is there any more."""
    sheet = newest(world)
    return [(sheet, without(sheet, counted(sheet) & (numbers(sheet.cells["value"]) == 0)))]


def zeros_appeared(world: World, rng: np.random.Generator) -> list[Change]:
    """An area that left years out now has a zero in each of them."""
    sheet = newest(world)
    years = sorted(set(sheet.cells["time_period"]))
    areas = [a for a in sorted(set(sheet.cells["ref_area"])) if len(years) - len(years_of(sheet, a)) >= 3]
    if not areas:
        raise NoPlaceForIt
    area = areas[int(rng.integers(len(areas)))]
    missing = [year for year in years if year not in years_of(sheet, area)]
    like = totals(sheet) & chosen(sheet.cells, time_period=years[-1])
    return [(sheet, _with_zeros(sheet, int(np.flatnonzero(like)[0]), area, missing))]


def _with_zeros(sheet: Sheet, like: int, area: str, years: list[str]) -> Sheet:
    """The sheet with a total of zero for each year, written like another row."""
    cells = {}
    for name, column in sheet.cells.items():
        said = {"ref_area": [area] * len(years), "time_period": years, "value": ["0"] * len(years)}
        cells[name] = np.concatenate(
            [column, np.array(said.get(name, [column[like]] * len(years)), dtype=object)]
        )
    return replace(sheet, cells=cells)


def category_vanished(world: World, rng: np.random.Generator) -> list[Change]:
    """One sex or age of organ removal is gone from every area."""
    sheet = newest(world)
    column = list(PAIRS)[int(rng.integers(len(PAIRS)))]
    code = PAIRS[column][int(rng.integers(2))]
    return [(sheet, without(sheet, counted(sheet) & chosen(sheet.cells, **{column: code})))]


def area_years_vanished(world: World, rng: np.random.Generator) -> list[Change]:
    """One to four years of an area are gone, which the version before had."""
    sheet, before = newest(world), world.of("victims", SDG)[-2]
    area = some_area(before, rng)
    years = [year for year in years_of(before, area) if year in years_of(sheet, area)]
    gone = some_years(years, rng, 1, 4)
    return [(sheet, without(sheet, chosen(sheet.cells, ref_area=area, time_period=gone, offence=ORGAN)))]
