"""The words of the chart `detected_victims`, all from its data: title, subtitle, notes, alt text, table."""

from __future__ import annotations

from pipelines.contract.cldr import clauses
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.chart import DataTable
from pipelines.disseminate.evidence import Evidence, YearFigure
from pipelines.disseminate.wording import (
    Labels,
    amount,
    areas,
    caution,
    day,
    held_out_sentence,
    interval,
    pair,
    peak_of,
    size_of,
    source_line,
    victims,
    what_changed,
)


def title(evidence: Evidence) -> str:
    """The main point: where the last two versions differ most; else the year with the most victims."""
    pair = widest_gap(evidence)
    if pair is None:
        peak = peak_of(evidence.years_of(evidence.versions[-1]))
        if peak is None:
            return _("The newest version has no figure left")
        words = {"year": peak.year, "victims": victims(peak.low, peak.high), "areas": areas(peak.area_count)}
        return _("Most detected victims in %(year)s: %(victims)s in %(areas)s") % words
    before, now = pair
    return _("The version decides: %(year)s has %(before)s detected victims in one, %(now)s in the next") % {
        "year": now.year,
        "before": amount(before.low, before.high),
        "now": amount(now.low, now.high),
    }


def widest_gap(evidence: Evidence) -> tuple[YearFigure, YearFigure] | None:
    """The year in which the newest version differs most from the one before, in both; None if nowhere."""
    newest = evidence.versions[-1]
    previous = evidence.change(newest).previous
    if previous is None:
        return None
    before = {f.year: f for f in evidence.years_of(previous)}
    pairs = [(before[f.year], f) for f in evidence.years_of(newest) if f.year in before]
    pairs = [(old, new) for old, new in pairs if (old.low, old.high) != (new.low, new.high)]
    return max(pairs, key=lambda pair: abs(pair[1].low - pair[0].low), default=None)


def subtitle(evidence: Evidence, labels: Labels) -> str:
    """What is shown, of what, where and when."""
    years = [f.year for f in evidence.years]
    return _(
        "%(offence)s: victims detected per year, %(first)s–%(last)s, each version of %(source)s by itself"
    ) % {
        "offence": labels("offence", evidence.offence),
        "first": min(years),
        "last": max(years),
        "source": labels("source", evidence.source),
    }


def notes(evidence: Evidence, labels: Labels, coded: list[str]) -> tuple[str, ...]:
    """What is printed under the picture: the caution, the names of the codes in it, the source."""
    lines = [
        caution()
        + " "
        + _(
            "A year's number follows from which areas report: compare it with the number of areas beneath it."
        )
    ]
    if held := held_out_sentence(evidence, labels):
        lines.append(held)
    if coded:
        names = [pair(code, labels("area", code)) for code in coded]
        lines.append(_("Codes in the bars: %(names)s.") % {"names": clauses(names)})
    return (*lines, source_line(evidence, labels))


def alt_text(evidence: Evidence, labels: Labels) -> str:
    """Kind of chart, the data, and the reason to look at it."""
    count = len(evidence.versions)
    kind = ngettext(
        "Bar chart of detected victims per year (%(offence)s) in one version.",
        "Bar charts of detected victims per year (%(offence)s), one for each of %(n)s versions.",
        count,
    ) % {"n": count, "offence": labels("offence", evidence.offence)}
    return " ".join([kind, *_version_sentences(evidence), title(evidence) + ".", caution()])


def _version_sentences(evidence: Evidence) -> list[str]:
    sentences = []
    for version in evidence.versions:
        change = what_changed(evidence.change(version))
        words = {"version": day(version), "size": size_of(evidence, version), "change": change}
        sentences.append(_("Version of %(version)s: %(size)s; %(change)s.") % words)
        if peak := peak_of(evidence.years_of(version)):
            most = {"year": peak.year, "victims": victims(peak.low, peak.high)}
            sentences.append(_("Most in %(year)s: %(victims)s.") % most)
    return sentences


def data_table(evidence: Evidence) -> DataTable:
    """Years down, versions across: the victims and, in brackets, the number of areas with a figure."""
    figures = {(f.version, f.year): f for f in evidence.years}
    header = [
        _("Year"),
        *(_("%(version)s: victims (areas)") % {"version": day(v)} for v in evidence.versions),
    ]
    rows = []
    for year in sorted({f.year for f in evidence.years}):
        cells = [_cell(figures.get((version, year))) for version in evidence.versions]
        rows.append((str(year), *cells))
    return DataTable(tuple(header), tuple(rows))


def _cell(figure: YearFigure | None) -> str:
    return "" if figure is None else f"{interval(figure.low, figure.high)} ({figure.area_count})"
