"""Labels exchanged: the two sexes, or the two ages, stand for one another in a newest version."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.worlds.faults.targets import Change, Rows, counted, newest, some_area, some_years, years_of
from pipelines.worlds.world import Sheet, World, chosen

PAIRS = {"sex": ("F", "M"), "age": ("Y0T17", "Y_GE18")}


def exchanged_in_a_year(world: World, rng: np.random.Generator, column: str) -> list[Change]:
    """Exchanged in one area-year with persons."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    year = some_years(years_of(sheet, area, with_persons=True), rng, 1, 1)
    return _exchanged(sheet, counted(sheet) & chosen(sheet.cells, ref_area=area, time_period=year), column)


def exchanged_in_an_area(world: World, rng: np.random.Generator, column: str) -> list[Change]:
    """Exchanged in all years of one area."""
    sheet = newest(world)
    area = some_area(sheet, rng)
    return _exchanged(sheet, counted(sheet) & chosen(sheet.cells, ref_area=area), column)


def exchanged_everywhere(world: World, rng: np.random.Generator, column: str) -> list[Change]:
    """Exchanged in the whole source."""
    sheet = newest(world)
    return _exchanged(sheet, counted(sheet), column)


def _exchanged(sheet: Sheet, rows: Rows, column: str) -> list[Change]:
    one, other = PAIRS[column]
    before = sheet.cells[column]
    after = before.copy()
    after[rows & (before == one)] = other
    after[rows & (before == other)] = one
    return [(sheet, replace(sheet, cells=sheet.cells | {column: after}))]
