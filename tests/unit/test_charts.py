"""Do the charts show exactly the figures, say what they are not, and come out the same each time?"""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pipelines.disseminate import coverage_chart, detected_victims_chart
from pipelines.disseminate.coverage_grid import grid_of
from pipelines.disseminate.drawing import chart_modules, draw_all, drawable
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.sentences import three_sentences
from pipelines.disseminate.style import directed
from pipelines.disseminate.wording import interval
from tests.unit import chart_rows as rows

BOTH = pytest.mark.parametrize("chart", [detected_victims_chart, coverage_chart], ids=lambda c: c.NAME)
BOTH_SETS = pytest.mark.parametrize("evidence_of", [rows.made_up, rows.real_figures], ids=["made_up", "real"])


def boxes(figure: Any, prefix: str) -> dict[str, Any]:
    """The patches of a figure by gid."""
    found = {p.get_gid(): p for axes in figure.axes for p in axes.patches if p.get_gid()}
    return {gid: patch for gid, patch in found.items() if gid.startswith(prefix)}


def texts(figure: Any) -> list[str]:
    from matplotlib.text import Text

    return [t.get_text() for t in figure.findobj(Text) if t.get_text() and t.get_visible()]


def in_print(figure: Any) -> str:
    """All text of a figure in one line, as wrapped lines would read."""
    return " ".join(texts(figure))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("charts")
    return {chart.name: chart for chart in draw_all([rows.made_up()], folder, rows.label)}


@BOTH_SETS
def test_each_part_of_a_bar_is_as_high_as_the_csv_says(evidence_of: Any, tmp_path: Path) -> None:
    evidence = evidence_of()
    parts = boxes(detected_victims_chart.build(evidence, rows.label).figure, "part-")
    chart = detected_victims_chart.draw(evidence, tmp_path, rows.label)
    written = {
        f"part-{row['version']}-{row['year']}-{row['ref_area']}": float(row["value_low"])
        for row in read(chart.csv)
        if row["ref_area"] != "_T"
    }
    assert {gid: patch.get_height() for gid, patch in parts.items()} == written
    assert written


def questioned(evidence: Evidence) -> tuple[Evidence, Any]:
    """The evidence as if a signal on its largest figure were open; the figure."""
    newest = evidence.versions[-1]
    largest = max(evidence.areas_of(newest), key=lambda a: a.low)
    held = replace(largest, open_signals=("0123456789ab",))
    years = tuple(
        replace(
            f, low=f.low - held.low, high=None if f.high is None else f.high - (held.high or held.low),
            area_count=f.area_count - 1, held_out_count=1,
        ) if (f.version, f.year) == (newest, held.year) else f
        for f in evidence.years
    )  # fmt: skip
    areas = tuple(held if a is largest else a for a in evidence.areas)
    return replace(evidence, years=years, areas=areas), held


def test_a_questioned_figure_is_drawn_hollow_above_the_bar_and_named(tmp_path: Path) -> None:
    evidence, held = questioned(rows.real_figures())
    figure = detected_victims_chart.build(evidence, rows.label).figure
    parts, hollow = boxes(figure, "part-"), boxes(figure, "held-")
    place = f"{held.version}-{held.year}-{held.ref_area}"
    assert [*hollow] == [f"held-{place}"]
    assert f"part-{place}" not in parts
    assert hollow[f"held-{place}"].get_facecolor()[:3] == (1, 1, 1)
    (bar,) = [f for f in evidence.years_of(held.version) if f.year == held.year]
    (number,) = [
        t for axes in figure.axes for t in axes.texts
        if "victims" in axes.get_ylabel() and t.get_text() == interval(bar.low, bar.high)
        and t.get_position()[0] == bar.year and axes is hollow[f"held-{place}"].axes
    ]  # fmt: skip
    figure.canvas.draw()
    over = hollow[f"held-{place}"].get_window_extent()
    assert over.y0 >= number.get_window_extent().y1, "the number is of what stands under it"
    assert "questioned by an open signal: in no total" in in_print(figure)
    assert rows.label("area", held.ref_area) in in_print(figure)
    chart = detected_victims_chart.draw(evidence, tmp_path, rows.label)
    (written,) = [row for row in read(chart.csv) if row["open_signals"]]
    assert (written["ref_area"], written["year"]) == (held.ref_area, str(held.year))


