"""Blanks taken off the ends of all cells of a stretch of CSV text at once, by numpy over its bytes.

What does not belong here: other things that are done to a cell (see `cleaning`), which rows there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.collect.reading.records import NEWLINE, QUOTE, Positions

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
SEPARATORS = (",", ";", "|", "\t")
"""Under which this can be done: no blank, and no letter."""


@dataclass(frozen=True)
class Trimmed:
    """Which bytes are kept, the rows (from 0) in which a cell was trimmed, and how many cells these were."""

    kept: Mask
    rows: Positions
    count: int


def trim(block: Bytes, delimiter: str) -> Trimmed:
    """Trim whole records, whose quotes are in place; blanks within a cell stay, also at a line end in it."""
    mark = ord(delimiter)
    is_blank = (block == ord(" ")) | (block == ord("\t")) if delimiter != "\t" else block == ord(" ")
    places = np.flatnonzero(is_blank)
    kept = np.ones(len(block), np.bool_)
    if not len(places):
        return Trimmed(kept, places, 0)
    breaks = np.flatnonzero(np.diff(places) != 1)
    first = places[np.concatenate(([0], breaks + 1))]
    after = places[np.concatenate((breaks, [len(places) - 1]))] + 1
    quotes = np.flatnonzero(block == QUOTE)
    is_edge = _outside(block, first, after, mark)
    if len(quotes):
        is_inside = np.searchsorted(quotes, first) % 2 == 1
        is_edge = np.where(is_inside, _inside(block, first, after), is_edge)
    first, after = first[is_edge], after[is_edge]
    change = np.zeros(len(block) + 1, np.int8)
    change[first] += 1
    change[after] -= 1
    kept = np.cumsum(change[:-1], dtype=np.int8) == 0
    return Trimmed(kept, *_cells_of(block, first, quotes, mark))


def _outside(block: Bytes, first: Positions, after: Positions, mark: int) -> Mask:
    """The runs of blanks that touch a separator or a line end; a block ends with a line end."""
    is_border = np.zeros(256, np.bool_)
    is_border[[mark, NEWLINE]] = True
    touches: Mask = is_border[block[first - 1]] | (first == 0)
    touches[is_border[block[after]]] = True
    return touches


def _inside(block: Bytes, first: Positions, after: Positions) -> Mask:
    """The runs within quotes that touch the opening or the closing one, and not a doubled mark."""
    opens: Mask = (block[first - 1] == QUOTE) & ((first < 2) | (block[first - 2] != QUOTE))
    closes: Mask = (block[after] == QUOTE) & (block[np.minimum(after + 1, len(block) - 1)] != QUOTE)
    opens[closes] = True
    return opens


def _cells_of(block: Bytes, first: Positions, quotes: Positions, mark: int) -> tuple[Positions, int]:
    """In which rows the runs stand, each row once, and in how many cells."""
    ends = np.flatnonzero(block == NEWLINE)
    marks = np.flatnonzero(block == mark)
    if len(quotes):
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    row = np.searchsorted(ends, first)
    cell = np.searchsorted(marks, first) + row
    return row[_is_new(row)], int(np.count_nonzero(_is_new(cell)))


def _is_new(numbers: Positions) -> Mask:
    """Of numbers in order, those that differ from the one before."""
    is_new = np.ones(len(numbers), np.bool_)
    is_new[1:] = numbers[1:] != numbers[:-1]
    return is_new
