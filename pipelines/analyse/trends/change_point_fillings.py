"""The ways to fill a series' figures between bounds that go furthest against the breaks found in it.

A break is stated only where each of them has the same ones. What does not belong here: the search.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipelines.analyse.trends.change_points import gains
from pipelines.analyse.trends.fillings import extreme_filling
from pipelines.analyse.trends.panel import Panel, Values


def adverse_fillings(series: Panel, breaks: list[int]) -> list[Values]:
    """Of a series with bounds: the least contrast between its regimes; without breaks the clearest break.

    Whether there might be further breaks beside those found, within the bounds, is not asked.
    """
    return [_least_contrast(series, breaks) if breaks else _most_divided(series)]


def steepest_fillings(series: Panel) -> list[Values]:
    """Those of the smallest and the largest steady change, where these are finite."""
    found = [extreme_filling(series, towards) for towards in (-1, 1)]
    return [one[0] for one in found if one is not None]


def _least_contrast(series: Panel, breaks: list[int]) -> Values:
    """Each figure as near as its bounds allow to the level of the regimes next to its own."""
    regimes = [slice(*ends) for ends in pairwise([0, *(last + 1 for last in breaks), len(series.years)])]
    low, high, middle = series.low[0], series.high[0], series.middle[0]
    filled = middle.copy()
    for at, regime in enumerate(regimes):
        nearby = [middle[other] for other in (*regimes[max(at - 1, 0) : at], *regimes[at + 1 : at + 2])]
        filled[regime] = np.clip(np.rint(np.concatenate(nearby).mean()), low[regime], high[regime])
    return np.asarray(filled)


def _most_divided(series: Panel) -> Values:
    """The filling under which one place divides the series most clearly.

    All before it are then at one end of their bounds and all after at the other: the gain is convex in both
    sums.
    """
    low, high = series.low[0], series.high[0]
    is_before = np.tri(len(low), dtype=bool)
    candidates = np.vstack([np.where(is_before, low, high), np.where(is_before, high, low)])
    found = gains(candidates)[np.arange(2 * len(low)), np.tile(np.arange(len(low)), 2)]
    return np.asarray(candidates[int(found.argmax())])
