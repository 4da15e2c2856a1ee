"""The rows of the three indices: one a year and kind, the bounded figures at their middle and both ends.

What does not belong here: how an index is made (`indices`).
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.results import Result
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.indices import KINDS, Index, indices
from pipelines.analyse.trends.panel import Panel, Values

METHODS = {kind: f"trend-index-{kind.replace(' ', '-')}" for kind in KINDS}


def index_rows(panel: Panel) -> list[Result]:
    """A row for each kind and year of the panel; `details` has the kind and the year.

    With bounded figures the value is that of their middle, and the limits are the widest of middle and ends.
    """
    fillings = [panel.middle, panel.low, panel.high] if panel.is_interval.any() else [panel.low]
    found = [indices(filling) for filling in fillings]
    return [
        _row(kind, [one[kind] for one in found], at, year)
        for kind in KINDS
        for at, year in enumerate(panel.years)
    ]


def _row(kind: str, fillings: list[Index], at: int, year: int) -> Result:
    index = fillings[0]
    about = {"index": kind, "year": year}
    what, method, areas = f"index, {kind}", METHODS[kind], int(index.areas[at])
    if not np.isfinite(index.values[at]):
        return Result(
            what, method, areas=areas, years=(year, year), refusal=wording.no_index(kind), details=about
        )
    return Result(
        what,
        method,
        float(index.values[at]),
        _widest([one.low for one in fillings], at, min),
        _widest([one.high for one in fillings], at, max),
        n=int(index.events[at]),
        areas=areas,
        years=(year, year),
        details=about,
    )


def _widest(limits: list[Values], at: int, of: object) -> float | None:
    """The outermost limit; None where one filling has none."""
    ends = [float(limit[at]) for limit in limits]
    if not all(np.isfinite(end) for end in ends):
        return None
    return min(ends) if of is min else max(ends)
