"""The words of the chart `trends` and of the page on a trend: detections, never that trafficking rose."""

from __future__ import annotations

from pipelines.analyse.trends import wording as analysed
from pipelines.contract.cldr import clauses, number
from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import current_language
from pipelines.contract.text import _
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.trend_evidence import (
    CHAINED,
    FIXED_EFFECTS,
    KINDS,
    MATCHED,
    NAIVE,
    PANEL,
    REVERSAL,
    WITHOUT_ONE,
    Trend,
    TrendRow,
    is_refused,
)
from pipelines.disseminate.trends_table import figures, index_number
from pipelines.disseminate.wording import (
    Labels,
    areas,
    caution,
    day,
    listed,
    sentence,
    sum_of,
    victims,
)


def statement(trend: Trend | None) -> str:
    """What is stated, or that nothing is and why; without a full stop."""
    headline = trend.headline if trend else None
    if headline is None:
        return _("No trend is stated: the newest version has no figure that could be used")
    if headline.is_refused:
        reason = headline.refusal_text or headline.refusal
        return _("No trend is stated: %(reason)s") % {"reason": _within(reason)}
    about, (first, last) = headline.details, headline.years or (0, 0)
    size = about["per_cent"], about["per_cent_low"], about["per_cent_high"]
    text = analysed.statement(about["direction"], headline.areas or 0, size, (first, last))
    return text.rstrip(".。")


def _within(text: str) -> str:
    """A sentence as the end of another: without its full stop and, unless a code begins it, its capital."""
    text = text.rstrip(".。")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def subtitle(evidence: Evidence, labels: Labels) -> str:
    """Of what, which version, and that areas are compared with themselves; or that nothing is compared."""
    if is_refused(evidence.trend):
        text = _(
            "%(offence)s: victims detected per year, by whoever reported;"
            " %(source)s, version known since %(version)s"
        )
    else:
        text = _(
            "%(offence)s: detections reported by the same areas, year after year;"
            " %(source)s, version known since %(version)s"
        )
    return text % {
        "offence": labels("offence", evidence.offence),
        "source": labels("source", evidence.source),
        "version": day(evidence.versions[-1]),
    }


def kind(name: str) -> str:
    """What an index is called."""
    return {
        FIXED_EFFECTS: _("fixed effects: each area against itself"),
        MATCHED: _("matched panel: areas with every year"),
        CHAINED: _("chained pairs: areas with both years"),
    }[name]


def rate(what: str) -> str:
    """What a row of the rates is called."""
    names = {
        "fixed effects": _("Each area against itself (fixed effects)"),
        "fixed effects, bounded at their lowest": _("Fixed effects, bounded figures at their lowest"),
        "fixed effects, bounded at their highest": _("Fixed effects, bounded figures at their highest"),
        "fixed effects, interval-censored": _("Fixed effects, bounded figures anywhere within"),
        "every filling of the bounds": _("Range over every way to fill the bounds"),
        WITHOUT_ONE: _("Range when any one area is left out"),
        NAIVE: _("Sum over whoever reported: no trend"),
    }
    return names.get(what, what)


def per_cent(ratio: float) -> str:
    """A ratio from one year to the next as the change in per cent, with its sign."""
    change = round(100 * (ratio - 1), 1)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    written = f"{sign}{number(abs(change), 1)} %"
    return isolate(written) if current_language() in RIGHT_TO_LEFT else written


def size(row: TrendRow) -> str:
    """The rate of a row with its limits, as far as it has them."""
    ends = {} if row.low is None or row.high is None else {"low": row.low, "high": row.high}
    shown = {name: per_cent(ratio) for name, ratio in ends.items()}
    if row.estimate is None:
        return _("%(low)s to %(high)s") % shown if shown else ""
    shown["size"] = per_cent(row.estimate)
    return _("%(size)s (%(low)s to %(high)s)") % shown if ends else shown["size"]


def counted_in(trend: Trend) -> str:
    """The victims and areas of the panel; empty where there is none."""
    panel = trend.row(PANEL)
    if panel is None or panel.n is None or panel.areas is None:
        return ""
    return listed([victims(panel.n, panel.n), areas(panel.areas)])


