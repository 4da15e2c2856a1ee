"""Is a break in a count series where the published cases have it, and none found where there is none?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.trends.change_points import find_breaks, gains
from pipelines.analyse.trends.files import change_points_of_file
from pipelines.analyse.trends.steady_change import steady_change

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "refdata" / "trend"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published cases are not at {CASES}")


def of_counts(counts, **options):
    lines = ["year,count", *(f"{2000 + t},{cell}" for t, cell in enumerate(counts))]
    return change_points_of_file(read_plain("\n".join(lines).encode()), **options)


def rows_of(found, what: str):
    return [row for row in found.results if row.what == what]


def answers(found):
    """What is stated of the breaks: the years, or the code of the refusal."""
    return {row.estimate or row.refusal.code for row in rows_of(found, "change point")}


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


def test_deaths_by_horse_kick_in_the_prussian_army_are_poisson_and_changed_in_no_year():
    """Von Bortkiewicz (1898), fourteen corps together, 1875 to 1894."""
    kicks = [3, 5, 7, 9, 10, 18, 6, 14, 11, 9, 5, 11, 15, 6, 11, 17, 12, 15, 8, 4]
    assert sum(kicks) == 196
    [change] = rows_of(of_counts(kicks), "change point")
    assert change.refusal.code == "NO_CHANGE"


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


def test_the_range_and_the_levels_allow_for_a_dispersion_that_is_estimated():
    """By F and t, with the year that was searched for as a parameter."""
    from scipy.stats import chi2, f, norm, t

    counts = np.array([2.0, 14, 5, 9, 1, 12, 8, 3, 11, 6, 30, 14, 41, 22, 35, 12, 27, 44, 19, 26])
    [found] = find_breaks(counts)
    parts = np.split(counts, [found.last + 1])
    scale = sum(((part - part.mean()) ** 2).sum() / part.mean() for part in parts) / 17
    every = gains(counts[None, :])[0]
    near = np.flatnonzero(every >= every.max() - scale * f.ppf(0.95, 1, 17) / 2)
    assert (found.low, found.high) == (near[0], near[-1])
    after = rows_of(of_counts(counts.astype(int)), "regime")[-1]
    high = chi2.ppf(norm.cdf(t.ppf(0.975, 17)), 2 * parts[1].sum() / scale + 2) / 2 * scale / len(parts[1])
    assert after.high == pytest.approx(high)


# A break, or a steady change?


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rate", [0.15, -0.15])
def test_steady_growth_has_no_year_of_change_and_its_rate_is_given(seed, rate):
    counts = np.random.default_rng(seed).poisson(40 * np.exp(rate * (np.arange(20) - 10)))
    found = of_counts(counts)
    [change], [steady] = rows_of(found, "change point"), rows_of(found, "steady change")
    assert (change.refusal.code, change.estimate) == ("STEADY_CHANGE", None)
    assert change.details["p_value"] < 0.05, "in any other order the years would be unlikely"
    assert steady.low <= np.exp(rate) <= steady.high
    assert steady.high - steady.low < 0.06
    assert rows_of(found, "regime") == []


@pytest.mark.parametrize("seed", range(4))
def test_a_step_of_the_same_size_is_named_and_said_to_be_no_steady_change(seed):
    counts = np.random.default_rng(seed).poisson(np.repeat([12.0, 48.0], 10))
    found = of_counts(counts)
    [change] = rows_of(found, "change point")
    assert change.estimate == pytest.approx(2009, abs=1)
    assert change.details["advantage_over_steady_change"] > 2
    assert "nearly as well" not in change.note


def test_a_step_that_is_hardly_better_than_a_steady_change_says_so():
    [hardly] = rows_of(of_counts([6, 5, 7, 8, 6, 7, 16, 14, 15, 17, 15, 18]), "change point")
    [clearly] = rows_of(of_counts([6, 8, 7, 6, 7, 6, 20, 19, 21, 20, 19, 21]), "change point")
    assert hardly.estimate == clearly.estimate == 2005
    assert 0 < hardly.details["advantage_over_steady_change"] <= 2
    assert "explains the series nearly as well" in hardly.note
    assert "nearly as well" not in clearly.note


@needs_cases
@pytest.mark.parametrize("name", ["coal_disasters", "nile"])
def test_the_published_breaks_are_clearly_better_than_a_steady_change(name):
    found = change_points_of_file(read_plain((CASES / f"{name}.csv").read_bytes()))
    [change] = rows_of(found, "change point")
    assert change.details["advantage_over_steady_change"] > 2


def test_the_two_explanations_are_those_of_statsmodels():
    import statsmodels.api as sm

    counts = np.random.default_rng(8).poisson(np.repeat([5.0, 9.0], [9, 12])).astype(float)
    years = np.arange(21.0)

    def fitted(column: np.ndarray):
        return sm.GLM(counts, sm.add_constant(column), family=sm.families.Poisson()).fit(tol=1e-12)

    sloping, stepped = fitted(years), fitted((years > 8) * 1.0)
    scale = max(1.0, min(sloping.pearson_chi2 / 19, stepped.pearson_chi2 / 18))
    found = steady_change(counts, years, [8])
    assert found.slope == pytest.approx(sloping.params[1], abs=1e-8)
    assert found.error == pytest.approx(sloping.bse[1] * np.sqrt(max(1, sloping.pearson_chi2 / 19)), rel=1e-6)
    assert found.advantage == pytest.approx(2 * (stepped.llf - sloping.llf) / scale - np.log(21), abs=1e-6)


def test_events_in_the_last_years_only_have_no_steady_change_and_a_break():
    assert steady_change(np.array([0.0, 0, 0, 7]), np.arange(4.0), [2]) is None
    [change] = rows_of(of_counts([0, 0, 0, 0, 0, 0, 9, 9, 9, 9]), "change point")
    assert change.estimate == 2005


def test_levels_of_bounds_hold_whatever_was_hidden_in_them():
    hidden = [4, 4, 4, 3, 4, 4, 4, 4, 3, 4]
    shown = [20, 22, 19, 18, 24, 21, 20, 23, 19, 20]
    lines = [*("<5" for _ in hidden), *map(str, shown)]
    text = "year,count\n" + "".join(f"{2000 + t},{cell}\n" for t, cell in enumerate(lines))
    before, after = (
        r for r in change_points_of_file(read_plain(text.encode())).results if r.what == "regime"
    )
    assert before.low == 0
    assert before.high > sum(hidden) / len(hidden)
    assert (before.n, after.n) == (0, sum(shown))
    assert "bounds" in before.note


def test_a_steady_change_of_bounds_has_limits_that_hold_those_of_both_ends():
    known = [5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40]
    bounded, *ends = (of_counts([end, end, *known]) for end in ("<5", 0, 4))
    [steady], *others = (rows_of(found, "steady change") for found in (bounded, *ends))
    assert answers(bounded) == answers(ends[0]) == answers(ends[1]) == {"STEADY_CHANGE"}
    assert all(steady.low <= other.low <= other.high <= steady.high for [other] in others)
    assert steady.high - steady.low > min(other.high - other.low for [other] in others)


def test_a_steady_change_is_not_stated_where_one_way_to_fill_the_bounds_has_a_year():
    known = [5, 6, 5, 7, 5, 6, 5]
    assert answers(of_counts([4] * 5 + known)) == {"STEADY_CHANGE"}
    assert answers(of_counts([0] * 5 + known)) == {2004.0}
    assert of_counts(["<5"] * 5 + known).refusal.code == "SUPPRESSED_DECIDE"


# Figures between bounds


def bounded(low, high, **options):
    lines = [
        "year,low,high",
        *(f"{2000 + t},{a},{b}" for t, (a, b) in enumerate(zip(low, high, strict=True))),
    ]
    return change_points_of_file(read_plain("\n".join(lines).encode()), **options)


def test_no_break_is_stated_that_a_figure_within_its_bounds_would_undo():
    known, other = [10, 9] * 4, [9, 10] * 4
    found = bounded(known + ["0"] * 8, known + ["20"] * 8)
    for end in ("0", "20"):
        assert rows_of(of_counts(known + [end] * 8), "change point")[0].estimate == 2007
    assert rows_of(of_counts(known + other), "change point")[0].refusal.code == "NO_CHANGE"
    assert (found.refusal.code, found.results) == ("SUPPRESSED_DECIDE", ())


def test_that_nothing_changed_is_not_stated_where_figures_within_their_bounds_would_have_a_break():
    assert rows_of(of_counts([0] * 8 + [4] * 8), "change point")[0].estimate == 2007
    assert of_counts([*["<5"] * 15, 1, 2]).refusal.code == "SUPPRESSED_DECIDE"
    [change] = rows_of(of_counts([30, 28, 33, 31, 29, "<30", 30, 34, 30, 29], has_zeros=True), "change point")
    assert change.refusal is None or change.refusal.code == "NO_CHANGE"


def test_the_years_and_levels_of_a_break_hold_those_of_every_filling_and_n_the_lowest():
    cells = ["<5"] * 5 + [3] + [20, 22, 19, 25, 21, 23]
    found = of_counts(cells)
    fillings = [of_counts([end if cell == "<5" else cell for cell in cells]) for end in (0, 1, 2, 3, 4)]
    [change], *others = (rows_of(one, "change point") for one in (found, *fillings))
    assert all(change.low <= other.low <= other.high <= change.high for [other] in others)
    assert change.details["p_value"] >= max(other.details["p_value"] for [other] in others)
    before = rows_of(found, "regime")[0]
    assert all(before.low <= rows_of(one, "regime")[0].estimate <= before.high for one in fillings)
    assert change.n == 3 + 130
    assert "n counts them at their lowest" in change.note


@pytest.mark.parametrize(
    ("cells", "fillings"),
    [
        ([16, 19, 13, 12, *["<5"] * 6], ([4, 0, 0, 0, 0, 0], [4, 4, 4, 4, 4, 0])),
        ([*["<5"] * 11, 8, 11], ([0, 0, 4, 0, 4, 0, 0, 4, 0, 4, 4],)),
    ],
    ids=["another year or a steady change", "no change"],
)
def test_no_year_is_stated_where_one_way_to_fill_the_bounds_has_another_answer(cells, fillings):
    def answer(counts):
        [change] = rows_of(of_counts(counts), "change point")
        return change.estimate or change.refusal.code

    def filled(figures):
        left = iter(figures)
        return [next(left) if cell == "<5" else cell for cell in cells]

    lowest = [0 if cell == "<5" else cell for cell in cells]
    assert all(answer(filled(figures)) != answer(lowest) for figures in fillings)
    assert of_counts(cells).refusal.code == "SUPPRESSED_DECIDE"


@pytest.mark.parametrize("seed", range(6))
def test_a_year_that_is_stated_holds_for_suppressed_figures_drawn_at_random(seed):
    random = np.random.default_rng(seed)
    low = random.poisson(np.repeat([1.5, 20.0], [5 + seed % 3, 7])[:: 1 if seed % 2 else -1])
    is_hidden = low < 5
    found = bounded(np.where(is_hidden, 0, low), np.where(is_hidden, 4, low))
    if found.refusal:
        assert found.refusal.code == "SUPPRESSED_DECIDE"
        return
    [change] = rows_of(found, "change point")
    for _filling in range(12):
        other = of_counts(np.where(is_hidden, random.integers(0, 5, len(low)), low), permutations=499)
        assert answers(found) <= answers(other), "further breaks are not asked for"
        for row in rows_of(other, "change point"):
            if row.estimate == change.estimate and not change.refusal:
                assert change.low <= row.low <= row.high <= change.high
