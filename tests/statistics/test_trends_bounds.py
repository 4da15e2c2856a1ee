"""Is a trend right where figures are only known between bounds, such as `<5`?"""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analyse.trends.censored import fit_censored, truncated_poisson
from pipelines.analyse.trends.estimate import estimate_trend
from pipelines.analyse.trends.fillings import extreme_filling, scores_of_none
from pipelines.analyse.trends.slope import fit_slope
from tests.statistics.trend_panels import as_file, of_text, panel, planted, row_of


def hidden(counts: np.ndarray, below: int = 5) -> tuple[np.ndarray, np.ndarray]:
    is_hidden = counts < below
    return np.where(is_hidden, 0.0, counts), np.where(is_hidden, below - 1.0, counts)


def suppressed(counts: np.ndarray) -> str:
    """The file of the counts, with `<5` in place of 1 to 4."""
    head, *lines = as_file(counts).splitlines()
    cells = [line.rsplit(",", 1) for line in lines]
    hidden_lines = [f"{about},{'<5' if 0 < int(count) < 5 else count}" for about, count in cells]
    return "\n".join([head, *hidden_lines])


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
    years = 2000 + np.arange(7.0)
    least, most = (
        fit_slope(extreme_filling(panel(low, high), towards), years).estimate for towards in (-1, 1)
    )
    lowest, highest = (scores.sum() for scores in scores_of_none(panel(low, high)))
    middle = np.arange(7) > 3
    for _filling in range(40):
        filled = np.where(random.random(low.shape) < random.random(), high, low)
        assert least - 1e-9 <= fit_slope(filled, years).estimate <= most + 1e-9
    steep = fit_slope(np.where(middle, high, low), years).estimate
    assert steep > fit_slope(high, years).estimate
    assert steep <= most + 1e-9
    assert (np.sign(lowest), np.sign(highest)) == (np.sign(least), np.sign(most))


def test_bounds_give_the_range_over_both_ends_and_the_likelihood():
    found = of_text(suppressed(planted(12, slope=0.1, mean=12)))
    headline = row_of(found, "headline")
    ends = [row_of(found, f"fixed effects, bounded at their {end}") for end in ("lowest", "highest")]
    ends.append(row_of(found, "fixed effects, interval-censored"))
    assert headline.estimate == ends[2].estimate
    widest = row_of(found, "every filling of the bounds")
    assert widest.low < min(row.estimate for row in ends) <= max(row.estimate for row in ends) < widest.high
    assert headline.low < min(widest.low, *(row.low for row in ends))
    assert headline.high > max(widest.high, *(row.high for row in ends))


def test_a_direction_that_hangs_on_suppressed_figures_is_withheld():
    counts = np.tile(np.array([6.0, 6, 6, 6]), (12, 1)) + np.random.default_rng(0).integers(0, 2, (12, 4))
    low, high = counts.copy(), counts.copy()
    low[:, 0], high[:, 0] = 0, 9
    found = estimate_trend(panel(low, high))
    assert found.refusal.code == "SUPPRESSED_DECIDE"
    assert row_of(found, "headline").estimate is None
    assert row_of(found, "fixed effects, bounded at their lowest").estimate > 1
    assert row_of(found, "fixed effects, bounded at their highest").estimate < 1


def filled_in(text: str, late: str, early: str) -> str:
    """The file with every `<5` of the later years as `late` and of the earlier as `early`."""
    head, *lines = text.splitlines()
    cells = [line.split(",") for line in lines]
    middle = sum(int(year) for _area, year, _count in cells) / len(cells)
    ends = {True: late, False: early}
    return "\n".join([head, *(f"{a},{y},{ends[int(y) > middle] if n == '<5' else n}" for a, y, n in cells)])


def half_hidden() -> str:
    """Fourteen areas of four or five a year with a rise, most of whose figures are `<5`."""
    random = np.random.default_rng(5)
    return suppressed(random.poisson(4 * np.exp(0.05 * np.arange(8)), (14, 8)).astype(float))


def test_no_direction_is_stated_that_some_filling_of_the_bounds_contradicts():
    text = half_hidden()
    falls, rises = (of_text(filled_in(text, *ends)) for ends in (("0", "4"), ("4", "0")))
    assert row_of(falls, "fixed effects").estimate < 1 < row_of(rises, "fixed effects").low
    found = of_text(text)
    ends = [row_of(found, f"fixed effects, bounded at their {end}") for end in ("lowest", "highest")]
    assert all(row.low > 1 for row in ends), "both ends would state a rise"
    assert found.refusal.code == row_of(found, "headline").refusal.code == "SUPPRESSED_DECIDE"


