"""Is a break in a count series where the published cases have it, and none found where there is none?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.trends.change_points import find_breaks, gains
from pipelines.analyse.trends.files import change_points_of_file

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "refdata" / "trend"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published cases are not at {CASES}")


def of_counts(counts, **options):
    lines = ["year,count", *(f"{2000 + t},{cell}" for t, cell in enumerate(counts))]
    return change_points_of_file(read_plain("\n".join(lines).encode()), **options)


def rows_of(found, what: str):
    return [row for row in found.results if row.what == what]


@needs_cases
def test_coal_mining_disasters_changed_after_1891_with_the_published_rates():
    found = change_points_of_file(read_plain((CASES / "coal_disasters.csv").read_bytes()))
    [change] = rows_of(found, "change point")
    assert found.refusal is None
    assert change.estimate == 1891
    assert change.low <= 1891 <= change.high
    assert change.details["p_value"] < 0.001
    rates = (change.details["rate_before"], change.details["rate_after"])
    assert rates == pytest.approx((3.098, 0.914), abs=0.0005)
    assert [row.years for row in rows_of(found, "regime")] == [(1851, 1891), (1892, 1961)]
    assert [row.estimate for row in rows_of(found, "regime")] == pytest.approx(rates)
    assert change.n == 191


@needs_cases
def test_the_nile_changed_after_1898_and_nowhere_else():
    found = change_points_of_file(read_plain((CASES / "nile.csv").read_bytes()))
    [change] = rows_of(found, "change point")
    assert change.estimate == 1898
    assert change.details["dispersion"] > 10
    assert change.high - change.low < 5


def test_the_gain_is_that_of_two_poisson_levels_over_one():
    from scipy.stats import poisson

    counts = np.array([2.0, 0, 3, 1, 7, 9, 6, 8, 5])
    one = poisson.logpmf(counts, counts.mean()).sum()
    for last in range(1, 7):
        parts = counts[: last + 1], counts[last + 1 :]
        two = sum(poisson.logpmf(part, part.mean()).sum() for part in parts)
        assert gains(counts[None, :])[0, last] == pytest.approx(two - one)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_several_planted_breaks_are_found_in_order(seed):
    random = np.random.default_rng(seed)
    counts = random.poisson(np.repeat([4.0, 16.0, 6.0], 20)).astype(float)
    found = find_breaks(counts)
    assert [one.last for one in found] == pytest.approx([19, 39], abs=1)
    assert all(one.low <= one.last <= one.high for one in found)


def test_a_series_without_a_break_says_so_and_shows_one_level():
    found = of_counts([5, 4, 6, 5, 4, 6, 5, 5, 4, 6, 5, 4])
    [change], [regime] = rows_of(found, "change point"), rows_of(found, "regime")
    assert (change.refusal.code, change.estimate) == ("NO_CHANGE", None)
    assert change.details["p_value"] > 0.05
    assert regime.low < regime.estimate < regime.high


def test_a_break_is_found_rarely_where_there_is_none_also_under_overdispersion():
    random = np.random.default_rng(5)
    series = random.poisson(3 * random.gamma(2, 0.5, (200, 15))).astype(float)
    share = np.mean([bool(find_breaks(one, permutations=199)) for one in series])
    assert share <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)


def test_the_clearest_break_of_eight_years_can_be_found_and_of_seven_it_could_not():
    [change] = rows_of(of_counts([0, 0, 0, 0, 9, 9, 9, 9]), "change point")
    assert change.estimate == 2003
    assert of_counts([0, 0, 0, 9, 9, 9, 9]).refusal.code == "TOO_SHORT"


def test_suppressed_figures_are_tried_at_both_ends():
    clear = ["<5"] * 6 + [20, 22, 19, 25, 21, 23]
    [change] = rows_of(of_counts(clear), "change point")
    assert change.estimate == 2005
    unclear = [5, 4, 6, 5, 5, 4, "<6", "<6", "<6", "<6", "<6", "<6"]
    assert of_counts(unclear).refusal.code == "SUPPRESSED_DECIDE"


def test_drift_and_missing_years_are_said():
    drift = np.random.default_rng(1).poisson(np.exp(np.sin(np.arange(60) / 6) + 3))
    notes = " ".join(row.note for row in of_counts(drift).results)
    assert "resemble" in notes
    gap = of_counts(["1", "", "", *"212", *"979878"])
    assert "missing" in rows_of(gap, "change point")[0].note


def test_a_level_that_comes_back_has_two_breaks():
    rng = np.random.default_rng(7)
    found = [
        find_breaks(
            np.concatenate([rng.poisson(10, 8), rng.poisson(2, 8), rng.poisson(10, 8)]).astype(float), 499
        )
        for _series in range(10)
    ]
    assert sum(len(breaks) == 2 for breaks in found) >= 8
    assert all(
        abs(b.last - at) <= 2
        for breaks in found
        if len(breaks) == 2
        for b, at in zip(breaks, (7, 15), strict=True)
    )
