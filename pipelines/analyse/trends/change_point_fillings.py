"""The ways to fill a series' figures between bounds that go furthest against the breaks found in it.

A break is stated only where each of them has the same ones. They are not all there are: the chance and the
range depend on the order of the years as well. What does not belong here: the search.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipelines.analyse.trends.change_points import SEED, gains
from pipelines.analyse.trends.fillings import extreme_filling
from pipelines.analyse.trends.panel import Flags, Panel, Values

MOST_MOVED, DRAWN = 12, 30


def adverse_fillings(series: Panel, breaks: list[int]) -> list[Values]:
    """Of a series with bounds: those against its breaks, then those of every series, without doubles.

    Against breaks: the least contrast between the regimes, and the years next to a break like those across
    it. Without breaks: the clearest break. For every series: the least and the steepest steady change, ramps
    within each bounded stretch, restless ones in turn, and drawn ones with a fixed seed.
    """
    own = [_least_contrast(series, breaks), *_moved(series, breaks)] if breaks else [_most_divided(series)]
    tried = [*own, *_steepest(series), *_ramps(series), *_in_turn(series), *_drawn(series)]
    return list({one.tobytes(): one for one in tried}.values())


def _steepest(series: Panel) -> list[Values]:
    """Those of the smallest and the largest steady change, where these are finite."""
    found = [extreme_filling(series, towards) for towards in (-1, 1)]
    return [one[0] for one in found if one is not None]


def _moved(series: Panel, breaks: list[int]) -> list[Values]:
    """One, two, ... bounded years next to a break at one end, the other bounded years at the other end.

    On either side of each break, up to the next known figure; the others at the one end or in turn at both.
    """
    low, high = series.low[0], series.high[0]
    is_bounded = high > low
    found = []
    for last in breaks:
        for side in (np.arange(last, -1, -1), np.arange(last + 1, len(low))):
            run = side[: _leading(is_bounded[side])]
            for count in _spaced(len(run)):
                is_near = np.isin(np.arange(len(low)), run[:count])
                rest = _alternating(is_bounded)
                found += [np.where(is_near, high, low), np.where(is_near, low, high)]
                found += [np.where(is_near | rest, high, low), np.where(is_near | ~rest, low, high)]
    return found


def _leading(flags: Flags) -> int:
    """How many are true before the first that is not."""
    return int(np.argmin(flags)) if not flags.all() else len(flags)


def _spaced(most: int) -> list[int]:
    """1 to `most`, at most a dozen of them."""
    return sorted({int(count) for count in np.linspace(1, most, min(most, MOST_MOVED))}) if most else []


def _alternating(is_bounded: Flags) -> Flags:
    """Every second bounded year."""
    return np.asarray(is_bounded & (np.cumsum(is_bounded) % 2 == 0))


def _ramps(series: Panel) -> list[Values]:
    """Within each stretch of bounded years from one end to the other, rising and falling."""
    low, high = series.low[0], series.high[0]
    share = np.zeros(len(low))
    starts = np.flatnonzero(np.diff(np.concatenate([[False], high > low]).astype(int)) == 1)
    for start in starts:
        stop = start + _leading(high[start:] > low[start:])
        share[start:stop] = np.linspace(0, 1, stop - start)
    return [np.rint(low + share * (high - low)), np.rint(high - share * (high - low))]


def _in_turn(series: Panel) -> list[Values]:
    """The bounded years in turn at their lowest and at their highest."""
    low, high = series.low[0], series.high[0]
    is_second = _alternating(high > low)
    return [np.where(is_second, high, low), np.where(is_second, low, high)]


def _drawn(series: Panel) -> list[Values]:
    """Each year at its lowest or its highest, by a share that runs from few to many at their highest."""
    low, high = series.low[0], series.high[0]
    chances = np.random.default_rng(SEED).random((DRAWN, len(low)))
    return list(np.where(chances < np.linspace(0.1, 0.9, DRAWN)[:, None], high, low))


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
