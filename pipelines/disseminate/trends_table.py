"""The data behind the chart `trends` as a person reads it: the indices, or what was counted.

What does not belong here: sentences (`trends_words`).
"""

from __future__ import annotations

from pipelines.contract.cldr import number
from pipelines.contract.text import _
from pipelines.disseminate.chart import DataTable
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.trend_evidence import (
    CHAINED,
    FIXED_EFFECTS,
    MATCHED,
    IndexPoint,
    Trend,
    is_refused,
)
from pipelines.disseminate.wording import interval


def index_number(value: float) -> str:
    """An index as a whole number: its decimals say nothing."""
    return number(round(value))


def figures(evidence: Evidence) -> list[tuple[str, str, str]]:
    """Each year of the newest version with what was counted in how many areas."""
    figures = evidence.years_of(evidence.versions[-1])
    return [(str(f.year), interval(f.low, f.high), number(f.area_count)) for f in figures]


def data_table(evidence: Evidence) -> DataTable:
    """Years down: each index with its limits where it has them, and the areas compared and reporting.

    Of a trend that is refused what was counted.
    """
    trend = evidence.trend
    if trend is None or is_refused(trend):
        header = (_("Year"), _("Detected victims"), _("Reporting areas"))
        return DataTable(header, tuple(figures(evidence)))
    return _index_table(trend)


def _index_table(trend: Trend) -> DataTable:
    names = {FIXED_EFFECTS: _("Fixed effects"), MATCHED: _("Matched panel"), CHAINED: _("Chained pairs")}
    header = (_("Year"), *names.values(), _("Areas compared / with a figure"))
    points = {(p.kind, p.year): p for p in trend.points}
    rows = [
        (str(year), *(_cell(points.get((name, year))) for name in names), counted(trend, year))
        for year in trend.years
    ]
    return DataTable(header, tuple(rows))


def _cell(point: IndexPoint | None) -> str:
    if point is None or point.value is None:
        return ""
    if point.kind != FIXED_EFFECTS or point.low is None or point.high is None:
        return index_number(point.value)
    return f"{index_number(point.value)} ({interval(round(point.low), round(point.high))})"


def counted(trend: Trend, year: int) -> str:
    """Of so many areas with a figure so many are compared; empty for a year that is kept out."""
    if year not in trend.reporting:
        return ""
    return f"{number(trend.compared.get(year, 0))}/{number(trend.reporting[year])}"
