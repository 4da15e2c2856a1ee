"""What the chart `detected_victims` is drawn from: the parts of each bar, and every drawn number as a row.

No drawing, and no words.
"""

from __future__ import annotations

from datetime import date

from pipelines.disseminate.evidence import AreaFigure, Evidence

CSV_HEADER = (
    "version",
    "year",
    "ref_area",
    "value_low",
    "value_high",
    "basis",
    "value_low_before",
    "area_count",
    "positive_area_count",
    "reported_total_count",
    "is_incomplete",
    "held_out_count",
    "open_signals",
)


def drawn_values(evidence: Evidence) -> list[tuple[object, ...]]:
    """One row a bar (ref_area _T) followed by one row for each part of it; parts of 0 are not drawn.

    What is drawn hollow, with the ids of its open signals, is no part of the bar.
    """
    rows: list[tuple[object, ...]] = []
    for figure in evidence.years:
        version, year = figure.version, figure.year
        counts = (figure.area_count, figure.positive_area_count, figure.reported_total_count)
        incomplete = _marked(evidence, version, year)
        before = lows_before(evidence, version).get(year)
        bar = (version, year, "_T", figure.low, figure.high, "", before)
        rows.append((*bar, *counts, incomplete, figure.held_out_count, ""))
        for part in parts(evidence, version, year):
            rows.append((*_drawn(part), incomplete, None, ""))
    for version in evidence.versions:
        for part in hollow(evidence, version):
            incomplete = _marked(evidence, version, part.year)
            rows.append((*_drawn(part), incomplete, None, " ".join(part.open_signals)))
    return rows


def _drawn(part: AreaFigure) -> tuple[object, ...]:
    return (part.version, part.year, part.ref_area, part.low, part.high, part.basis, *[None] * 4)


def _marked(evidence: Evidence, version: date, year: int) -> str:
    return "true" if year in evidence.incomplete(version) else "false"


def parts(evidence: Evidence, version: date, year: int) -> list[AreaFigure]:
    """The positive figures that make a year's bar: sound ones first, the largest lowest."""
    mine = [a for a in evidence.areas_of(version) if a.year == year and a.low > 0 and not a.is_held_out]
    return sorted(mine, key=lambda a: (not a.is_sound, -a.low, a.ref_area))


def hollow(evidence: Evidence, version: date) -> list[AreaFigure]:
    """The positive figures of a version that are held out, the largest of a year lowest."""
    mine = [a for a in evidence.held_out(version) if a.low > 0]
    return sorted(mine, key=lambda a: (a.year, -a.low, a.ref_area))


def lows_before(evidence: Evidence, version: date) -> dict[int, float]:
    """The number of each year in the version before; empty for the first."""
    previous = evidence.change(version).previous
    return {f.year: f.low for f in evidence.years_of(previous)} if previous else {}
