"""Does the chart of trends show exactly what was estimated, and say plainly where nothing may be stated?"""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import replace
from itertools import combinations
from math import log
from pathlib import Path
from typing import Any

import pytest

from pipelines.analyse.trends import indices
from pipelines.contract.text import speaking
from pipelines.disseminate import trend_evidence, trends_chart, trends_table
from pipelines.disseminate import trends_words as say
from pipelines.disseminate.chart import csv_bytes
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.trend_evidence import FIXED_EFFECTS, KINDS
from pipelines.disseminate.trends_parts import CSV_HEADER, drawn_values
from tests.unit import trend_rows
from tests.unit.chart_rows import label, made_up

SOME = trend_rows.AREAS[:4]
UNLIKE = dict(zip(range(2008, 2018), (1, 0, 30, 2, 0, 60, 1, 90, 0, 80), strict=True))
BUILT: dict[int, Any] = {}


@pytest.fixture(scope="module")
def rising() -> Evidence:
    return trend_rows.evidence_of(trend_rows.growing())


@pytest.fixture(scope="module")
def too_few() -> Evidence:
    return trend_rows.evidence_of(trend_rows.growing(areas=SOME))


@pytest.fixture(scope="module")
def bounded() -> Evidence:
    """One figure between bounds, one area unlike the others: limits wider than the picture."""
    figures = trend_rows.growing(0.8)
    figures["ARG", 2015] = (1.0, 4.0, "contradicted")
    figures |= {("BOL", year): (3.0 * count, 3.0 * count, "reported") for year, count in UNLIKE.items()}
    return trend_rows.evidence_of(figures)


STATED = pytest.mark.parametrize("which", ["rising", "bounded"])
ALL = pytest.mark.parametrize("which", ["rising", "too_few", "bounded"])


def marks(figure: Any, prefix: str) -> dict[str, Any]:
    """Patches and lines of a figure by gid."""
    found = [
        *(p for axes in figure.axes for p in axes.patches),
        *(x for axes in figure.axes for x in axes.lines),
    ]
    return {m.get_gid(): m for m in found if str(m.get_gid() or "").startswith(prefix)}


def written(evidence: Evidence) -> list[dict[str, str]]:
    """The rows of the CSV."""
    content = csv_bytes(CSV_HEADER, drawn_values(evidence)).decode()
    return list(csv.DictReader(io.StringIO(content)))


def picture(evidence: Evidence) -> Any:
    """The figure, built once for each of the fixtures, which live as long as the module."""
    if id(evidence) not in BUILT:
        BUILT[id(evidence)] = trends_chart.build(evidence, label).figure
    return BUILT[id(evidence)]


def printed(figure: Any) -> str:
    from matplotlib.text import Text

    return " ".join(t.get_text() for t in figure.findobj(Text) if t.get_visible())


def test_the_names_of_rows_and_indices_are_those_of_the_analysis(bounded: Evidence) -> None:
    assert KINDS == indices.KINDS
    assert bounded.trend
    assert len(bounded.trend.rates) >= 5
    assert all(say.rate(row.what) != row.what for row in bounded.trend.rates)
    for name in (trend_evidence.HEADLINE, trend_evidence.PANEL, trend_evidence.REVERSAL):
        assert bounded.trend.row(name)


@STATED
def test_each_line_runs_through_the_index_that_the_csv_says(
    which: str, request: pytest.FixtureRequest
) -> None:
    evidence = request.getfixturevalue(which)
    lines = marks(picture(evidence), "index-")
    rows = [row for row in written(evidence) if row["unit"].startswith("index")]
    assert {row["what"] for row in rows} >= {FIXED_EFFECTS}
    for name in KINDS:
        drawn = {
            year: value
            for year, value in zip(*lines[f"index-{name}"].get_data(), strict=True)
            if value == value
        }
        assert drawn == {int(r["year"]): float(r["value"]) for r in rows if r["what"] == name}


@STATED
def test_the_limits_of_the_index_are_drawn_as_far_as_the_picture_goes(
    which: str, request: pytest.FixtureRequest
) -> None:
    evidence = request.getfixturevalue(which)
    figure = picture(evidence)
    top = trends_chart.top_of(evidence.trend)
    boxes = marks(figure, "limits-")
    rows = [r for r in written(evidence) if r["what"] == FIXED_EFFECTS and r["year"] and r["low"]]
    assert {f"limits-{row['year']}" for row in rows} == {*boxes} != set()
    for row in rows:
        box = boxes[f"limits-{row['year']}"]
        assert box.get_y() == pytest.approx(min(float(row["low"]), top))
        assert box.get_y() + box.get_height() == pytest.approx(min(float(row["high"]), top))
    is_cut = any(float(row["high"]) > top for row in rows)
    assert ("go on beyond the picture" in printed(figure)) == is_cut
    assert is_cut == (which == "bounded")


def test_an_area_is_counted_under_each_year_as_reporting_and_as_compared(rising: Evidence) -> None:
    figure = picture(rising)
    assert rising.trend
    counted = {int(gid[-4:]): p.get_height() for gid, p in marks(figure, "areas-").items()}
    assert counted == rising.trend.reporting == dict.fromkeys(range(2008, 2018), len(trend_rows.AREAS))
    compared = {int(gid[-4:]): p.get_height() for gid, p in marks(figure, "compared-").items()}
    assert compared == rising.trend.compared


