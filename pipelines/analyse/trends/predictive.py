"""What an area's own history lets one expect of its next year: a predictive negative binomial distribution.

The mean and the dispersion of an area are unknown: both are averaged over, on a grid, with the likelihood of
its history; what is usual in dispersion is learnt from all areas together. What does not belong here: which
areas are alerts (`alerts`), and which ways to take bounded figures are tried (`predictive_fillings`).
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.trends.panel import Values

DISPERSIONS = np.array([0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.5, 4.0, 7.0])
REACH = (-6.0, 4.0)  # of the grid of means, in logarithms around an area's own
POINTS = 41
ROUNDS = 30
SMALLEST_DISPERSION = 1e-8  # Poisson, in the formulas of the negative binomial


def likelihoods(low: Values, high: Values) -> tuple[Values, Values]:
    """Of histories (one a row): means of the grid, and the log-likelihood with the prior of the mean on it.

    The second is histories x means x dispersions. The prior of the mean is Jeffreys' for a Poisson mean.
    """
    grids = [_grid(row) for row in (low + high) / 2]
    means = np.array([mean for mean, _share in grids])
    found = np.array([_likelihood(*area) for area in zip(low, high, means, strict=True)])
    return means, found + np.array([share for _mean, share in grids])[:, :, None]


def learnt(by_dispersion: Values) -> tuple[Values, Values]:
    """What is usual in dispersion, and the chance of each by area, from log-likelihoods by area.

    By expectation-maximisation from an even start, one area's worth of evenness kept.
    """
    from scipy.special import logsumexp

    prior = np.full(len(DISPERSIONS), 1 / len(DISPERSIONS))
    shares = np.empty_like(by_dispersion)
    for _round in range(ROUNDS):
        weighed = by_dispersion + np.log(prior)
        shares = np.exp(weighed - logsumexp(weighed, axis=1, keepdims=True))
        prior = (shares.sum(axis=0) + 1 / len(DISPERSIONS)) / (len(shares) + 1)
    return prior, shares


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
    size, share = size_and_share(means[:, None], DISPERSIONS[None, :])
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


def size_and_share(means: Values, dispersions: Values) -> tuple[Values, Values]:
    """The parameters of the negative binomial with variance mean + dispersion x mean^2."""
    size = 1 / np.maximum(dispersions, SMALLEST_DISPERSION)
    size = np.broadcast_to(size, np.broadcast_shapes(np.shape(means), np.shape(size)))
    return size, size / (size + means)
