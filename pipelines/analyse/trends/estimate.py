"""The whole answer for one panel, in the order in which it is read.

What does not belong here: the methods, the rows, and the words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from pipelines.analyse.coverage_panels import COMPLETE_SHARE, incomplete_years
from pipelines.analyse.results import Analysis, refused
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.completeness import reporting
from pipelines.analyse.trends.findings import find, hopeless, withheld
from pipelines.analyse.trends.index_rows import index_rows
from pipelines.analyse.trends.panel import Panel
from pipelines.analyse.trends.panel_row import panel_row
from pipelines.analyse.trends.randomisation import DRAWS, SEED
from pipelines.analyse.trends.rows import check_rows, headline, slope_rows
from pipelines.analyse.trends.total_row import total_row

ANALYSIS = "trend"


@dataclass(frozen=True)
class Settings:
    """`complete_share`: below it a recent year is incomplete. `draws`, `seed`: of the randomisation test."""

    complete_share: float = COMPLETE_SHARE
    draws: int = DRAWS
    seed: int = SEED


def estimate_trend(
    panel: Panel,
    settings: Settings | None = None,
    *,
    incomplete: Collection[int] | None = None,
    input_sha256: str = "",
    held_out: int = 0,
) -> Analysis:
    """Rows: panel, fixed effects (of each filling where there are bounds), checks, total, indices, headline.

    `incomplete` are the years that coverage marks, from who answered before anything was left out; else those
    of the panel itself. `held_out` counts area-years left out because a question on them is open.
    """
    chosen = settings or Settings()
    if not panel.areas:
        return refused(ANALYSIS, wording.no_data(), input_sha256)
    if incomplete is None:
        incomplete = incomplete_years(reporting(panel), chosen.complete_share)
    kept = panel.keep(years=~np.isin(panel.years, list(incomplete)))
    kept = kept.keep(areas=np.asarray(kept.is_reported.any(axis=1)))  # not who reported in these years alone
    reason = hopeless(kept)
    if reason:
        return refused(ANALYSIS, reason, input_sha256)
    found = find(kept, chosen.draws, chosen.seed)
    refusal = withheld(found)
    rows = [
        panel_row(kept, sorted(incomplete), chosen.complete_share, held_out),
        *slope_rows(found),
        *check_rows(found),
        total_row(kept),
        *index_rows(kept),
        headline(found, refusal),
    ]
    return Analysis(ANALYSIS, tuple(rows), refusal, input_sha256)
