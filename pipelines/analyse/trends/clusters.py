"""Errors of an estimate when only areas are independent: the jackknife over areas, and its t distribution.

CRV3 of MacKinnon, Nielsen and Webb (2023, 2025): leave out one area at a time. It needs no assumption on
what happens inside an area (overdispersion, dependence between years). What does not belong here: the fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.panel import Values

LEVEL = 0.95
LARGEST_LOG = 50.0  # an interval that reaches a factor of e^50 says nothing
LEAST_ERROR = 1e-9  # areas that agree to the last digit: rounding, not knowledge


@dataclass(frozen=True)
class Interval:
    """An estimate on the log scale with its 95 % limits, and the p-value of no change."""

    estimate: float
    error: float
    degrees: float
    low: float
    high: float
    p_value: float


def jackknife_variance(leave_one_out: Values, estimate: float | Values) -> Values:
    """CRV3: (G-1)/G times the squared distances of the G leave-one-out estimates (first axis)."""
    count = len(leave_one_out)
    with np.errstate(over="ignore"):  # infinite: `interval` has none then
        return np.asarray((count - 1) / count * ((leave_one_out - estimate) ** 2).sum(axis=0))


def one_step(estimate: Values, scores: Values, informations: Values) -> Values:
    """The leave-one-out estimates by one Newton step each (CRV3L), areas x columns; nan where it has none."""
    rest = informations.sum(axis=0) - informations
    left = scores.sum(axis=0) - scores
    try:
        return np.asarray(estimate + np.linalg.solve(rest, left[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        return np.full(scores.shape, np.nan)


def effective_clusters(variances: Values) -> float:
    """How many areas the estimate rests on: (sum of s)^2 / sum of s^2, s the spread of each area's score.

    Equal areas give their number, and so t(G-1). Where a few areas carry the estimate t(G-1) rejects too
    often (9 to 10 % at 5 %, 12 areas, levels a factor of 4 apart); docs/methods/trends.md has the simulation.
    """
    spread = np.sqrt(np.maximum(variances, 0.0))
    return float(spread.sum() ** 2 / max((spread**2).sum(), np.finfo(float).tiny))


def leaves_no_error(variance: float) -> bool:
    """Whether the areas agree to the last digit: nothing to have limits from."""
    return bool(np.sqrt(variance) < LEAST_ERROR)


def interval(estimate: float, variance: float, clusters: float) -> Interval | None:
    """The interval by t with `clusters` - 1 degrees of freedom (at least 1); None where it says nothing."""
    from scipy.stats import t as student

    degrees = max(clusters - 1.0, 1.0)
    error = float(np.sqrt(variance))
    if not np.isfinite(estimate) or not np.isfinite(error) or leaves_no_error(variance):
        return None
    half = float(student.ppf((1 + LEVEL) / 2, degrees)) * error
    low, high = estimate - half, estimate + half
    if max(abs(low), abs(high)) > LARGEST_LOG:
        return None
    return Interval(
        estimate, error, degrees, low, high, float(2 * student.sf(abs(estimate) / error, degrees))
    )
