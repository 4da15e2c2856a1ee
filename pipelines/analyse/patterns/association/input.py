"""From the text of a file to a two-way table of counts, or to the reason why it is none.

A contingency table (labels in the first column), the long form (row, column, count), or the bare numbers of
a 2x2 table. What does not belong here: whether the counts are enough for a result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.patterns.association import wording
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.results import Refusal

Counts = NDArray[np.int64]

COUNT_NAMES = ("n", "count", "counts", "freq", "frequency", "persons", "cases", "victims", "value")
TOTAL_NAMES = ("total", "totals", "sum", "_t", "ensemble", "suma", "المجموع", "الإجمالي", "всего", "итого",
               "总计", "合计")  # fmt: skip
MOST_COUNTED = 10**9
MOST_CELLS = 2_000
NUMBER_LIKE = re.compile(r"[<>≤≥~+-]?\s*\d")
FOURFOLD = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Input:
    """Counts (rows x columns), the labels of both, what to know of how they were read, and the hash.

    `heading` is the name of the column of labels, empty where there is none.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Counts
    heading: str = ""
    notes: tuple[str, ...] = ()
    sha256: str = ""


class _NotUsable(Exception):
    """Ends the reading at the first thing that cannot be used."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def read_counts(plain: PlainTable) -> Input | Refusal:
    """The two-way table of a file, labels in their order; or the refusal."""
    try:
        return _read(plain)
    except _NotUsable as found:
        return found.refusal


def _read(plain: PlainTable) -> Input:
    if not plain.columns or not (plain.rows or _are_numbers(plain.columns)):
        raise _NotUsable(wording.no_data())
    fourfold = _fourfold(plain)
    if fourfold:
        found = fourfold
    elif _is_long(plain):
        found = _long(plain)
    else:
        found = _contingency(plain)
    if found.counts.size > MOST_CELLS:
        raise _NotUsable(wording.many_cells(found.counts.size, MOST_CELLS))
    if found.counts.sum() > MOST_COUNTED:
        raise _NotUsable(wording.too_large())
    return _without_empty(_without_totals(found))


def _fourfold(plain: PlainTable) -> Input | None:
    """Four bare numbers: in one line, in two lines, or in two lines under two names; None where it is not."""
    records = [*([plain.columns] if _are_numbers(plain.columns) else []), *plain.rows]
    if not all(_are_numbers(record) for record in records):
        return None
    named = plain.columns if len(records) == len(plain.rows) else ()
    shape = (len(records), len(plain.columns))
    if shape == (1, 4) and (not named or tuple(name.casefold() for name in named) == FOURFOLD):
        named = ()
    elif shape != (2, 2):
        return None
    line = plain.lines[0] if plain.lines else 1
    counts = [_count(cell, line) for record in records for cell in record]
    columns = _labels(named or ("1", "2"))
    return Input(("1", "2"), columns, np.array(counts, dtype=np.int64).reshape(2, 2), sha256=plain.sha256)


def _is_long(plain: PlainTable) -> bool:
    """Three columns, the second of labels: nothing in it looks like a number, or the first repeats."""
    if len(plain.columns) != 3 or not plain.rows:
        return False
    firsts, seconds = ([record[i] for record in plain.rows] for i in (0, 1))
    if not any(NUMBER_LIKE.match(cell) for cell in seconds):
        return True
    repeats = len(set(firsts)) < len(firsts)
    return repeats and plain.columns[2].casefold() in COUNT_NAMES


def _long(plain: PlainTable) -> Input:
    """A line for each combination; one that is not there counts nobody, one that comes twice is added up."""
    cells: Counter[tuple[str, str]] = Counter()
    for (row, column, cell), line in zip(plain.rows, plain.lines, strict=True):
        if not row or not column:
            raise _NotUsable(wording.no_label(line))
        cells[row, column] += _count(cell, line)
    rows = tuple(dict.fromkeys(row for row, _column in cells))
    columns = tuple(dict.fromkeys(column for _row, column in cells))
    counts = np.array([[cells[row, column] for column in columns] for row in rows], dtype=np.int64)
    notes = (wording.combinations_added(),) if len(cells) < len(plain.rows) else ()
    return Input(rows, columns, counts, plain.columns[0], notes, plain.sha256)


def _contingency(plain: PlainTable) -> Input:
    """Labels in the first column, a column of counts for each of the others."""
    if len(plain.columns) < 2:
        raise _NotUsable(wording.no_table())
    rows = _labels([record[0] for record in plain.rows])
    columns = _labels(plain.columns[1:])
    numbers = [
        [_count(cell, line) for cell in record[1:]]
        for record, line in zip(plain.rows, plain.lines, strict=True)
    ]
    counts = np.array(numbers, dtype=np.int64).reshape(len(rows), len(columns))
    return Input(rows, columns, counts, plain.columns[0], sha256=plain.sha256)


def _labels(names: Sequence[str]) -> tuple[str, ...]:
    if len(set(names)) < len(names) or "" in names:
        raise _NotUsable(wording.labels_missing())
    return tuple(names)


def _are_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(NUMBER_LIKE.match(cell) for cell in cells)


def _count(cell: str, line: int) -> int:
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        raise _NotUsable(wording.not_a_count(line)) from None
    if number < 0:
        raise _NotUsable(wording.negative(line))
    if not number <= MOST_COUNTED:
        raise _NotUsable(wording.not_a_count(line))
    if not number.is_integer():
        raise _NotUsable(wording.fractional(line))
    return int(number)


def _without_totals(given: Input) -> Input:
    """The table without a row and a column that are named a total: a total is never read with its parts."""
    for axis, names in ((0, given.rows), (1, given.columns)):
        named = [i for i, name in enumerate(names) if name.casefold() in TOTAL_NAMES]
        if not named or len(names) < 3:
            continue
        parts = np.delete(given.counts, named, axis=axis)
        if len(named) > 1 or (parts.sum(axis=axis) != given.counts.take(named[0], axis=axis)).any():
            raise _NotUsable(wording.total_differs(names[named[0]]))
        kept = tuple(name for i, name in enumerate(names) if i not in named)
        rows, columns = (kept, given.columns) if axis == 0 else (given.rows, kept)
        notes = (*given.notes, wording.total_left_out(names[named[0]]))
        given = replace(given, rows=rows, columns=columns, counts=parts, notes=notes)
    return given


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
