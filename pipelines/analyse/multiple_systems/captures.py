"""The capture table: how many persons stand on exactly each combination of lists.

A combination is a bit mask: list i of `lists` is bit 2**i; cell 0 (on no list) is what is to be estimated
and is not in the table. What does not belong here: reading files, and any judgement about the counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class CaptureTable:
    """Persons by exact combination of lists: `counts[c - 1]` for the combination with bit mask c."""

    lists: tuple[str, ...]
    counts: Counts

    @property
    def persons(self) -> int:
        """Persons on at least one list."""
        return int(self.counts.sum())


def same_lists(table: CaptureTable) -> tuple[str, str] | None:
    """Two lists that hold the very same persons, so that they are one; None where there are none."""
    cells = np.arange(1, len(table.counts) + 1)
    for first in range(len(table.lists)):
        for second in range(first + 1, len(table.lists)):
            on_one = (cells >> first & 1) != (cells >> second & 1)
            if not table.counts[on_one].any():
                return table.lists[first], table.lists[second]
    return None


def lists_within(table: CaptureTable) -> list[tuple[int, int]]:
    """Pairs of positions (inner, outer): everybody on the inner list is on the outer one as well."""
    cells = np.arange(1, len(table.counts) + 1)
    is_on = cells[:, None] >> np.arange(len(table.lists)) & 1
    on_first_only = (is_on * table.counts[:, None]).T @ (1 - is_on)  # inner x outer
    return [(int(i), int(o)) for i, o in np.argwhere(on_first_only == 0) if i != o]


def capture_table(lists: Sequence[str], rows: Iterable[tuple[Sequence[int], int]]) -> CaptureTable:
    """The table from rows of (0/1 by list, persons). Combinations not given are zero, repeated ones add up.

    The all-zero combination may be there only without persons; it is not kept.
    """
    counts = np.zeros(2 ** len(lists) - 1)
    for on, persons in rows:
        if any(on):
            counts[sum(1 << bit for bit, is_on in enumerate(on) if is_on) - 1] += persons
    return CaptureTable(tuple(lists), counts)
