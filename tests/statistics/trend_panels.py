"""Panels, files and planted counts for the tests of trends, and the published cases where they are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.results import Analysis, Result
from pipelines.analyse.trends.files import trend_of_file
from pipelines.analyse.trends.panel import Cell, Panel, panel_of

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
CASES = SHARED / "refdata" / "trend"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published cases are not at {CASES}")


def reference() -> dict:
    return json.loads((CASES / "reference_results.json").read_text())


def panel(counts: np.ndarray, high: np.ndarray | None = None) -> Panel:
    """A panel from counts by area and year; nan where an area did not report."""
    top = counts if high is None else high
    found = panel_of(
        Cell(f"A{a:03}", 2000 + t, counts[a, t], top[a, t])
        for a, t in np.ndindex(*counts.shape)
        if not np.isnan(counts[a, t])
    )
    assert isinstance(found, Panel)
    return found


def of_text(text: str, **options) -> Analysis:
    return trend_of_file(read_plain(text.encode()), **options)


def as_file(counts: np.ndarray, first_year: int = 2000) -> str:
    lines = ["reporter,year,count"]
    for area, row in enumerate(counts):
        lines += [f"A{area:03},{first_year + t},{int(y)}" for t, y in enumerate(row) if not np.isnan(y)]
    return "\n".join(lines)


def row_of(found: Analysis, what: str) -> Result:
    [row] = [row for row in found.results if row.what == what]
    return row


def planted(seed: int, areas: int = 40, years: int = 12, slope: float = 0.0, mean: float = 8.0) -> np.ndarray:
    """Counts with late entry, overdispersion and a known slope; nan before an area enters."""
    random = np.random.default_rng(seed)
    level = mean * np.exp(random.normal(0, 0.5, areas))
    shape = np.exp(slope * (np.arange(years) - years / 2))
    counts = random.poisson(level[:, None] * shape * random.gamma(2, 0.5, (areas, years))).astype(float)
    entry = np.where(random.random(areas) < 0.6, random.integers(0, years - 4, areas), 0)
    counts[np.arange(years) < entry[:, None]] = np.nan
    return counts
