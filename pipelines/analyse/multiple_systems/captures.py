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


def capture_table(lists: Sequence[str], rows: Iterable[tuple[Sequence[int], int]]) -> CaptureTable:
    """The table from rows of (0/1 by list, persons). Combinations not given are zero, repeated ones add up.

    The all-zero combination may be there only without persons; it is not kept.
    """
    counts = np.zeros(2 ** len(lists) - 1)
    for on, persons in rows:
        if any(on):
            counts[sum(1 << bit for bit, is_on in enumerate(on) if is_on) - 1] += persons
    return CaptureTable(tuple(lists), counts)
