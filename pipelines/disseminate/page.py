"""The page `index.html`: the charts with their words, tables and files. Its look stands in `templates/`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.contract.cldr import clauses, listed
from pipelines.contract.direction import RIGHT_TO_LEFT
from pipelines.contract.labels import current_language
from pipelines.contract.text import _, ngettext, review_notice
from pipelines.disseminate.chart import Chart, write_whole
from pipelines.disseminate.drawing import ORGAN_REMOVAL
from pipelines.disseminate.evidence import Evidence, Tables
from pipelines.disseminate.headlines import Loss
from pipelines.disseminate.rests_on import RestsOn, rests_on
from pipelines.disseminate.sentences import three_sentences
from pipelines.disseminate.signal_list import SignalList, signal_list
from pipelines.disseminate.trend_list import TrendFacts, trend_facts
from pipelines.disseminate.wording import Labels, day, interval, number, sum_of, totals_of, what_changed

BESIDE = ("signals", "reliability", "coverage_summary", "column_completeness")
"""The tables that the page needs beside those of its charts."""
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class VersionFacts:
    """One version of one source, in words."""

    source: str
    offence: str
    version: str
    victims: str
    area_years: str
    areas: str
    change: str


@dataclass(frozen=True)
class Facts:
    """What the page says beside the charts. `not_cleared` counts submissions that may not be shown yet."""

    language: str
    sentences: tuple[str, ...]
    versions: tuple[VersionFacts, ...]
    not_cleared: int = 0
    as_of: date | None = None
    trends: tuple[TrendFacts, ...] = ()
    rests_on: tuple[RestsOn, ...] = ()
    signals: SignalList = field(default_factory=SignalList)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, for the `dir` of the page."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


def facts_of(
    evidence: Sequence[Evidence],
    labels: Labels,
    not_cleared: int = 0,
    as_of: date | None = None,
    beside: Tables | None = None,
    losses: Sequence[Loss] = (),
) -> Facts:
    """The facts of the page, in the reader's language, from the same evidence as the charts.

    `beside` has the rows of the tables BESIDE, where they are made; `losses` are the trends stated no more.
    """
    tables = {name: list((beside or {}).get(name, ())) for name in BESIDE}
    basis = tables["reliability"], tables["coverage_summary"], tables["column_completeness"]
    rested = [rests_on(about, *basis, labels) for about in evidence]
    return Facts(
        language=current_language(),
        sentences=tuple(line for about in evidence for line in three_sentences(about, labels)),
        versions=tuple(_version(about, version, labels) for about in evidence for version in about.versions),
        not_cleared=not_cleared,
        as_of=as_of,
        trends=tuple(trend_facts(about, losses, labels) for about in evidence),
        rests_on=tuple(filter(None, rested)),
        signals=signal_list(tables["signals"], ORGAN_REMOVAL, labels),
    )


def _version(evidence: Evidence, version: date, labels: Labels) -> VersionFacts:
    change = evidence.change(version)
    return VersionFacts(
        source=labels("source", evidence.source),
        offence=labels("offence", evidence.offence),
        version=day(version),
        victims=interval(*sum_of(evidence.years_of(version))),
        area_years=number(len(evidence.counted(version))),
        areas=number(evidence.reporting_areas(version)),
        change=clauses([what_changed(change), totals_of(change)]),
    )


def write_page(charts: Sequence[Chart], facts: Facts, folder: Path) -> Path:
    """Write `index.html` into `folder`, with links to the files of the charts relative to it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(_TEMPLATES)
    pages = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals.update(
        _=_, day=day, listed=listed, link=lambda path: Path(os.path.relpath(path, folder)).as_posix()
    )
    text = pages.get_template("index.html").render(
        charts=charts, facts=facts, not_cleared_notice=_not_cleared(facts.not_cleared), review=review_notice()
    )
    return write_whole(folder / "index.html", text.encode())


def _not_cleared(count: int) -> str:
    """The notice that something is held back, empty where nothing is."""
    if not count:
        return ""
    notice = ngettext(
        "%(n)s submission is not cleared: its figures are not public and stand in no chart here.",
        "%(n)s submissions are not cleared: their figures are not public and stand in no chart here.",
        count,
    )
    return notice % {"n": number(count)}
