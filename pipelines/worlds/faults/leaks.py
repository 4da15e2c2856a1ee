"""A category that is another one of another source, that exceeds its parent, parts above their total."""

from __future__ import annotations

import numpy as np

from pipelines.worlds.faults.targets import (
    ORGAN,
    Change,
    NoPlaceForIt,
    counted,
    figures_of,
    keys_of,
    looked_up,
    newest,
    numbers,
    some_area,
    some_years,
    with_values,
    years_of,
)
from pipelines.worlds.world import REPORT, World, chosen

KEY = ("time_period", "sex", "age")


def category_leak(world: World, rng: np.random.Generator) -> list[Change]:
    """Under organ removal the report has an area's figures of sexual exploitation in the SDG series."""
    sheet, other = newest(world, REPORT), newest(world)
    area = some_area(other, rng, "TIP_SX", fewest=10)
    rows = counted(sheet) & chosen(sheet.cells, ref_area=area)
    leaked = counted(other, "TIP_SX") & chosen(other.cells, ref_area=area)
    figures = figures_of(other, leaked, KEY)
    found = [key in figures for key in keys_of(sheet, rows, KEY)]
    rows[np.flatnonzero(rows)[~np.array(found, dtype=bool)]] = False
    if not rows.any():
        raise NoPlaceForIt
    return [(sheet, with_values(sheet, rows, looked_up(sheet, rows, KEY, figures)))]


def exceeds_parent(world: World, rng: np.random.Generator) -> list[Change]:
    """In one to three years the figures of organ removal of an area are above those of all trafficking."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    shared = sorted(set(years_of(sheet, area)) & set(years_of(sheet, area, "TIP", with_persons=True)))
    there = chosen(sheet.cells, ref_area=area, time_period=some_years(shared, rng, 1, 3))
    rows, parent = counted(sheet) & there, counted(sheet, "TIP") & there
    more = looked_up(sheet, rows, KEY, figures_of(sheet, parent, KEY))
    return [(sheet, with_values(sheet, rows, numbers(sheet.cells["value"][rows]) + more))]


def parts_above_total(world: World, rng: np.random.Generator) -> list[Change]:
    """In one to three years of an area one sex alone is above the total."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    years = some_years(years_of(sheet, area, with_persons=True), rng, 1, 3)
    rows = counted(sheet) & chosen(sheet.cells, ref_area=area, time_period=years, sex="F", age="_T")
    total = counted(sheet, ORGAN) & chosen(sheet.cells, ref_area=area, time_period=years, sex="_T", age="_T")
    whole = looked_up(sheet, rows, KEY[:1], figures_of(sheet, total, KEY[:1]))
    return [(sheet, with_values(sheet, rows, whole + 1 + rng.poisson(whole)))]
