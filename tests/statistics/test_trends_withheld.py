"""Is a trend withheld where it must be, and is what is kept out of it named?"""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.trends.estimate import Settings, estimate_trend
from pipelines.analyse.trends.files import alerts_of_file, change_points_of_file
from pipelines.analyse.trends.panel import Cell, panel_of
from pipelines.analyse.trends.slope import fit_slope
from tests.statistics.trend_panels import SHARED, as_file, of_text, planted, row_of

ORGANS = (
    SHARED
    / "realdata/sdg_16_2_2_ddf/2019-07/ddf--datapoints--vc_htf_detvog--by--age--geo_area--sex--year.csv"
)
needs_organs = pytest.mark.skipif(not ORGANS.is_file(), reason=f"the series is not at {ORGANS}")


def test_fewer_than_ten_areas_with_events_in_two_years_state_no_trend():
    counts = planted(13, areas=9, slope=0.2)
    found = of_text(as_file(counts))
    assert found.refusal.code == "FEW_AREAS"
    assert row_of(found, "headline").refusal == found.refusal
    assert row_of(found, "fixed effects").estimate > 1


def test_one_area_that_decides_the_direction_is_named():
    counts = np.tile(np.array([[5.0, 5, 5, 5, 6], [6, 5, 5, 5, 5]]), (8, 1))
    counts[0] = [10, 40, 90, 200, 400]
    counts[1:, -1] -= 2
    found = of_text(as_file(counts))
    assert found.refusal.code == "SIGN_UNSTABLE"
    assert "A000" in found.refusal.text
    assert row_of(found, "leave one area out").low < 1 < row_of(found, "leave one area out").high


def test_an_incomplete_recent_year_is_marked_and_kept_out_of_the_estimate():
    counts = planted(14, slope=0.05)
    late = counts.copy()
    late[10:, -1] = np.nan
    late[:10, -1] *= 9
    found, before = of_text(as_file(late)), of_text(as_file(counts[:, :-1]))
    assert row_of(found, "panel").details["incomplete_years"] == [2011]
    assert "2011" in row_of(found, "panel").note
    assert row_of(found, "fixed effects").estimate == row_of(before, "fixed effects").estimate
    assert row_of(of_text(as_file(late), complete_share=0.1), "panel").details["incomplete_years"] == []


def test_an_area_that_reported_in_incomplete_years_alone_is_not_counted_and_not_said_to_have_zeros():
    counts = planted(14, slope=0.05)
    late = np.vstack([counts, np.full((3, counts.shape[1]), np.nan)])
    late[10:40, -1] = np.nan
    late[40:, -1] = 7
    found, without = of_text(as_file(late)), of_text(as_file(late[:40]))
    [panel, before] = [row_of(one, "panel") for one in (found, without)]
    assert panel.details["incomplete_years"] == [2011]
    assert (panel.areas, panel.details["areas_all_zero"]) == (before.areas, before.details["areas_all_zero"])
    assert not any(area in panel.note for area in ("A040", "A041", "A042"))


def test_areas_of_zeros_only_are_named_and_areas_without_a_zero_are_warned_about():
    counts = planted(15, mean=3)
    counts[0], counts[1] = 0, np.maximum(np.nan_to_num(counts[1], nan=1), 1)
    note = row_of(of_text(as_file(counts)), "panel").note
    details = row_of(of_text(as_file(counts)), "panel").details
    assert details["areas_all_zero"] == ["A000"]
    assert "A001" in details["areas_never_zero"]
    assert "A000" in note
    assert "never a zero" in note


def test_left_out_zeros_do_bias_the_slope_towards_none_as_the_warning_says():
    slopes = {"all": [], "dropped": []}
    for seed in range(8):
        counts = planted(100 + seed, areas=60, slope=0.1, mean=2)
        years = np.arange(counts.shape[1], dtype=float)
        slopes["all"].append(fit_slope(counts, years).estimate)
        slopes["dropped"].append(fit_slope(np.where(counts == 0, np.nan, counts), years).estimate)
    assert np.mean(slopes["dropped"]) < 0.85 * np.mean(slopes["all"])


def test_no_sentence_says_that_trafficking_rose():
    for slope in (-0.1, 0.0, 0.1):
        found = of_text(as_file(planted(16, slope=slope)))
        assert "trafficking" not in " ".join(row.note for row in found.results).lower()


@needs_organs
def test_the_organ_series_has_fifteen_areas_that_count_and_its_events_weigh_as_seven_and_a_half():
    rows = list(csv.DictReader(ORGANS.open()))
    cells = [
        Cell(row["geo_area"], int(row["year"]), float(row["vc_htf_detvog"]), float(row["vc_htf_detvog"]))
        for row in rows
        if (row["sex"], row["age"]) == ("bothsex", "allage")
    ]
    found = estimate_trend(panel_of(cells), Settings(complete_share=0))
    assert row_of(found, "fixed effects").areas == 15
    assert row_of(found, "panel").details["effective_areas"] == pytest.approx(7.5, abs=0.05)
    assert estimate_trend(panel_of(cells)).refusal is not None


def test_every_answer_can_be_written_for_machines():
    counts = as_file(planted(17, areas=14, mean=4)).replace(",2\n", ",<5\n")
    series = "\n".join(["year,count", *(f"{2000 + t},{3 if t < 8 else 30}" for t in range(16))])
    answers = [
        of_text(counts),
        alerts_of_file(read_plain(counts.encode())),
        change_points_of_file(read_plain(series.encode())),
    ]
    for answer in answers:
        written = json.loads(json.dumps(answer.as_json(), allow_nan=False))
        form = {"estimate", "low", "high", "n", "areas", "years", "method", "note", "refusal"}
        assert written["results"]
        assert all(form <= set(row) for row in written["results"])
        assert len(written["input_sha256"]) == 64
