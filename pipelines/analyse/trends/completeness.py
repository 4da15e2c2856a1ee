"""Which recent years are still incomplete, and what in a panel gives a wrong slope.

The newest years are incomplete by nature: areas report late. A panel that shrank before them has shrunk, and
is not merely late. The rule is that of coverage. What does not belong here: any estimate.
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.coverage_panels import COMPLETE_SHARE, RECENT_YEARS
from pipelines.analyse.trends.panel import Flags, Panel

SMALL_COUNT = 10  # an area whose smallest figure is larger would hardly ever have reported a zero


def incomplete_years(panel: Panel, share: float = COMPLETE_SHARE) -> Flags:
    """The recent years in which fewer than `share` of the areas of the last complete year reported."""
    is_reported, years = panel.is_reported, panel.years
    is_incomplete = np.zeros(len(years), bool)
    complete = 0
    for at in range(1, len(years)):
        before = is_reported[:, complete]
        coverage = (before & is_reported[:, at]).sum() / max(before.sum(), 1)
        is_incomplete[at] = years[at] > years[-1] - RECENT_YEARS and coverage < share
        if not is_incomplete[at]:
            complete = at
    return is_incomplete


def never_zero(panel: Panel) -> Flags:
    """Areas with small figures that never report a zero: left-out zeros bias the slope towards none."""
    without_zero = np.nan_to_num(panel.low, nan=np.inf).min(axis=1, initial=np.inf)
    return np.asarray((without_zero > 0) & (without_zero < SMALL_COUNT))


def all_zero(panel: Panel) -> Flags:
    """Areas that reported zeros only: they say nothing of a rate ratio and drop out."""
    return np.asarray(np.nansum(panel.high, axis=1) == 0)


def effective_number(weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """How many equal areas would weigh as much together: the inverse of the sum of squared shares."""
    total = float(weights.sum())
    return total**2 / float((weights**2).sum()) if total else 0.0
