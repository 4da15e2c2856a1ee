"""Are planted associations found, those that are none not, and is nothing said that data do not bear?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from pipelines.analyse.conditions import wording
from pipelines.analyse.conditions.across_areas import rank_correlation
from pipelines.analyse.conditions.compare import compare, mean_by_area
from pipelines.analyse.conditions.make import make_conditions
from pipelines.analyse.conditions.panel import Panel
from pipelines.analyse.conditions.within_areas import fit_within
from pipelines.analyse.reference_tables import in_steps, make_covariates
from pipelines.collect.database import open_memory
from pipelines.contract.reference import series
from pipelines.process.filling import fill
from tests.files import needs_shared, sdg_files, send
from tests.statistics.edition import edition_tables

AREAS, YEARS = 30, 10
FORBIDDEN = re.compile(
    r"\b(caus\w*|because|due to|effects?|lead\w*|led|driv\w*|influenc\w*|impact\w*|risk\w*|vulnerab\w*"
    r"|result\w* in|explain\w*|therefore|increas\w*|reduc\w*|individual\w*|person|persons|people|poor|rich"
    r"|who is|likely)\b",
    re.IGNORECASE,
)


def world(
    seed: int, within: float = 0.0, across: float = 0.0, areas: int = AREAS, drift: float = 0.0
) -> Panel:
    """Areas that detect `within` more (log, per step) in years of a higher figure, `across` where it is."""
    rng = np.random.default_rng(seed)
    area, year = np.repeat(np.arange(areas), YEARS), np.tile(np.arange(2010, 2010 + YEARS), areas)
    level = np.repeat(rng.normal(0, 2, areas), YEARS)
    change = rng.normal(0, 0.7, len(area)) + drift * (year - 2015)
    detected = rng.poisson(np.exp(1.5 + across * level + within * change + drift * (year - 2015))).astype(
        float
    )
    others = rng.poisson(200, len(area)).astype(float)
    persons = np.full(len(area), 1e7)
    return Panel(area, year, detected, detected, others, others, persons, level + change)


def found(panel: Panel):
    return {(one.kind, one.what): one for one in compare(panel)}


def test_an_association_within_areas_is_found_though_areas_show_the_opposite():
    estimates = []
    for seed in range(5):
        comparisons = found(world(seed, within=0.3, across=-0.4))
        [(estimate, low, high)] = comparisons[wording.WITHIN, wording.ORGAN].ends
        [(across, _low, top)] = comparisons[wording.ACROSS, wording.ORGAN].ends
        estimates.append(np.log(estimate))
        assert np.log(low) < 0.3 + 0.1
        assert np.log(high) > 0.3 - 0.1
        assert comparisons[wording.WITHIN, wording.ORGAN].sign == 1
        assert across < top < 0
    assert np.mean(estimates) == pytest.approx(0.3, abs=0.05)


def test_two_things_that_both_rise_with_the_years_are_not_taken_for_an_association():
    ratios = [found(world(seed, drift=0.15))[wording.WITHIN, wording.ORGAN] for seed in range(20)]
    wrong = sum(one.p_value < 0.05 for one in ratios)
    assert wrong <= 4
    without_years = fit_within(*_bare(world(0, drift=0.15)))
    assert without_years.interval.p_value < 0.01, "what leaving out the year would say"


def _bare(panel: Panel):
    return panel.low, panel.figure[:, None], panel.area


def test_estimates_within_areas_agree_with_the_conditional_poisson_of_statsmodels():
    from statsmodels.discrete.conditional_models import ConditionalPoisson

    panel = world(1, within=0.2, across=0.1)
    covariates = np.column_stack([panel.figure, (panel.year - panel.year.mean()) / 10])
    theirs = ConditionalPoisson(panel.low, covariates, groups=panel.area).fit(disp=0)
    ours = fit_within(panel.low, covariates, panel.area)
    assert ours.interval.estimate == pytest.approx(theirs.params[0], abs=1e-4)


def test_a_p_value_by_permutation_is_below_a_twentieth_about_one_time_in_twenty():
    rng = np.random.default_rng(4)
    worlds = [rank_correlation(rng.normal(size=15), rng.poisson(0.7, 15).astype(float)) for _ in range(150)]
    share = np.mean([one.p_value < 0.05 for one in worlds if one])
    assert 0.01 <= share <= 0.10


def test_rank_correlation_agrees_with_scipy_and_its_range_leaves_out_each_area():
    from scipy.stats import spearmanr

    rng = np.random.default_rng(2)
    first = rng.normal(size=20)
    second = first + rng.normal(size=20)
    one = rank_correlation(first, second)
    assert one.estimate == pytest.approx(spearmanr(first, second).statistic)
    by_hand = [spearmanr(np.delete(first, i), np.delete(second, i)).statistic for i in range(20)]
    assert one.without == pytest.approx((min(by_hand), max(by_hand)))
    assert one.low < one.estimate < one.high


def test_both_ends_of_suppressed_figures_are_shown_and_a_sign_that_they_change_does_not_stand():
    panel = world(0, across=0.4)
    wide = Panel(**{**vars(panel), "high": np.where(panel.low < 20, 4 * panel.low.max(), panel.low)})
    one = found(wide)[wording.ACROSS, wording.ORGAN]
    assert len(one.ends) == 2
    assert one.ends[0][0] > 0.4 > one.ends[1][0]
    assert one.sign == 0


@pytest.mark.parametrize(
    ("make", "kind", "code"),
    [
        (lambda p: p.where(p.year < 2010), wording.ACROSS, "NO_DATA"),
        (lambda p: p.where(p.area < 9), wording.ACROSS, "FEW_AREAS"),
        (lambda p: Panel(**{**vars(p), "low": 0 * p.low, "high": 0 * p.low}), wording.ACROSS, "FEW_POSITIVE"),
        (lambda p: Panel(**{**vars(p), "figure": 0 * p.figure + 3}), wording.ACROSS, "NO_VARIATION"),
        (lambda p: p.where(p.year == 2012), wording.WITHIN, "FEW_POSITIVE"),
        (lambda p: p.where(p.area < 9), wording.WITHIN, "FEW_AREAS"),
        (lambda p: Panel(**{**vars(p), "figure": p.year / 10.0}), wording.WITHIN, "NO_ESTIMATE"),
        (lambda p: Panel(**{**vars(p), "persons": p.persons * np.nan}), wording.ACROSS, "FEW_POSITIVE"),
    ],
)
def test_what_data_do_not_bear_is_refused_with_its_reason_and_no_number(make, kind, code):
    one = found(make(world(3, across=0.3)))[kind, wording.ORGAN]
    assert one.refusal.code == code
    assert one.ends == ()
    assert one.refusal.text.endswith(".")


def test_one_figure_to_compare_with_needs_ten_area_years_with_a_detection():
    panel = world(3)
    counts = np.zeros(len(panel.low))
    for positive, is_refused in ((9, True), (10, False)):
        counts[: positive * YEARS : YEARS] = 5.0
        some = Panel(**{**vars(panel), "low": counts, "high": counts})
        assert (found(some)[wording.ACROSS, wording.ORGAN].refusal is not None) == is_refused


def detections(connection, contract, *, others_follow: bool, offences=("TIP_SX", "TIP_FL")) -> None:
    """`detected_victims` in which organ removal follows the real poverty series, and others perhaps too."""
    poverty = series(contract, "poverty")
    make_covariates(connection, [poverty])
    known = connection.execute(
        "SELECT ref_area, year + 1, value FROM covariates WHERE year BETWEEN 2009 AND 2014 ORDER BY ALL"
    ).fetchall()
    kept = sorted({area for area, _year, _value in known})[::4]
    rows = []
    for area, year, value in known:
        if area in kept:
            people = {a: n for a, y, n in series(contract, "population").points if y == year}[area] / 1e6
            counts = {"TIP_OR": round(people * (1 + 3 * value))}
            counts |= dict.fromkeys(offences, round(people * (10 + 30 * value * others_follow)) + 1)
            rows += [
                ("SDG_16_2_2", o, "2020-01-01", area, year, n, n, "reported", []) for o, n in counts.items()
            ]
    kinds = {"source": "VARCHAR", "offence": "VARCHAR", "version": "DATE", "ref_area": "VARCHAR"}
    kinds |= {
        "year": "INTEGER",
        "value_low": "DOUBLE",
        "value_high": "DOUBLE",
        "basis": "VARCHAR",
        "open_signals": "VARCHAR[]",
    }
    fill(connection, "detected_victims", kinds, rows)


def conditions_of(connection, contract):
    make_conditions(connection, contract)
    query = "SELECT what, estimate, areas, note, refusal FROM conditions WHERE series = 'poverty'"
    return {row[0]: row[1:] for row in connection.execute(query).fetchall()}


@pytest.mark.parametrize("others_follow", [True, False])
def test_the_negative_control_tells_what_is_particular_to_organ_removal(contract, others_follow):
    with open_memory() as connection:
        detections(connection, contract, others_follow=others_follow)
        rows = conditions_of(connection, contract)
    estimate, areas, note, _refusal = rows["across_areas_organ_removal"]
    assert estimate > 0.8
    assert f"Of {areas} areas" in note
    assert "also reported more detected victims of organ removal" in note
    assert ("not particular to organ removal" in note) == others_follow
    assert (rows["across_areas_ratio"][0] > 0.8) == (not others_follow)


def test_the_combination_that_contains_organ_removal_is_no_control(contract):
    with open_memory() as connection:
        detections(connection, contract, others_follow=True, offences=("TIP_OR_OP", "TIP_SX"))
        rows = conditions_of(connection, contract)
    assert rows["across_areas_organ_removal"][3] is None
    assert rows["across_areas_other_forms"][3] == "FEW_POSITIVE"
    assert rows["across_areas_ratio"][3] == "FEW_POSITIVE"


def test_what_an_open_signal_holds_out_is_not_compared(contract):
    with open_memory() as connection:
        detections(connection, contract, others_follow=False)
        areas = conditions_of(connection, contract)["across_areas_organ_removal"][1]
        connection.execute("""
            UPDATE detected_victims
            SET open_signals = ['one']
            WHERE ref_area = (SELECT min(ref_area) FROM detected_victims)
        """)
        assert conditions_of(connection, contract)["across_areas_organ_removal"][1] == areas - 1


def test_without_any_figure_of_organ_removal_every_series_is_refused(contract):
    with open_memory() as connection:
        detections(connection, contract, others_follow=False)
        connection.execute("DELETE FROM detected_victims WHERE offence = 'TIP_OR'")
        rows = conditions_of(connection, contract)
    assert {row[3] for row in rows.values()} == {"NO_DATA"}


def test_a_survey_speaks_for_some_years_and_no_longer_and_the_newest_stands(contract):
    poverty = series(contract, "poverty")
    with open_memory() as connection:
        make_covariates(connection, [poverty])
        known = dict(
            connection.execute("SELECT year, value FROM covariates WHERE ref_area = 'AGO'").fetchall()
        )
    given = {year: in_steps(poverty, value) for area, year, value in poverty.points if area == "AGO"}
    last = max(given)
    assert known[last] == known[last + 4] == given[last]
    assert last + 5 not in known
    assert all(known[year] == value for year, value in given.items())


def sentences() -> list[str]:
    """Every text in the wording of conditions that a person may read."""
    source = Path(wording.__file__).read_text(encoding="utf-8")
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "_" and isinstance(call.args[0], ast.Constant)
    ]


def test_no_sentence_speaks_of_persons_one_by_one_or_of_why():
    texts = sentences()
    assert len(texts) >= 15
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    assert FORBIDDEN.search("Poverty drives trafficking.")
    assert FORBIDDEN.search("A poor person is more likely to be trafficked.")


def test_levels_and_persons_can_point_in_opposite_directions_so_nothing_is_said_of_persons():
    """The classical reversal, planted: within every area the poorer are detected less, between areas more."""
    rng = np.random.default_rng(0)
    share = np.repeat(np.linspace(0.1, 0.9, AREAS), 200)
    poor = rng.random(len(share)) < share
    detected = rng.random(len(share)) < 0.1 + 0.5 * share - 0.1 * poor
    area = np.repeat(np.arange(AREAS), 200)
    persons = np.mean(
        [detected[(area == a) & poor].mean() - detected[(area == a) & ~poor].mean() for a in range(AREAS)]
    )
    areas = rank_correlation(mean_by_area(poor * 1.0, area), mean_by_area(detected * 1.0, area))
    assert persons < 0 < areas.low


@needs_shared
def test_in_the_real_series_nothing_stands_and_the_vintages_do_not_agree(store, contract):
    for vintage in ("2019-07", "2020-08"):
        [path] = [path for path in sdg_files(vintage) if "detvog" in path.name]
        said = {"profile": "sdg_ddf", "source": "SDG_16_2_2", "known_since": vintage}
        send(store, contract, path.read_bytes(), is_already_public=True, is_complete=True, **said)
    with edition_tables(store, contract) as connection:
        make_conditions(connection, contract)
        rows = connection.execute(
            "SELECT version, series, what, estimate, q_value, note FROM conditions"
        ).fetchall()
    assert all(row[4] is None or row[4] > 0.05 for row in rows)
    assert not any("also reported" in row[5] for row in rows)
    organs = {row[0].year: row[3] for row in rows if row[1:3] == ("poverty", "across_areas_organ_removal")}
    assert organs[2019] > 0.4 > 0.1 > abs(organs[2020])
