"""From a file to the table that is analysed: without totals and without categories that count nobody.

What does not belong here: the forms of a file (`forms`), and whether the counts are enough for a result.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.analyse.patterns.association import wording
from pipelines.analyse.patterns.association.forms import table_of
from pipelines.analyse.patterns.association.table import Input
from pipelines.analyse.plain_columns import TOTAL_NAMES
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.plain_numbers import MOST_COUNTED
from pipelines.analyse.results import NotUsable, Refusal

MOST_CELLS = 2_000
CHANCE_OF_A_SUM = 0.02
"""Below it a row that is the sum of the others is their total, whatever its name; above it one has to ask."""


def read_counts(plain: PlainTable) -> Input | Refusal:
    """The two-way table of a file, labels in their order; or the refusal."""
    try:
        found = table_of(plain)
        if found.counts.size > MOST_CELLS:
            raise NotUsable(wording.many_cells(found.counts.size, MOST_CELLS))
        if found.counts.sum() > MOST_COUNTED:
            raise NotUsable(wording.too_large())
        return _without_total(_without_total(_without_empty(found), axis=0), axis=1)
    except NotUsable as unusable:
        return unusable.refusal


def _without_total(given: Input, axis: int) -> Input:
    """The table without the row (axis 0) or column (1) that is the total: it is never read with its parts.

    Whatever it is named: the first or last that is the sum of two others or more in every place. Refused are
    one that is named a total and is not the sum, and one that small counts may have made a sum by chance.
    """
    names = given.rows if axis == 0 else given.columns
    named = [i for i, name in enumerate(names) if name.casefold() in TOTAL_NAMES]
    ends = [len(names) - 1, 0] if len(names) > 2 else []
    at = next((i for i in dict.fromkeys(named + ends) if len(names) > 1 and _is_sum(given, i, axis)), None)
    if len(named) > 1 or (named and len(names) > 1 and at != named[0]):
        raise NotUsable(wording.total_differs(names[named[0]]))
    if at is None:
        return given
    if not named and _chance_of_sum(given, at, axis) > CHANCE_OF_A_SUM:
        raise NotUsable(wording.maybe_a_total(names[at], is_row=axis == 0))
    said = wording.total_left_out if named else wording.sum_left_out
    note = said(names[at], is_row=axis == 0)
    kept = tuple(name for i, name in enumerate(names) if i != at)
    rows, columns = (kept, given.columns) if axis == 0 else (given.rows, kept)
    counts = np.delete(given.counts, at, axis=axis)
    return replace(given, rows=rows, columns=columns, counts=counts, notes=(*given.notes, note))


def _is_sum(given: Input, at: int, axis: int) -> bool:
    """Whether it equals the sum of the others everywhere."""
    parts = np.delete(given.counts, at, axis=axis)
    return bool((parts.sum(axis=axis) == given.counts.take(at, axis=axis)).all())


def _chance_of_sum(given: Input, at: int, axis: int) -> float:
    """How often, at most, a category of its own is the sum everywhere: a Poisson count at its mode."""
    sums = given.counts.take(at, axis=axis)
    return float(np.prod(1 / np.sqrt(np.maximum(2 * np.pi * sums, 1.0))))


def _without_empty(given: Input) -> Input:
    """The table without rows and columns that count nobody, which are named."""
    rows, columns = np.flatnonzero(given.counts.any(axis=1)), np.flatnonzero(given.counts.any(axis=0))
    kept_rows = tuple(given.rows[i] for i in rows)
    kept_columns = tuple(given.columns[j] for j in columns)
    empty = [name for name in given.rows if name not in kept_rows]
    empty += [name for name in given.columns if name not in kept_columns]
    notes = (*given.notes, *([wording.empty_left_out(empty)] if empty else []))
    counts = given.counts[np.ix_(rows, columns)]
    return replace(given, rows=kept_rows, columns=kept_columns, counts=counts, notes=notes)
