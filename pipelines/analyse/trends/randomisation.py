"""Could the order of the years have made the trend? Each area's series is turned round in time by chance.

Without a trend an area's series is as likely as the same series backwards within the years it reported. What
does not belong here: the size of the trend. docs/methods/trends.md says what this assumes and what not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.panel import Values
from pipelines.analyse.trends.slope import informative

DRAWS, SEED = 9999, 20240101
MOST_ENUMERATED = 13  # areas up to which every combination is gone through


@dataclass(frozen=True)
class Reversal:
    """The p-value, of how many combinations, and whether these were all there are."""

    p_value: float
    combinations: int
    is_exact: bool


def reversal_test(counts: Values, years: Values, draws: int = DRAWS, seed: int = SEED) -> Reversal:
    """Two-sided p-value of the sum of the areas' scores at no trend, each series turned round or not.

    `counts` is areas x years, nan where not reported; needs one area or more that is informative.
    """
    kept = counts[informative(counts)]
    forward = _scores(kept, years)
    backward = _scores(np.array([_turned(row) for row in kept]), years)
    middle, half = (forward + backward).sum() / 2, (forward - backward) / 2
    signs = _every_sign(len(kept)) if len(kept) <= MOST_ENUMERATED else _drawn(len(kept), draws, seed)
    found = np.abs(middle + signs @ half)
    observed = abs(forward.sum())
    tolerance = 1e-9 * (1 + np.abs(half).sum())
    as_large = int((found >= observed - tolerance).sum())
    if len(kept) <= MOST_ENUMERATED:
        return Reversal(as_large / len(signs), len(signs), True)
    return Reversal((as_large + 1) / (draws + 1), draws, False)


def _scores(counts: Values, years: Values) -> Values:
    """By area the score at no trend: counts times the distance to its mean year."""
    at = np.where(np.isnan(counts), np.nan, years)
    return np.asarray(np.nansum(counts * (at - np.nanmean(at, axis=1, keepdims=True)), axis=1))


def _turned(row: Values) -> Values:
    """The reported figures in the reverse order, over the same years."""
    turned = row.copy()
    is_reported = ~np.isnan(row)
    turned[is_reported] = row[is_reported][::-1]
    return turned


def _every_sign(count: int) -> Values:
    bits = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    return np.asarray(1.0 - 2.0 * bits)


def _drawn(count: int, draws: int, seed: int) -> Values:
    return np.asarray(1.0 - 2.0 * np.random.default_rng(seed).integers(0, 2, (draws, count)))
