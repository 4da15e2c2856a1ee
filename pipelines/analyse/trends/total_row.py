"""The row of the sum over whoever reported, which is shown to be compared and not used.

What does not belong here: the slope within the same areas (`rows`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.analyse.results import Result
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.fillings import extreme_filling
from pipelines.analyse.trends.panel import Panel
from pipelines.analyse.trends.slope import total_slope

TOTAL = "trend-total"
LARGEST_SLOPE = 50.0  # logarithm; beyond it a ratio is no longer a number of use


def total_row(panel: Panel) -> Result:
    """Without limits by areas; with bounded figures low and high are those of every filling."""
    what, areas, span = "total of all areas, no trend", len(panel.areas), (panel.years[0], panel.years[-1])
    n, has_bounds = int(np.nansum(panel.low)), bool(panel.is_interval.any())
    years = panel.years_as_numbers
    slope = total_slope(np.nansum(panel.middle, axis=0), years)
    if slope is None or abs(slope[0]) > LARGEST_SLOPE:
        return Result(what, TOTAL, n=n, areas=areas, years=span, refusal=wording.no_estimate())
    low, high = _extremes(panel) if has_bounds else (None, None)
    notes = [
        wording.total_is_no_trend(),
        wording.total_of_bounds(has_limits=low is not None) if has_bounds else "",
    ]
    details = {"log_slope": slope[0], "p_value_years_independent": slope[1]}
    return Result(what, TOTAL, float(np.exp(slope[0])), low, high, n=n, areas=areas, years=span,
                  note=" ".join(filter(None, notes)), details=details)  # fmt: skip


def _extremes(panel: Panel) -> tuple[float | None, float | None]:
    """The smallest and the largest ratio of the total over every filling; None where either is infinite."""
    sums = replace(
        panel,
        areas=("",),
        low=np.nansum(panel.low, axis=0, keepdims=True),
        high=np.nansum(panel.high, axis=0, keepdims=True),
    )
    low, high = (_ratio(sums, towards) for towards in (-1, 1))
    return (None, None) if low is None or high is None else (low, high)


def _ratio(sums: Panel, towards: int) -> float | None:
    filled = extreme_filling(sums, towards)
    slope = None if filled is None else total_slope(filled[0], sums.years_as_numbers)
    return None if slope is None or abs(slope[0]) > LARGEST_SLOPE else float(np.exp(slope[0]))
