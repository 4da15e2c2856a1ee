"""What is said of a trend: the rows of the tables `trends` and `trend_indices` about one newest version.

Here rows become frozen records. What does not belong here: any estimate, any word, any drawing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]
HEADLINE, PANEL, WITHOUT_ONE, REVERSAL = "headline", "panel", "leave one area out", "randomisation"
NAIVE = "total of all areas, no trend"
FIXED_EFFECTS, MATCHED, CHAINED = "fixed effects", "matched panel", "chained pairs"
KINDS = (FIXED_EFFECTS, MATCHED, CHAINED)
"""The names that `analyse.trends` gives its rows and its indices (which loads numpy; a page needs none)."""


@dataclass(frozen=True)
class TrendRow:
    """One row of `trends`: ratios from one year to the next, or the code and sentence of a refusal."""

    what: str
    estimate: float | None
    low: float | None
    high: float | None
    n: int | None
    areas: int | None
    years: tuple[int, int] | None
    note: str
    refusal: str
    refusal_text: str
    details: Mapping[str, Any]

    @property
    def is_refused(self) -> bool:
        """Whether the number is withheld."""
        return bool(self.refusal)


@dataclass(frozen=True)
class IndexPoint:
    """One index in one year, base 100, with what it rests on; `value` is None where there is none."""

    kind: str
    year: int
    value: float | None
    low: float | None
    high: float | None
    area_count: int
    n: int | None


@dataclass(frozen=True)
class Trend:
    """The rows and the indices of one version, in the order of their tables."""

    version: date
    rows: tuple[TrendRow, ...]
    points: tuple[IndexPoint, ...]

    def row(self, what: str) -> TrendRow | None:
        """The row of that name, where there is one."""
        return next((row for row in self.rows if row.what == what), None)

    @property
    def headline(self) -> TrendRow | None:
        """What is stated, or why nothing is."""
        return self.row(HEADLINE)

    @property
    def rates(self) -> tuple[TrendRow, ...]:
        """The rows with a rate of change, those that are no headline and no test."""
        others = (HEADLINE, PANEL, REVERSAL)
        return tuple(r for r in self.rows if r.what not in others and {r.estimate, r.low} != {None})

    def index(self, kind: str) -> tuple[IndexPoint, ...]:
        """The years in which this index has a value."""
        return tuple(p for p in self.points if p.kind == kind and p.value is not None)

    @property
    def compared(self) -> dict[int, int]:
        """The number of areas by year that the fixed-effects index compares with themselves."""
        return {p.year: p.area_count for p in self.points if p.kind == FIXED_EFFECTS}

    @property
    def reporting(self) -> dict[int, int]:
        """The number of areas by year whose figures could be used."""
        panel = self.row(PANEL)
        counts = panel.details.get("areas_per_year", {}) if panel else {}
        return {int(year): int(count) for year, count in counts.items()}

    @property
    def incomplete(self) -> tuple[int, ...]:
        """The years that were kept out because too few areas have reported them yet."""
        panel = self.row(PANEL)
        return tuple(int(year) for year in panel.details.get("incomplete_years", ())) if panel else ()

    @property
    def years(self) -> range:
        """From the first to the last year that was looked at, kept out or not; empty where there is none."""
        found = {*self.compared, *self.reporting, *self.incomplete}
        return range(min(found), max(found) + 1) if found else range(0)


def is_refused(trend: Trend | None) -> bool:
    """Whether no trend is stated, so that nothing that reads as one is shown."""
    return trend is None or trend.headline is None or trend.headline.is_refused


def trend_of(trends: Iterable[Row], indices: Iterable[Row], version: date) -> Trend | None:
    """The trend of that version from the rows of one source and one offence; None where there is none."""
    rows = tuple(_trend_row(row) for row in trends if row["version"] == version)
    points = tuple(_index_point(row) for row in indices if row["version"] == version)
    return Trend(version, rows, points) if rows else None


def _trend_row(row: Row) -> TrendRow:
    first, last = row["first_year"], row["last_year"]
    return TrendRow(
        what=row["what"],
        estimate=row["estimate"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        areas=row["areas"],
        years=None if first is None else (first, last),
        note=row["note"] or "",
        refusal=row["refusal"] or "",
        refusal_text=row["refusal_text"] or "",
        details=json.loads(row["details"] or "{}"),
    )


def _index_point(row: Row) -> IndexPoint:
    return IndexPoint(
        kind=row["index_kind"],
        year=row["year"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        area_count=row["area_count"],
        n=row["n"],
    )
