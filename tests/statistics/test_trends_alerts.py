"""Is what is new in a year found, and is what is usual for an area left alone?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from pipelines.analyse.trends.alerts import SEVERITIES, benjamini_hochberg, find_alerts
from pipelines.analyse.trends.predictive_fillings import ways_of_histories
from tests.statistics.trend_panels import panel


def steady(seed: int, areas: int = 30, years: int = 11, dispersion: float = 0.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    level = np.exp(random.normal(1.5, 1.0, areas))[:, None]
    noise = random.gamma(1 / dispersion, dispersion, (areas, years)) if dispersion else 1.0
    return random.poisson(np.broadcast_to(level * noise, (areas, years))).astype(float)


def row_of(found, area: str):
    [row] = [row for row in found.results if row.details["area"] == area]
    return row


def test_a_planted_rise_is_called_with_its_area_severity_and_what_was_expected():
    counts = steady(1)
    counts[4] = [3, 2, 4, 3, 3, 2, 4, 3, 2, 3, 30]
    row = row_of(find_alerts(panel(counts)), "A004")
    assert (row.details["severity"], row.details["direction"]) == ("high", 1)
    assert row.low <= row.estimate <= row.high < 30
    assert "A004 reported 30 for 2010" in row.note
    assert row.details["history_years"] == 10


def test_a_planted_fall_is_called_as_one():
    counts = steady(2)
    counts[3] = [50, 55, 45, 48, 52, 51, 49, 54, 47, 50, 1]
    row = row_of(find_alerts(panel(counts)), "A003")
    assert row.details["direction"] == -1
    assert row.details["severity"]


def test_nothing_is_called_where_nothing_is_new():
    severities = [
        row.details["severity"]
        for seed in range(10)
        for row in find_alerts(panel(steady(seed, dispersion=0.4))).results
    ]
    assert sum(map(bool, severities)) <= 3


def test_the_same_figure_is_news_in_a_steady_area_and_none_in_a_restless_one():
    counts = steady(3, areas=20, dispersion=0.3)
    counts[0] = [6, 7, 6, 7, 6, 7, 6, 7, 6, 7, 22]
    counts[1] = [0, 20, 2, 9, 0, 14, 1, 0, 16, 4, 22]
    found = find_alerts(panel(counts))
    assert row_of(found, "A000").details["p_value"] < row_of(found, "A001").details["p_value"] / 5


def test_limits_are_wider_than_those_of_a_known_mean_and_close_in_with_a_long_history():
    [known] = ways_of_histories(*[np.full((1, 400), 10.0) + np.resize([-3, 0, 3, 0], 400)] * 2)
    [short] = ways_of_histories(*[np.array([[7.0, 10, 13, 10, 10]])] * 2)
    assert known.at_least(17) == pytest.approx(poisson.sf(16, 10), rel=0.15)
    assert short.at_least(17) > 1.5 * poisson.sf(16, 10)
    assert short.highest(0.975) > known.highest(0.975)


def test_chances_are_those_of_the_distribution_the_history_came_from():
    history = nbinom.rvs(2, 2 / 12, size=(60, 60), random_state=4).astype(float)
    chances = [one.at_least(25) for one in ways_of_histories(history, history)]
    assert np.mean(chances) == pytest.approx(nbinom.sf(24, 2, 2 / 12), rel=0.1)


def test_chances_add_up_and_quantiles_are_their_inverse():
    [one] = ways_of_histories(*[np.array([[0.0, 2, 1, 0, 5]])] * 2)
    for count in range(8):
        assert one.at_most(count) + one.at_least(count + 1) == pytest.approx(1, abs=1e-9)
    for level in (0.025, 0.5, 0.975):
        at = one.highest(level)
        assert at == one.lowest(level)
        assert one.at_most(at) + 1e-4 >= level > one.at_most(at - 1) - 1e-4


def test_an_area_that_never_had_an_event_makes_one_event_no_alert_and_many_one():
    counts = steady(5, areas=10)
    counts[:2, :-1] = 0
    counts[0, -1], counts[1, -1] = 1, 25
    found = find_alerts(panel(counts))
    assert not row_of(found, "A000").details["severity"]
    assert row_of(found, "A001").details["severity"]


def test_areas_with_too_little_history_are_named_and_have_no_number():
    counts = steady(6, areas=8)
    counts[2, :7] = np.nan
    counts[2, -1] = 900
    row = row_of(find_alerts(panel(counts)), "A002")
    assert row.refusal.code == "LITTLE_HISTORY"
    assert "A002 has 3 earlier years" in row.refusal.text
    assert (row.estimate, row.low, row.high) == (None, None, None)


def test_areas_that_did_not_report_the_newest_year_are_not_looked_at():
    counts = steady(7, areas=6)
    counts[1, -1] = np.nan
    found = find_alerts(panel(counts))
    assert {row.details["area"] for row in found.results} == {f"A{a:03}" for a in (0, 2, 3, 4, 5)}


def test_a_suppressed_figure_is_taken_at_its_least_unusual():
    low = steady(8, areas=10)
    low[0] = [0] * 10 + [0]
    high = low.copy()
    high[0, -1] = 40
    assert not row_of(find_alerts(panel(low, high)), "A000").details["severity"]


def test_false_discovery_rates_are_those_of_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p_values = np.random.default_rng(1).random(30) ** 3
    assert benjamini_hochberg(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1])
    assert list(SEVERITIES.values()) == sorted(SEVERITIES.values())


def test_no_alert_rests_on_what_the_suppressed_figures_of_a_history_are():
    counts = steady(4, areas=12)
    low, high = counts.copy(), counts.copy()
    low[0, :-1], high[0, :-1] = 0, 4
    low[0, -1] = high[0, -1] = 7
    bounded = row_of(find_alerts(panel(low, high)), "A000")
    with_lowest, with_highest = (row_of(find_alerts(panel(end)), "A000") for end in (low, high))
    assert with_lowest.details["severity"], "if all were zero this would be news"
    assert not with_highest.details["severity"], "if all were four it would be none"
    assert (bounded.details["severity"], bounded.details["direction"]) == ("", 0)
    assert bounded.low <= min(with_lowest.low, with_highest.low)
    assert bounded.high >= max(with_lowest.high, with_highest.high)


def alerts_of_filled(low: np.ndarray, high: np.ndarray, random: np.random.Generator):
    """The alerts of one way to fill the bounds: each year at an end or between, restless or even."""
    at_high = random.random(low.shape) < random.random((len(low), 1))
    between = np.floor(low + random.random(low.shape) * (high - low + 1))
    counts = np.where(random.random((len(low), 1)) < 0.7, np.where(at_high, high, low), between)
    return find_alerts(panel(counts))


def test_no_alert_rests_on_suppressed_figures_that_are_restless():
    """None or four in every year is even; two fours among zeros are not, and make 16 no news."""
    low, high = np.zeros((1, 11)), np.full((1, 11), 4.0)
    low[0, -1] = high[0, -1] = 16
    restless = low.copy()
    restless[0, [3, 7]] = 4
    for even in (low, np.where(low == 16, 16, high)):
        assert row_of(find_alerts(panel(even)), "A000").details["severity"]
    assert not row_of(find_alerts(panel(restless)), "A000").details["severity"]
    assert not row_of(find_alerts(panel(low, high)), "A000").details["severity"]


@pytest.mark.parametrize(("seed", "areas"), [(1, 1), (2, 1), (3, 2), (4, 3), (5, 5)])
def test_whatever_the_suppressed_figures_are_the_chance_is_no_larger_and_the_limits_no_wider(seed, areas):
    random = np.random.default_rng(seed)
    low = random.poisson(random.gamma(1, 4, (areas, 9))).astype(float)
    high = np.where(low < 5, 4.0, low)
    low[low < 5] = 0
    low[:, -1] = high[:, -1] = random.integers(3, 30, areas)
    bounded = find_alerts(panel(low, high))
    for _filling in range(25):
        for row in alerts_of_filled(low, high, random).results:
            found = row_of(bounded, row.details["area"])
            assert found.details["p_value"] >= row.details["p_value"] * 0.99
            assert found.low <= row.low <= row.high <= found.high
