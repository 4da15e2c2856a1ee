"""A two-way table of counts as it is given, before anything is left out of it.

What does not belong here: files (`forms`), and whether the counts are enough for a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.patterns.association import wording
from pipelines.analyse.plain_numbers import Fault, count_of
from pipelines.analyse.results import NotUsable

Counts = NDArray[np.int64]


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


def count_in(cell: str, line: int) -> int:
    """The count in a cell. Raises NotUsable where it is none."""
    count = count_of(cell)
    if isinstance(count, Fault):
        raise NotUsable(wording.no_count(count, line))
    return count


def labels_of(names: Sequence[str]) -> tuple[str, ...]:
    """The labels of one side. Raises NotUsable where one is empty or stands twice."""
    if len(set(names)) < len(names) or "" in names:
        raise NotUsable(wording.labels_missing())
    return tuple(names)
