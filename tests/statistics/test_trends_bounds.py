"""Is a trend right where figures are only known between bounds, such as `<5`?"""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analyse.trends.censored import extreme_slopes, fit_censored, truncated_poisson
from pipelines.analyse.trends.estimate import estimate_trend
from pipelines.analyse.trends.slope import fit_slope
from tests.statistics.trend_panels import as_file, of_text, panel, planted, row_of


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
