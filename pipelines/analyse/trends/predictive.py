"""What an area's own history lets one expect of its next year: a predictive negative binomial distribution.

The mean and the dispersion of an area are unknown: both are averaged over, on a grid, with the likelihood of
its history; what is usual in dispersion is learnt from all areas together. What does not belong here: which
areas are alerts (`alerts`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.panel import Values

DISPERSIONS = np.array([0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.5, 4.0, 7.0])
REACH = (-6.0, 4.0)  # of the grid of means, in logarithms around an area's own
POINTS = 41
ROUNDS = 30
SMALLEST_DISPERSION = 1e-8  # Poisson, in the formulas of the negative binomial
LEAST_WEIGHT, CORE = 1e-9, 0.9999  # of the places of the grid, for chances and for limits
LEVELS = (0.025, 0.5, 0.975)


@dataclass(frozen=True)
class Expectation:
    """Of one area: negative binomials that its history allows, with their weights, the largest first.

    `sizes` and `shares` are their parameters; the first `core` weigh all but a ten-thousandth.
    """

    sizes: Values
    shares: Values
    weights: Values
    core: int

    def at_most(self, count: float) -> float:
        """The chance of `count` or fewer in the next year."""
        return self._at_most(count, len(self.weights))

    def at_least(self, count: float) -> float:
        """The chance of `count` or more in the next year."""
        from scipy.special import betaincc

        if count <= 0:
            return 1.0
        return _chance(self.weights, betaincc(self.sizes, count, self.shares))

    def quantile(self, level: float) -> int:
        """The smallest count that is not exceeded with chance `level`, by the core."""
        top = 1
        while self._at_most(top, self.core) < level:
            top *= 2
        bottom = -1
        while top - bottom > 1:
            middle = (top + bottom) // 2
            is_enough = self._at_most(middle, self.core) >= level
            bottom, top = (bottom, middle) if is_enough else (middle, top)
        return top

    def _at_most(self, count: float, places: int) -> float:
        from scipy.special import betainc

        if count < 0:
            return 0.0
        kept = slice(places)
        return _chance(self.weights[kept], betainc(self.sizes[kept], count + 1, self.shares[kept]))


def _chance(weights: Values, chances: Values) -> float:
    return min(float((weights * chances).sum() / weights.sum()), 1.0)


def expectations(low: Values, high: Values) -> list[Expectation]:
    """For each area of the history (areas x years, nan where not reported; bounds where not known).

    The prior of the mean is Jeffreys' for a Poisson mean; that of the dispersion starts even and takes up
    what the areas together say (expectation-maximisation, one area's worth of evenness kept).
    """
    from scipy.special import logsumexp

    grids = [_grid(row) for row in (low + high) / 2]
    means = np.array([mean for mean, _share in grids])
    likelihoods = np.array([_likelihood(*area) for area in zip(low, high, means, strict=True)])
    likelihoods += np.array([share for _mean, share in grids])[:, :, None]
    prior = np.full(len(DISPERSIONS), 1 / len(DISPERSIONS))
    for _round in range(ROUNDS):
        by_dispersion = logsumexp(likelihoods, axis=1) + np.log(prior)
        shares = np.exp(by_dispersion - logsumexp(by_dispersion, axis=1, keepdims=True))
        prior = (shares.sum(axis=0) + 1 / len(DISPERSIONS)) / (len(shares) + 1)
    weights = likelihoods + np.log(prior)
    weights = np.exp(weights - logsumexp(weights, axis=(1, 2), keepdims=True))
    return [_expectation(*area) for area in zip(means, weights, strict=True)]


def _expectation(means: Values, weights: Values) -> Expectation:
    """The places of the grid that weigh something, in the order of their weights."""
    mean, dispersion = np.meshgrid(means, DISPERSIONS, indexing="ij")
    order = np.argsort(weights, axis=None)[::-1]
    order = order[weights.ravel()[order] > LEAST_WEIGHT]
    sizes, shares = _size_and_share(mean.ravel()[order], dispersion.ravel()[order])
    kept = weights.ravel()[order]
    core = int(np.searchsorted(np.cumsum(kept), CORE * kept.sum())) + 1
    return Expectation(sizes, shares, kept, core)


def _grid(middle: Values) -> tuple[Values, Values]:
    """Means of one area, close together where its events leave little doubt; and the log of their prior.

    Around the mean of the reported figures, half an event added, so that it is above zero without events.
    """
    reported = middle[~np.isnan(middle)]
    events = reported.sum() + 0.5
    width = 1 / np.sqrt(events)
    steps = np.linspace(np.arcsinh(REACH[0] / width), np.arcsinh(REACH[1] / width), POINTS)
    logs = np.log(events / len(reported)) + width * np.sinh(steps)
    return np.exp(logs), 0.5 * logs + np.log(np.cosh(steps))


def _likelihood(low: Values, high: Values, means: Values) -> Values:
    """The log-likelihood of one area's history: means x dispersions."""
    from scipy.special import gammaln

    is_there = ~np.isnan(low)
    is_known = is_there & (low == high)
    size, share = _size_and_share(means[:, None], DISPERSIONS[None, :])
    counts, times = np.unique(low[is_known], return_counts=True)
    y = counts[:, None, None]
    terms = gammaln(y + size) - gammaln(size) - gammaln(y + 1) + size * np.log(share) + y * np.log1p(-share)
    found = np.asarray((times[:, None, None] * terms).sum(axis=0))
    for bottom, top in zip(low[is_there & ~is_known], high[is_there & ~is_known], strict=True):
        found = found + _between(bottom, top, size, share)
    return found


def _between(low: float, high: float, size: Values, share: Values) -> Values:
    """The log-likelihood of a count of which only bounds are known."""
    from scipy.special import betainc

    below = betainc(size, low, share) if low > 0 else 0.0
    chance = betainc(size, high + 1, share) - below
    return np.asarray(np.log(np.maximum(chance, 1e-300)))


def _size_and_share(means: Values, dispersions: Values) -> tuple[Values, Values]:
    """The parameters of the negative binomial with variance mean + dispersion x mean^2."""
    size = 1 / np.maximum(dispersions, SMALLEST_DISPERSION)
    size = np.broadcast_to(size, np.broadcast_shapes(np.shape(means), np.shape(size)))
    return size, size / (size + means)
