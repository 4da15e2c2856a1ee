"""Is the number of the unseen what the published cases say, and is it withheld where it must be?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipelines.analyse.multiple_systems.bootstrap import bic_estimates, bootstrap, stepwise_estimates
from pipelines.analyse.multiple_systems.captures import CaptureTable
from pipelines.analyse.multiple_systems.estimate import Settings, estimate_hidden
from pipelines.analyse.multiple_systems.existence import existence_code, is_estimable
from pipelines.analyse.multiple_systems.fitting import deviance, fit, wald_interval
from pipelines.analyse.multiple_systems.input import Input, read_captures
from pipelines.analyse.multiple_systems.models import Terms, all_models
from pipelines.analyse.multiple_systems.selection import best_by_bic, choose_each_stepwise, choose_stepwise
from pipelines.analyse.multiple_systems.sharing import ALONE, sharing
from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.results import Refusal
from pipelines.cli import run

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "refdata" / "mse"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published cases are not at {CASES}")
FEW = Settings(draws=50)
SEEDS = Settings().seeds


def given(text: str) -> Input:
    found = read_captures(read_plain(text.encode()))
    assert isinstance(found, Input), found
    return found


def case(name: str) -> CaptureTable:
    return given((CASES / f"{name}.csv").read_text()).table


def reference() -> dict:
    return json.loads((CASES / "reference_results.json").read_text())


def rows_of(found, what: str):
    return [row for row in found.results if row.what == what]


# Published cases


@needs_cases
@pytest.mark.parametrize(
    "pairs", [p for n in range(8) for p in [[x for i, x in enumerate(("AB", "AC", "BC")) if n >> i & 1]]]
)
def test_existence_and_identifiability_are_as_published_for_the_artificial_case(pairs):
    table, terms = case("Artificial_3"), Terms(3, 2)
    published = reference()["existence_check_Artificial_3"]["published"]
    model = terms.model([":".join(pair) for pair in pairs], table.lists)
    code = existence_code(terms, model, table.counts)
    assert code == published["+".join(pairs) or "main"]
    fits = fit(terms, model[None, :], table.counts)
    assert is_estimable(terms, fits, 0, table.counts) == (code == 0)


@needs_cases
@pytest.mark.parametrize(
    ("name", "terms_of_model", "estimate", "wald"),
    [
        ("NewOrl", "D:E", 1183.692, (721, 2046)),
        ("NewOrl_5", "", 1034.151, None),
        ("MSEpkg_Korea", "b:c", 268.778, None),
        ("UKdat_5", "LA:NG,LA:PFNCA,NG:GO,NG:GP,PFNCA:GP,GO:GP", 11312.99, (9884, 13027)),
        ("UKdat", None, 11417.99, (9977, 13146)),
    ],
)
def test_stepwise_selection_reproduces_the_published_model_estimate_and_interval(
    name, terms_of_model, estimate, wald
):
    table = case(name)
    terms = Terms(len(table.lists), 2)
    chosen = choose_stepwise(terms, table.counts)
    assert chosen.estimate == pytest.approx(estimate, abs=0.0051)
    if terms_of_model is not None:
        assert ",".join(terms.names(chosen.model, table.lists)) == terms_of_model
    if wald:
        limits = wald_interval(terms, chosen.fits, chosen.index)
        assert tuple(round(limit) for limit in limits) == wald


@needs_cases
def test_independence_in_new_orleans_gives_the_published_estimate_and_interval():
    table, terms = case("NewOrl"), Terms(8, 2)
    fits = fit(terms, terms.main_effects[None, :], table.counts)
    assert fits.estimates[0] == pytest.approx(996.664, abs=0.0005)
    assert [round(limit) for limit in wald_interval(terms, fits, 0)] == [645, 1618]


@needs_cases
def test_criterion_and_deviance_of_the_korean_models_are_as_published():
    table, terms = case("MSEpkg_Korea"), Terms(3, 2)
    best, second = best_by_bic(terms, table.counts, 2)
    assert terms.names(best.model, table.lists) == ("b:c", "c:d")
    assert (best.estimate, best.criterion) == pytest.approx((157.16667, 57.14081), abs=0.000005)
    assert second.estimate == pytest.approx(268.7778, abs=0.00005)
    assert second.criterion == pytest.approx(58.9686, abs=0.00005)
    assert deviance(second.fits, second.index, table.counts) == pytest.approx(8.566946, abs=0.0000005)


@needs_cases
def test_the_best_of_1024_british_models_is_as_published_and_the_next_is_half_as_large():
    table, terms = case("UKdat_5"), Terms(5, 2)
    assert len(all_models(terms)) == 1024
    best, second = best_by_bic(terms, table.counts, 2)
    assert (best.estimate, best.criterion) == pytest.approx((22991.331, 196.5398), abs=0.0005)
    assert (second.estimate, second.criterion) == pytest.approx((12262.4, 197.495), abs=0.05)


@needs_cases
def test_with_all_orders_the_british_estimate_is_the_one_of_table_6():
    assert round(best_by_bic(Terms(5, 4), case("UKdat_5").counts)[0].estimate) == 25311


@needs_cases
def test_with_six_lists_the_way_down_ends_where_the_published_one_does():
    assert round(best_by_bic(Terms(6, 2), case("UKdat").counts)[0].estimate) == 12350


@needs_cases
def test_the_korean_interval_agrees_with_the_published_acceleration_and_limits():
    table, terms = case("MSEpkg_Korea"), Terms(3, 2)
    found = bootstrap(table, terms, bic_estimates, draws=1000, seeds=SEEDS)
    assert found.acceleration == pytest.approx(-0.008783628, abs=1e-8)
    assert 126 <= found.bca[0] <= 132
    assert 340 <= found.bca[1] <= 380


@needs_cases
def test_the_stepwise_interval_of_new_orleans_is_within_the_recorded_spread_over_seeds():
    spread = reference()["stepwise_p0.02"]["NewOrl_5 (n=185)"]["ours"]["BCa95_range_over_20_seeds_B1000"]
    low, high = bootstrap(case("NewOrl_5"), Terms(5, 2), stepwise_estimates, draws=1000, seeds=SEEDS).bca
    assert spread["lower"][0] <= low <= spread["lower"][1]
    assert spread["upper"][0] <= high <= spread["upper"][1]


def test_three_lists_of_spina_bifida_have_the_models_and_estimates_that_glm_of_r_gives():
    """Births, deaths, rehabilitation in upstate New York (Hook, Albright and Cross 1980)."""
    spina = given("B,D,M,n\n1,1,1,12\n1,1,0,142\n1,0,1,112\n1,0,0,247\n0,1,1,4\n0,1,0,49\n0,0,1,60\n").table
    terms = Terms(3, 2)
    best = best_by_bic(terms, spina.counts, 3)
    assert [terms.names(b.model, spina.lists) for b in best] == [("D:M",), ("B:D", "D:M"), ("B:M", "D:M")]
    assert [round(b.estimate, 1) for b in best] == [730.9, 758.3, 711.2]


def test_three_lists_of_hepatitis_a_in_taiwan_have_the_published_estimates():
    """Chao, Tsay, Lin, Shau and Chao (2001), Statistics in Medicine 20:3123; 271 persons.

    Published: 388 for independent lists, 1,313 for the saturated model, which is 271 and a product of cells.
    """
    table = CaptureTable(("P", "Q", "E"), np.array([69, 55, 21, 63, 17, 18, 28.0]))
    terms = Terms(3, 2)
    found = {terms.names(c.model, table.lists): c.estimate for c in best_by_bic(terms, table.counts, 8)}
    assert table.persons == 271
    assert found[()] == pytest.approx(388, abs=0.5)
    assert max(found.values()) == pytest.approx(271 + 28 * 69 * 55 * 63 / (21 * 17 * 18))
    assert round(max(found.values())) == 1313


@needs_cases
def test_one_changed_cell_is_another_input_and_another_estimate():
    as_given = (CASES / "NewOrl.csv").read_text()
    changed = as_given.replace("0,0,1,0,1,0,0,0,1\n", "0,0,1,0,1,0,0,0,2\n")
    first, second = given(as_given), given(changed)
    estimates = [choose_stepwise(Terms(8, 2), g.table.counts).estimate for g in (first, second)]
    assert abs(estimates[0] - estimates[1]) > 20
    assert first.sha256 != second.sha256


# The method


def sparse_tables(count: int):
    rng = np.random.default_rng(5)
    for _table in range(count):
        lists = int(rng.integers(3, 5))
        means = rng.choice([0.0, 0.2, 0.5, 1, 3, 30, 3000], size=2**lists - 1)
        yield Terms(lists, int(rng.integers(2, lists))), rng.poisson(means).astype(float)


def test_what_a_fit_proves_about_existence_agrees_with_programme_and_rank():
    codes = set()
    for terms, counts in sparse_tables(25):
        models = all_models(terms)
        fits = fit(terms, models, counts)
        for index in range(0, len(models), 3):
            code = existence_code(terms, models[index], counts)
            assert is_estimable(terms, fits, index, counts) == (code == 0)
            codes.add(code)
    assert codes == {0, 1, 2, 3}


def test_the_pruned_search_finds_what_fitting_every_model_finds():
    for terms, counts in sparse_tables(25):
        fits = fit(terms, all_models(terms), counts)
        usable = [i for i in np.argsort(fits.criteria) if is_estimable(terms, fits, int(i), counts)][:5]
        found = [choice.criterion for choice in best_by_bic(terms, counts, 5)]
        assert found == pytest.approx(fits.criteria[usable].tolist(), abs=1e-6)


def test_many_tables_at_once_are_given_the_models_that_each_alone_is_given():
    terms, random = Terms(4, 2), np.random.default_rng(8)
    tables = random.poisson(random.choice([0.0, 0.5, 3, 40], size=(30, 15))) + np.eye(15)[0]
    together = choose_each_stepwise(terms, tables)
    alone = [choose_stepwise(terms, counts) for counts in tables]
    assert any(alone)
    for one, other in zip(together, alone, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert terms.names(one.model, "ABCD") == terms.names(other.model, "ABCD")
            assert one.estimate == pytest.approx(other.estimate, rel=1e-6)


def test_fits_agree_with_statsmodels_where_an_estimate_exists():
    import statsmodels.api as sm

    terms, counts = Terms(4, 3), np.arange(3.0, 18.0)[::-1] ** 2
    models = all_models(terms)[::9]
    fits = fit(terms, models, counts)
    for index, model in enumerate(models):
        theirs = sm.GLM(counts, terms.design[:, model], family=sm.families.Poisson()).fit(tol=1e-12)
        assert fits.log_likelihoods[index] == pytest.approx(theirs.llf, abs=1e-6)
        assert fits.intercepts[index] == pytest.approx(theirs.params[0], abs=1e-5)


def linked_lists(rng, persons: int):
    """Counts of a population of which four lists see parts; half of those on A are put on B as well."""
    on = rng.random((persons, 4)) < (0.2, 0.25, 0.2, 0.3)
    on[:, 1] |= on[:, 0] & (rng.random(persons) < 0.5)
    return np.bincount(on @ (1 << np.arange(4)), minlength=16)[1:].astype(float)


def test_a_known_population_lies_in_the_interval_about_as_often_as_promised():
    rng, terms = np.random.default_rng(3), Terms(4, 2)
    truth = terms.model(["A:B"], "ABCD")[None, :]
    covered = 0
    for _world in range(200):
        counts = linked_lists(rng, 2000)
        fits = fit(terms, truth, counts)
        low, high = wald_interval(terms, fits, 0, with_chance=True)
        covered += low < 2000 < high
    assert 0.92 <= covered / 200 <= 0.98


def test_dependence_between_two_lists_is_found_and_its_neglect_costs_a_tenth():
    terms, counts = Terms(4, 2), linked_lists(np.random.default_rng(3), 5000)
    chosen = best_by_bic(terms, counts)[0]
    independent = fit(terms, terms.main_effects[None, :], counts).estimates[0]
    assert "A:B" in terms.names(chosen.model, "ABCD")
    assert abs(chosen.estimate - 5000) < 500
    assert independent < 0.9 * chosen.estimate


def test_the_same_seed_gives_the_same_limits_on_one_worker_and_on_two():
    table = CaptureTable(("A", "B", "C"), np.array([50, 40, 12, 30, 9, 8, 4.0]))
    alone = bootstrap(table, Terms(3, 2), bic_estimates, draws=100, seeds=[4])
    with sharing(2, 100) as share:
        shared = bootstrap(table, Terms(3, 2), bic_estimates, draws=100, seeds=[4], share=share)
        assert share != ALONE
    assert alone == shared
    assert alone != bootstrap(table, Terms(3, 2), bic_estimates, draws=100, seeds=[5])


# What is said, and what is withheld

GOOD = "A,B,C,n\n1,0,0,400\n0,1,0,300\n0,0,1,350\n1,1,0,60\n1,0,1,70\n0,1,1,50\n1,1,1,11\n"


@needs_cases
def test_best_models_that_disagree_by_more_than_two_withhold_the_headline_and_stay():
    found = estimate_hidden(given((CASES / "UKdat_5.csv").read_text()), Settings(draws=20, seed_count=1))
    models = rows_of(found, "model")
    assert found.refusal.code == "MODELS_DISAGREE"
    assert len(models) == 5
    assert max(m.estimate for m in models) > 2 * min(m.estimate for m in models)
    [headline] = rows_of(found, "headline")
    assert (headline.estimate, headline.low, headline.high) == (None, None, None)
    assert headline.refusal == found.refusal


def test_agreeing_models_give_a_headline_with_both_intervals_and_a_note_on_linkage():
    [headline] = rows_of(estimate_hidden(given(GOOD), FEW), "headline")
    assert headline.refusal is None
    assert headline.low < headline.estimate < headline.high
    assert headline.details["percentile_low"] < headline.details["percentile_high"]
    assert headline.details["low_over_seeds"][0] <= headline.details["low_over_seeds"][1]
    assert "not stated" in headline.note
    stated = estimate_hidden(given(GOOD), Settings(draws=50, linkage="by national id"))
    assert "by national id" in rows_of(stated, "headline")[0].note


@needs_cases
def test_a_bias_beyond_one_half_is_said_in_the_note():
    rows = estimate_hidden(given((CASES / "NewOrl_5.csv").read_text()), FEW).results
    biased = [row for row in rows if abs(row.details.get("z0") or 0) > 0.5]
    assert biased
    assert all("z0" in row.note for row in biased)
    assert all("z0" not in row.note for row in rows if row not in biased)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "NO_DATA"),
        ("A,B,C,n\n", "NO_DATA"),
        ("A,B,C,n\n1,0,0,0\n", "NO_DATA"),
        ("A,B,n\n1,0,40\n0,1,50\n1,1,20\n", "FEW_LISTS"),
        ("A,B,C,n\n1,0,0,40\n0,1,0,50\n1,1,0,20\n", "FEW_LISTS"),
        (GOOD.replace("400", "-400"), "NEGATIVE_COUNT"),
        (GOOD.replace("400", "400.5"), "FRACTIONAL_COUNT"),
        (GOOD.replace("400", "<5"), "NOT_A_COUNT"),
        (GOOD.replace("400", ""), "NOT_A_COUNT"),
        (GOOD.replace("400", "nan"), "NOT_A_COUNT"),
        (GOOD.replace("400", "1e400"), "NOT_A_COUNT"),
        (GOOD + "0,0,0,12\n", "UNSEEN_GIVEN"),
        (GOOD.replace("1,1,1,11", "1,1,2,11"), "NOT_A_CAPTURE_TABLE"),
        (GOOD.replace("A,B,C", "A,A,C"), "NOT_A_CAPTURE_TABLE"),
        (",".join("ABCDEFGHIJK") + ",n\n" + "1," * 11 + "5\n", "MANY_LISTS"),
        ("A,B,C,n\n1,0,0,400\n0,1,0,300\n0,0,1,350\n", "NO_ESTIMATE"),
    ],
)
def test_input_that_cannot_be_used_is_refused_with_its_reason_and_no_number(content, code):
    found = read_captures(read_plain(content.encode()))
    refusal = found if isinstance(found, Refusal) else estimate_hidden(found, FEW).refusal
    assert refusal.code == code
    assert refusal.text.endswith(".")


def test_fewer_than_a_hundred_persons_show_the_models_only():
    small = GOOD.replace("00", "").replace("350", "3")
    found = estimate_hidden(given(small.replace("60", "6").replace("70", "7").replace("50", "5")), FEW)
    assert found.refusal.code == "FEW_PERSONS"
    assert rows_of(found, "model")
    assert rows_of(found, "headline")[0].estimate is None


def test_a_list_nobody_is_on_is_left_out_and_named():
    rows = [line.split(",") for line in GOOD.splitlines()]
    wider = "\n".join(",".join([*r[:3], "D" if i == 0 else "0", r[3]]) for i, r in enumerate(rows))
    found, plain = (estimate_hidden(given(text), FEW) for text in (wider, GOOD))
    assert rows_of(found, "headline")[0].estimate == rows_of(plain, "headline")[0].estimate
    assert "Left out, as nobody is on them: D." in rows_of(found, "headline")[0].note


# The command


def test_the_command_prints_the_promised_form_for_machines(tmp_path, capsys):
    file = tmp_path / "overlaps.csv"
    file.write_text(GOOD.replace(",", ";"))
    assert run(["analyse", "mse", str(file), "--json", "--bootstraps", "20"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"analysis", "input_sha256", "results", "refusal"}
    assert (found["analysis"], found["refusal"], len(found["input_sha256"])) == ("mse", None, 64)
    form = {"estimate", "low", "high", "n", "areas", "years", "method", "note", "refusal"}
    assert all(form <= set(row) for row in found["results"])
    models = [row for row in found["results"] if row["what"] == "model"]
    assert [row["rank"] for row in models] == [1, 2, 3, 4, 5]
    assert all(row["criterion_name"] == "BIC" and isinstance(row["terms"], list) for row in models)
    assert [row["criterion"] for row in models] == sorted(row["criterion"] for row in models)


def test_a_refusal_is_printed_as_a_result_and_the_exit_code_says_so(tmp_path, capsys):
    file = tmp_path / "two.csv"
    file.write_text("A,B,n\n1,0,40\n0,1,50\n1,1,20\n")
    assert run(["analyse", "mse", str(file), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["results"] == []
    assert found["refusal"]["code"] == "FEW_LISTS"
    assert run(["analyse", "mse", str(file)]) == 1
    assert "FEW_LISTS" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"\0\1\2\3", b"A,B,C,n\n1,0,0\n"])
def test_what_is_no_table_of_text_is_unreadable(tmp_path, capsys, content):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    assert run(["analyse", "mse", str(file)]) == 2
    assert capsys.readouterr().err


# Found by a fresh pair of eyes


def test_two_lists_of_the_same_persons_are_one_list():
    found = estimate_hidden(given("A,B,C,n\n1,1,0,40\n1,1,1,50\n0,0,1,30\n"), FEW)
    assert found.refusal is not None
    assert (found.refusal.code, found.results) == ("SAME_LIST", ())


def test_a_file_without_a_column_of_persons_takes_no_list_for_it():
    refused = read_captures(read_plain(b"A,B,C,D\n1,0,0,1\n0,1,1,0\n1,1,0,1\n"))
    assert isinstance(refused, Refusal)
    assert refused.code == "NOT_A_CAPTURE_TABLE"


@pytest.mark.parametrize("written", ['"1,011"', "1 011", "1\u00a0011", "1011"])
def test_groups_of_three_digits_are_one_number(written):
    assert given(f"A,B,n\n1,0,{written}\n0,1,3\n").table.persons == 1014


def test_an_estimate_outside_its_own_interval_is_withheld(monkeypatch):
    def elsewhere(*given_, **named):
        return replace(bootstrap(*given_, **named), bca=(1e6, 2e6))

    table = given("A,B,C,n\n1,0,0,120\n0,1,0,90\n0,0,1,100\n1,1,0,14\n1,0,1,12\n0,1,1,10\n1,1,1,3\n")
    assert estimate_hidden(table, FEW).refusal is None
    monkeypatch.setattr("pipelines.analyse.multiple_systems.estimate.bootstrap", elsewhere)
    found = estimate_hidden(table, FEW)
    assert found.refusal is not None
    assert found.refusal.code == "UNSTABLE"
    assert rows_of(found, "headline")[0].estimate is None