def basis(trend: Trend) -> str:
    """The n of the panel, and how many of its areas can be compared with themselves."""
    counts, headline = counted_in(trend), trend.headline
    if not counts:
        return ""
    if headline is None or headline.areas is None:
        return _("n = %(size)s") % {"size": counts}
    compared = _("compared with themselves: %(n)s") % {"n": number(headline.areas)}
    return clauses([_("n = %(size)s") % {"size": counts}, compared])


def checks(trend: Trend, labels: Labels) -> str:
    """What comes of the estimate without one area, and by chance; empty where neither was looked at.

    Of a trend that is refused only what shows why.
    """
    if is_refused(trend):
        return _without_one(trend.row(WITHOUT_ONE), labels) if _is_unstable(trend) else ""
    said = [_without_one(trend.row(WITHOUT_ONE), labels), _by_chance(trend.row(REVERSAL))]
    return " ".join(filter(None, said))


def _is_unstable(trend: Trend) -> bool:
    """Whether one area decides the direction: the range without each is then the reason, and no trend."""
    row = trend.row(WITHOUT_ONE)
    return row is not None and not row.details["sign_is_stable"]


def _without_one(row: TrendRow | None, labels: Labels) -> str:
    if row is None or row.low is None or row.high is None:
        return ""
    text = _(
        "Leaving out one area gives %(low)s (without %(one)s) to %(high)s (without %(other)s) from one year"
        " to the next."
    )
    named = {
        "one": labels("area", row.details["without_for_lowest"]),
        "other": labels("area", row.details["without_for_highest"]),
    }
    return text % {"low": per_cent(row.low), "high": per_cent(row.high), **named}


def _by_chance(row: TrendRow | None) -> str:
    if row is None:
        return ""
    text = _(
        "If each area's series could as well run backwards, as strong a change would come in %(chance)s of"
        " 100 cases."
    )
    chance = 100 * row.details["p_value"]
    return text % {"chance": number(chance, 1 if chance >= 1 else 2)}


def notes(evidence: Evidence, labels: Labels) -> tuple[str, ...]:
    """What is printed under the picture: the caution, the checks, the source and how to trace its figures."""
    trend = evidence.trend
    if is_refused(trend):
        drawn = _("The sum over whoever reported rises when areas join: no rise or fall may be read from it.")
    else:
        drawn = _("Every index compares areas with themselves; the three differ in which areas they take.")
    lines = [f"{caution()} {drawn}"]
    if trend and (checked := checks(trend, labels)):
        lines.append(checked)
    return (*lines, _source(evidence, labels))


def _source(evidence: Evidence, labels: Labels) -> str:
    version, trend = evidence.versions[-1], evidence.trend
    if trend is None or is_refused(trend):
        drawn = listed(
            [victims(*sum_of(evidence.years_of(version))), areas(evidence.reporting_areas(version))]
        )
    else:
        drawn = counted_in(trend)
    words = {"source": labels("source", evidence.source), "version": day(version), "size": drawn}
    return (
        _(
            "Source: %(source)s, version known since %(version)s; n = %(size)s."
            " The lines behind an area and year: tipor trace trends AREA/YEAR."
        )
        % words
    )


def alt_text(evidence: Evidence, labels: Labels, main_point: str) -> str:
    """Kind of chart, the data, and the reason to look at it."""
    about = {"offence": labels("offence", evidence.offence)}
    trend = evidence.trend
    if trend is None or is_refused(trend):
        drawn = [_("Bars of detected victims per year (%(offence)s), no trend.") % about]
        drawn += [sentence(listed([f"{year} {counted}" for year, counted, _areas in figures(evidence)]))]
    else:
        drawn = [_("Line chart of three indices of detections by the same areas (%(offence)s).") % about]
        drawn += [_series(trend, name) for name in KINDS if trend.index(name)]
        drawn += [f"{rate(row.what)}: {size(row)}." for row in trend.rates]
    return " ".join([*drawn, sentence(main_point), caution()])


def _series(trend: Trend, name: str) -> str:
    """One index in words: each year with its value."""
    points = [f"{p.year} {index_number(p.value)}" for p in trend.index(name) if p.value is not None]
    return sentence(f"{kind(name)}: {listed(points)}")
