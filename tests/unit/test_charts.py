"""Do all charts say what they are not, follow the data, and come out the same each time?"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.disseminate import coverage_chart, detected_victims_chart
from pipelines.disseminate.coverage_grid import grid_of
from pipelines.disseminate.drawing import chart_modules, draw_all, drawable
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.sentences import three_sentences
from pipelines.disseminate.style import directed
from tests.unit import chart_rows as rows
from tests.unit.chart_look import drawn_texts, in_print, off_the_sheet, overlaps, texts

BOTH = pytest.mark.parametrize("chart", [detected_victims_chart, coverage_chart], ids=lambda c: c.NAME)
BOTH_SETS = pytest.mark.parametrize("evidence_of", [rows.made_up, rows.real_figures], ids=["made_up", "real"])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("charts")
    return {chart.name: chart for chart in draw_all([rows.made_up()], folder, rows.label)}


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
    figure = chart.build(evidence_of(), rows.label).figure
    extents = drawn_texts(figure)
    assert off_the_sheet(figure, extents) == []
    assert list(overlaps(extents)) == []


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
