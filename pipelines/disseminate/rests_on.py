"""What the figures of the newest version rest on, year by year, as the page tells it. All from the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import current_language
from pipelines.contract.text import _
from pipelines.disseminate.evidence import Evidence, Row
from pipelines.disseminate.wording import Labels, area_years, day, listed, number


@dataclass(frozen=True)
class YearFacts:
    """One year in words; `statement` is the sentence of the table `reliability`.

    `days` is how long after the end of the year a figure was first known: the median, and the most.
    """

    year: str
    areas: str
    state_share: str
    population_share: str
    days: str
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
    evidence: Evidence,
    reliability: Iterable[Row],
    summary: Iterable[Row],
    completeness: Iterable[Row],
    labels: Labels,
) -> RestsOn | None:
    """From the rows of `reliability`, `coverage_summary` and `column_completeness`.

    None where none is about the newest version.
    """
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
        sentences=tuple(_sentences(covered, _about(evidence, completeness))),
    )


def _sentences(covered: Mapping[int, Row], columns: Iterable[Row]) -> list[str]:
    """What holds of all years together."""
    rows = list(covered.values())
    said = (_span(rows), _incomplete(rows), _new_zeros(rows), _filled(columns), _population(rows))
    return [sentence for sentence in said if sentence]


def _about(evidence: Evidence, rows: Iterable[Row]) -> list[Row]:
    series = evidence.source, evidence.offence, evidence.versions[-1]
    return [row for row in rows if (row["source"], row["offence"], row["version"]) == series]


def _year(year: int, covered: Row, statement: str) -> YearFacts:
    return YearFacts(
        year=str(year),
        areas=number(covered["area_count"]) if covered else "",
        state_share=share(covered.get("state_share")),
        population_share=share(covered.get("population_share")),
        days=_days(covered),
        is_incomplete=bool(covered.get("is_incomplete")),
        statement=statement,
    )


def share(part: float | None) -> str:
    """A share in per cent, empty where it is not known."""
    if part is None:
        return ""
    written = f"{number(round(100 * part, 1))} %"
    return isolate(written) if current_language() in RIGHT_TO_LEFT else written


def _days(covered: Row) -> str:
    if covered.get("median_days") is None:
        return ""
    written = f"{number(covered['median_days'])} ({number(covered['most_days'])})"
    return isolate(written) if current_language() in RIGHT_TO_LEFT else written


def _span(covered: Iterable[Row]) -> str:
    spans = {(row.get("first_year"), row.get("last_year")) for row in covered} - {(None, None)}
    if not spans:
        return ""
    first, last = min(spans)
    return _("Answers from %(first)s to %(last)s.") % {"first": first, "last": last}


def _new_zeros(covered: Iterable[Row]) -> str:
    """Zeros that came years late, many at once: an office may have filled a form and looked for nothing."""
    counts = [row["new_zero_count"] for row in covered if "new_zero_count" in row]
    if not counts:
        return ""
    return _("New zeros, unverified: %(count)s.") % {"count": area_years(sum(counts))}


def _filled(columns: Iterable[Row]) -> str:
    """How completely each column is filled, in area-years; those that nobody fills are not named."""
    rows = list(columns)
    if not rows:
        return ""
    filled: dict[str, int] = {}
    for row in rows:
        filled[row["column_name"]] = filled.get(row["column_name"], 0) + row["filled_area_count"]
    given = [f"{name} {number(count)}" for name, count in sorted(filled.items()) if count]
    if not given:
        return _("No column is filled beyond area, year and figure.")
    every = sum(row["area_count"] for row in rows if row["column_name"] == min(filled))
    return _("Columns filled, of %(all)s: %(columns)s.") % {
        "all": area_years(every),
        "columns": listed(given),
    }


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
