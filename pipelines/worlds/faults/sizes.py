"""Figures of another size: a series redefined, a factor of ten, a rate that is a count, an outlying year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.worlds.faults.targets import (
    ORGAN,
    Change,
    NoPlaceForIt,
    Rows,
    counted,
    keys_of,
    newest,
    numbers,
    some_area,
    some_years,
    totals,
    with_values,
    years_of,
)
from pipelines.worlds.world import Sheet, World, chosen

REDEFINED, SCALED, OUTLYING = (2, 3), (10, 100, 1000), (8, 15)
DOMINATING = 200


def redefined(world: World, rng: np.random.Generator) -> list[Change]:
    """All years of an area are two or three times what the version before had."""
    sheet = newest(world)
    rows = counted(sheet) & chosen(sheet.cells, ref_area=some_area(sheet, rng))
    return [(sheet, _times(sheet, rows, float(rng.choice(REDEFINED))))]


def scaled(world: World, rng: np.random.Generator) -> list[Change]:
    """One to four years of an area are 10, 100 or 1,000 times what the version before had."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    years = some_years(years_of(sheet, area, with_persons=True), rng, 1, 4)
    rows = counted(sheet) & chosen(sheet.cells, ref_area=area, time_period=years)
    return [(sheet, _times(sheet, rows, float(rng.choice(SCALED))))]


def rate_as_count(world: World, rng: np.random.Generator) -> list[Change]:
    """The rates of an area hold its counts."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    counts = totals(sheet) & chosen(sheet.cells, ref_area=area)
    rates = chosen(sheet.cells, ref_area=area, unit="PER_100000_POP")
    by_year = dict(zip(sheet.cells["time_period"][counts], sheet.cells["value"][counts], strict=True))
    written = sheet.cells["value"].copy()
    written[rates] = [
        by_year.get(year, rate)
        for year, rate in zip(sheet.cells["time_period"][rates], written[rates], strict=True)
    ]
    return [(sheet, replace(sheet, cells=sheet.cells | {"value": written}))]


def non_integer(world: World, rng: np.random.Generator) -> list[Change]:
    """An area's counts of one year have decimals: the rules find it and hold the file, before any signal."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    year = some_years(years_of(sheet, area, with_persons=True), rng, 1, 1)
    rows = counted(sheet) & chosen(sheet.cells, ref_area=area, time_period=year)
    written = sheet.cells["value"].copy()
    written[rows] = [f"{value}.5" for value in written[rows]]
    return [(sheet, replace(sheet, cells=sheet.cells | {"value": written}))]


def outlier(world: World, rng: np.random.Generator) -> list[Change]:
    """One area-year is eight or fifteen times itself wherever it stands: only the area's history shows it."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    year = some_years(years_of(sheet, area, with_persons=True), rng, 1, 1)
    return _everywhere(world, area, year, float(rng.choice(OUTLYING)))


def dominates(world: World, rng: np.random.Generator) -> list[Change]:
    """One area's figures are 200 times themselves wherever they stand."""
    area = some_area(newest(world), rng, fewest=10)
    return _everywhere(world, area, (), DOMINATING)


def _everywhere(world: World, area: str, years: tuple[str, ...], factor: float) -> list[Change]:
    """Change the counts of organ removal of an area in every sheet of victims, its own and the others'."""
    found = []
    for sheet in world.of("victims"):
        rows = counted(sheet, ORGAN) & chosen(sheet.cells, ref_area=area)
        if years:
            rows &= chosen(sheet.cells, time_period=years)
        if (numbers(sheet.cells["value"][rows]) > 0).any():
            found.append((sheet, _with_the_whole(sheet, _times(sheet, rows, factor), area)))
    return found


def _with_the_whole(before: Sheet, after: Sheet, area: str) -> Sheet:
    """The sheet with all trafficking raised by as much as organ removal was: the parent holds its parts."""
    key = ("time_period", "sex", "age", "counterpart_area", "organ", "means", "recruitment_area", "flow")
    organ = counted(before, ORGAN) & chosen(before.cells, ref_area=area)
    more = numbers(after.cells["value"][organ]) - numbers(before.cells["value"][organ])
    steps = dict(zip(keys_of(before, organ, key), more, strict=True))
    whole = counted(after, "TIP") & chosen(after.cells, ref_area=area) & (numbers(after.cells["value"]) > 0)
    added = np.array([steps.get(cell, 0.0) for cell in keys_of(after, whole, key)])
    return with_values(after, whole, numbers(after.cells["value"][whole]) + added)


def _times(sheet: Sheet, rows: Rows, factor: float) -> Sheet:
    """The sheet with the figures above zero of these rows multiplied; what is no number stays."""
    rows = rows & (numbers(sheet.cells["value"]) > 0)
    if not rows.any():
        raise NoPlaceForIt
    return with_values(sheet, rows, numbers(sheet.cells["value"][rows]) * factor)
