"""The rows of the three indices: one a year and kind, of bounded figures the middle, with limits for all.

What does not belong here: how an index is made (`indices`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipelines.analyse.results import Result
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.indices import KINDS, Index, index_of
from pipelines.analyse.trends.panel import Panel, Values

METHODS = {kind: f"trend-index-{kind.replace(' ', '-')}" for kind in KINDS}


def index_rows(panel: Panel) -> list[Result]:
    """A row for each kind and year of the panel; `details` has the kind and the year.

    With bounded figures the value is that of their middle. Its limits are the widest of middle, all lowest,
    all highest, and of the first year at one end with all other years at the other.
    """
    return [row for kind in KINDS for row in _rows(panel, kind)]


def _rows(panel: Panel, kind: str) -> list[Result]:
    index = index_of(kind, panel.middle)
    others = [index_of(kind, one) for one in _other_fillings(panel, index.base)]
    events = np.nansum(np.where(index.support, panel.low, np.nan), axis=0)
    return [_row(index, others, at, year, int(events[at])) for at, year in enumerate(panel.years)]


def _other_fillings(panel: Panel, base: int | None) -> list[Values]:
    if base is None or not panel.is_interval.any():
        return []
    is_base = np.arange(len(panel.years)) == base
    opposed = np.where(is_base, panel.low, panel.high), np.where(is_base, panel.high, panel.low)
    return [panel.low, panel.high, *opposed]


def _row(index: Index, others: list[Index], at: int, year: int, n: int) -> Result:
    about = {"index": index.kind, "year": year}
    what, method, areas = f"index, {index.kind}", METHODS[index.kind], int(index.areas[at])
    if not np.isfinite(index.values[at]):
        refusal = wording.no_index(index.kind)
        return Result(what, method, areas=areas, years=(year, year), refusal=refusal, details=about)
    every = [index, *(one for one in others if one.base == index.base)]
    is_whole = len(every) == 1 + len(others)  # relative to another year its limits would be others
    return Result(
        what,
        method,
        float(index.values[at]),
        _widest([one.low for one in every], at, min) if is_whole else None,
        _widest([one.high for one in every], at, max) if is_whole else None,
        n=n,
        areas=areas,
        years=(year, year),
        details=about,
    )


def _widest(limits: list[Values], at: int, outermost: Callable[[list[float]], float]) -> float | None:
    """The outermost limit; None where one filling has none."""
    ends = [float(limit[at]) for limit in limits]
    return outermost(ends) if all(map(np.isfinite, ends)) else None
