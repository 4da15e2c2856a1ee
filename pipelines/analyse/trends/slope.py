"""The rate ratio per year within the same areas, each area left out in turn, and what carries it.

What does not belong here: bounds instead of counts (`censored`), what may be said (`estimate`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.clusters import (
    LEAST_ERROR,
    Interval,
    effective_clusters,
    interval,
    jackknife_variance,
    leaves_no_error,
    one_step,
)
from pipelines.analyse.trends.panel import Flags, Values
from pipelines.analyse.trends.poisson import Within, area_parts, fit, probabilities, within

NEAR = (-10.0, 10.0)  # a start beyond would be a step into nowhere


@dataclass(frozen=True)
class Slope:
    """The logarithm of the rate ratio per year.

    `areas` marks the areas that count (events, and two years or more). `without` are the slopes without each
    of them, nan where there is none. `interval` is None where leaving out one area leaves no estimate.
    `events` is by area that counts.
    `is_alike`: without any area the slope is the same, so that there is no error.
    """

    estimate: float
    areas: Flags
    without: Values
    interval: Interval | None
    events: Values
    is_alike: bool

    @property
    def sign_is_stable(self) -> bool:
        """Whether leaving out any one area keeps the direction."""
        sign = np.sign(self.estimate)
        return bool(sign != 0 and np.all(np.sign(self.without) == sign))


def informative(counts: Values) -> Flags:
    """The areas that say something of a slope: events, and two years or more reported."""
    return np.asarray((np.nansum(counts, axis=1) > 0) & ((~np.isnan(counts)).sum(axis=1) >= 2))


def exists(counts: Values, years: Values) -> tuple[bool, Flags]:
    """Whether the slope is finite, and whether it is without each area.

    It is infinite exactly when every area has all its events in its last (or in its first) reported year.
    """
    at = np.where(np.isnan(counts), np.nan, years)
    filled = np.nan_to_num(counts)
    before_last = (filled * np.nan_to_num(np.nanmax(at, axis=1)[:, None] - at)).sum(axis=1)
    after_first = (filled * np.nan_to_num(at - np.nanmin(at, axis=1)[:, None])).sum(axis=1)
    rest = np.minimum(before_last.sum() - before_last, after_first.sum() - after_first)
    return bool(min(before_last.sum(), after_first.sum()) > 0), rest > 0


def fit_slope(counts: Values, years: Values) -> Slope | None:
    """The slope of counts (areas x years, nan where not reported); None where it has no finite maximum."""
    areas = informative(counts)
    start = maximum(counts[areas], years) if areas.sum() >= 2 else None
    if start is None:
        return None
    data, whole = start
    span = float(np.ptp(years))
    _is_finite, is_finite_without = exists(counts[areas], years)
    without = _without(data, whole, is_finite_without)
    spread = effective_clusters(working_variances(data, whole))
    estimate = float(whole[0])
    variance = float(jackknife_variance(without, estimate)) / span**2
    found = interval(estimate / span, variance, spread)
    return Slope(estimate / span, areas, without / span, found, data.totals, leaves_no_error(variance))


def maximum(counts: Values, years: Values) -> tuple[Within, Values] | None:
    """The data of informative areas and their coefficient: the logarithm of the ratio of last to first year.

    None where it has no finite maximum.
    """
    if not exists(counts, years)[0]:
        return None
    scaled = (years - years.mean()) / float(np.ptp(years))
    data = within(counts, np.broadcast_to(scaled[None, :, None], (*counts.shape, 1)))
    found = fit(data)
    return (data, found.coefficients[0]) if found.is_converged[0] else None


def _without(data: Within, whole: Values, is_finite: Flags) -> Values:
    """The exact slope without each area, from one step away."""
    start = np.nan_to_num(one_step(whole, *area_parts(data, whole)), nan=0.0)
    found = fit(data, 1.0 - np.eye(len(data.counts)), np.clip(start, *NEAR))
    return np.where(is_finite & found.is_converged, found.coefficients[:, 0], np.nan)


def working_variances(data: Within, coefficients: Values) -> Values:
    """The variance of each area's score if counts were negative binomial with one dispersion (by moments).

    Only to say how many areas carry the estimate; the error itself assumes nothing of the kind.
    """
    share = probabilities(data, coefficients[None, :])[0]
    fitted = share * data.totals[:, None]
    surplus = ((data.counts - fitted) ** 2 - fitted * (1 - share)).sum()
    dispersion = max(float(surplus / max((fitted**2 * (1 - share)).sum(), 1e-300)), 0.0)
    x = data.design[:, :, 0]
    distance = (x - (share * x).sum(axis=1, keepdims=True)) ** 2
    return np.asarray((fitted * (1 + dispersion * fitted) * distance).sum(axis=1))


def total_slope(totals: Values, years: Values) -> tuple[float, float | None] | None:
    """The slope of one series of totals, and the p-value that takes its years as independent (quasi-Poisson).

    For comparison only: totals over whoever reported rise when areas join. None where it has no maximum; no
    p-value where the totals leave no residual to compare the slope with.
    """
    found = maximum(totals[None, :], years) if len(years) >= 3 else None
    if found is None:
        return None
    data, whole = found
    span = float(np.ptp(years))
    fitted = probabilities(data, whole[None, :])[0, 0] * totals.sum()
    scale = float(((totals - fitted) ** 2 / np.maximum(fitted, 1e-12)).sum() / (len(years) - 2))
    _scores, informations = area_parts(data, whole)
    estimate, error = float(whole[0]), float(np.sqrt(scale / informations[0, 0, 0]))
    if error / span < LEAST_ERROR:
        return estimate / span, None
    return estimate / span, math.erfc(abs(estimate) / error / math.sqrt(2))
