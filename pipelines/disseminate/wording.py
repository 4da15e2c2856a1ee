"""Numbers and counts as words, and the sentences that charts and the page share. No drawing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipelines.contract import cldr
from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import current_language
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.evidence import Evidence, VersionChange, YearFigure

Labels = Callable[[str, str], str]
"""(code list, code) -> the label in the reader's language, such as ("area", "EGY") -> "Egypt"."""


def number(value: float) -> str:
    """A count without decimals, with the separators of the reader's language."""
    return cldr.number(value, decimals=1)


def interval(low: float, high: float | None) -> str:
    """`45`, `19–23`, or `≥ 145` where no upper limit is known."""
    if low == high:
        return number(low)
    written = f"≥ {number(low)}" if high is None else f"{number(low)}–{number(high)}"
    return apart(written)


def victims(low: float, high: float | None) -> str:
    """The number of victims as words, with what is known of its upper limit."""
    count = {"n": number(low), "high": "" if high is None else number(high)}
    if high is None:
        return ngettext("at least %(n)s victim", "at least %(n)s victims", round(low)) % count
    if low != high:
        return _("between %(n)s and %(high)s victims") % count
    return ngettext("%(n)s victim", "%(n)s victims", round(low)) % count


def amount(low: float, high: float | None) -> str:
    """A number of victims within a sentence that names them itself."""
    if high is None:
        return _("at least %(n)s") % {"n": number(low)}
    return interval(low, high)


def area_years(count: int) -> str:
    """A number of area-years (one area in one year) as words."""
    return ngettext("%(n)s area-year", "%(n)s area-years", count) % {"n": number(count)}


def areas(count: int) -> str:
    """A number of reporting areas as words."""
    return ngettext("%(n)s reporting area", "%(n)s reporting areas", count) % {"n": number(count)}


def areas_between(least: int, most: int) -> str:
    """From so many to so many reporting areas as words; one number where they are the same."""
    if least == most:
        return areas(most)
    words = ngettext("%(least)s to %(most)s reporting area", "%(least)s to %(most)s reporting areas", most)
    return words % {"least": number(least), "most": number(most)}


def figures_of(count: int) -> str:
    """A number of figures as words."""
    words = ngettext("%(n)s figure (one area in one year)", "%(n)s figures (one area in one year)", count)
    return words % {"n": number(count)}


def day(version: date) -> str:
    """The day since which a version is known."""
    return cldr.day(version)


def listed(words: list[str]) -> str:
    """Words one after the other."""
    return cldr.listed(words)


def sum_of(figures: tuple[YearFigure, ...]) -> tuple[float, float | None]:
    """Low and high of all years of one version together; high is None as soon as one year has none."""
    highs = [f.high for f in figures if f.high is not None]
    return sum(f.low for f in figures), sum(highs) if len(highs) == len(figures) else None


def peak_of(figures: tuple[YearFigure, ...]) -> YearFigure | None:
    """The first year with the most victims; None where there is no figure."""
    return max(figures, key=lambda f: (f.low, -f.year), default=None)


def size_of(evidence: Evidence, version: date) -> str:
    """The n of a version: victims, area-years and areas, of what no open signal holds out."""
    low, high = sum_of(evidence.years_of(version))
    parts = [victims(low, high), area_years(len(evidence.counted(version)))]
    return _("n = %(size)s") % {"size": listed([*parts, areas(evidence.reporting_areas(version))])}


def what_changed(change: VersionChange) -> str:
    """How a version differs from the one before, as one sentence without a full stop."""
    if change.previous is None:
        return _("the first version known")
    if change.is_repeat:
        return _("the same figures as in the version before")
    counts = {
        "lost": area_years(change.lost),
        "added": number(change.added),
        "changed": number(change.changed),
    }
    return _("against the version before: %(lost)s lost, %(added)s added, %(changed)s changed") % counts


def totals_of(change: VersionChange) -> str:
    """How many figures of a version were reported as totals rather than summed from their parts."""
    if not change.reported_totals:
        return _("no total was reported: every figure is a sum of parts")
    counts = {"n": number(change.reported_totals), "all": number(change.area_years)}
    words = ngettext(
        "reported totals: %(n)s of %(all)s figure",
        "reported totals: %(n)s of %(all)s figures",
        change.area_years,
    )
    return words % counts


def source_line(evidence: Evidence, labels: Labels) -> str:
    """Where the figures come from: source, versions, and the n of each."""
    sizes = [f"{day(v)} ({_n(*sum_of(evidence.years_of(v)))})" for v in evidence.versions]
    words = {"source": labels("source", evidence.source), "versions": listed(sizes)}
    return _("Source: %(source)s, versions known since %(versions)s.") % words


def _n(low: float, high: float | None) -> str:
    return apart(f"n {interval(low, high)}" if high is None else f"n = {interval(low, high)}")


def pair(first: str, second: str) -> str:
    """Two words that belong together, such as a code and its name, also where the sentence runs leftwards."""
    return apart(f"{first} {second}")


def held_out_sentence(evidence: Evidence, labels: Labels) -> str:
    """Which area-years of the newest version open signals keep out of totals; empty where there are none."""
    held = evidence.held_out(evidence.versions[-1])
    if not held:
        return ""
    years: dict[str, list[int]] = {}
    for figure in held:
        years.setdefault(figure.ref_area, []).append(figure.year)
    named = [
        pair(labels("area", area), f"({cldr.listed([str(year) for year in sorted(them)])})")
        for area, them in years.items()
    ]
    left_out = ngettext(
        "Left out of totals while a signal on it is open (tipor signal list): %(names)s.",
        "Left out of totals while signals on them are open (tipor signal list): %(names)s.",
        len(held),
    )
    return left_out % {"names": cldr.clauses(named)}


def apart(text: str) -> str:
    """Text that keeps its own direction within a sentence that runs leftwards."""
    return isolate(text) if current_language() in RIGHT_TO_LEFT else text


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'。' if current_language() == 'zh' else '.'}"


def caution() -> str:
    """What no chart may be read as."""
    return _("Detected victims, not the size of the crime.")