def test_the_first_sentence_counts_only_areas_that_its_sum_has() -> None:
    evidence = rows.real_figures()
    newest = evidence.versions[-1]
    positive = {a.ref_area for a in evidence.areas_of(newest) if a.low > 0}
    one = min(positive)
    held = tuple(
        replace(a, open_signals=("0123456789ab",)) if (a.version, a.ref_area) == (newest, one) else a
        for a in evidence.areas
    )
    assert f"{len(positive)} reporting areas" in three_sentences(evidence, rows.label)[0]
    assert (
        f"{len(positive) - 1} reporting areas"
        in three_sentences(replace(evidence, areas=held), rows.label)[0]
    )


@BOTH_SETS
def test_the_parts_of_each_bar_add_up_to_the_year(evidence_of: Any) -> None:
    evidence = evidence_of()
    parts = boxes(detected_victims_chart.build(evidence, rows.label).figure, "part-")
    for figure in evidence.years:
        mine = [p for gid, p in parts.items() if gid.startswith(f"part-{figure.version}-{figure.year}-")]
        assert sum(p.get_height() for p in mine) == figure.low


def test_a_version_that_repeats_the_one_before_is_drawn_as_fully_as_that() -> None:
    evidence = rows.made_up()
    first, second = evidence.versions[:2]
    parts = boxes(detected_victims_chart.build(evidence, rows.label).figure, "part-")
    heights = [
        sorted(
            (gid.split(str(version))[1], p.get_height()) for gid, p in parts.items() if str(version) in gid
        )
        for version in (first, second)
    ]
    assert heights[0] == heights[1] != []


def test_reporting_areas_stand_under_every_year_of_every_version() -> None:
    evidence = rows.made_up()
    counted = boxes(detected_victims_chart.build(evidence, rows.label).figure, "areas-")
    expected = {f"areas-{f.version}-{f.year}": f.area_count for f in evidence.years}
    assert {gid: patch.get_height() for gid, patch in counted.items()} == expected


def test_every_axis_of_victims_starts_at_zero_and_all_have_the_same_scale() -> None:
    figure = detected_victims_chart.build(rows.made_up(), rows.label).figure
    scales = {axes.get_ylim() for axes in figure.axes if "victims" in axes.get_ylabel()}
    assert len(scales) == 1
    assert scales.pop()[0] == 0


def test_the_figure_of_the_version_before_is_marked_at_its_height() -> None:
    evidence = rows.made_up()
    figure = detected_victims_chart.build(evidence, rows.label).figure
    lines = {line.get_gid(): line for axes in figure.axes for line in axes.lines if line.get_gid()}
    assert lines["before-2020-08-01-2014"].get_ydata()[0] == 33
    assert not any(gid.startswith("before-2019-07-01") for gid in lines)


def test_an_interval_reaches_to_its_high_and_an_open_one_is_written_as_at_least() -> None:
    figure = detected_victims_chart.build(rows.made_up(), rows.label).figure
    spans = [list(line.get_ydata()) for axes in figure.axes for line in axes.lines if not line.get_gid()]
    assert [8, 19] in spans
    assert "8–19" in texts(figure)
    assert "≥ 52" in texts(figure)


def test_doubtful_figures_look_other_than_sound_ones_even_without_colour() -> None:
    parts = boxes(detected_victims_chart.build(rows.made_up(), rows.label).figure, "part-2020-08-01-2017")
    assert parts["part-2020-08-01-2017-ISL"].get_hatch()
    assert not parts["part-2020-08-01-2017-FRA"].get_hatch()


