"""What a chart is drawn from: the rows of the analysed tables about one source and one offence.

Here rows become frozen records, in a fixed order. No drawing and no reading of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.analyse.coverage_panels import SAYS_SOMETHING, by_year, incomplete_years
from pipelines.contract.codes import CodeList
from pipelines.disseminate.trend_evidence import Trend, trend_of

Row = Mapping[str, Any]
Tables = Mapping[str, Iterable[Row]]
REPORTED_STATES = frozenset({*SAYS_SOMETHING, "not_cleared"})
SOUND_BASES = frozenset({"reported", "summed"})


@dataclass(frozen=True)
class YearFigure:
    """The victims of one year in one version: from `low` to `high` (None: no upper limit is known)."""

    version: date
    year: int
    low: float
    high: float | None
    area_count: int
    positive_area_count: int
    reported_total_count: int
    held_out_count: int = 0


@dataclass(frozen=True)
class AreaFigure:
    """The figure of one area in one year; `basis` says where it comes from.

    `open_signals` are the ids of the integrity signals that keep it out of totals until they are closed.
    """

    version: date
    ref_area: str
    year: int
    low: float
    high: float | None
    basis: str
    open_signals: tuple[str, ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Whether an open integrity signal keeps it out of totals."""
        return bool(self.open_signals)

    @property
    def is_sound(self) -> bool:
        """True for a reported total or a sum of all parts; any other basis is drawn as doubtful."""
        return self.basis in SOUND_BASES


@dataclass(frozen=True)
class VersionChange:
    """How a version differs from the one before, in area-years; the first version has no `previous`."""

    version: date
    previous: date | None
    lost: int
    added: int
    changed: int
    reported_totals: int
    area_years: int

    @property
    def is_repeat(self) -> bool:
        """Whether the version says exactly what the one before said."""
        return self.previous is not None and not (self.lost or self.added or self.changed)


@dataclass(frozen=True)
class CoverageCell:
    """What is known of one area in one year, as one of the states of the coverage table."""

    version: date
    ref_area: str
    year: int
    state: str


@dataclass(frozen=True)
class Evidence:
    """The tables of one source and one offence; every tuple is sorted by version, then year, then area.

    `area_list` is the code list of areas, whose order and parents put areas under their UN region. `trend` is
    that of the newest version, None where it has no figure.
    """

    source: str
    offence: str
    years: tuple[YearFigure, ...]
    areas: tuple[AreaFigure, ...]
    changes: tuple[VersionChange, ...]
    coverage: tuple[CoverageCell, ...]
    area_list: CodeList
    trend: Trend | None = None

    @property
    def versions(self) -> tuple[date, ...]:
        """The days since which each version is known, the oldest first."""
        return tuple(sorted({c.version for c in self.changes}))

    def change(self, version: date) -> VersionChange:
        """How that version differs from the one before. Raises KeyError where there is no such version."""
        for change in self.changes:
            if change.version == version:
                return change
        raise KeyError(version)

    def years_of(self, version: date) -> tuple[YearFigure, ...]:
        """The figures of each year in that version."""
        return tuple(f for f in self.years if f.version == version)

    def held_out(self, version: date) -> tuple[AreaFigure, ...]:
        """The figures of that version that open integrity signals keep out of totals."""
        return tuple(f for f in self.areas_of(version) if f.is_held_out)

    def incomplete(self, version: date) -> tuple[int, ...]:
        """The recent years of that version that too few areas have answered yet, by the rule of coverage."""
        cells = (c for c in self.coverage if c.version == version and c.state in SAYS_SOMETHING)
        return incomplete_years(by_year((c.year, c.ref_area) for c in cells))

    def areas_of(self, version: date) -> tuple[AreaFigure, ...]:
        """The figures of each area and year in that version."""
        return tuple(f for f in self.areas if f.version == version)

    def counted(self, version: date) -> tuple[AreaFigure, ...]:
        """The figures of that version that no open signal holds out."""
        return tuple(f for f in self.areas_of(version) if not f.is_held_out)

    def reporting_areas(self, version: date) -> int:
        """The number of areas with a figure that counts, for any year in that version."""
        return len({f.ref_area for f in self.counted(version)})


def gather(tables: Tables, area_list: CodeList) -> tuple[Evidence, ...]:
    """One evidence for each source and offence that has a version, in the order of their codes.

    `tables` has the rows of detected_victims_by_year, detected_victims, version_changes and coverage; those
    of trends and trend_indices where there are any.
    """
    rows = {name: list(tables[name]) for name in _MAKERS}
    rows |= {name: list(tables.get(name, ())) for name in _OF_TRENDS}
    counted = "detected_victims_by_year"  # a year of which all is held out has no sum
    rows[counted] = [row for row in rows[counted] if row["area_count"]]
    about = sorted({(row["source"], row["offence"]) for row in rows["version_changes"]})
    return tuple(_evidence(rows, area_list, source, offence) for source, offence in about)


def _evidence(rows: Mapping[str, list[Row]], area_list: CodeList, source: str, offence: str) -> Evidence:
    mine = {
        name: [row for row in found if (row["source"], row["offence"]) == (source, offence)]
        for name, found in rows.items()
    }
    made: dict[str, tuple[Any, ...]] = {
        name: tuple(sorted(map(make, mine[name]), key=_order)) for name, make in _MAKERS.items()
    }
    newest = max(change.version for change in made["version_changes"])
    return Evidence(
        source=source,
        offence=offence,
        years=made["detected_victims_by_year"],
        areas=made["detected_victims"],
        changes=made["version_changes"],
        coverage=made["coverage"],
        area_list=area_list,
        trend=trend_of(mine["trends"], mine["trend_indices"], newest),
    )


def _order(record: Any) -> tuple[date, int, str]:
    return record.version, getattr(record, "year", 0), getattr(record, "ref_area", "")


def _year_figure(row: Row) -> YearFigure:
    return YearFigure(
        version=row["version"],
        year=row["year"],
        low=row["value_low"],
        high=row["value_high"],
        area_count=row["area_count"],
        positive_area_count=row["positive_area_count"],
        reported_total_count=row["reported_total_count"],
        held_out_count=row.get("held_out_count", 0),
    )


def _area_figure(row: Row) -> AreaFigure:
    return AreaFigure(
        version=row["version"],
        ref_area=row["ref_area"],
        year=row["year"],
        low=row["value_low"],
        high=row["value_high"],
        basis=row["basis"],
        open_signals=tuple(row.get("open_signals") or ()),
    )


def _version_change(row: Row) -> VersionChange:
    return VersionChange(
        version=row["version"],
        previous=row["previous_version"],
        lost=row["area_years_lost"],
        added=row["area_years_added"],
        changed=row["area_years_changed"],
        reported_totals=row["reported_totals"],
        area_years=row["area_years"],
    )


def _coverage_cell(row: Row) -> CoverageCell:
    return CoverageCell(
        version=row["version"], ref_area=row["ref_area"], year=row["year"], state=row["state"]
    )


_MAKERS = {
    "detected_victims_by_year": _year_figure,
    "detected_victims": _area_figure,
    "version_changes": _version_change,
    "coverage": _coverage_cell,
}
_OF_TRENDS = ("trends", "trend_indices")
