"""What chance alone would do: random tables with the margins of the one given.

Two p-values from the same tables: of the chi-square, and of Freeman and Halton (the probability of the table
itself; for 2x2 that of Fisher). What does not belong here: asymptotic tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.patterns.association.table import Counts
from pipelines.analyse.patterns.proportions import exact_limits

CELLS_AT_ONCE = 2_000_000
TIE = 1e-7  # tables as extreme as the one given count as such, whatever the rounding


@dataclass(frozen=True)
class MonteCarlo:
    """A p-value by simulation, (1 + hits) / (1 + draws), and the limits (95 %) that the draws leave open."""

    p: float
    low: float
    high: float


def permutation_p(counts: Counts, draws: int, seed: int) -> tuple[MonteCarlo, MonteCarlo]:
    """The p of the chi-square and of Freeman and Halton. No empty row or column is allowed.

    A table is as rare as the one given where the product of its factorials is as large: its probability is
    the margins' share of the inverse.
    """
    from scipy.special import gammaln

    expected = counts.sum(axis=1)[:, None] * counts.sum(axis=0)[None, :] / counts.sum()
    log_factorials = gammaln(counts + 1.0)
    chi2 = (np.square(counts - expected) / expected).sum()
    hits = np.zeros(2, dtype=np.int64)
    for tables in _random_tables(counts, draws, seed):
        as_far = (np.square(tables - expected) / expected).sum(axis=(1, 2)) >= chi2 * (1 - TIE)
        as_rare = (gammaln(tables + 1.0) - log_factorials).sum(axis=(1, 2)) >= -TIE
        hits += [as_far.sum(), as_rare.sum()]
    return _monte_carlo(int(hits[0]), draws), _monte_carlo(int(hits[1]), draws)


def _random_tables(counts: Counts, draws: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Tables with the margins of `counts`, in batches that fit into memory."""
    from scipy.stats import random_table

    margins = random_table(counts.sum(axis=1), counts.sum(axis=0))
    generator = np.random.default_rng(seed)
    batch = max(1, CELLS_AT_ONCE // counts.size)
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        yield margins.rvs(size, random_state=generator).reshape(size, *counts.shape)


def _monte_carlo(hits: int, draws: int) -> MonteCarlo:
    low, high = exact_limits(hits, draws)
    return MonteCarlo((1 + hits) / (1 + draws), low, high)
