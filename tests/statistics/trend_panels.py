"""A panel from counts by area and year; nan where an area did not report."""

from __future__ import annotations

import numpy as np

from pipelines.analyse.trends.panel import Cell, Panel, panel_of


def panel(counts: np.ndarray, high: np.ndarray | None = None) -> Panel:
    top = counts if high is None else high
    found = panel_of(
        Cell(f"A{a:03}", 2000 + t, counts[a, t], top[a, t])
        for a, t in np.ndindex(*counts.shape)
        if not np.isnan(counts[a, t])
    )
    assert isinstance(found, Panel)
    return found
