"""The whole answer for one panel, in the order in which it is read.

What does not belong here: the methods, the rows, and the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.analyse.coverage_panels import COMPLETE_SHARE
from pipelines.analyse.results import Analysis, refused
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.completeness import incomplete_years
from pipelines.analyse.trends.findings import find, hopeless, withheld
from pipelines.analyse.trends.index_rows import index_rows
from pipelines.analyse.trends.panel import Panel
from pipelines.analyse.trends.panel_row import panel_row
from pipelines.analyse.trends.randomisation import DRAWS, SEED
from pipelines.analyse.trends.rows import check_rows, headline, slope_rows, total_row

ANALYSIS = "trend"


@dataclass(frozen=True)
class Settings:
    """`complete_share`: below it a recent year is incomplete. `draws`, `seed`: of the randomisation test."""

    complete_share: float = COMPLETE_SHARE
    draws: int = DRAWS
    seed: int = SEED


def estimate_trend(
    panel: Panel, settings: Settings | None = None, *, input_sha256: str = "", held_out: int = 0
) -> Analysis:
    """Rows: panel, fixed effects (at both ends where there are bounds), checks, total, indices, headline.

    `held_out` counts area-years that were left out before because a question on them is open.
    """
    chosen = settings or Settings()
    if not panel.areas:
        return refused(ANALYSIS, wording.no_data(), input_sha256)
    is_incomplete = incomplete_years(panel, chosen.complete_share)
    kept = panel.keep(years=~is_incomplete)
    reason = hopeless(kept)
    if reason:
        return refused(ANALYSIS, reason, input_sha256)
    found = find(kept, chosen.draws, chosen.seed)
    refusal = withheld(found)
    incomplete = [year for year, is_out in zip(panel.years, is_incomplete, strict=True) if is_out]
    rows = [
        panel_row(kept, incomplete, chosen.complete_share, held_out),
        *slope_rows(found),
        *check_rows(found),
        total_row(found),
        *index_rows(kept),
        headline(found, refusal),
    ]
    return Analysis(ANALYSIS, tuple(rows), refusal, input_sha256)
