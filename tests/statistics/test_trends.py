"""Is the trend that of the same areas, as in published cases and planted ones, with its limits?"""

from __future__ import annotations

import csv

import numpy as np
import pytest

from pipelines.analyse.trends.poisson import fit, within
from pipelines.analyse.trends.randomisation import reversal_test
from pipelines.analyse.trends.slope import fit_slope
from tests.statistics.trend_panels import CASES, as_file, needs_cases, of_text, planted, reference, row_of


@needs_cases
def test_ships_have_the_published_coefficients_with_the_type_conditioned_out():
    rows = list(csv.DictReader((CASES / "ships.csv").open()))
    rows = [row for row in rows if float(row["service"]) > 0]
    types = sorted({row["type"] for row in rows})
    width = max(sum(row["type"] == kind for row in rows) for kind in types)
    counts = np.full((len(types), width), np.nan)
    design, offsets = np.zeros((*counts.shape, 4)), np.zeros(counts.shape)
    for i, kind in enumerate(types):
        for j, row in enumerate(row for row in rows if row["type"] == kind):
            counts[i, j] = float(row["incidents"])
            design[i, j] = [row["year"] == y for y in ("65", "70", "75")] + [row["period"] == "75"]
            offsets[i, j] = np.log(float(row["service"]))
    found = fit(within(counts, design, offsets))
    ours = reference()["ships"]["ours"]
    expected = [ours[name] for name in ("year65", "year70", "year75", "period75")]
    assert found.is_converged[0]
    assert found.coefficients[0] == pytest.approx(expected, abs=0.00005)


@needs_cases
def test_late_entry_without_a_trend_shows_none_where_the_total_seems_significant():
    found = of_text((CASES / "bench_A_notrend_lateentry.csv").read_text())
    slope, total = row_of(found, "fixed effects"), row_of(found, "total of all areas, no trend")
    assert slope.details["log_slope"] == pytest.approx(0.012, abs=0.0005)
    assert slope.low < 1 < slope.high
    assert slope.details["p_value"] > 0.3
    naive = reference()["bench_A"]["naive_total"]
    assert total.details["log_slope"] == pytest.approx(naive[0], abs=0.00005)
    assert total.details["p_value_years_independent"] == pytest.approx(naive[1], abs=0.0005)
    assert found.refusal.code == "SIGN_UNSTABLE"
    assert row_of(found, "headline").estimate is None


def test_the_slope_is_that_of_statsmodels_with_a_dummy_for_each_area():
    import statsmodels.api as sm

    counts = planted(3, areas=12, slope=0.04)
    is_there = ~np.isnan(counts)
    area, year = np.nonzero(is_there)
    design = np.column_stack([np.eye(len(counts))[area], year])
    fitted = sm.GLM(counts[is_there], design, family=sm.families.Poisson()).fit(tol=1e-12)
    found = fit_slope(counts, np.arange(counts.shape[1], dtype=float))
    assert found.estimate == pytest.approx(fitted.params[-1], abs=1e-8)


def test_each_area_left_out_is_fitted_exactly_and_the_jackknife_is_their_spread():
    counts = planted(4, areas=9)
    years = np.arange(counts.shape[1], dtype=float)
    found = fit_slope(counts, years)
    alone = [fit_slope(np.delete(counts, i, axis=0), years).estimate for i in range(len(counts))]
    assert found.without == pytest.approx(alone, abs=1e-9)
    variance = 8 / 9 * ((np.array(alone) - found.estimate) ** 2).sum()
    assert found.interval.error == pytest.approx(np.sqrt(variance), rel=1e-6)


def test_equal_areas_give_t_with_one_degree_less_than_areas_and_unequal_ones_fewer():
    counts = np.tile(np.array([[4.0, 6, 5, 7], [7, 5, 6, 4]]), (6, 1))
    years = np.arange(4.0)
    equal = fit_slope(counts + np.eye(12, 4), years)
    assert equal.interval.degrees == pytest.approx(11, abs=0.6)
    uneven = counts.copy()
    uneven[:2] *= 50
    assert fit_slope(uneven, years).interval.degrees < 3


@pytest.mark.parametrize("slope", [-0.08, 0.1])
def test_a_planted_trend_is_stated_with_its_size_in_the_interval_and_the_right_words(slope):
    found = of_text(as_file(planted(11, slope=slope)))
    headline = row_of(found, "headline")
    assert found.refusal is None
    assert headline.low <= np.exp(slope) <= headline.high
    assert (headline.estimate > 1) == (slope > 0)
    assert f"the same {headline.areas} areas {'rose' if slope > 0 else 'fell'}" in headline.note
    assert headline.details["per_cent"] == pytest.approx(100 * (headline.estimate - 1))
    assert row_of(found, "leave one area out").details["sign_is_stable"]


def test_adding_areas_that_enter_late_or_are_multiplied_does_not_move_the_slope():
    counts = planted(5, areas=20, slope=0.05)
    years = np.arange(counts.shape[1], dtype=float)
    found = fit_slope(counts, years)
    silent = np.full((3, len(years)), np.nan)
    silent[0, -1], silent[1, 3:] = 500.0, 0.0
    assert fit_slope(np.vstack([counts, silent]), years).estimate == pytest.approx(found.estimate, abs=1e-9)
    assert fit_slope(counts * 7, years).estimate == pytest.approx(found.estimate, abs=1e-9)
    assert fit_slope(counts, years + 1990).estimate == pytest.approx(found.estimate, abs=1e-9)


def test_events_only_in_the_last_year_have_no_estimate_and_no_number():
    counts = np.zeros((12, 5))
    counts[:, -1] = 3
    assert fit_slope(counts, np.arange(5.0)) is None
    found = of_text(as_file(counts))
    assert row_of(found, "fixed effects").refusal.code == "NO_ESTIMATE"
    assert found.refusal is not None


def test_an_estimate_that_hangs_on_one_area_is_refused():
    counts = np.zeros((11, 4))
    counts[:, -1] = 2
    counts[0] = [5, 4, 6, 5]
    found = of_text(as_file(counts))
    assert row_of(found, "fixed effects").refusal.code == "UNSTABLE"


def test_the_reversal_test_goes_through_every_combination_of_few_areas():
    counts = np.array([[1.0, 2, 3], [2, 2, 5], [0, 1, 4]])
    found = reversal_test(counts, np.arange(3.0))
    assert found.is_exact
    assert found.p_value == 2 / 8
    swapped = reversal_test(counts[:, ::-1], np.arange(3.0))
    assert swapped.p_value == found.p_value
