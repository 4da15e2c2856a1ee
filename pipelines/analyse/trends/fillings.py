"""The ways to fill figures of which only bounds are known: all lowest, all highest, least and largest slope.

Whatever is said of a direction must hold for every filling, and the last two are the extremes of all of them:
the score of a slope is linear in the counts. What does not belong here: the censored likelihood (`censored`).
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.trends.panel import Panel, Values
from pipelines.analyse.trends.slope import informative

STEEPEST = 60.0  # the logarithm of first to last year beyond which a slope counts as infinite


def fillings(panel: Panel) -> tuple[Values | None, ...]:
    """The counts, if all are known; else at their lowest, highest, and for the least and the largest slope.

    None in place of a filling whose slope would be infinite.
    """
    if not panel.is_interval.any():
        return (panel.low,)
    return panel.low, panel.high, extreme_filling(panel, -1), extreme_filling(panel, 1)


def extreme_filling(panel: Panel, towards: int) -> Values | None:
    """The filling of the smallest (`towards` -1) or largest (1) slope; None where that is infinite.

    At that slope each cell is at its upper bound where its year lies on the wanted side of the mean year that
    its area has then, else at its lower bound: one root to find.
    """
    from scipy.optimize import brentq

    areas = informative(panel.high)
    inside = panel.keep(areas=areas)
    x = _scaled_years(panel)

    def score(slope: float) -> float:
        return float(_scores(inside, x, slope, towards).sum())

    if score(-STEEPEST) <= 0 or score(STEEPEST) >= 0:
        return None
    at_root = _distances(inside, x, float(brentq(score, -STEEPEST, STEEPEST)))
    filled = panel.low.copy()
    filled[areas] = np.where(towards * at_root > 0, inside.high, inside.low)
    return filled


def scores_of_none(panel: Panel) -> tuple[Values, Values]:
    """By area the smallest and the largest score at no slope over every filling; 0 of one that says nothing.

    Their sum has the sign of the slope: the log-likelihood is concave.
    """
    areas = informative(panel.high)
    inside, x = panel.keep(areas=areas), _scaled_years(panel)
    found = np.zeros((2, len(areas)))
    for row, towards in enumerate((-1, 1)):
        found[row, areas] = _scores(inside, x, 0.0, towards)
    return found[0], found[1]


def _scaled_years(panel: Panel) -> Values:
    years = panel.years_as_numbers
    return np.asarray((years - years.mean()) / float(np.ptp(years)))


def _scores(panel: Panel, x: Values, slope: float, towards: int) -> Values:
    """By area the score of a slope, each cell filled as it moves the slope furthest `towards` a side."""
    distance = _distances(panel, x, slope)
    return np.asarray(np.nansum(np.where(towards * distance > 0, panel.high, panel.low) * distance, axis=1))


def _distances(panel: Panel, x: Values, slope: float) -> Values:
    """How far each year lies from the mean year that its area has at this slope."""
    eta = np.where(panel.is_reported, slope * x, -np.inf)
    share = np.exp(eta - eta.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    return np.asarray(x - (share * x).sum(axis=1, keepdims=True))
