"""The row that says what a trend was estimated from: areas by year, and every area that says nothing of it.

What does not belong here: any estimate.
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.results import Result
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.completeness import all_zero, effective_number, never_zero
from pipelines.analyse.trends.findings import areas_with_events
from pipelines.analyse.trends.panel import Panel


def panel_row(panel: Panel, incomplete: list[int], complete_share: float, held_out: int) -> Result:
    """`incomplete` are the years kept out; `held_out` counts figures that wait for an answer."""
    zero, quiet = all_zero(panel), never_zero(panel)
    single = (panel.is_reported.sum(axis=1) == 1) & ~zero
    bounded = int(panel.is_interval.sum())
    missing = sorted(set(range(panel.years[0], panel.years[-1])) - set(panel.years) - set(incomplete))
    notes = [
        wording.years_missing(missing) if missing else "",
        wording.incomplete(incomplete, complete_share) if incomplete else "",
        wording.zero_areas(panel.named(zero)) if zero.any() else "",
        wording.single_year_areas(panel.named(single)) if single.any() else "",
        wording.areas_without_zero(panel.named(quiet)) if quiet.any() else "",
        wording.bounded(bounded) if bounded else "",
        wording.open_ended(panel.open_ended) if panel.open_ended else "",
        wording.held_out(held_out) if held_out else "",
    ]
    details = {
        "areas_per_year": dict(zip(panel.years, panel.is_reported.sum(axis=0).tolist(), strict=True)),
        "effective_areas": effective_number(np.nansum(panel.middle, axis=1)),
        "areas_with_events_in_two_years": areas_with_events(panel.low),
        "areas_all_zero": list(panel.named(zero)),
        "areas_one_year": list(panel.named(single)),
        "areas_never_zero": list(panel.named(quiet)),
        "incomplete_years": incomplete,
        "bounded_cells": bounded,
    }
    return Result(
        "panel",
        "trend-panel",
        n=int(np.nansum(panel.low)),
        areas=len(panel.areas),
        years=(panel.years[0], panel.years[-1]),
        note=" ".join(filter(None, notes)),
        details=details,
    )
