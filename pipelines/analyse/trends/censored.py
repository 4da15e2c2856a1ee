"""The slope where some counts are only known to lie between bounds (`<5`), by likelihood.

The likelihood is Poisson with an effect for each area; a bounded cell counts with the probability of its
bounds. What does not belong here: the slope of one way to fill the bounds (`fillings`, `slope.fit_slope`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.clusters import (
    Interval,
    effective_clusters,
    interval,
    jackknife_variance,
    leaves_no_error,
    one_step,
)
from pipelines.analyse.trends.fillings import STEEPEST
from pipelines.analyse.trends.panel import Flags, Panel, Values
from pipelines.analyse.trends.poisson import within
from pipelines.analyse.trends.slope import informative, maximum, working_variances

ITERATIONS, HALVINGS, TOLERANCE = 200, 30, 1e-9
SMALLEST = 1e-290


@dataclass(frozen=True)
class CensoredSlope:
    """The slope by interval-censored likelihood; `interval` by the one-step jackknife over `areas`.

    `is_alike`: without any area it is the same, so that there is no error.
    """

    estimate: float
    areas: Flags
    interval: Interval | None
    is_alike: bool


@dataclass(frozen=True)
class _State:
    """The parameters, with the counts expected within the bounds and the curvature, by cell."""

    levels: Values
    slope: float
    expected: Values
    fitted: Values
    curvature: Values
    log_likelihood: float


class _Bounds:
    """The cells of the areas that count, and the likelihood of parameters."""

    def __init__(self, low: Values, high: Values, x: Values) -> None:
        self.is_there = ~np.isnan(low)
        self.low, self.high = np.nan_to_num(low), np.nan_to_num(high)
        self.is_known = self.low == self.high
        self.x = x

    def at(self, levels: Values, slope: float) -> _State:
        eta = np.clip(levels[:, None] + slope * self.x, -60.0, 60.0)
        fitted = np.exp(eta) * self.is_there
        chance, mean, variance = truncated_poisson(self.low, self.high, fitted)
        expected = np.where(self.is_known, self.low, mean) * self.is_there
        curvature = np.where(self.is_known, fitted, np.maximum(fitted - variance, 0.0)) * self.is_there
        cells = np.where(self.is_known, self.low * eta - fitted, np.log(np.maximum(chance, SMALLEST)))
        return _State(levels, slope, expected, fitted, curvature, float(cells[self.is_there].sum()))

    def area_parts(self, state: _State) -> tuple[Values, Values, Values]:
        """By area the score and information of the slope with the level profiled out; and its mean x."""
        weight = state.curvature.sum(axis=1) + SMALLEST
        centre = (state.curvature * self.x).sum(axis=1) / weight
        distance = self.x - centre[:, None]
        return (
            ((state.expected - state.fitted) * distance).sum(axis=1),
            (state.curvature * distance**2).sum(axis=1),
            centre,
        )


def fit_censored(panel: Panel) -> CensoredSlope | None:
    """The slope per year by interval-censored likelihood; None where it has no finite maximum.

    Areas that may have had no event at all (every lower bound 0) say nothing and drop out.
    """
    areas = informative(panel.low)
    years = panel.years_as_numbers
    start = maximum(panel.middle[areas], years) if areas.sum() >= 2 else None
    if start is None:
        return None
    span = float(np.ptp(years))
    bounds = _Bounds(panel.low[areas], panel.high[areas], (years - years.mean()) / span)
    state = _maximum(bounds, np.nansum(panel.middle[areas], axis=1), float(start[1][0]))
    if state is None:
        return None
    scores, informations, _centre = bounds.area_parts(state)
    without = one_step(np.array([state.slope]), scores[:, None], informations[:, None, None])
    data = within(
        np.where(bounds.is_there, state.expected, np.nan),
        np.broadcast_to(bounds.x[None, :, None], (*state.expected.shape, 1)),
    )
    spread = effective_clusters(working_variances(data, np.array([state.slope])))
    variance = float(jackknife_variance(without, state.slope)[0])
    variance /= span**2
    found = interval(state.slope / span, variance, spread)
    return CensoredSlope(state.slope / span, areas, found, leaves_no_error(variance))


def _maximum(bounds: _Bounds, totals: Values, slope: float) -> _State | None:
    """Newton's method with the levels eliminated; the log-likelihood is concave."""
    shape = (np.exp(slope * bounds.x) * bounds.is_there).sum(axis=1)
    state = bounds.at(np.log(totals / shape), slope)
    for _iteration in range(ITERATIONS):
        scores, informations, centre = bounds.area_parts(state)
        step = float(scores.sum() / (informations.sum() + SMALLEST))
        weight = state.curvature.sum(axis=1) + 1e-9
        levels = (state.expected - state.fitted).sum(axis=1) / weight - step * centre
        moved = _climbed(bounds, state, np.clip(levels, -5.0, 5.0), float(np.clip(step, -5.0, 5.0)))
        if abs(moved.slope) > STEEPEST:
            return None
        gained, state = moved.log_likelihood - state.log_likelihood, moved
        if abs(gained) <= TOLERANCE * TOLERANCE * (1 + abs(state.log_likelihood)) or abs(step) < TOLERANCE:
            return state
    return None


def _climbed(bounds: _Bounds, state: _State, levels: Values, step: float) -> _State:
    """The step, halved until the likelihood does not fall; the place itself where nothing is gained."""
    for halving in range(HALVINGS):
        share = 0.5**halving
        moved = bounds.at(state.levels + share * levels, state.slope + share * step)
        if moved.log_likelihood >= state.log_likelihood:
            return moved
    return state


def truncated_poisson(low: Values, high: Values, mean: Values) -> tuple[Values, Values, Values]:
    """Of a Poisson number: the chance of lying within the bounds, and its mean and variance there."""
    from scipy.special import pdtr, pdtrc

    is_below = mean < low  # then the upper tail is exact, else the lower one

    def chance(first: Values, last: Values) -> Values:
        lower = np.where(last < 0, 0.0, pdtr(np.maximum(last, 0), mean)) - np.where(
            first <= 0, 0.0, pdtr(np.maximum(first - 1, 0), mean)
        )
        upper = np.where(first <= 0, 1.0, pdtrc(np.maximum(first - 1, 0), mean)) - np.where(
            last < 0, 1.0, pdtrc(np.maximum(last, 0), mean)
        )
        return np.asarray(np.where(is_below, upper, lower))

    whole = chance(low, high)
    safe = np.maximum(whole, SMALLEST)
    nearest = np.where(is_below, low, high)
    first = np.where(whole > SMALLEST, mean * chance(low - 1, high - 1) / safe, nearest)
    first = np.clip(first, low, high)
    second = np.where(whole > SMALLEST, mean**2 * chance(low - 2, high - 2) / safe, first**2 - first)
    variance = np.clip(second + first - first**2, 0.0, np.minimum(mean, (high - low) ** 2 / 4))
    return whole, first, variance
