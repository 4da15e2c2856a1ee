"""Does the chart of detected victims show exactly the figures, the questioned ones and the intervals too?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.disseminate import detected_victims_chart
from pipelines.disseminate.wording import interval
from tests.unit import chart_rows as rows
from tests.unit.chart_look import boxes, in_print, read_csv, texts

BOTH_SETS = pytest.mark.parametrize("evidence_of", [rows.made_up, rows.real_figures], ids=["made_up", "real"])


@BOTH_SETS
def test_each_part_of_a_bar_is_as_high_as_the_csv_says(evidence_of: Any, tmp_path: Path) -> None:
    evidence = evidence_of()
    parts = boxes(detected_victims_chart.build(evidence, rows.label).figure, "part-")
    chart = detected_victims_chart.draw(evidence, tmp_path, rows.label)
    written = {
        f"part-{row['version']}-{row['year']}-{row['ref_area']}": float(row["value_low"])
        for row in read_csv(chart.csv)
        if row["ref_area"] != "_T"
    }
    assert {gid: patch.get_height() for gid, patch in parts.items()} == written
    assert written


def test_a_questioned_figure_is_drawn_hollow_above_the_bar_and_named(tmp_path: Path) -> None:
    evidence, held = rows.questioned(rows.real_figures())
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
    (written,) = [row for row in read_csv(chart.csv) if row["open_signals"]]
    assert (written["ref_area"], written["year"]) == (held.ref_area, str(held.year))


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


def test_the_title_names_the_year_in_which_the_versions_differ_most() -> None:
    from pipelines.disseminate.detected_victims_words import title

    words = title(rows.real_figures())
    assert "2017" in words
    assert "5 detected victims" in words
