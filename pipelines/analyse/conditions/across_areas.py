"""Across areas: rank correlation of one figure an area with another, p by permutation, one area left out.

What does not belong here: what is correlated, and what is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ARRANGEMENTS, RESAMPLES = 4999, 1999
SEED = 20240101


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's correlation: estimate, 95 % interval, p, and its range when one area is left out."""

    estimate: float
    low: float
    high: float
    p_value: float
    without: tuple[float, float]


def rank_correlation(first: Numbers, second: Numbers) -> RankCorrelation | None:
    """Over one entry per area; None where either does not differ between areas, whichever is left out."""
    if len(first) < 3:
        return None
    without = [_correlation(np.delete(first, i), np.delete(second, i)) for i in range(len(first))]
    estimate = _correlation(first, second)
    if not np.isfinite([estimate, *without]).all():
        return None
    low, high = _bootstrapped(first, second)
    return RankCorrelation(
        estimate, low, high, _p_value(first, second, estimate), (min(without), max(without))
    )


def _correlation(first: Numbers, second: Numbers) -> float:
    from scipy.stats import rankdata

    return float(_of_ranks(rankdata(first)[None, :], rankdata(second)[None, :])[0])


def _of_ranks(first: Numbers, second: Numbers) -> Numbers:
    """Pearson's correlation row by row (rows x areas); NaN where a row does not differ."""
    one = first - first.mean(axis=1, keepdims=True)
    two = second - second.mean(axis=1, keepdims=True)
    spread = np.sqrt((one**2).sum(axis=1) * (two**2).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((one * two).sum(axis=1) / spread)


def _p_value(first: Numbers, second: Numbers, estimate: float) -> float:
    """The share of arrangements over the areas that correlate as much, the real one among them."""
    from scipy.stats import rankdata

    ranks = np.tile(rankdata(first), (ARRANGEMENTS, 1))
    arranged = np.random.default_rng(SEED).permuted(ranks, axis=1)
    found = np.abs(_of_ranks(arranged, rankdata(second)[None, :]))
    return float((1 + (found >= abs(estimate) - 1e-12).sum()) / (1 + ARRANGEMENTS))


def _bootstrapped(first: Numbers, second: Numbers) -> tuple[float, float]:
    """The percentile interval over resamples of the areas; those in which nothing differs are left out."""
    from scipy.stats import rankdata

    rng = np.random.default_rng(SEED)
    drawn = rng.integers(0, len(first), (RESAMPLES, len(first)))
    found = _of_ranks(rankdata(first[drawn], axis=1), rankdata(second[drawn], axis=1))
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)