def test_a_direction_that_is_stated_is_that_of_the_fillings_against_it_with_any_area_left_out():
    text = suppressed(planted(12, areas=14, slope=0.25, mean=6))
    found = of_text(text)
    assert row_of(found, "headline").details["direction"] == 1
    against = of_text(filled_in(text, "0", "4"))
    assert row_of(against, "leave one area out").low > 1
    lowest = row_of(found, "leave one area out").low
    assert lowest <= row_of(against, "leave one area out").low
    assert lowest < row_of(found, "every filling of the bounds").low
    assert row_of(found, "headline").low <= row_of(against, "fixed effects").low


def test_one_area_that_decides_the_direction_in_some_filling_only_is_named():
    low = np.tile(np.array([20.0, 20, 21, 21]), (12, 1))
    low[0] = [10, 20, 30, 40]
    high = low.copy()
    high[1:, [0, 3]] += 2
    for end in (low, high):
        assert row_of(estimate_trend(panel(end)), "leave one area out").low > 1
    found = estimate_trend(panel(low, high))
    assert row_of(found, "every filling of the bounds").low > 1
    assert (found.refusal.code, "A000" in found.refusal.text) == ("SIGN_UNSTABLE", True)


def test_the_chance_by_randomisation_is_the_largest_of_the_fillings():
    text = half_hidden()
    chances = [
        row_of(of_text(filled_in(text, *ends)), "randomisation").details["p_value"]
        for ends in (("0", "0"), ("4", "4"), ("0", "4"), ("4", "0"))
    ]
    found = row_of(of_text(text), "randomisation")
    assert found.details["p_value"] == pytest.approx(max(chances), rel=0.2)
    assert found.details["p_value"] > 2 * max(chances[:2]), "neither end is the worst"
    assert "largest chance" in found.note


def test_n_counts_bounded_figures_at_their_lowest_in_every_row_and_says_so():
    counts = planted(12, slope=0.1, mean=12)
    found, zero = (of_text(text) for text in (suppressed(counts), filled_in(suppressed(counts), "0", "0")))
    assert "n counts such figures at their lowest" in row_of(found, "panel").note
    lowest = row_of(zero, "fixed effects").n
    at = ["headline", "leave one area out", "randomisation", "total of all areas, no trend", "panel"]
    at += [f"fixed effects, {one}" for one in ("bounded at their lowest", "bounded at their highest")]
    assert {row_of(found, what).n for what in at} == {lowest}
    n_of_years = {
        kind: [row.n for row in one.results if row.details.get("index") == kind]
        for one in (found, zero)
        for kind in ("matched panel", "chained pairs")
    }
    assert all(n_of_years[kind] for kind in n_of_years)
    for kind in n_of_years:
        [here, there] = [
            [row.n for row in one.results if row.details.get("index") == kind] for one in (found, zero)
        ]
        assert here == there


def test_the_total_has_the_limits_of_every_filling_and_says_where_its_estimate_stands():
    text = half_hidden()
    row = row_of(of_text(text), "total of all areas, no trend")
    ends = [
        row_of(of_text(filled_in(text, *ends)), "total of all areas, no trend").estimate
        for ends in (("0", "4"), ("4", "0"))
    ]
    assert (row.low, row.high) == pytest.approx(tuple(ends), rel=0.02)
    assert row.low <= ends[0] < 1 < ends[1] <= row.high
    assert "middle" in row.note


@pytest.mark.parametrize(("early", "late"), [("0", "4"), ("4", "0"), ("2", "2")])
def test_the_limits_of_an_index_hold_its_value_for_fillings_that_lean_to_either_side(early, late):
    text = half_hidden()
    filled = of_text(filled_in(text, late, early))
    for one, other in zip(index_rows_of(of_text(text)), index_rows_of(filled), strict=True):
        if one.low is not None and other.estimate is not None:
            assert one.low <= other.estimate <= one.high


def index_rows_of(found):
    return [row for row in found.results if row.what.startswith("index")]


def test_an_index_has_no_limits_where_a_filling_would_make_another_year_its_base():
    counts = np.tile([6.0, 8, 7, 9, 8], (12, 1)) + np.arange(12)[:, None] % 3
    low, high = counts.copy(), counts.copy()
    low[:, 0], high[:, 0] = 0, 4
    rows = index_rows_of(estimate_trend(panel(low, high)))
    assert all(row.estimate is not None for row in rows)
    assert all((row.low, row.high) == (None, None) for row in rows)
