"""Plants a fault and measures what it changed: versions, areas, years, cells, persons.

What does not belong here: what the faults are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pipelines.worlds.faults import contradictions, copies, labels, leaks, sizes, vanishing
from pipelines.worlds.faults.targets import Change, keys_of, numbers
from pipelines.worlds.settings import generator
from pipelines.worlds.world import Planted, Sheet, World

Fault = Callable[[World, np.random.Generator], list[Change]]
FAULTS: dict[str, Fault] = {
    **{
        f"{column}_exchanged_{scope}": partial(fault, column=column)
        for column in labels.PAIRS
        for scope, fault in (
            ("year", labels.exchanged_in_a_year),
            ("area", labels.exchanged_in_an_area),
            ("source", labels.exchanged_everywhere),
        )
    },
    "copied": copies.copied,
    "copied_to_other_cells": copies.copied_to_other_cells,
    "zeros_vanished": vanishing.zeros_vanished,
    "zeros_appeared": vanishing.zeros_appeared,
    "category_vanished": vanishing.category_vanished,
    "area_years_vanished": vanishing.area_years_vanished,
    "redefined": sizes.redefined,
    "scaled": sizes.scaled,
    "rate_as_count": sizes.rate_as_count,
    "non_integer": sizes.non_integer,
    "outlier": sizes.outlier,
    "dominates": sizes.dominates,
    "category_leak": leaks.category_leak,
    "exceeds_parent": leaks.exceeds_parent,
    "parts_above_total": leaks.parts_above_total,
    "same_figure": contradictions.same_figure,
    "mirror": contradictions.mirror,
    "stages": contradictions.stages,
    "recoverable": contradictions.recoverable,
}
SAID = frozenset(("value", "obs_status", "denominator", "source_note"))
"""The columns that say something of a cell; all others say which cell it is."""
Key = tuple[str, ...]


def plant(world: World, fault: str, rng: np.random.Generator | None = None) -> World:
    """The world with one more fault. Raises NoPlaceForIt where it has no cell in which it would show."""
    changes = FAULTS[fault](world, rng or generator(world.settings, fault))
    planted = replace(world.with_sheets(changes), planted=(*world.planted, measured(fault, changes)))
    return planted


def measured(fault: str, changes: list[Change]) -> Planted:
    """What the changes amount to, by comparing the sheets cell by cell."""
    moves = [move for before, after in changes for move in _moves(before, after)]
    first = changes[0][0]
    return Planted(
        fault=fault,
        table=first.table,
        source=" ".join(sorted({before.source for before, _after in changes})),
        versions=tuple(sorted({before.known_since for before, _after in changes})),
        areas=tuple(sorted({move.area for move in moves})),
        years=tuple(sorted({move.year for move in moves})),
        cells=len(moves),
        nonzero_cells=sum(1 for move in moves if move.before > 0 or move.after > 0),
        persons=_persons(moves),
    )


@dataclass(frozen=True)
class _Move:
    """One cell that changed: where, at which breakdown, from and to which number (0 where there is none)."""

    area: str
    year: int
    level: Key
    before: float
    after: float


def _moves(before: Sheet, after: Sheet) -> list[_Move]:
    columns = tuple(name for name in before.cells if name not in SAID)
    was, now = _figures(before, columns), _figures(after, columns)
    area, year = columns.index("ref_area"), columns.index("time_period")
    return [
        _Move(
            key[area],
            int(key[year]),
            (before.name, *(name for name, code in zip(columns, key, strict=True) if code not in ("_T", ""))),
            was.get(key, ("", 0.0))[1],
            now.get(key, ("", 0.0))[1],
        )
        for key in dict.fromkeys((*was, *now))
        if was.get(key) != now.get(key)
    ]


def _figures(sheet: Sheet, columns: Key) -> dict[Key, tuple[str, float]]:
    """Cell -> what is written in it, and the persons it counts (0 for a rate)."""
    written = sheet.cells["value"]
    persons = numbers(written)
    if "unit" in sheet.cells:
        persons[sheet.cells["unit"] != "NUMBER"] = 0.0
    everything = np.ones(sheet.row_count, dtype=bool)
    return dict(zip(keys_of(sheet, everything, columns), zip(written, persons, strict=True), strict=True))


def _persons(moves: list[_Move]) -> int:
    """The persons moved at the one breakdown of one file where most moved: each is counted once."""
    sums: dict[Key, float] = defaultdict(float)
    for move in moves:
        sums[move.level] += abs(move.after - move.before)
    return round(max(sums.values(), default=0.0))
