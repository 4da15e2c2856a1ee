"""Correspondence analysis: the axes on which rows and columns of a table differ (Greenacre 1984).

What does not belong here: whether the axes may be shown as a map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.patterns.association.table import Counts

NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Axes:
    """Inertias (axes), principal coordinates of rows and columns (points x axes), their masses.

    The sign of an axis is arbitrary; here the row that lies furthest out is on the positive side.
    """

    inertias: NDArray[np.float64]
    rows: NDArray[np.float64]
    columns: NDArray[np.float64]
    row_masses: NDArray[np.float64]
    column_masses: NDArray[np.float64]


def correspondence(counts: Counts) -> Axes:
    """All axes of a table without empty rows or columns; their inertias add up to chi-square / n."""
    shares = counts / counts.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(rows, columns)
    left, singular, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    count = min(counts.shape) - 1
    at_rows = (left[:, :count] * singular[:count]) / np.sqrt(rows)[:, None]
    at_columns = (right[:count].T * singular[:count]) / np.sqrt(columns)[:, None]
    signs = np.sign(at_rows[np.abs(at_rows).argmax(axis=0), np.arange(count)])
    signs[signs == 0] = 1
    inertias = np.square(singular[:count])
    inertias[inertias < NEGLIGIBLE] = 0
    return Axes(inertias, at_rows * signs, at_columns * signs, rows, columns)
