"""Do the three indices say what the same areas reported, also where areas join, leave, or have no events?"""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analyse.trends.indices import CHAINED, FIXED_EFFECTS, MATCHED, connected_years, indices
from tests.statistics.trend_panels import SHARED, as_file, of_text, planted, reference

GLOTIP = SHARED / "realdata" / "unodc_glotip" / "data_glotip_release_2023-05-30.xlsx"
needs_glotip = pytest.mark.skipif(not GLOTIP.is_file(), reason=f"the workbook is not at {GLOTIP}")


@needs_glotip
def test_the_indices_of_the_glotip_totals_are_the_recorded_ones_and_differ():
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(GLOTIP)).get_sheet_by_index(0).to_python()
    at = next(i for i, row in enumerate(rows) if "Indicator" in row)
    names = rows[at]
    wanted = {
        "Indicator": "Detected trafficking victims",
        "Dimension": "Total",
        "Sex": "Total",
        "Age": "Total",
    }
    counts = np.full((300, 11), np.nan)
    areas: dict[str, int] = {}
    for row in (dict(zip(names, row, strict=True)) for row in rows[at + 1 :]):
        year = int(float(row["Year"] or 0)) - 2010
        if not 0 <= year <= 10 or any(row[name] != value for name, value in wanted.items()):
            continue
        text = str(row["txtVALUE"]).replace(",", "")
        value = 2.0 if text == "<5" else float(text)
        counts[areas.setdefault(row["Iso3_code"], len(areas)), year] = value
    found = indices(counts[: len(areas)])
    recorded = reference()["glotip_index_2010_2020 (third-party copy, <5 set to 2)"]
    assert (~np.isnan(counts)).sum(axis=0)[[0, 10]].tolist() == [93, 128]
    assert found[FIXED_EFFECTS].values[-1] == pytest.approx(recorded["FE_poisson"], abs=0.05)
    assert found[CHAINED].values[-1] == pytest.approx(recorded["chained_pairs"], abs=0.05)
    assert found[MATCHED].values[-1] == pytest.approx(recorded["balanced_panel_46"], abs=0.05)
    assert found[MATCHED].areas[-1] == 46


def test_the_indices_agree_where_every_area_reports_every_year_and_follow_the_total():
    counts = planted(6, areas=15)
    counts = counts[~np.isnan(counts).any(axis=1)]
    total = counts.sum(axis=0)
    for index in indices(counts).values():
        assert index.values == pytest.approx(100 * total / total[0], rel=1e-6)
        assert set(index.areas) == {len(counts)}


def test_an_index_of_areas_that_only_join_stays_flat_where_the_total_grows():
    counts = np.full((6, 6), np.nan)
    for area in range(6):
        counts[area, area:] = 10.0 * (area + 1)
    found = indices(counts)
    assert found[FIXED_EFFECTS].values[:5] == pytest.approx(100)
    assert found[CHAINED].values == pytest.approx(100)
    assert np.nansum(counts, axis=0)[-1] > 10 * np.nansum(counts, axis=0)[0]


def test_years_that_share_no_area_are_not_compared():
    counts = np.full((4, 4), np.nan)
    counts[:2, :2] = [[5, 6], [7, 3]]
    counts[2:, 2:] = [[50, 60], [70, 30]]
    assert connected_years(counts).tolist() == [False, False, True, True]
    found = indices(counts)
    assert np.isnan(found[FIXED_EFFECTS].values[:2]).all()
    assert np.isnan(found[CHAINED].values[2:]).all()
    assert np.isnan(found[MATCHED].values).all()


def test_a_year_without_events_has_no_place_in_the_index_and_the_next_one_is_its_base():
    counts = np.array([[0.0, 5, 6], [0, 3, 6], [0, 4, 4]])
    assert connected_years(counts).tolist() == [False, True, True]
    found = indices(counts)[FIXED_EFFECTS].values
    assert np.isnan(found[0])
    assert found[1:] == pytest.approx([100, 100 * 16 / 12])


def test_every_index_row_has_its_year_its_areas_and_a_reason_where_it_has_no_value():
    counts = planted(8, areas=30)
    found = of_text(as_file(counts))
    rows = [row for row in found.results if row.what.startswith("index")]
    assert len(rows) == 3 * counts.shape[1]
    assert all(row.estimate is not None or row.refusal for row in rows)
    assert all(row.years[0] == row.years[1] == row.details["year"] and row.areas is not None for row in rows)
