"""Predictive limits of a count from a few earlier ones of the same series, by a negative binomial.

Counts of victims cluster (one case is several victims), so Poisson limits flag half of all good figures. The
size of the negative binomial is estimated by moments, never taken for larger than `LARGEST_SIZE`, and made
smaller for the uncertainty of the mean: 1 / (1/size + 1/n). See Hilbe, Negative Binomial Regression (2011).
What does not belong here: which counts form a series.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

import numpy as np

FEWEST_YEARS = 5
"""So many other years are needed before anything is said."""
LARGEST_SIZE = 5.0
PRIOR_COUNT = 0.5
"""Added to the sum of the other years, so that a series of zeros does not make every count impossible."""


def tail_probability(count: float, others: Sequence[float]) -> float:
    """The smaller of the chances of a count this high or higher, and this low or lower.

    1 where the others are few, and where the count lies so near their mean that nobody would ask.
    """
    if len(others) < FEWEST_YEARS:
        return 1.0
    mean = (sum(others) + PRIOR_COUNT) / len(others)
    size = _size(others, mean)
    spread = sqrt(mean + mean**2 / size)
    if mean - spread <= count <= mean + 3 * spread:
        return 1.0  # a negative binomial leans to the right: nothing here is rarer than one in a thousand
    below, at = _cumulated(int(count), mean, size)
    return min(1.0 - below, below + at)


def _size(others: Sequence[float], mean: float) -> float:
    plain = sum(others) / len(others)
    variance = sum((other - plain) ** 2 for other in others) / (len(others) - 1)
    size = min(LARGEST_SIZE, mean**2 / (variance - mean)) if variance > mean else LARGEST_SIZE
    return 1.0 / (1.0 / max(size, 1e-6) + 1.0 / len(others))


def _cumulated(count: int, mean: float, size: float) -> tuple[float, float]:
    """The chance of less than `count`, and of exactly `count`."""
    number = np.arange(count + 1)
    steps = np.log((number[:-1] + size) / (number[:-1] + 1)) + log(mean / (size + mean))
    first = size * (log(size) - log(size + mean))
    chances = np.exp(first + np.concatenate(([0.0], np.cumsum(steps))))
    return float(min(1.0, chances[:-1].sum())), float(chances[-1])
