"""Who reported in a panel, and what in it gives a wrong slope.

Which recent years are incomplete is the rule of coverage (`coverage_panels`). What does not belong here: any
estimate.
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.trends.panel import Flags, Panel

SMALL_COUNT = 10  # an area whose smallest figure is larger would hardly ever have reported a zero


def reporting(panel: Panel) -> dict[int, set[str]]:
    """The areas that reported each year."""
    return {
        year: set(panel.named(is_there))
        for year, is_there in zip(panel.years, panel.is_reported.T, strict=True)
    }


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
