"""Figures of one area standing under another, in the same cells or in others, for two to four years."""

from __future__ import annotations

import numpy as np

from pipelines.worlds.faults.targets import (
    Change,
    NoPlaceForIt,
    counted,
    figures_of,
    looked_up,
    newest,
    some_area,
    some_years,
    with_values,
    years_of,
)
from pipelines.worlds.world import World, chosen

COLUMNS = ("time_period", "sex", "age")
OTHER = {"F": "M", "M": "F", "Y0T17": "Y_GE18", "Y_GE18": "Y0T17"}


def copied(world: World, rng: np.random.Generator) -> list[Change]:
    """The figures of one area stand under another in the same cells."""
    return _copied(world, rng, is_moved=False)


def copied_to_other_cells(world: World, rng: np.random.Generator) -> list[Change]:
    """The figures of one area stand under another, with both breakdowns exchanged on the way."""
    return _copied(world, rng, is_moved=True)


def _copied(world: World, rng: np.random.Generator, *, is_moved: bool) -> list[Change]:
    sheet = newest(world)
    giver = some_area(sheet, rng, fewest=5)
    years = years_of(sheet, giver, with_persons=True)
    others = sorted(set(sheet.cells["ref_area"]) - {giver})
    takers = [area for area in others if len(set(years) & set(years_of(sheet, area))) >= 2]
    if not takers:
        raise NoPlaceForIt
    taker = takers[int(rng.integers(len(takers)))]
    shared = sorted(set(years) & set(years_of(sheet, taker)))
    where = {"time_period": some_years(shared, rng, 2, 4)}
    given = counted(sheet) & chosen(sheet.cells, ref_area=giver, **where)
    taken = counted(sheet) & chosen(sheet.cells, ref_area=taker, **where)
    figures = figures_of(sheet, given, COLUMNS)
    if is_moved:
        figures = {tuple(OTHER.get(code, code) for code in key): number for key, number in figures.items()}
    return [(sheet, with_values(sheet, taken, looked_up(sheet, taken, COLUMNS, figures)))]
