"""What the figures of the newest version rest on, year by year, as the page tells it. All from the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import current_language
from pipelines.contract.text import _
from pipelines.disseminate.evidence import Evidence, Row
from pipelines.disseminate.wording import Labels, day, listed, number


@dataclass(frozen=True)
class YearFacts:
    """One year in words; `statement` is the sentence of the table `reliability`."""

    year: str
    areas: str
    state_share: str
    population_share: str
    is_incomplete: bool
    statement: str


@dataclass(frozen=True)
class RestsOn:
    """The years of one source and offence in its newest version."""

    source: str
    offence: str
    version: str
    years: tuple[YearFacts, ...]
    sentences: tuple[str, ...]


def rests_on(
    evidence: Evidence, reliability: Iterable[Row], summary: Iterable[Row], labels: Labels
) -> RestsOn | None:
    """From the rows of `reliability` and `coverage_summary`; None where none is about the newest version."""
    sums = [row for row in _about(evidence, reliability) if row["ref_area"] is None]
    statements = {row["year"]: row["statement"] for row in sums}
    covered = {row["year"]: row for row in _about(evidence, summary)}
    years = sorted({*statements, *covered})
    if not years:
        return None
    return RestsOn(
        source=labels("source", evidence.source),
        offence=labels("offence", evidence.offence),
        version=day(evidence.versions[-1]),
        years=tuple(_year(year, covered.get(year, {}), statements.get(year, "")) for year in years),
        sentences=tuple(filter(None, (_incomplete(covered.values()), _population(covered.values())))),
    )


def _about(evidence: Evidence, rows: Iterable[Row]) -> list[Row]:
    series = evidence.source, evidence.offence, evidence.versions[-1]
    return [row for row in rows if (row["source"], row["offence"], row["version"]) == series]


def _year(year: int, covered: Row, statement: str) -> YearFacts:
    return YearFacts(
        year=str(year),
        areas=number(covered["area_count"]) if covered else "",
        state_share=share(covered.get("state_share")),
        population_share=share(covered.get("population_share")),
        is_incomplete=bool(covered.get("is_incomplete")),
        statement=statement,
    )


def share(part: float | None) -> str:
    """A share in per cent, empty where it is not known."""
    if part is None:
        return ""
    written = f"{number(round(100 * part, 1))} %"
    return isolate(written) if current_language() in RIGHT_TO_LEFT else written


def _incomplete(covered: Iterable[Row]) -> str:
    years = [str(row["year"]) for row in covered if row["is_incomplete"]]
    if not years:
        return ""
    return _("Still incomplete, for too few areas of the year before have reported them yet: %(years)s.") % {
        "years": listed(years)
    }


def _population(covered: Iterable[Mapping[str, object]]) -> str:
    """Whose population figures the shares are made with."""
    sources = {str(row["population_source"]) for row in covered if row["population_share"] is not None}
    return _("Population: %(source)s.") % {"source": listed(sorted(sources))} if sources else ""
