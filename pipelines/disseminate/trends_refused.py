"""The picture of a trend that is refused: grey bars of what was counted, and nothing that reads as a trend.

The title has the reason. What does not belong here: the picture of a stated trend (`trends_chart`).
"""

from __future__ import annotations

from typing import Any

from pipelines.contract.text import _
from pipelines.disseminate import style
from pipelines.disseminate import trends_words as say
from pipelines.disseminate.evidence import Evidence, YearFigure
from pipelines.disseminate.style import Mark, Sheet
from pipelines.disseminate.wording import Labels, day, interval

COUNTED = Mark(style.HAIR, style.WHITE)
REPORTING = Mark(style.WHITE, style.GREY)
INCOMPLETE = Mark(style.PALE_GREY, style.PALE_GREY)

_WIDTH, _LEFT, _BAR = 9.4, 1.15, 0.72
_HEADING, _COUNTS, _GAP, _STRIP, _FOOT = 0.4, 1.4, 0.08, 0.36, 0.42


def build(evidence: Evidence, labels: Labels) -> Sheet:
    """The picture before it is written. Call within the style of the house."""
    figures = evidence.years_of(evidence.versions[-1])
    header = say.statement(evidence.trend), say.subtitle(evidence, labels)
    notes = say.notes(evidence, labels)
    if not figures:
        sheet = style.new_sheet(*header, (), notes, _WIDTH, _HEADING)
        words = _("There is no figure to draw.")
        sheet.words(style.MARGIN, 0.1, words, style.HEADING, color=style.GREY)
        return sheet
    body = _HEADING + _COUNTS + _GAP + _STRIP + _FOOT
    sheet = style.new_sheet(*header, _key(evidence), notes, _WIDTH, body)
    _draw(sheet, evidence, figures)
    return sheet


def _draw(sheet: Sheet, evidence: Evidence, figures: tuple[YearFigure, ...]) -> None:
    heading = _("Version known since %(version)s") % {"version": day(evidence.versions[-1])}
    sheet.words(style.MARGIN, 0, heading, style.HEADING, fontweight="bold")
    width = _WIDTH - _LEFT - style.MARGIN
    counts = sheet.axes(_LEFT, _HEADING, width, _COUNTS)
    strip = sheet.axes(_LEFT, _HEADING + _COUNTS + _GAP, width, _STRIP)
    years = [figure.year for figure in figures]
    for axes in (counts, strip):
        axes.set_xlim(min(years) - 0.6, max(years) + 0.6)
        for year in evidence.incomplete(evidence.versions[-1]):
            axes.axvspan(year - 0.5, year + 0.5, color=style.PALE_GREY, linewidth=0, zorder=0)
    _draw_counts(counts, figures)
    _draw_areas(strip, figures, years)


def _key(evidence: Evidence) -> list[tuple[Mark, str]]:
    key = [(COUNTED, _("sum over whoever reported: no trend")), (REPORTING, _("areas with a figure"))]
    if evidence.incomplete(evidence.versions[-1]):
        key.append((INCOMPLETE, _("last years: still incomplete")))
    return key


def _draw_counts(axes: Any, figures: tuple[YearFigure, ...]) -> None:
    top = max([1.0, *(figure.low for figure in figures)]) * 1.28
    axes.set(ylim=(0, top), xticks=[])
    axes.set_ylabel(_("Detected\nvictims"), rotation=0, ha="right", va="center", fontsize=style.SMALL)
    axes.yaxis.get_major_locator().set_params(nbins=4, integer=True)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= top])
    for figure in figures:
        style.box(axes, figure.year - _BAR / 2, 0, _BAR, figure.low, COUNTED, f"counted-{figure.year}")
        look: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": style.SMALL, "color": style.GREY}
        axes.text(figure.year, figure.low + top * 0.025, interval(figure.low, figure.high), **look)


def _draw_areas(axes: Any, figures: tuple[YearFigure, ...], years: list[int]) -> None:
    most = max(figure.area_count for figure in figures)
    axes.set_ylim(0, most * 1.75)
    axes.set_ylabel(_("Areas with\na figure"), rotation=0, ha="right", va="center", fontsize=style.SMALL)
    axes.set_yticks([])
    shown = range(min(years), max(years) + 1)
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.tick_params(axis="x", length=0, pad=2)
    axes.spines["left"].set_visible(False)
    for figure in figures:
        style.box(axes, figure.year - _BAR / 2, 0, _BAR, figure.area_count, REPORTING, f"areas-{figure.year}")
        look = {"ha": "center", "va": "bottom", "fontsize": style.TINY, "color": style.GREY}
        axes.text(figure.year, figure.area_count + most * 0.08, str(figure.area_count), **look)