@STATED
def test_each_rate_stands_where_its_ratio_is(which: str, request: pytest.FixtureRequest) -> None:
    evidence = request.getfixturevalue(which)
    figure = picture(evidence)
    rows = [row for row in written(evidence) if row["unit"].startswith("ratio")]
    dots = {gid: float(m.get_xdata()[0]) for gid, m in marks(figure, "rate-").items()}
    reach = trends_chart.reach_of(evidence.trend)
    inside = {
        f"rate-{r['what']}": log(float(r["value"]))
        for r in rows
        if r["value"] and abs(log(float(r["value"]))) <= reach
    }
    assert dots == pytest.approx(inside)
    assert "range-leave one area out" in marks(figure, "range-")


def test_a_stated_trend_speaks_of_detections_by_the_same_areas(rising: Evidence) -> None:
    title = say.statement(rising.trend)
    assert title.startswith(
        f"Detections reported by the same {len(trend_rows.AREAS)} areas rose by 10.0 % a year"
    )
    assert "trafficking rose" not in say.alt_text(rising, label, title).lower()


def test_a_refusal_is_the_title_with_its_reason(too_few: Evidence) -> None:
    title = say.statement(too_few.trend)
    assert title.startswith("No trend is stated: 4 areas have events in two or more years")
    assert title in say.alt_text(too_few, label, title)


def test_a_refused_trend_shows_counts_and_nothing_that_reads_as_a_trend(too_few: Evidence) -> None:
    figure = picture(too_few)
    figures = too_few.years_of(too_few.versions[-1])
    counted = {gid: bar.get_height() for gid, bar in marks(figure, "counted-").items()}
    assert counted == {f"counted-{f.year}": f.low for f in figures}
    assert {row["what"] for row in written(too_few)} == {"sum over whoever reported, no trend"}
    assert [float(row["value"]) for row in written(too_few)] == [*counted.values()]
    for prefix in ("index-", "limits-", "rate-", "range-"):
        assert marks(figure, prefix) == {}
    assert not [line for axes in figure.axes for line in axes.lines]
    assert "%" not in printed(figure)
    assert [row[1] for row in trends_table.data_table(too_few).rows] == [f"{f.low:.0f}" for f in figures]
    assert all(len({*bar.get_facecolor()[:3]}) == 1 for bar in marks(figure, "counted-").values()), "grey"


def test_where_one_area_decides_the_range_without_each_is_the_reason_and_is_said() -> None:
    figures = {
        (area, year): (5.0 + (at + year) % 2, 5.0 + (at + year) % 2, "reported")
        for at, area in enumerate(trend_rows.AREAS)
        for year in range(2014, 2018)
    }
    for year, count in zip(range(2014, 2018), (2.0, 40.0, 90.0, 300.0), strict=True):
        figures["ARG", year] = (count, count, "reported")
    for area in trend_rows.AREAS[1:]:
        figures[area, 2017] = (2.0, 2.0, "reported")
    unstable = trend_rows.evidence_of(figures)
    words = printed(trends_chart.build(unstable, label).figure)
    assert "The direction changes when one area is left out" in say.statement(unstable.trend).replace(
        "the direction", "The direction"
    )
    assert "Leaving out one area gives" in words
    assert label("area", "ARG") in words


def test_a_newest_version_without_figures_has_a_picture_that_says_so(tmp_path: Path) -> None:
    bare = replace(made_up(), trend=None, years=())
    chart = trends_chart.draw(bare, tmp_path, label)
    assert chart.title == "No trend is stated: the newest version has no figure that could be used"
    assert "There is no figure to draw." in printed(trends_chart.build(bare, label).figure)
    assert chart.table.rows == ()


def test_a_panel_that_is_refused_whole_says_why(tmp_path: Path) -> None:
    zeros = {(area, year): (0.0, 0.0, "reported") for area in SOME for year in (2014, 2015, 2016)}
    chart = trends_chart.draw(trend_rows.evidence_of(zeros), tmp_path, label)
    assert chart.title == "No trend is stated: every figure reported is zero: there is no rate to compare"


@ALL
def test_the_picture_says_its_source_its_n_and_how_to_trace_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    words = printed(picture(request.getfixturevalue(which)))
    for part in (
        "Detected victims, not the size of the crime.",
        "1 August 2020",
        "n = ",
        "tipor trace trends",
    ):
        assert part in words
    assert ("Leaving out one area gives" in words) == (which != "too_few")


@ALL
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_glyph_is_missing_and_no_text_leaves_the_canvas_or_covers_another(
    which: str, language: str, request: pytest.FixtureRequest
) -> None:
    from matplotlib.text import Text

    evidence = request.getfixturevalue(which)
    with speaking(language), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = trends_chart.build(evidence, label).figure
        figure.canvas.draw()
    shown = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    extents = [(t.get_text(), t.get_window_extent().extents) for t in shown]
    width, height = figure.canvas.get_width_height()
    assert [t for t, (x0, y0, x1, y1) in extents if min(x0, y0) < 0 or x1 > width or y1 > height] == []
    overlaps = [
        (one, other)
        for (one, a), (other, b) in combinations(extents, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]
    assert overlaps == []


def test_the_same_figures_give_the_same_bytes(rising: Evidence, tmp_path: Path) -> None:
    one = trends_chart.draw(rising, tmp_path / "one", label)
    other = trends_chart.draw(rising, tmp_path / "other", label)
    for name in ("png", "svg", "csv"):
        assert getattr(one, name).read_bytes() == getattr(other, name).read_bytes()
    assert one.csv.read_bytes() == csv_bytes(CSV_HEADER, drawn_values(rising))


def test_the_table_says_what_is_drawn_year_by_year(rising: Evidence) -> None:
    table = trends_table.data_table(rising)
    assert [row[0] for row in table.rows] == [str(year) for year in range(2008, 2018)]
    assert table.rows[0][1:4] == ("100", "100", "100")
    assert {row[-1] for row in table.rows} == {"15/15"}
