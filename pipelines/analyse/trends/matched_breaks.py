"""The change points of what the same areas reported: the sum over the areas that gave every complete year.

A sum over whoever reported changes level when areas join, so only these are counted. What does not belong
here: the search in one series (`change_points`), and who reported (`completeness`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pipelines.analyse.results import Analysis, Refusal, Result, refused
from pipelines.analyse.trends import matched_breaks_wording as wording
from pipelines.analyse.trends.change_point_rows import ANALYSIS, estimate_change_points
from pipelines.analyse.trends.change_points import Break, find_breaks
from pipelines.analyse.trends.findings import FEWEST_AREAS
from pipelines.analyse.trends.panel import Panel, Values

WHAT = "change point"
PERMUTATIONS = 499
"""Of each sum without one area: enough to tell a chance below 5 %."""
SEED = 20240101


def matched_change_points(panel: Panel, incomplete: tuple[int, ...]) -> Analysis:
    """The rows of `estimate_change_points`, each with the number of areas, for the matched sum.

    Refused where fewer than ten areas with a detection gave every year that is not `incomplete`, and where
    the breaks do not stand without one of them.
    """
    complete = panel.keep(years=np.array([year not in incomplete for year in panel.years], dtype=bool))
    matched = complete.keep(areas=np.asarray(complete.is_reported.all(axis=1)))
    positive = int((np.nan_to_num(matched.low) > 0).any(axis=1).sum())
    if positive < FEWEST_AREAS:
        return refused(ANALYSIS, wording.few_areas(positive, FEWEST_AREAS))
    found = estimate_change_points(_summed(matched))
    if found.refusal:
        return found
    decides = _deciding_area(matched, found)
    return replace(found, results=tuple(_rows(found, len(matched.areas), decides)))


def _summed(panel: Panel) -> Panel:
    """One series: the sum over the areas, bounds to bounds."""
    low, high = (end.sum(axis=0, keepdims=True) for end in (panel.low, panel.high))
    return Panel(("",), panel.years, low, high)


def _rows(found: Analysis, areas: int, decides: str) -> Iterator[Result]:
    """The rows with their areas; breaks that one area decides are refused, and no level stands then."""
    refusal = wording.one_area_decides(decides) if decides else None
    for row in found.results:
        if refusal and row.what == WHAT:
            yield _withheld(row, areas, refusal)
        elif not refusal:
            note = " ".join(filter(None, [wording.same_areas(areas), row.note]))
            yield replace(row, areas=areas, note=note)


def _withheld(row: Result, areas: int, refusal: Refusal) -> Result:
    return Result(row.what, row.method, n=row.n, areas=areas, years=row.years, refusal=refusal)


def _deciding_area(panel: Panel, found: Analysis) -> str:
    """The first area without which a stated break is not found within its range; empty where none is."""
    stated = [row for row in found.results if row.what == WHAT and row.estimate is not None]
    years = panel.years_as_numbers
    for place, area in enumerate(panel.areas if stated else ()):
        rest = np.delete(panel.middle, place, axis=0).sum(axis=0)
        if not all(_is_found(row, years, find_breaks(rest, PERMUTATIONS, SEED)) for row in stated):
            return area
    return ""


def _is_found(row: Result, years: Values, breaks: list[Break]) -> bool:
    low, high = row.low or 0.0, row.high or 0.0
    return any(low <= years[one.last] <= high for one in breaks)
