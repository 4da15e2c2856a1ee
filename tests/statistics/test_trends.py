"""Is a trend what the same areas reported, as in published cases, and is it withheld where it must be?"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.results import Analysis, Result
from pipelines.analyse.trends.censored import extreme_slopes, fit_censored, truncated_poisson
from pipelines.analyse.trends.estimate import Settings, estimate_trend
from pipelines.analyse.trends.files import alerts_of_file, change_points_of_file, trend_of_file
from pipelines.analyse.trends.indices import CHAINED, FIXED_EFFECTS, MATCHED, connected_years, indices
from pipelines.analyse.trends.panel import Cell, panel_of
from pipelines.analyse.trends.poisson import fit, within
from pipelines.analyse.trends.randomisation import reversal_test
from pipelines.analyse.trends.slope import fit_slope
from tests.statistics.trend_panels import panel

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
CASES = SHARED / "refdata" / "trend"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published cases are not at {CASES}")
GLOTIP = SHARED / "realdata" / "unodc_glotip" / "data_glotip_release_2023-05-30.xlsx"
ORGANS = (
    SHARED
    / "realdata/sdg_16_2_2_ddf/2019-07/ddf--datapoints--vc_htf_detvog--by--age--geo_area--sex--year.csv"
)
needs_organs = pytest.mark.skipif(not ORGANS.is_file(), reason=f"the series is not at {ORGANS}")
needs_glotip = pytest.mark.skipif(not GLOTIP.is_file(), reason=f"the workbook is not at {GLOTIP}")


def reference() -> dict:
    return json.loads((CASES / "reference_results.json").read_text())


def of_text(text: str, **options) -> Analysis:
    return trend_of_file(read_plain(text.encode()), **options)


def as_file(counts: np.ndarray, first_year: int = 2000) -> str:
    lines = ["reporter,year,count"]
    for area, row in enumerate(counts):
        lines += [f"A{area:03},{first_year + t},{int(y)}" for t, y in enumerate(row) if not np.isnan(y)]
    return "\n".join(lines)


def row_of(found: Analysis, what: str) -> Result:
    [row] = [row for row in found.results if row.what == what]
    return row


def planted(seed: int, areas: int = 40, years: int = 12, slope: float = 0.0, mean: float = 8.0) -> np.ndarray:
    """Counts with late entry, overdispersion and a known slope; nan before an area enters."""
    random = np.random.default_rng(seed)
    level = mean * np.exp(random.normal(0, 0.5, areas))
    shape = np.exp(slope * (np.arange(years) - years / 2))
    counts = random.poisson(level[:, None] * shape * random.gamma(2, 0.5, (areas, years))).astype(float)
    entry = np.where(random.random(areas) < 0.6, random.integers(0, years - 4, areas), 0)
    counts[np.arange(years) < entry[:, None]] = np.nan
    return counts


# Published cases


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


# The method


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


# Indices


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


# Figures of which only bounds are known


def hidden(counts: np.ndarray, below: int = 5) -> tuple[np.ndarray, np.ndarray]:
    is_hidden = counts < below
    return np.where(is_hidden, 0.0, counts), np.where(is_hidden, below - 1.0, counts)


def test_without_bounds_the_censored_likelihood_is_the_plain_one():
    counts = planted(9, slope=0.03)
    plain = fit_slope(counts, 2000 + np.arange(counts.shape[1], dtype=float))
    found = fit_censored(panel(counts))
    assert found.estimate == pytest.approx(plain.estimate, abs=1e-7)
    assert found.interval.error == pytest.approx(plain.interval.error, rel=0.1)


def test_the_censored_likelihood_finds_the_slope_that_the_hidden_counts_had():
    random = np.random.default_rng(1)
    slopes = []
    for _world in range(10):
        level = np.exp(random.normal(1.5, 0.5, 60))
        counts = random.poisson(level[:, None] * np.exp(0.06 * np.arange(12))).astype(float)
        slopes.append(fit_censored(panel(*hidden(counts))).estimate)
    assert np.mean(slopes) == pytest.approx(0.06, abs=3 * np.std(slopes) / np.sqrt(10) + 0.002)


def test_the_censored_likelihood_is_at_its_maximum():
    from scipy.optimize import minimize
    from scipy.stats import poisson

    low, high = hidden(np.random.default_rng(2).poisson(5, (4, 6)).astype(float))
    x = np.arange(6) - 2.5

    def loss(theta: np.ndarray) -> float:
        mean = np.exp(theta[:4, None] + theta[4] * x)
        return -float(np.log(poisson.cdf(high, mean) - poisson.cdf(low - 1, mean)).sum())

    start, steps = np.array([1.5] * 4 + [0.0]), {"maxiter": 9999, "xatol": 1e-8, "fatol": 1e-12}
    best = minimize(loss, start, method="Nelder-Mead", options=steps)
    assert fit_censored(panel(low, high)).estimate == pytest.approx(best.x[4], abs=1e-5)


@pytest.mark.parametrize(("low", "high", "mean"), [(0, 4, 2.5), (1, 4, 0.01), (3, 9, 40.0), (50, 400, 90.0)])
def test_chance_mean_and_variance_within_bounds_are_those_of_the_sum_over_them(low, high, mean):
    from scipy.stats import poisson

    counts = np.arange(low, high + 1)
    chances = poisson.pmf(counts, mean)
    centre = (counts * chances).sum() / chances.sum()
    expected = chances.sum(), centre, ((counts - centre) ** 2 * chances).sum() / chances.sum()
    found = truncated_poisson(*(np.array([float(number)]) for number in (low, high, mean)))
    assert [float(part[0]) for part in found] == pytest.approx(expected, rel=1e-6)


def test_the_limits_of_the_censored_slope_are_about_those_of_leaving_each_area_out():
    low, high = hidden(planted(18, areas=14, mean=9))
    found = fit_censored(panel(low, high))
    without = np.array(
        [fit_censored(panel(np.delete(low, i, 0), np.delete(high, i, 0))).estimate for i in range(14)]
    )
    exact = np.sqrt(13 / 14 * ((without - found.estimate) ** 2).sum())
    assert found.interval.error == pytest.approx(exact, rel=0.06)


def test_no_filling_of_the_hidden_cells_has_a_slope_beyond_the_extremes():
    random = np.random.default_rng(3)
    low, high = hidden(random.poisson(6, (8, 7)).astype(float))
    least, most = extreme_slopes(panel(low, high))
    years = 2000 + np.arange(7.0)
    middle = np.arange(7) > 3
    for _filling in range(40):
        filled = np.where(random.random(low.shape) < random.random(), high, low)
        assert least - 1e-9 <= fit_slope(filled, years).estimate <= most + 1e-9
    steep = fit_slope(np.where(middle, high, low), years).estimate
    assert steep > fit_slope(high, years).estimate
    assert steep <= most + 1e-9


def test_bounds_give_the_range_over_both_ends_and_the_likelihood():
    counts = planted(12, slope=0.1, mean=12)
    text = as_file(counts)
    lines = [text.splitlines()[0]]
    for line in text.splitlines()[1:]:
        area, year, count = line.split(",")
        lines.append(f"{area},{year},{'<5' if 0 < int(count) < 5 else count}")
    found = of_text("\n".join(lines))
    headline = row_of(found, "headline")
    ends = [row_of(found, f"fixed effects, bounded at their {end}") for end in ("lowest", "highest")]
    ends.append(row_of(found, "fixed effects, interval-censored"))
    assert headline.estimate == ends[2].estimate
    assert headline.low == min(row.low for row in ends)
    assert headline.high == max(row.high for row in ends)
    widest = row_of(found, "every filling of the bounds")
    assert widest.low < min(row.estimate for row in ends) <= max(row.estimate for row in ends) < widest.high


def test_a_direction_that_hangs_on_suppressed_figures_is_withheld():
    counts = np.tile(np.array([6.0, 6, 6, 6]), (12, 1)) + np.random.default_rng(0).integers(0, 2, (12, 4))
    low, high = counts.copy(), counts.copy()
    low[:, 0], high[:, 0] = 0, 9
    found = estimate_trend(panel(low, high))
    assert found.refusal.code == "SUPPRESSED_DECIDE"
    assert row_of(found, "headline").estimate is None
    assert row_of(found, "fixed effects, bounded at their lowest").estimate > 1
    assert row_of(found, "fixed effects, bounded at their highest").estimate < 1


# What is withheld, kept out, named


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
