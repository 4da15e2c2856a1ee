"""The chart `coverage`: one cell for each area and year of the newest version, areas by UN region.

A cell that the version before had and the newest has not is marked as lost; one that an open signal questions
is hollow and counts in no total. Words stand in `coverage_words`, the grid in `coverage_grid`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.contract.text import _
from pipelines.disseminate import coverage_words as say
from pipelines.disseminate import style
from pipelines.disseminate.chart import Chart, csv_bytes, write_whole
from pipelines.disseminate.coverage_grid import LOST, QUESTIONED, Block, Grid, grid_of
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.style import Mark, Sheet
from pipelines.disseminate.wording import Labels, day

PLACE = 2
"""Where the chart stands on the page."""
NAME = "coverage"

MARKS = {
    "value": Mark(style.BLUE, style.WHITE),
    "zero": Mark(style.PALE_BLUE, style.WHITE, sign="0"),
    "nil": Mark(style.PALE_BLUE, style.WHITE, sign="∅"),
    "below": Mark(style.BLUE, style.WHITE, sign="<", sign_colour=style.WHITE),
    "suppressed": Mark(style.HAIR, style.WHITE, sign="■", sign_colour=style.GREY),
    LOST: Mark(style.WHITE, style.ORANGE, sign="×", sign_colour=style.ORANGE, line=0.9),
    "missing": Mark(style.WHITE, style.FAINT, "//////", line=0.3),
    "not_applicable": Mark(style.WHITE, style.HAIR, sign="–", sign_colour=style.GREY),
    "not_collected": Mark(style.PALE_GREY, style.HAIR, sign="·", sign_colour=style.GREY),
    "not_cleared": Mark(style.GREY, style.WHITE, sign="?", sign_colour=style.WHITE),
}
"""How each state looks, in the order of the key."""

HOLLOW = Mark(style.WHITE, style.INK, line=0.9, dash=":")
"""A figure that an open signal questions, in front of the sign of its state; as in the other charts."""
INCOMPLETE = Mark(style.PALE_GREY, style.PALE_GREY)

_SUBREGION, _AREA, _CELL, _ROW, _BETWEEN, _YEARS = 1.4, 2.2, 0.185, 0.165, 0.35, 0.36


def draw(evidence: Evidence, folder: Path, labels: Labels, name: str = NAME) -> Chart:
    """Draw the chart into `folder` as NAME.png, .svg and .csv. Raises ValueError where nothing is covered."""
    grid = grid_of(evidence)
    title, alt = say.title(grid), say.alt_text(evidence, grid, labels)
    sheet = build(evidence, labels)
    return Chart(
        name=name,
        title=title,
        subtitle=say.subtitle(evidence, grid, labels),
        alt=alt,
        notes=say.notes(evidence, grid, labels),
        table=say.data_table(grid, labels),
        png=write_whole(folder / f"{name}.png", sheet.png(title, alt)),
        svg=write_whole(folder / f"{name}.svg", sheet.svg(title, alt)),
        csv=write_whole(folder / f"{name}.csv", csv_bytes(CSV_HEADER, drawn_values(grid))),
    )


CSV_HEADER = ("version", "ref_area", "year", "state", "is_lost", "is_incomplete", "open_signals")


def drawn_values(grid: Grid) -> list[tuple[object, ...]]:
    """One row a cell, in the order of the picture."""
    rows: list[tuple[object, ...]] = []
    for area in grid.areas:
        for year in grid.years:
            marks = (_flag(grid.is_lost(area, year)), _flag(year in grid.incomplete))
            signals = " ".join(grid.open_signals(area, year))
            rows.append((grid.version, area, year, grid.state(area, year), *marks, signals))
    return rows


def _flag(is_so: bool) -> str:
    return "true" if is_so else "false"


def mark_of(grid: Grid, area: str, year: int) -> Mark:
    """How a cell looks: as its state, or hollow with the sign of its state where it is questioned."""
    mark = MARKS[grid.shown(area, year)]
    return replace(HOLLOW, sign=mark.sign) if grid.is_questioned(area, year) else mark


def build(evidence: Evidence, labels: Labels) -> Sheet:
    """The picture before it is written; `sheet.figure` is the matplotlib figure."""
    grid = grid_of(evidence)
    columns = grid.columns()
    counts = _counts(grid)
    wide = _SUBREGION + _AREA + _CELL * len(grid.years)
    width = max(2 * style.MARGIN + wide * len(columns) + _BETWEEN * (len(columns) - 1), 7.0)
    rows = max(_row_count(column) for column in columns)
    rows = max(rows, _row_count(columns[-1]) + len(counts) + 1.5)
    with style.house_style():
        notes = say.notes(evidence, grid, labels)
        header = (say.title(grid), say.subtitle(evidence, grid, labels), _key(grid), notes)
        sheet = style.new_sheet(*header, width, _YEARS + rows * _ROW + 0.05)
        for index, column in enumerate(columns):
            left = style.MARGIN + index * (wide + _BETWEEN)
            y = _draw_column(sheet, grid, column, left, labels)
        _draw_counts(sheet, grid, counts, left, y)
    return sheet


def _key(grid: Grid) -> list[tuple[Mark, str]]:
    found = grid.counts()
    marks = {**MARKS, QUESTIONED: HOLLOW}
    key = [(mark, f"{say.state(name)} ({found[name]})") for name, mark in marks.items() if found.get(name)]
    return [*key, (INCOMPLETE, _("last years: still incomplete"))] if grid.incomplete else key


def _row_count(column: Sequence[Block]) -> float:
    return sum(block.height for block in column)


def _draw_column(sheet: Sheet, grid: Grid, column: Sequence[Block], left: float, labels: Labels) -> float:
    """Draw the blocks one under the other; gives the lower end in inches."""
    _write_years(sheet, grid, left)
    look = {"color": style.GREY, "va": "center_baseline"}
    y = _YEARS
    for block in column:
        if block.opens_region:
            y += 0.3 * _ROW
            sheet.words(left, y + 0.015, labels("area", block.region), style.NOTE, fontweight="bold")
            y += _ROW
        else:
            y += 0.15 * _ROW
        if block.subregion != block.region:
            sheet.words(left, y + _ROW / 2, labels("area", block.subregion), style.TINY, **look)
        _draw_block(sheet, grid, block, left, y, labels)
        y += len(block.areas) * _ROW
    return y


def _draw_block(sheet: Sheet, grid: Grid, block: Block, left: float, top: float, labels: Labels) -> None:
    for index, area in enumerate(block.areas):
        name = labels("area", area)
        size = style.fitting_size(name, style.SMALL, _AREA - 0.08)
        sheet.words(left + _SUBREGION, top + (index + 0.5) * _ROW, name, size, va="center_baseline")
    count = len(block.areas)
    axes = sheet.axes(left + _SUBREGION + _AREA, top, _CELL * len(grid.years), count * _ROW)
    axes.set(xlim=(0, len(grid.years)), ylim=(count, 0))
    style.bare(axes)
    for year in grid.incomplete:
        at = grid.years.index(year)
        axes.axvspan(at, at + 1, color=style.PALE_GREY, linewidth=0, zorder=0)
    for row, area in enumerate(block.areas):
        for column, year in enumerate(grid.years):
            mark = mark_of(grid, area, year)
            style.box(axes, column + 0.06, row + 0.06, 0.88, 0.88, mark, f"cell-{area}-{year}")


def _write_years(sheet: Sheet, grid: Grid, left: float) -> None:
    """The axis labels: years across, turned so that all can be read; what the rows are."""
    start = left + _SUBREGION + _AREA
    for x, width, heading in ((0.0, _SUBREGION, _("UN subregion")), (_SUBREGION, _AREA, _("Reporting area"))):
        size = style.fitting_size(heading, style.SMALL, width - 0.08)
        sheet.words(left + x, 0.14, heading, size, color=style.GREY)
    for index, year in enumerate(grid.years):
        middle = start + (index + 0.5) * _CELL
        sheet.words(middle, 0.02, str(year), style.TINY, color=style.GREY, rotation=90, ha="center")


def _counts(grid: Grid) -> list[tuple[date, dict[int, int]]]:
    """How many areas have a figure by year, in the version before (where there is one) and the newest."""
    versions = [version for version in (grid.previous, grid.version) if version is not None]
    return [(version, grid.areas_with_figure(version)) for version in versions]


def _draw_counts(
    sheet: Sheet, grid: Grid, counts: list[tuple[date, dict[int, int]]], left: float, top: float
) -> None:
    y = top + 0.5 * _ROW
    sheet.words(left, y + 0.015, _("Areas with a figure"), style.SMALL, fontweight="bold")
    for version, by_year in counts:
        words = _("version of %(version)s") % {"version": day(version)}
        sheet.words(left + _SUBREGION, y + 0.015, words, style.SMALL)
        for index, year in enumerate(grid.years):
            middle = left + _SUBREGION + _AREA + (index + 0.5) * _CELL
            look: dict[str, Any] = {"ha": "center", "fontweight": "bold"}
            sheet.words(middle, y + 0.022, str(by_year.get(year, 0)), style.TINY, **look)
        y += _ROW
