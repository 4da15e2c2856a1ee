"""What an area lets one expect over the ways to fill the bounded figures of its history and of the others'.

The chance depends on how many years are at which figure, not on their order, so every number of years at
their highest is tried with the rest at their lowest: the most even histories have all at one end, the most
restless lie between. What does not belong here: the distribution of one history (`predictive`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.panel import Values
from pipelines.analyse.trends.predictive import (
    DISPERSIONS,
    ROUNDS,
    learnt,
    likelihoods,
    size_and_share,
)

LEAST_WEIGHT = 1e-8  # of a place of the grid in any way


@dataclass(frozen=True)
class Ways:
    """Of one area: mixtures of negative binomials, fillings x worlds x places of the grid.

    `sizes` and `shares` (fillings x places) are their parameters. A world is what is usual in dispersion. The
    first filling is by the probability of the bounds.
    """

    sizes: Values
    shares: Values
    weights: Values

    def at_least(self, count: float) -> float:
        """The largest chance of `count` or more in the next year."""
        from scipy.special import betaincc

        if count <= 0:
            return 1.0
        return float(self._mixed(betaincc(self.sizes, count, self.shares)).max())

    def at_most(self, count: float) -> float:
        """The largest chance of `count` or fewer in the next year."""
        return float(self._all_at_most(count).max())

    def median(self) -> int:
        """The middle of what is expected by the probability of the bounds."""
        return self._quantile(0, 0, 0.5)

    def lowest(self, level: float) -> int:
        """The smallest of the quantiles."""
        at = (0, 0)
        while True:
            found = self._quantile(*at, level)
            chances = self._all_at_most(found - 1)
            if chances.max() < level:
                return found
            at = _place(chances.argmax(), chances)

    def highest(self, level: float) -> int:
        """The largest of the quantiles."""
        at = (0, 0)
        while True:
            found = self._quantile(*at, level)
            chances = self._all_at_most(found)
            if chances.min() >= level:
                return found
            at = _place(chances.argmin(), chances)

    def _mixed(self, chances: Values) -> Values:
        return np.asarray(np.minimum(np.einsum("fwp,fp->fw", self.weights, chances), 1.0))

    def _all_at_most(self, count: float) -> Values:
        from scipy.special import betainc

        if count < 0:
            return np.zeros(self.weights.shape[:2])
        return self._mixed(betainc(self.sizes, count + 1, self.shares))

    def _quantile(self, filling: int, world: int, level: float) -> int:
        """The smallest count that is not exceeded with chance `level`, of one way."""
        one = slice(filling, filling + 1)
        way = Ways(self.sizes[one], self.shares[one], self.weights[one, world : world + 1])
        bottom, top = -1, 1
        while way.at_most(top) < level:
            bottom, top = top, 2 * top
        while top - bottom > 1:
            middle = (top + bottom) // 2
            bottom, top = (bottom, middle) if way.at_most(middle) >= level else (middle, top)
        return top


def _place(flat: np.intp, of: Values) -> tuple[int, int]:
    filling, world = np.unravel_index(flat, of.shape)
    return int(filling), int(world)


@dataclass(frozen=True)
class _Area:
    """The histories of one area: means of the grid (fillings x points) and log-likelihoods on it."""

    means: Values
    likelihoods: Values

    @property
    def by_dispersion(self) -> Values:
        """The log-likelihood of each dispersion: fillings x dispersions."""
        from scipy.special import logsumexp

        return np.asarray(logsumexp(self.likelihoods, axis=1))


def ways_of_histories(low: Values, high: Values) -> list[Ways]:
    """For each area of the history (areas x years, nan where not reported; bounds where not known).

    What is usual in dispersion is learnt from the areas with the bounds of the others by their probability,
    all at their lowest, all at their highest, and each at its most restless and at its most even.
    """
    areas = [_area(*bounds) for bounds in zip(low, high, strict=True)]
    found = [area.by_dispersion for area in areas]
    worlds = [_others([one[at] for one, at in zip(found, chosen, strict=True)]) for chosen in _worlds(found)]
    return [
        _ways(area, by_dispersion, np.array([world[at] for world in worlds]))
        for at, (area, by_dispersion) in enumerate(zip(areas, found, strict=True))
    ]


def _area(low: Values, high: Values) -> _Area:
    lows, highs = low[None, :], high[None, :]
    if (high > low).any():
        filled = _fillings(low, high)
        lows, highs = np.vstack([lows, filled]), np.vstack([highs, filled])
    return _Area(*likelihoods(lows, highs))


def _fillings(low: Values, high: Values) -> Values:
    """The histories with none, one, ..., all of the bounded years at their highest.

    In the order of the width of their bounds, from both ends where they differ.
    """
    bounded = np.flatnonzero(high > low)
    bounded = bounded[np.argsort(high[bounded] - low[bounded], kind="stable")]
    alike = len(set(zip(low[bounded], high[bounded], strict=True))) == 1
    rows = []
    for order in [bounded] if alike else [bounded, bounded[::-1]]:
        is_high = np.zeros((len(order) + 1, len(low)), dtype=bool)
        is_high[:, order] = np.tri(len(order) + 1, len(order), -1, dtype=bool)
        rows.append(np.where(is_high, high, low))
    return np.vstack(rows)


def _worlds(found: list[Values]) -> list[list[int]]:
    """Which filling each area has in each world; one world where every figure is known."""
    if all(len(one) == 1 for one in found):
        return [[0] * len(found)]
    restless = []
    for one in found:
        chance = np.exp(one - one.max(axis=1, keepdims=True))
        restless.append(chance @ DISPERSIONS / chance.sum(axis=1))
    return [
        [0] * len(found),
        [min(1, len(one) - 1) for one in found],
        [len(one) - 1 for one in found],
        [int(one.argmax()) for one in restless],
        [int(one.argmin()) for one in restless],
    ]


def _others(by_dispersion: list[Values]) -> Values:
    """By area what the others say of each dispersion, with one area's worth of evenness."""
    _prior, shares = learnt(np.array(by_dispersion))
    return np.asarray(shares.sum(axis=0) - shares + 1 / len(DISPERSIONS))


def _ways(area: _Area, by_dispersion: Values, others: Values) -> Ways:
    """The mixtures of an area: its own filling is in what is usual in dispersion as well."""
    count = others[0].sum() + 1
    prior = np.broadcast_to(others / others.sum(axis=1, keepdims=True), (len(by_dispersion), *others.shape))
    likely = np.exp(by_dispersion - by_dispersion.max(axis=1, keepdims=True))[:, None, :]
    for _round in range(ROUNDS):
        own = likely * prior
        prior = (others + own / own.sum(axis=2, keepdims=True)) / count
    logs = area.likelihoods - area.likelihoods.max(axis=(1, 2), keepdims=True)
    weights = np.exp(logs)[:, None] * prior[:, :, None, :]
    weights /= weights.sum(axis=(2, 3), keepdims=True)
    flat = weights.reshape(*weights.shape[:2], -1)
    kept = np.flatnonzero(flat.max(axis=(0, 1)) > LEAST_WEIGHT)
    sizes, shares = size_and_share(area.means[:, :, None], DISPERSIONS[None, None, :])
    sizes, shares = (one.reshape(len(area.means), -1)[:, kept] for one in (sizes, shares))
    flat = flat[:, :, kept]
    return Ways(sizes, shares, flat / flat.sum(axis=2, keepdims=True))
