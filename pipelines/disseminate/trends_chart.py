"""The chart `trends`: three indices of what the same areas reported, and rates of change with their limits.

Of the newest version. Where no trend may be stated the title says why, and no index and no rate is drawn, for
they would read as a trend (`trends_refused`). Words stand in `trends_words`, the numbers in `trends_parts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Any

from pipelines.contract.text import _
from pipelines.disseminate import style, trends_refused
from pipelines.disseminate import trends_table as table
from pipelines.disseminate import trends_words as say
from pipelines.disseminate.chart import Chart, csv_bytes, write_whole
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.style import Mark, Sheet
from pipelines.disseminate.trend_evidence import (
    CHAINED,
    FIXED_EFFECTS,
    KINDS,
    MATCHED,
    NAIVE,
    Trend,
    TrendRow,
    is_refused,
)
from pipelines.disseminate.trends_parts import BASE, CSV_HEADER, drawn_values, limits_of, reach_of, top_of
from pipelines.disseminate.wording import Labels, day

PLACE = 3
"""Where the chart stands on the page."""
NAME = "trends"

_HOLLOW = {"linewidth": 1.2, "markerfacecolor": "none"}
LOOKS: dict[str, dict[str, Any]] = {
    FIXED_EFFECTS: {"color": style.BLUE, "marker": "o", "markersize": 4, "linewidth": 2.0, "zorder": 4},
    MATCHED: _HOLLOW | {"color": style.ORANGE, "marker": "s", "markersize": 6, "linestyle": "--"},
    CHAINED: _HOLLOW | {"color": style.INK, "marker": "^", "markersize": 9, "linestyle": ":"},
}
"""How the indices look; of different sizes, so that all three are seen where they say the same."""
SIGNS = {FIXED_EFFECTS: ("●", style.BLUE), MATCHED: ("□", style.ORANGE), CHAINED: ("△", style.INK)}
LIMITS = Mark(style.PALE_BLUE, style.PALE_BLUE)
RANGE = Mark(style.WHITE, style.GREY, line=0.9)
REPORTING = Mark(style.HAIR, style.HAIR)
COMPARED = Mark(style.GREY, style.GREY)
CUT = Mark(style.WHITE, style.WHITE, sign="↑", sign_colour=style.ORANGE, sign_size=style.TITLE)
KEPT_OUT = Mark(style.PALE_GREY, style.PALE_GREY)

_WIDTH, _LEFT, _BAR = 9.4, 1.15, 0.72
_HEADING, _INDEX, _GAP, _STRIP, _FOOT = 0.4, 1.9, 0.08, 0.36, 0.42
_RATES, _RATE, _SCALE = 0.28, 0.2, 0.35
_RATE_LEFT, _RATE_WIDTH, _RATE_WORDS = 3.75, 2.9, 6.8
_TICKS = ((0.7, (0.25, 0.5, 1, 2, 4)), (0.3, (0.5, 0.75, 1, 1.5, 2)), (0.0, (0.8, 0.9, 1, 1.1, 1.25)))
"""From which reach on which rates are written under their scale."""


def draw(evidence: Evidence, folder: Path, labels: Labels, name: str = NAME) -> Chart:
    """Draw the chart into `folder` as NAME.png, NAME.svg and NAME.csv; also where there is no index."""
    title = say.statement(evidence.trend)
    alt = say.alt_text(evidence, labels, title)
    sheet = build(evidence, labels)
    return Chart(
        name=name,
        title=title,
        subtitle=say.subtitle(evidence, labels),
        alt=alt,
        notes=say.notes(evidence, labels),
        table=table.data_table(evidence),
        png=write_whole(folder / f"{name}.png", sheet.png(title, alt)),
        svg=write_whole(folder / f"{name}.svg", sheet.svg(title, alt)),
        csv=write_whole(folder / f"{name}.csv", csv_bytes(CSV_HEADER, drawn_values(evidence))),
    )


def build(evidence: Evidence, labels: Labels) -> Sheet:
    """The picture before it is written; `sheet.figure` is the matplotlib figure."""
    trend = evidence.trend
    header = say.statement(evidence.trend), say.subtitle(evidence, labels)
    notes = say.notes(evidence, labels)
    with style.house_style():
        if trend is None or is_refused(trend):
            return trends_refused.build(evidence, labels)
        indices = _HEADING + _INDEX + _GAP + _STRIP + _FOOT
        rates = _RATES + len(trend.rates) * _RATE + _SCALE if trend.rates else 0.0
        sheet = style.new_sheet(*header, _key(trend), notes, _WIDTH, indices + rates)
        _draw_indices(sheet, trend)
        if trend.rates:
            _draw_rates(sheet, trend, indices)
    return sheet


def _key(trend: Trend) -> list[tuple[Mark, str]]:
    """The entries of the key that occur in the picture."""
    key = []
    for name, (sign, colour) in SIGNS.items():
        if trend.index(name):
            mark = Mark(style.WHITE, style.WHITE, sign=sign, sign_colour=colour, sign_size=style.HEADING)
            key.append((mark, say.kind(name)))
    highs = [limits[1] for p in trend.index(FIXED_EFFECTS) if (limits := limits_of(p))]
    if highs or any(_is_sampled(row) for row in trend.rates):
        key.append((LIMITS, _("limits of fixed effects (95 %)")))
    if any(high > top_of(trend) for high in highs):
        key.append((CUT, _("the limits go on beyond the picture")))
    if any(row.low is not None and not _is_sampled(row) for row in trend.rates):
        key.append((RANGE, _("range of what was tried out")))
    key += [(REPORTING, _("areas with a figure")), (COMPARED, _("of these compared with themselves"))]
    return [*key, (KEPT_OUT, _("kept out: still incomplete"))] if trend.incomplete else key


def _draw_indices(sheet: Sheet, trend: Trend) -> None:
    heading = _("Version known since %(version)s") % {"version": day(trend.version)}
    beside = style.MARGIN + style.text_width(heading, style.HEADING, "bold") + 0.15
    sheet.words(style.MARGIN, 0, heading, style.HEADING, fontweight="bold")
    sheet.words(beside, 0.015, say.basis(trend), style.NOTE)
    width = _WIDTH - _LEFT - style.MARGIN
    index = sheet.axes(_LEFT, _HEADING, width, _INDEX)
    strip = sheet.axes(_LEFT, _HEADING + _INDEX + _GAP, width, _STRIP)
    for axes in (index, strip):
        axes.set_xlim(trend.years[0] - 0.6, trend.years[-1] + 0.6)
        for year in trend.incomplete:
            axes.axvspan(year - 0.5, year + 0.5, color=style.PALE_GREY, linewidth=0, zorder=0)
    _draw_lines(index, trend)
    _draw_strip(strip, trend)


def _draw_lines(axes: Any, trend: Trend) -> None:
    top = top_of(trend)
    axes.set(ylim=(0, top), xticks=[])
    name = _("Index: 100 in\nthe first year\nwith a\ndetection")
    axes.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=style.SMALL)
    axes.yaxis.get_major_locator().set_params(nbins=4, integer=True)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= top])
    axes.axhline(BASE, color=style.HAIR, linewidth=0.8, zorder=1)
    _draw_limits(axes, trend, top)
    for name in KINDS:
        points = {p.year: p.value for p in trend.index(name)}
        values = [points.get(year, float("nan")) for year in trend.years]
        (line,) = axes.plot(trend.years, values, **LOOKS[name])
        line.set(clip_on=False, gid=f"index-{name}")
    _write_values(axes, trend, top)


def _write_values(axes: Any, trend: Trend, top: float) -> None:
    """The fixed-effects index in numbers: above its point, or below where another index lies just above."""
    for year, value in ((p.year, p.value) for p in trend.index(FIXED_EFFECTS) if p.value is not None):
        others = [p.value for name in (MATCHED, CHAINED) for p in trend.index(name) if p.year == year]
        gaps = [(other - value) / top for other in others if other is not None]
        is_below = any(0.02 < gap < 0.16 for gap in gaps) and value > top * 0.16
        side: dict[str, Any] = {"va": "top" if is_below else "bottom", "ha": "center", "zorder": 5}
        side["bbox"] = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 0.4, "alpha": 0.8}
        y = value + top * (-0.04 if is_below else 0.035)
        axes.text(year, y, table.index_number(value), fontsize=style.SMALL, fontweight="bold", **side)


def _draw_limits(axes: Any, trend: Trend, top: float) -> None:
    """The limits of the fixed-effects index, cut at the top with an arrow where they go beyond."""
    for point in trend.index(FIXED_EFFECTS):
        if (limits := limits_of(point)) is None:
            continue
        low, high = (min(end, top) for end in limits)
        style.box(axes, point.year - 0.11, low, 0.22, high - low, LIMITS, f"limits-{point.year}")
        if limits[1] > top:
            look = {"ha": "center", "va": "top", "color": style.ORANGE, "fontsize": style.HEADING}
            axes.text(point.year, top * 1.02, "↑", **look)


def _draw_strip(axes: Any, trend: Trend) -> None:
    most = max(trend.reporting.values(), default=1)
    axes.set_ylim(0, most * 1.75)
    name = _("Areas\ncompared / with\na figure")
    axes.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=style.TINY)
    axes.set_yticks([])
    axes.set_xticks(trend.years, [str(year) for year in trend.years])
    axes.tick_params(axis="x", length=0, pad=2)
    axes.spines["left"].set_visible(False)
    for year, count in trend.reporting.items():
        style.box(axes, year - _BAR / 2, 0, _BAR, count, REPORTING, f"areas-{year}")
        compared = trend.compared.get(year, 0)
        style.box(axes, year - _BAR / 4, 0, _BAR / 2, compared, COMPARED, f"compared-{year}")
        words = {"ha": "center", "va": "bottom", "fontsize": style.TINY, "color": style.GREY}
        axes.text(year, count + most * 0.08, table.counted(trend, year), **words)


def _draw_rates(sheet: Sheet, trend: Trend, top: float) -> None:
    """One row a rate: its name, its estimate and limits on a scale, and the same in numbers."""
    heading = _("Change from one year to the next")
    sheet.words(style.MARGIN, top, heading, style.HEADING, fontweight="bold")
    top += _RATES
    rows = trend.rates
    axes = sheet.axes(_RATE_LEFT, top, _RATE_WIDTH, len(rows) * _RATE)
    reach = reach_of(trend)
    axes.set(xlim=(-reach, reach), ylim=(len(rows), 0), yticks=[])
    axes.axvline(0, color=style.GREY, linewidth=0.8, zorder=1)
    axes.spines["left"].set_visible(False)
    _write_scale(axes, reach)
    for index, row in enumerate(rows):
        _draw_rate(axes, row, index, reach)
        middle = top + (index + 0.5) * _RATE
        name = say.rate(row.what)
        size = style.fitting_size(name, style.SMALL, _RATE_LEFT - style.MARGIN - 0.15)
        sheet.words(style.MARGIN, middle, name, size, va="center_baseline")
        sheet.words(_RATE_WORDS, middle, say.size(row), style.SMALL, va="center_baseline", color=style.GREY)


def _write_scale(axes: Any, reach: float) -> None:
    ticks: Sequence[float] = next(ticks for least, ticks in _TICKS if reach >= least)
    shown = [tick for tick in ticks if abs(log(tick)) <= reach]
    axes.set_xticks([log(tick) for tick in shown], [say.per_cent(tick) for tick in shown])
    axes.tick_params(axis="x", labelsize=style.TINY, pad=2)


def _is_sampled(row: TrendRow) -> bool:
    """Whether the limits of a row are limits of sampling, and not the ends of a range that was tried out."""
    return "p_value" in row.details


def _draw_rate(axes: Any, row: TrendRow, at: int, reach: float) -> None:
    if row.low is not None and row.high is not None:
        low, high = (min(max(log(end), -reach), reach) if end > 0 else -reach for end in (row.low, row.high))
        mark = LIMITS if _is_sampled(row) else RANGE
        style.box(axes, low, at + 0.3, high - low, 0.4, mark, f"range-{row.what}")
    if row.estimate is not None and row.estimate > 0 and abs(log(row.estimate)) <= reach:
        colour, face = (style.GREY, style.WHITE) if row.what == NAIVE else (style.BLUE, style.BLUE)
        look = {"color": colour, "markerfacecolor": face, "marker": "o", "markersize": 4.5, "zorder": 4}
        axes.plot([log(row.estimate)], [at + 0.5], gid=f"rate-{row.what}", **look)
