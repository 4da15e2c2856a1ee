"""Contradictions of tables, reporters and versions: mirrors, stages, one figure twice, one given away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.worlds.faults.targets import (
    ORGAN,
    Change,
    NoPlaceForIt,
    counted,
    figures_of,
    looked_up,
    newest,
    numbers,
    some_area,
    with_values,
)
from pipelines.worlds.world import ASSISTED, REPORT, RETURN, SDG, Cells, World, chosen

KEY = ("time_period", "sex", "age")


def same_figure(world: World, rng: np.random.Generator) -> list[Change]:
    """What an organisation reports as its own work is the SDG series of an area."""
    sheet, other = newest(world, ASSISTED), newest(world, SDG)
    area = some_area(other, rng, fewest=10)
    rows = counted(sheet) & chosen(sheet.cells, ref_area=area)
    theirs = counted(other) & chosen(other.cells, ref_area=area)
    values = looked_up(sheet, rows, KEY, figures_of(other, theirs, KEY))
    return [(sheet, with_values(sheet, rows, values))]


def mirror(world: World, rng: np.random.Generator) -> list[Change]:
    """A State finds no citizens of another, which brought some home from there; they stand as its own."""
    pairs = []
    for sheet in world.of("victims", RETURN):
        home = chosen(sheet.cells, measure="REPATRIATED_NATIONALS") & (numbers(sheet.cells["value"]) > 0)
        pairs += [
            (sheet.reporter, there) for there in sheet.cells.get("counterpart_area", np.array([]))[home]
        ]
    pairs = sorted(set(pairs))
    if not pairs:
        raise NoPlaceForIt
    citizens, found_in = pairs[int(rng.integers(len(pairs)))]
    sheet = newest(world, RETURN, reporter=found_in)
    rows = counted(sheet) & chosen(sheet.cells, counterpart_area=citizens)
    own = counted(sheet) & chosen(sheet.cells, counterpart_area=found_in)
    moved = with_values(sheet, own, numbers(sheet.cells["value"][own]) + numbers(sheet.cells["value"][rows]))
    return [(sheet, with_values(moved, rows, np.zeros(int(rows.sum()))))]


def stages(world: World, rng: np.random.Generator) -> list[Change]:
    """Those convicted stand as prosecuted, and the prosecuted as convicted, in all years of a State."""
    sheets = world.of("justice")[-len({s.reporter for s in world.of("justice")}) :]
    sheet = sheets[int(rng.integers(len(sheets)))]
    before = sheet.cells["stage"]
    after = before.copy()
    after[before == "PROSECUTED"], after[before == "CONVICTED"] = "CONVICTED", "PROSECUTED"
    return [(sheet, replace(sheet, cells=sheet.cells | {"stage": after}))]


def recoverable(world: World, rng: np.random.Generator) -> list[Change]:
    """The report gives one sex of an area-year and the total, and so gives away the sex it suppressed."""
    sheet, other = newest(world, REPORT), newest(world, SDG)
    empty = counted(sheet) & chosen(sheet.cells, obs_status="Q", sex="M", age="_T")
    totals = counted(sheet) & chosen(sheet.cells, sex="_T", age="_T") & (numbers(sheet.cells["value"]) > 0)
    figures = figures_of(sheet, totals, ("ref_area", *KEY[:1]))
    places = [p for p in np.flatnonzero(empty).tolist() if _where(sheet.cells, p) in figures]
    if not places:
        raise NoPlaceForIt
    place = places[int(rng.integers(len(places)))]
    area, year = _where(sheet.cells, place)
    men = chosen(other.cells, offence=ORGAN, ref_area=area, time_period=year, sex="M", age="_T")
    rows = np.zeros(sheet.row_count, dtype=bool)
    rows[place] = True
    known = float(numbers(other.cells["value"][men & counted(other)]).sum())
    return [(sheet, with_values(sheet, rows, np.array([min(known, figures[area, year])])))]


def _where(cells: Cells, place: int) -> tuple[str, str]:
    return cells["ref_area"][place], cells["time_period"][place]
