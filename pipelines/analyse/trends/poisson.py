"""Poisson pseudo-likelihood with an effect for each area, the effects conditioned out.

Given the total of an area, its counts are multinomial with probabilities exp(x'b + offset): the same maximum
and the same profile as with a dummy for each area (Hausman, Hall and Griliches 1984), without estimating
them. Only the mean needs to be right (Wooldridge 1999). All arrays are areas x rows of an area (x columns of
the design). What does not belong here: whether a maximum exists, and errors of estimates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.trends.panel import Flags, Values

ITERATIONS, HALVINGS = 100, 30
TOLERANCE = 1e-10
MOST_NUMBERS = 2_000_000  # in one working array


@dataclass(frozen=True)
class Within:
    """`counts` 0 and `offsets` -inf where an area has no row; `design` 0 there."""

    counts: Values
    design: Values
    offsets: Values

    @property
    def totals(self) -> Values:
        """Events by area."""
        return np.asarray(self.counts.sum(axis=1))


def within(counts: Values, design: Values, offsets: Values | None = None) -> Within:
    """From counts (areas x rows, nan where absent) and design (areas x rows x columns)."""
    is_there = ~np.isnan(counts)
    given = np.zeros(counts.shape) if offsets is None else offsets
    return Within(
        np.where(is_there, counts, 0.0),
        np.where(is_there[:, :, None], design, 0.0),
        np.where(is_there, given, -np.inf),
    )


@dataclass(frozen=True)
class Fits:
    """By set of weights: coefficients, whether the maximum was reached, its log-likelihood."""

    coefficients: Values
    is_converged: Flags
    log_likelihoods: Values


def fit(data: Within, weights: Values | None = None, start: Values | None = None) -> Fits:
    """Newton's method for each row of `weights` (sets x areas: 1 counts, 0 is left out).

    `start` are the first coefficients, of all sets or of each. A set without a finite maximum comes back as
    not converged, or with coefficients that mean nothing: see `slope.exists` and `indices.connected_years`.
    """
    sets = np.ones((1, len(data.counts))) if weights is None else weights
    zero = np.zeros(data.design.shape[2]) if start is None else start
    first = np.broadcast_to(zero, (len(sets), data.design.shape[2]))
    step = max(1, MOST_NUMBERS // max(data.counts.size, 1))
    parts = [_newton(data, sets[i : i + step], first[i : i + step]) for i in range(0, len(sets), step)]
    return Fits(
        np.concatenate([part.coefficients for part in parts]),
        np.concatenate([part.is_converged for part in parts]),
        np.concatenate([part.log_likelihoods for part in parts]),
    )


def _newton(data: Within, weights: Values, start: Values) -> Fits:
    coefficients = start.copy()
    values = _log_likelihoods(data, weights, coefficients)
    is_open = np.ones(len(weights), bool)
    for _iteration in range(ITERATIONS):
        at = np.flatnonzero(is_open)
        if not len(at):
            break
        scores, informations = _derivatives(data, weights[at], coefficients[at])
        steps = _solved(informations, scores)
        decrements = np.abs((steps * scores).sum(axis=1))
        coefficients[at], values[at] = _ascended(data, weights[at], coefficients[at], values[at], steps)
        is_open[at] = decrements > TOLERANCE * TOLERANCE * (1 + np.abs(values[at]))
    return Fits(coefficients, ~is_open, values)


def _ascended(
    data: Within, weights: Values, coefficients: Values, values: Values, steps: Values
) -> tuple[Values, Values]:
    """The steps taken, each halved until the likelihood does not fall (but for rounding)."""
    floor = values - 1e-12 * (1 + np.abs(values))
    for _halving in range(HALVINGS):
        moved = coefficients + steps
        found = _log_likelihoods(data, weights, moved)
        is_worse = ~(found >= floor)
        if not is_worse.any():
            break
        steps = np.where(is_worse[:, None], steps / 2, steps)
    return moved, found


def probabilities(data: Within, coefficients: Values) -> Values:
    """The share of each row in the total of its area: sets x areas x rows."""
    eta = _linear(data, coefficients)
    share = np.exp(eta - eta.max(axis=2, keepdims=True))
    return np.asarray(share / share.sum(axis=2, keepdims=True))


def area_parts(data: Within, coefficients: Values) -> tuple[Values, Values]:
    """By area the score (areas x columns) and the information (areas x columns x columns)."""
    share = probabilities(data, coefficients[None, :])[0]
    fitted = share * data.totals[:, None]
    scores = np.einsum("gt,gtk->gk", data.counts - fitted, data.design)
    means = np.einsum("gt,gtk->gk", share, data.design)
    squares = np.einsum("gt,gtk,gtl->gkl", fitted, data.design, data.design, optimize=True)
    return scores, squares - data.totals[:, None, None] * means[:, :, None] * means[:, None, :]


def _linear(data: Within, coefficients: Values) -> Values:
    flat = data.design.reshape(-1, data.design.shape[2])
    return np.asarray((coefficients @ flat.T).reshape(-1, *data.counts.shape) + data.offsets)


def _log_likelihoods(data: Within, weights: Values, coefficients: Values) -> Values:
    eta = _linear(data, coefficients)
    top = eta.max(axis=2)
    norms = top + np.log(np.exp(eta - top[:, :, None]).sum(axis=2))
    inner = np.einsum("gt,bgt->bg", data.counts, np.where(np.isfinite(eta), eta, 0.0))
    return np.asarray((weights * (inner - data.totals * norms)).sum(axis=1))


def _derivatives(data: Within, weights: Values, coefficients: Values) -> tuple[Values, Values]:
    """Score and information of each set."""
    size = data.design.shape[2]
    flat = data.design.reshape(-1, size)
    share = probabilities(data, coefficients)
    fitted = share * (weights * data.totals)[:, :, None]
    residuals = (weights[:, :, None] * data.counts - fitted).reshape(len(weights), -1)
    squares = (flat[:, :, None] * flat[:, None, :]).reshape(len(flat), -1)
    means = np.einsum("bgt,gtk->bgk", share, data.design, optimize=True)
    centre = np.einsum("bg,bgk,bgl->bkl", weights * data.totals, means, means, optimize=True)
    information = (fitted.reshape(len(weights), -1) @ squares).reshape(-1, size, size) - centre
    return residuals @ flat, information


def _solved(matrices: Values, right: Values) -> NDArray[np.float64]:
    """The Newton step of each set; the shortest one where a matrix is singular."""
    try:
        steps = np.linalg.solve(matrices, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        steps = (np.linalg.pinv(matrices, hermitian=True) @ right[:, :, None])[:, :, 0]
    return np.asarray(np.nan_to_num(steps, nan=0.0, posinf=0.0, neginf=0.0))
