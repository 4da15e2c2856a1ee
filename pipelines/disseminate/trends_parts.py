"""What the chart `trends` is drawn from: its scale, and every drawn number as a row. No drawing, no words."""

from __future__ import annotations

from math import log

from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.trend_evidence import FIXED_EFFECTS, KINDS, IndexPoint, Trend, is_refused

CSV_HEADER = ("version", "what", "unit", "year", "value", "low", "high", "area_count", "n")
INDEX, RATIO, AREAS = "index, first year 100", "ratio to the year before", "areas"
COUNTED, VICTIMS = "sum over whoever reported, no trend", "victims"
"""The units of the rows."""
BASE = 100.0
_HIGHEST = 2.5
"""Limits up to so many times the highest index are drawn whole, wider ones are cut."""
_WIDEST = log(4)
"""Rates between a quarter and four times the year before are drawn whole, others are cut."""


def drawn_values(evidence: Evidence) -> list[tuple[object, ...]]:
    """One row a point of an index, a number of areas, and a rate; a rate has no year.

    Of a trend that is refused one row a year, with what was counted.
    """
    trend = evidence.trend
    if trend is None or is_refused(trend):
        return _counted(evidence)
    return _estimated(trend)


def _counted(evidence: Evidence) -> list[tuple[object, ...]]:
    return [
        (f.version, COUNTED, VICTIMS, f.year, f.low, f.low, f.high, f.area_count, None)
        for f in evidence.years_of(evidence.versions[-1])
    ]


def _estimated(trend: Trend) -> list[tuple[object, ...]]:
    version = trend.version
    rows: list[tuple[object, ...]] = []
    for name in KINDS:
        for p in trend.index(name):
            limits = limits_of(p) or (None, None)
            rows.append((version, name, INDEX, p.year, p.value, *limits, p.area_count, p.n))
    counts = (("areas with a figure", trend.reporting), ("areas compared", trend.compared))
    for name, by_year in counts:
        rows += [
            (version, name, AREAS, year, count, None, None, count, None) for year, count in by_year.items()
        ]
    for row in trend.rates:
        rows.append((version, row.what, RATIO, None, row.estimate, row.low, row.high, row.areas, row.n))
    return rows


def limits_of(point: IndexPoint) -> tuple[float, float] | None:
    """The limits that are drawn: those of the fixed-effects index, where it has both."""
    if point.kind != FIXED_EFFECTS or point.low is None or point.high is None:
        return None
    return point.low, point.high


def top_of(trend: Trend) -> float:
    """The upper end of the scale of the indices, from 0: room for all values, not for all limits."""
    values = [p.value for name in KINDS for p in trend.index(name) if p.value is not None]
    highest = max([BASE, *values])
    highs = [limits[1] for p in trend.index(FIXED_EFFECTS) if (limits := limits_of(p))]
    return max([highest, *(high for high in highs if high <= highest * _HIGHEST)]) * 1.2


def reach_of(trend: Trend) -> float:
    """How far the scale of the rates reaches from no change, as a logarithm."""
    ends = [x for r in trend.rates for x in (r.estimate, r.low, r.high) if x is not None and x > 0]
    furthest = max((abs(log(end)) for end in ends), default=0.0)
    if not furthest:  # no change at all has no scale
        return _WIDEST
    return min(furthest * 1.15, _WIDEST)
