"""The chart `detected_victims`: victims per year, one panel a version, reporting areas beneath.

Each bar is a stack of areas, so that one can see how few make a year. A version that says the same as the one
before is drawn all the same. What an open signal questions stands hollow above the number of its year, apart
from the bar: the number is of what counts. Words stand in `detected_victims_words`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pipelines.contract.text import _
from pipelines.disseminate import detected_victims_words as say
from pipelines.disseminate import style
from pipelines.disseminate.chart import Chart, csv_bytes, write_whole
from pipelines.disseminate.detected_victims_parts import (
    CSV_HEADER,
    drawn_values,
    hollow,
    lows_before,
    parts,
)
from pipelines.disseminate.evidence import AreaFigure, Evidence, YearFigure
from pipelines.disseminate.style import Mark, Sheet
from pipelines.disseminate.wording import Labels, day, interval, sentence, size_of, totals_of, what_changed

PLACE = 1
"""Where the chart stands on the page."""
NAME = "detected_victims"

SOUND = Mark(style.BLUE, style.WHITE)
DOUBTFUL = Mark(style.WHITE, style.ORANGE, "/////", line=0.9)
HELD_OUT = Mark(style.WHITE, style.INK, line=0.9, dash=":")
BEFORE = Mark(style.WHITE, style.WHITE, sign="—", sign_size=style.TITLE)
OPEN = Mark(style.WHITE, style.WHITE, sign="↑", sign_colour=style.ORANGE, sign_size=style.TITLE)
AREAS = Mark(style.HAIR, style.HAIR)
INCOMPLETE = Mark(style.PALE_GREY, style.PALE_GREY)

_WIDTH, _LEFT, _BAR = 9.4, 1.15, 0.72
_HEADING, _VICTIMS, _GAP, _STRIP, _FOOT = 0.5, 1.55, 0.08, 0.34, 0.34
_NUMBER, _ARROW, _FULL = 0.12, 0.11, 0.97
"""Shares of the height of a panel: the number above a bar, the arrow of an open top, what may be filled."""
_PANEL = _HEADING + _VICTIMS + _GAP + _STRIP + _FOOT


def draw(evidence: Evidence, folder: Path, labels: Labels, name: str = NAME) -> Chart:
    """Draw the chart into `folder` as NAME.png, NAME.svg and NAME.csv. Needs at least one year of figures."""
    title, alt = say.title(evidence), say.alt_text(evidence, labels)
    sheet = build(evidence, labels)
    return Chart(
        name=name,
        title=title,
        subtitle=say.subtitle(evidence, labels),
        alt=alt,
        notes=say.notes(evidence, labels, _coded(evidence)),
        table=say.data_table(evidence),
        png=write_whole(folder / f"{name}.png", sheet.png(title, alt)),
        svg=write_whole(folder / f"{name}.svg", sheet.svg(title, alt)),
        csv=write_whole(folder / f"{name}.csv", csv_bytes(CSV_HEADER, drawn_values(evidence))),
    )


def build(evidence: Evidence, labels: Labels) -> Sheet:
    """The picture before it is written; `sheet.figure` is the matplotlib figure."""
    with style.house_style():
        sheet = style.new_sheet(
            say.title(evidence),
            say.subtitle(evidence, labels),
            _key(evidence),
            say.notes(evidence, labels, _coded(evidence)),
            _WIDTH,
            _PANEL * len(evidence.versions),
        )
        for index, version in enumerate(evidence.versions):
            _draw_panel(sheet, evidence, version, index * _PANEL)
    return sheet


def _key(evidence: Evidence) -> list[tuple[Mark, str]]:
    """The entries of the key that occur in the picture."""
    key = [(SOUND, _("figure of one area, the largest lowest"))]
    if not all(a.is_sound for a in evidence.areas):
        key.append((DOUBTFUL, _("doubtful: incomplete or contradicted")))
    if any(hollow(evidence, version) for version in evidence.versions):
        key.append((HELD_OUT, _("questioned by an open signal: in no total")))
    if any(f.high is None for f in evidence.years):
        key.append((OPEN, _("no upper limit is known")))
    if len(evidence.versions) > 1:
        key.append((BEFORE, _("the year in the version before")))
    key.append((AREAS, _("areas with a figure")))
    if any(evidence.incomplete(version) for version in evidence.versions):
        key.append((INCOMPLETE, _("last years: still incomplete")))
    return key


def _top(evidence: Evidence) -> float:
    """The upper end of the shared scale of victims, with room for the numbers above the bars."""
    bars = {(f.version, f.year): f.low if f.high is None else f.high for f in evidence.years}
    stacks: dict[tuple[date, int], float] = {}
    for part in (part for version in evidence.versions for part in hollow(evidence, version)):
        place = part.version, part.year
        stacks[place] = stacks.get(place, bars.get(place, 0.0)) + part.low
    room = _FULL - _ARROW - _NUMBER
    return max([1.28, *(1.28 * bar for bar in bars.values()), *(end / room for end in stacks.values())])


def _draw_panel(sheet: Sheet, evidence: Evidence, version: date, top: float) -> None:
    heading = _("Version known since %(version)s") % {"version": day(version)}
    beside = style.MARGIN + style.text_width(heading, style.HEADING, "bold") + 0.15
    sheet.words(style.MARGIN, top, heading, style.HEADING, fontweight="bold")
    sheet.words(beside, top + 0.015, size_of(evidence, version), style.NOTE)
    facts = _facts(evidence, version)
    size = style.fitting_size(facts, style.NOTE, _WIDTH - 2 * style.MARGIN)
    sheet.words(style.MARGIN, top + 0.2, facts, size, color=style.GREY)
    width = _WIDTH - _LEFT - style.MARGIN
    victims = sheet.axes(_LEFT, top + _HEADING, width, _VICTIMS)
    strip = sheet.axes(_LEFT, top + _HEADING + _VICTIMS + _GAP, width, _STRIP)
    drawn = {f.year for f in evidence.years} | {a.year for a in evidence.areas}
    years = range(min(drawn), max(drawn) + 1)
    for axes in (victims, strip):
        axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        _shade(axes, evidence, version)
    _draw_victims(victims, evidence, version)
    _draw_strip(strip, evidence, version, years)


def _facts(evidence: Evidence, version: date) -> str:
    """How the version stands to the one before, and how many of its totals were reported."""
    change = evidence.change(version)
    return sentence(f"{what_changed(change)}; {totals_of(change)}")


def _shade(axes: Any, evidence: Evidence, version: date) -> None:
    for year in evidence.incomplete(version):
        axes.axvspan(year - 0.5, year + 0.5, color=style.PALE_GREY, linewidth=0, zorder=0)


def _draw_victims(axes: Any, evidence: Evidence, version: date) -> None:
    top = _top(evidence)
    axes.set_ylim(0, top)
    axes.set_xticks([])
    axes.set_ylabel(_("Detected\nvictims"), rotation=0, ha="right", va="center", fontsize=style.SMALL)
    axes.yaxis.get_major_locator().set_params(nbins=4, integer=True)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= top])
    before = lows_before(evidence, version)
    ends = dict.fromkeys((a.year for a in evidence.areas_of(version)), 0.0)
    for figure in evidence.years_of(version):
        ends[figure.year] = _draw_bar(axes, evidence, figure, top)
    for figure in evidence.years_of(version):
        _write_number(axes, evidence, figure, ends[figure.year], top)
        ends[figure.year] += top * _NUMBER
        if figure.year in before:
            sides = (figure.year - 0.46, figure.year + 0.46)
            line = axes.plot(sides, [before[figure.year]] * 2, color=style.INK, linewidth=1.1, zorder=4)[0]
            line.set(clip_on=False, gid=f"before-{version}-{figure.year}")
    for part in hollow(evidence, version):
        _draw_part(axes, part, ends[part.year], HELD_OUT, top)
        ends[part.year] += part.low


def _draw_part(axes: Any, part: AreaFigure, base: float, mark: Mark, top: float) -> None:
    gid = f"{'held' if part.is_held_out else 'part'}-{part.version}-{part.year}-{part.ref_area}"
    style.box(axes, part.year - _BAR / 2, base, _BAR, part.low, mark, gid)
    if _has_room(part, top):
        _write_code(axes, part.year, base + part.low / 2, part)


def _draw_bar(axes: Any, evidence: Evidence, figure: YearFigure, top: float) -> float:
    """The stack of a year, with what is known of its upper limit; where it ends."""
    base = 0.0
    for part in parts(evidence, figure.version, figure.year):
        _draw_part(axes, part, base, SOUND if part.is_sound else DOUBTFUL, top)
        base += part.low
    if figure.high is None:
        arrow = {"arrowstyle": "-|>", "color": style.ORANGE, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0}
        end = base + top * _ARROW
        axes.annotate("", (figure.year, end), (figure.year, base), arrowprops=arrow, zorder=3)
        return end
    if figure.high > figure.low:
        axes.plot([figure.year] * 2, [figure.low, figure.high], color=style.ORANGE, linewidth=1.2, marker="_")
    return figure.high


def _write_number(axes: Any, evidence: Evidence, figure: YearFigure, end: float, top: float) -> None:
    """The number of a year above what counts; what is held out stands above the number."""
    words: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": style.SMALL, "fontweight": "bold"}
    if _is_crossed(evidence, figure, end, top):
        words["bbox"] = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 0.8}
    axes.text(figure.year, end + top * 0.025, interval(figure.low, figure.high), zorder=5, **words)


def _is_crossed(evidence: Evidence, figure: YearFigure, end: float, top: float) -> bool:
    """Whether the line of the version before would run through the number above the bar."""
    before = lows_before(evidence, figure.version).get(figure.year, 0.0)
    return end + top * 0.02 < before < end + top * 0.12


def _has_room(part: AreaFigure, top: float) -> bool:
    """Whether a part is high enough for the code of its area."""
    return part.low / top * _VICTIMS > style.TINY / 72 * 1.1


def _coded(evidence: Evidence) -> list[str]:
    """The areas whose codes stand in the picture."""
    top = _top(evidence)
    return sorted({a.ref_area for a in evidence.areas if a.low > 0 and _has_room(a, top)})


def _write_code(axes: Any, x: float, y: float, part: AreaFigure) -> None:
    look: dict[str, Any] = {"color": style.WHITE}
    if not part.is_sound or part.is_held_out:
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 0.6}
        look = {"color": style.INK, "bbox": box}
    axes.text(x, y, part.ref_area, ha="center", va="center_baseline", fontsize=style.TINY, **look)


def _draw_strip(axes: Any, evidence: Evidence, version: date, years: range) -> None:
    most = max(f.area_count for f in evidence.years)
    axes.set_ylim(0, most * 1.75)
    axes.set_ylabel(_("Areas with\na figure"), rotation=0, ha="right", va="center", fontsize=style.SMALL)
    axes.set_yticks([])
    axes.set_xticks(years, [str(year) for year in years])
    axes.tick_params(axis="x", length=0, pad=2)
    axes.spines["left"].set_visible(False)
    for figure in evidence.years_of(version):
        gid = f"areas-{version}-{figure.year}"
        style.box(axes, figure.year - _BAR / 2, 0, _BAR, figure.area_count, AREAS, gid)
        words = {"ha": "center", "va": "bottom", "fontsize": style.TINY, "color": style.GREY}
        axes.text(figure.year, figure.area_count + most * 0.08, str(figure.area_count), **words)