@BOTH
def test_recent_years_of_which_too_few_areas_have_answered_are_marked_and_only_these(chart: Any) -> None:
    evidence = rows.made_up()
    assert evidence.incomplete(evidence.versions[0]) == (2015, 2016)
    assert evidence.incomplete(evidence.versions[-1]) == (2016, 2017), (
        "2016 lacks one of two areas of 2015, and is no panel"
    )
    assert "last years: still incomplete" in texts(chart.build(evidence, rows.label).figure)
    whole = {(area, year): (1.0, 1.0, "reported") for area in ("EGY", "FRA") for year in (2015, 2016, 2017)}
    steady = rows.evidence_of({date(2020, 8, 1): whole})
    assert steady.incomplete(steady.versions[-1]) == ()
    assert "last years: still incomplete" not in texts(chart.build(steady, rows.label).figure)


@BOTH_SETS
def test_each_cell_of_the_coverage_looks_as_the_csv_says(evidence_of: Any, tmp_path: Path) -> None:
    evidence = evidence_of()
    cells = boxes(coverage_chart.build(evidence, rows.label).figure, "cell-")
    written = read(coverage_chart.draw(evidence, tmp_path, rows.label).csv)
    assert len(cells) == len(written)
    for row in written:
        mark = coverage_chart.MARKS["lost" if row["is_lost"] == "true" else row["state"]]
        patch = cells[f"cell-{row['ref_area']}-{row['year']}"]
        assert _looks(patch) == (mark.fill.lower(), mark.edge.lower(), mark.hatch)


def _looks(patch: Any) -> tuple[str, str, str]:
    from matplotlib.colors import to_hex

    return to_hex(patch.get_facecolor()), to_hex(patch.get_edgecolor()), patch.get_hatch() or ""


def test_a_questioned_figure_is_hollow_in_the_coverage_and_in_no_number_of_it(tmp_path: Path) -> None:
    plain, (evidence, held) = rows.real_figures(), questioned(rows.real_figures())
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
    (written,) = [row for row in read(chart.csv) if row["open_signals"]]
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


@BOTH
def test_the_picture_says_its_source_its_n_and_that_it_is_not_the_size_of_the_crime(chart: Any) -> None:
    printed = in_print(chart.build(rows.made_up(), rows.label).figure)
    assert "Detected victims, not the size of the crime." in printed
    assert "Source: SDG indicator 16.2.2, version" in printed
    assert "1 August 2020" in printed
    assert "n = " in printed


def test_the_axes_say_what_they_measure() -> None:
    victims = in_print(detected_victims_chart.build(rows.made_up(), rows.label).figure)
    assert "Detected\nvictims" in victims
    assert "Areas with\na figure" in victims
    coverage = in_print(coverage_chart.build(rows.made_up(), rows.label).figure)
    assert "Reporting area" in coverage
    assert "UN subregion" in coverage


@BOTH
@BOTH_SETS
def test_no_glyph_is_missing_and_no_text_leaves_the_canvas_or_covers_another(
    chart: Any, evidence_of: Any
) -> None:
    from matplotlib.text import Text

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = chart.build(evidence_of(), rows.label).figure
        figure.canvas.draw()
    written = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    extents = [(t.get_text(), t.get_window_extent().extents) for t in written]
    width, height = figure.canvas.get_width_height()
    outside = [text for text, (x0, y0, x1, y1) in extents if min(x0, y0) < 0 or x1 > width or y1 > height]
    assert outside == []
    assert list(_overlaps(extents)) == []


