"""Does the chart of coverage show every state of every area and year, and what was lost?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.disseminate import coverage_chart
from pipelines.disseminate.coverage_grid import grid_of
from tests.unit import chart_rows as rows
from tests.unit.chart_look import boxes, in_print, read_csv, texts

BOTH_SETS = pytest.mark.parametrize("evidence_of", [rows.made_up, rows.real_figures], ids=["made_up", "real"])


@BOTH_SETS
def test_each_cell_of_the_coverage_looks_as_the_csv_says(evidence_of: Any, tmp_path: Path) -> None:
    evidence = evidence_of()
    cells = boxes(coverage_chart.build(evidence, rows.label).figure, "cell-")
    written = read_csv(coverage_chart.draw(evidence, tmp_path, rows.label).csv)
    assert len(cells) == len(written)
    for row in written:
        mark = coverage_chart.MARKS["lost" if row["is_lost"] == "true" else row["state"]]
        patch = cells[f"cell-{row['ref_area']}-{row['year']}"]
        assert _looks(patch) == (mark.fill.lower(), mark.edge.lower(), mark.hatch)


def _looks(patch: Any) -> tuple[str, str, str]:
    from matplotlib.colors import to_hex

    return to_hex(patch.get_facecolor()), to_hex(patch.get_edgecolor()), patch.get_hatch() or ""


def test_a_questioned_figure_is_hollow_in_the_coverage_and_in_no_number_of_it(tmp_path: Path) -> None:
    plain, (evidence, held) = rows.real_figures(), rows.questioned(rows.real_figures())
    figure = coverage_chart.build(evidence, rows.label).figure
    cell = boxes(figure, f"cell-{held.ref_area}-{held.year}")[f"cell-{held.ref_area}-{held.year}"]
    assert cell.get_facecolor()[:3] == (1, 1, 1)
    assert cell.get_linestyle() in (":", "dotted")
    assert "questioned by an open signal: in no total (1)" in texts(figure)
    assert rows.label("area", held.ref_area) in in_print(figure)
    before, now = grid_of(plain), grid_of(evidence)
    assert now.reported() == before.reported() - 1
    newest = evidence.versions[-1]
    assert now.areas_with_figure(newest)[held.year] == before.areas_with_figure(newest)[held.year] - 1
    chart = coverage_chart.draw(evidence, tmp_path, rows.label)
    assert "1 more is questioned by an open signal" in chart.title
    assert "questioned by an open signal: in no total (1)" in chart.alt
    (written,) = [row for row in read_csv(chart.csv) if row["open_signals"]]
    assert (written["ref_area"], written["year"]) == (held.ref_area, str(held.year))
    assert next(row for row in chart.table.rows if "questioned" in row)[0] == rows.label(
        "area", held.ref_area
    )


def test_a_questioned_zero_keeps_its_sign_but_not_its_fill() -> None:
    evidence = rows.made_up()
    zero = next(a for a in evidence.areas_of(evidence.versions[-1]) if (a.low, a.high) == (0, 0))
    areas = tuple(replace(a, open_signals=("0123456789ab",)) if a is zero else a for a in evidence.areas)
    grid = grid_of(replace(evidence, areas=areas))
    mark = coverage_chart.mark_of(grid, zero.ref_area, zero.year)
    assert (mark.fill, mark.sign) == ("#FFFFFF", coverage_chart.MARKS["zero"].sign)
    assert grid.counts()["zero"] == grid_of(evidence).counts()["zero"] - 1


def test_what_the_version_before_had_and_the_newest_has_not_is_lost() -> None:
    grid = grid_of(rows.made_up())
    lost = [(area, year) for area in grid.areas for year in grid.years if grid.is_lost(area, year)]
    assert sorted(lost) == [("BOL", 2014), ("GBR", 2014)]


def test_the_real_newest_version_has_lost_thirty_four_area_years_in_the_picture() -> None:
    assert grid_of(rows.real_figures()).counts()["lost"] == 34


def test_no_two_states_of_coverage_look_alike_in_black_and_white() -> None:
    signs = [(mark.hatch, mark.sign) for mark in coverage_chart.MARKS.values()]
    assert len(signs) == len(set(signs))


def test_every_state_that_occurs_is_in_the_key_with_its_number() -> None:
    printed = texts(coverage_chart.build(rows.made_up(), rows.label).figure)
    for words in ("a figure above 0 (5)", "0: none detected (1)", "lost: the version before had it (2)"):
        assert words in printed
    assert "not cleared for publication (1)" in printed


def test_areas_stand_under_their_un_region_in_the_order_of_the_code_list() -> None:
    blocks = grid_of(rows.made_up()).blocks
    names = [(rows.label("area", b.region), rows.label("area", b.subregion), b.areas) for b in blocks]
    assert names[0] == ("Africa", "Northern Africa", ("EGY",))
    assert [name for name, _, _ in names] == ["Africa", "Americas", "Asia", "Europe", "Europe", "Oceania"]


def test_an_area_that_is_missing_in_every_year_has_no_row() -> None:
    assert "ZMB" not in grid_of(rows.made_up()).areas


def test_the_name_of_a_state_is_never_cut() -> None:
    printed = texts(coverage_chart.build(rows.made_up(), rows.label).figure)
    assert "United Kingdom of Great Britain and Northern Ireland" in printed