def _overlaps(extents: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for (one, a), (other, b) in combinations(extents, 2):
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1:
            yield one, other


def test_the_name_of_a_state_is_never_cut() -> None:
    printed = texts(coverage_chart.build(rows.made_up(), rows.label).figure)
    assert "United Kingdom of Great Britain and Northern Ireland" in printed


@BOTH
def test_title_and_alt_text_follow_the_data(chart: Any, tmp_path: Path) -> None:
    changed = {
        date(2020, 8, 1): {("EGY", 2014): (3.0, 3.0, "reported"), ("FRA", 2014): (0.0, 0.0, "reported")}
    }
    one = chart.draw(rows.made_up(), tmp_path, rows.label)
    other = chart.draw(rows.evidence_of(changed), tmp_path, rows.label)
    assert one.title != other.title
    assert one.alt != other.alt
    assert one.title in one.alt


def test_the_title_names_the_year_in_which_the_versions_differ_most() -> None:
    from pipelines.disseminate.detected_victims_words import title

    words = title(rows.real_figures())
    assert "2017" in words
    assert "5 detected victims" in words


def test_the_alt_text_tells_every_version_and_its_n(drawn: dict[str, Any]) -> None:
    alt = drawn["detected_victims"].alt
    assert alt.count("n = 45 victims, 6 area-years, 3 reporting areas") == 2
    assert "n = at least 95 victims, 6 area-years, 5 reporting areas" in alt
    assert "Lost in: " in drawn["coverage"].alt


def test_the_same_data_gives_the_same_bytes_in_another_process(drawn: dict[str, Any], tmp_path: Path) -> None:
    code = (
        "from tests.unit import chart_rows as rows; from pathlib import Path;"
        "from pipelines.disseminate.drawing import draw_all;"
        f"draw_all([rows.made_up()], Path({str(tmp_path)!r}), rows.label)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(rows.ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    for chart in drawn.values():
        for path in (chart.png, chart.svg, chart.csv):
            assert _sha256(tmp_path / path.name) == _sha256(path), path.name


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_matplotlibrc_of_the_machine_changes_nothing(drawn: dict[str, Any], tmp_path: Path) -> None:
    import matplotlib

    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.facecolor": "red"}):
        again = detected_victims_chart.draw(rows.made_up(), tmp_path, rows.label)
    assert again.svg.read_bytes() == drawn["detected_victims"].svg.read_bytes()


def test_a_version_with_nothing_left_is_drawn_as_empty_and_said(tmp_path: Path) -> None:
    emptied = rows.evidence_of({date(2020, 5, 1): rows.FIRST, date(2020, 8, 1): {}})
    charts = draw_all([emptied], tmp_path, rows.label)
    assert charts[0].title == "The newest version has no figure left"
    assert grid_of(emptied).counts()["lost"] == len(rows.FIRST)


def test_figures_that_were_gone_two_versions_ago_leave_a_chart_of_missing_cells(tmp_path: Path) -> None:
    gone = rows.evidence_of({date(2019, 7, 1): rows.FIRST, date(2020, 5, 1): {}, date(2020, 8, 1): {}})
    draw_all([gone], tmp_path, rows.label)
    assert set(grid_of(gone).counts()) == {"missing"}


def test_every_chart_module_is_found_in_its_place() -> None:
    assert [module.NAME for module in chart_modules()] == ["detected_victims", "coverage", "trends"]


def test_two_sources_are_drawn_side_by_side_and_never_together(tmp_path: Path) -> None:
    one = rows.evidence_of({date(2020, 8, 1): rows.FIRST})
    charts = draw_all([one, replace(one, source="GLOTIP")], tmp_path, rows.label)
    assert [chart.name for chart in charts] == [
        "detected_victims_sdg_16_2_2_tip_or",
        "detected_victims_glotip_tip_or",
        "coverage_sdg_16_2_2_tip_or",
        "coverage_glotip_tip_or",
        "trends_sdg_16_2_2_tip_or",
        "trends_glotip_tip_or",
    ]


def test_other_offences_and_empty_evidence_are_not_drawn() -> None:
    one = rows.evidence_of({date(2020, 8, 1): rows.FIRST})
    empty: Evidence = replace(one, years=())
    assert drawable([one, replace(one, offence="TIP_SX"), empty]) == (one,)


def test_lines_with_right_to_left_letters_are_marked_as_such() -> None:
    assert directed("UNODC: مصر\nمصر") == "\u200fUNODC: مصر\n\u200fمصر"
    assert directed("Egypt") == "Egypt"
