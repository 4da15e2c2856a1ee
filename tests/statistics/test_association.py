"""Is the association in a two-way table what scipy and published cases say, and refused where it must be?"""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact
from scipy.stats.contingency import association as scipy_association
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio

from pipelines.analyse.patterns.association import odds
from pipelines.analyse.patterns.association.correspondence import correspondence
from pipelines.analyse.patterns.association.estimate import association_of_file
from pipelines.analyse.patterns.association.input import read_counts
from pipelines.analyse.patterns.association.odds import odds_ratio
from pipelines.analyse.patterns.association.permutation import permutation_p
from pipelines.analyse.patterns.association.table import Input
from pipelines.analyse.plain_files import read_plain

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "refdata" / "patterns"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published cases are not at {CASES}")
TEA = "guess,milk,tea\nmilk,3,1\ntea,1,3\n"
SATISFACTION = ",very low,low,high,very high\n<15,1,2,1,0\n15-25,3,3,6,1\n25-40,10,10,14,9\n>40,6,7,12,11\n"
HAIR = (
    "hair,brown,blue,hazel,green\nblack,68,20,15,5\nbrown,119,84,54,29\nred,26,17,14,14\nblond,7,94,10,16\n"
)


def analysed(text: str, **options):
    return association_of_file(read_plain(text.encode()), **({"draws": 999} | options))


def row(found, what: str, **details):
    rows = [r for r in found.results if r.what == what and details.items() <= r.details.items()]
    assert len(rows) == 1, (what, details, len(rows))
    return rows[0]


def counts(text: str) -> np.ndarray:
    read = read_counts(read_plain(text.encode()))
    assert isinstance(read, Input), read
    return read.counts


# Published cases


@needs_cases
def test_the_smokers_have_the_published_chi_square_and_inertias_and_no_map():
    published = json.loads((CASES / "reference_results.json").read_text())["smoke_CA"]["published"]
    found = analysed((CASES / "smoke.csv").read_text(), draws=9999)
    assert row(found, "chi2").estimate == pytest.approx(published["chi2"], abs=0.005)
    assert row(found, "chi2").details["df"] == published["df"]
    inertias = [r.estimate for r in found.results if r.what == "inertia"]
    assert inertias == pytest.approx(published["inertias"], abs=5e-7)
    assert row(found, "p_asymptotic").estimate == pytest.approx(0.1718, abs=5e-5)
    permuted = row(found, "p_permutation")
    assert permuted.low <= 0.172 <= permuted.high
    assert found.refusal.code == row(found, "map").refusal.code == "NO_ASSOCIATION"
    assert not [r for r in found.results if r.what == "map_point"]


@needs_cases
def test_among_states_the_sign_is_not_that_among_persons_and_persons_are_not_spoken_of():
    found = analysed((CASES / "illiteracy30.csv").read_text())
    ecological = {r.details["group"]: r.estimate for r in found.results if r.what == "ecological_correlation"}
    individual = {r.details["group"]: r.estimate for r in found.results if r.what == "phi_among_persons"}
    assert round(ecological["fbwhite"], 3) == -0.524
    assert round(ecological["black"], 3) == 0.771
    assert round(individual["fbwhite"], 3) == 0.107
    assert found.refusal.code == "ECOLOGICAL"
    assert "nothing is said about persons" in found.refusal.text
    assert all("areas" in r.note for r in found.results)
    assert not [r for r in found.results if r.what in ("odds_ratio", "chi2")]


def test_fisher_s_tea_has_his_p_and_the_conditional_odds_ratio():
    found = analysed(TEA)
    ratio = row(found, "odds_ratio")
    assert row(found, "p_fisher").estimate == pytest.approx(0.4857143, abs=5e-8)
    assert (ratio.estimate, ratio.low, ratio.high) == pytest.approx((6.408309, 0.2117, 626.24), rel=2e-4)
    assert found.refusal is None


BERKELEY = (
    "Admit,Gender,Freq\nAdmitted,Male,1198\nRejected,Male,1493\nAdmitted,Female,557\nRejected,Female,1278\n"
)


def test_the_admissions_of_berkeley_have_the_chi_square_and_odds_ratio_of_r():
    found = analysed(BERKELEY)
    assert row(found, "chi2").estimate == pytest.approx(92.20528, abs=5e-6)
    assert row(found, "p_asymptotic").estimate == pytest.approx(7.8136e-22, rel=1e-4)
    assert row(found, "odds_ratio").estimate == pytest.approx(1.840832, abs=5e-6)


def test_p_values_are_adjusted_as_r_s_p_adjust_does_by_benjamini_and_hochberg():
    given = [0.01, 0.02, 0.03, 0.04, 0.05, 0.5, 0.9, 0.001, 0.001]
    theirs = [0.03, 0.045, 0.054, 0.06, 0.06428571, 0.5625, 0.9, 0.0045, 0.0045]
    assert odds.adjusted(given) == pytest.approx(theirs, abs=5e-9)


def test_freeman_and_halton_s_p_of_job_satisfaction_is_the_published_one():
    p = row(analysed(SATISFACTION, draws=20_000), "p_freeman_halton")
    assert p.low <= 0.7827 <= p.high


def test_hair_and_eyes_have_the_published_map():
    found = analysed(HAIR)
    assert row(found, "chi2").estimate == pytest.approx(138.29, abs=0.005)
    assert [round(r.estimate, 4) for r in found.results if r.what == "inertia"] == [0.2088, 0.0222, 0.0026]
    blond, blue = row(found, "map_point", label="blond"), row(found, "map_point", label="blue")
    assert abs(blond.details["x"]) == pytest.approx(0.8353, abs=5e-5)
    assert blond.details["x"] * blue.details["x"] > 0
    assert found.refusal is None


# Against scipy


TABLES = [
    [[12, 5], [3, 9]],
    [[40, 2], [30, 9]],
    [[7, 90], [11, 60]],
    [[1, 1], [1, 1]],
    [[200, 150], [90, 160]],
]


@pytest.mark.parametrize("table", TABLES)
def test_the_exact_odds_ratio_is_that_of_scipy(table):
    found, expected = odds_ratio(*np.ravel(table).tolist()), scipy_odds_ratio(table)
    limits = expected.confidence_interval(0.95)
    assert found.estimate == pytest.approx(expected.statistic, rel=1e-5)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high), rel=1e-4)
    assert found.p == pytest.approx(fisher_exact(table).pvalue)


@pytest.mark.parametrize("table", [[[0, 5], [6, 3]], [[5, 0], [3, 6]], [[5, 0], [0, 6]], [[0, 4], [7, 0]]])
def test_with_a_zero_the_estimate_is_finite_and_the_interval_exact_on_the_side_that_has_an_end(table):
    (a, b), (c, d) = table
    found, limits = odds_ratio(a, b, c, d), scipy_odds_ratio(table).confidence_interval(0.95)
    assert found.estimate == (a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5))
    assert found.low == pytest.approx(limits.low, rel=1e-4)
    assert found.high == (pytest.approx(limits.high, rel=1e-4) if isfinite(limits.high) else None)


def test_where_the_exact_sum_is_too_long_the_limits_hardly_move(monkeypatch):
    table = (9_500, 6_000, 4_950, 15_500)
    exact = odds_ratio(*table)
    monkeypatch.setattr(odds, "LONGEST_SUPPORT", 100)
    wald = odds_ratio(*table)
    assert (exact.method, wald.method) == ("exact", "wald")
    assert (exact.estimate, exact.low, exact.high) == pytest.approx(
        (wald.estimate, wald.low, wald.high), rel=5e-4
    )


@pytest.mark.parametrize("text", [SATISFACTION, HAIR])
def test_statistics_of_larger_tables_are_those_of_scipy(text):
    found, table = analysed(text), counts(text)
    expected = chi2_contingency(table, correction=False)
    assert row(found, "chi2").estimate == pytest.approx(expected.statistic)
    assert row(found, "p_asymptotic").estimate == pytest.approx(expected.pvalue)
    v = row(found, "cramers_v")
    assert v.low <= v.estimate <= v.high
    assert v.high > scipy_association(table, method="cramer") or v.estimate == 0
    cell = row(found, "odds_ratio", **{"row": read_row(text, 1), "column": read_column(text, 1)})
    i, j, n = 1, 1, table.sum()
    a, b, c = table[i, j], table[i].sum() - table[i, j], table[:, j].sum() - table[i, j]
    assert cell.estimate == pytest.approx(scipy_odds_ratio([[a, b], [c, n - a - b - c]]).statistic, rel=1e-5)
    assert cell.details["p_adjusted"] >= cell.details["p_fisher"]


def read_row(text: str, at: int) -> str:
    return text.splitlines()[1 + at].split(",")[0]


def read_column(text: str, at: int) -> str:
    return text.splitlines()[0].split(",")[1 + at]


def test_the_axes_give_the_table_back():
    table = counts(HAIR)
    axes = correspondence(table)
    standard = axes.columns / np.sqrt(axes.inertias)
    expected = np.outer(axes.row_masses, axes.column_masses)
    assert expected * (1 + axes.rows @ standard.T) * table.sum() == pytest.approx(table)
    assert axes.inertias.sum() == pytest.approx(
        chi2_contingency(table, correction=False).statistic / table.sum()
    )


def test_the_permutation_p_of_a_fourfold_table_is_fisher_s():
    table = np.array([[12, 5], [3, 9]])
    _chi2, exact = permutation_p(table, 20_000, 1)
    expected = fisher_exact(table).pvalue
    assert exact.p == pytest.approx(expected, abs=4 * (expected * (1 - expected) / 20_000) ** 0.5)


def test_the_same_seed_gives_the_same_p_and_another_seed_another():
    p = [row(analysed(SATISFACTION, seed=seed), "p_permutation").estimate for seed in (1, 1, 2)]
    assert p[0] == p[1] != p[2]


def test_independent_tables_are_called_associated_about_as_often_as_the_level_says():
    random, found = np.random.default_rng(3), 0
    for _table in range(150):
        table = random.multinomial(60, np.outer([0.5, 0.3, 0.2], [0.6, 0.4]).ravel()).reshape(3, 2)
        found += table.any(axis=1).all() and permutation_p(table, 99, 1)[0].p < 0.05
    assert found <= 16  # a binomial of 150 at .05 exceeds it once in a thousand


# Forms of a file


@pytest.mark.parametrize(
    "text",
    [
        "12,5\n3,9\n", "x,y\n12,5\n3,9\n", "a,b,c,d\n12,5,3,9\n", "12,5,3,9\n", ",x,y\nu,12,5\nv,3,9\n",
        "r;c;n\nu;x;12\nu;y;5\nv;x;3\nv;y;9\n", "r,c,count\nu,x,5\nu,y,5\nv,x,3\nv,y,9\nu,x,7\n",
        ",x,y,total\nu,12,5,17\nv,3,9,12\ntotal,15,14,29\n", ",x,y,z\nu,12,5,0\nv,3,9,0\nw,0,0,0\n",
        "r,c,count\n1,1,12\n1,2,5\n2,1,3\n2,2,9\n",
    ],
)  # fmt: skip
def test_every_form_of_one_table_gives_one_answer(text):
    assert counts(text).tolist() == [[12, 5], [3, 9]]


def test_what_was_added_up_or_left_out_is_said():
    assert "added up" in row(analysed("r,c,n\nu,x,5\nu,x,7\nu,y,5\nv,x,3\nv,y,9\n"), "reading").note
    assert "count nobody: w" in row(analysed(",x,y\nu,12,5\nv,3,9\nw,0,0\n"), "reading").note
    assert "is the total" in row(analysed(",x,y,total\nu,12,5,17\nv,3,9,12\n"), "reading").note


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NO_DATA"), (",x,y\n", "NO_DATA"), (",x,y\nu,0,0\nv,0,0\n", "NO_DATA"),
        (",x,y\nu,1,2\n", "ONE_ROW"), (",x\nu,1\nv,2\n", "ONE_COLUMN"), 
        (",x,y\nu,0,2\nv,0,3\n", "ONE_COLUMN"),
        (",x,y\nu,1,-2\nv,2,2\n", "NEGATIVE_COUNT"), (",x,y\nu,1,.5\nv,2,2\n", "FRACTIONAL_COUNT"),
        (",x,y\nu,1,<5\nv,2,2\n", "NOT_A_COUNT"), (",x,y\nu,1,\nv,2,2\n", "NOT_A_COUNT"),
        (",x,y\nu,1,nan\nv,2,2\n", "NOT_A_COUNT"), (",x,y\nu,1,inf\nv,2,2\n", "NOT_A_COUNT"),
        (",x,y\nu,1,2\nu,2,2\n", "NOT_A_TABLE"), ("x\n1\n2\n", "NOT_A_TABLE"),
        (",x,x\nu,1,2\nv,2,2\n", "NOT_A_TABLE"),
        ("r,c,n\nu,,3\nv,x,3\n", "NOT_A_TABLE"), (",x,y\nu,<5,2\nv,2,2\n", "NOT_A_COUNT"),
        (",x,y,total\nu,1,2,9\nv,2,2,4\n", "TOTAL_DIFFERS"),
        (",x,x_of which\nu,9,2\nv,8,3\n", "NESTED_COLUMNS"),
        (",x,y\nu,999999999,999999999\nv,2,2\n", "NOT_A_COUNT"),
        ("country,poverty,rate\nKenya,.2,1.5\nPeru,.3,2.5\n", "ECOLOGICAL"),
        ("country,pct_poor,pct_ill\nKenya,20,15\nPeru,30,25\n", "ECOLOGICAL"),
        ("group,pct_poor,pct_ill\nu,20,15\nv,30,25\n", "RATES_GIVEN"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_counts_is_refused_with_its_reason(text, code):
    found = analysed(text)
    assert (found.refusal.code, found.results) == (code, ())
    assert found.refusal.text.endswith((".", ").", "it."))


def test_a_single_column_header_with_numbers_is_no_table():
    assert analysed("1\n").refusal


@pytest.mark.parametrize("size", [(3, 90, "FEW_COUNTED"), (3, 900, None), (2, 900, None)])
def test_a_map_needs_a_hundred_counted(size):
    side, n, code = size
    table = np.full((side, side), 1) + np.eye(side, dtype=int) * (n // side)
    lines = [
        ",".join(["", *"abc"[:side]]),
        *(f"r{i}," + ",".join(map(str, line)) for i, line in enumerate(table)),
    ]
    found = analysed("\n".join(lines))
    if table.sum() >= 100:
        assert found.refusal is None
    else:
        assert found.refusal.code == code


# Areas


def test_rows_that_are_areas_are_compared_as_areas_and_worded_so():
    text = ",x,y\nEgypt,12,5\nSudan,3,9\nIndia,4,4\n"
    reading = row(analysed(text, area_names={"egypt", "sudan", "india"}), "reading")
    assert reading.details["unit"] == "areas"
    assert "may not be worded" in reading.note
    assert row(analysed(text), "reading").details["unit"] == "categories"
    assert row(analysed(text, rows_are="areas"), "reading").details["unit"] == "areas"


@pytest.mark.parametrize(
    ("labels", "unit"),
    [("SM JM SE JE SC", "categories"), ("100 300 818", "categories"), ("EGY SDN other", "areas"),
     ("Égypte Soudan Inde", "areas"), ("jan feb mar apr may jun", "categories"), ("埃及 苏丹", "areas")],
)  # fmt: skip
def test_half_of_the_labels_have_to_name_areas_and_two_letters_are_no_name(contract, labels, unit):
    text = ",x,y\n" + "".join(f"{label},{5 + i},{7}\n" for i, label in enumerate(labels.split()))
    names = frozenset(contract.code_list("area").by_word)
    assert row(analysed(text, area_names=names), "reading").details["unit"] == unit


def test_a_planted_change_of_sign_is_found_in_any_file_of_areas_with_its_populations():
    random, lines = np.random.default_rng(5), ["region,population,population_ill,poor,poor_ill"]
    for i in range(40):
        share = 0.1 + 0.02 * i / 40 + random.random() * 0.01
        poor = int(10_000 * share)
        ill, others = int(poor * (0.6 - share * 3)), int((10_000 - poor) * (0.4 - share * 3))
        lines.append(f"r{i},10000,{ill + others},{poor},{ill}")
    found = analysed("\n".join(lines))
    assert row(found, "ecological_correlation").estimate < -0.5
    persons = row(found, "phi_among_persons")
    assert persons.estimate > 0.1
    assert "the other way" in persons.note
    assert row(found, "ecological_correlation").areas == 40


def test_a_category_that_begins_like_another_one_is_a_category():
    found = analysed("group,no,no answer,yes\nu,20,2,9\nv,14,3,30\n")
    assert found.refusal is None
    assert row(found, "chi2").details["df"] == 2


def test_nested_columns_without_areas_give_no_result_at_all():
    assert analysed("group,all,all_ill\nu,9,2\nv,8,3\n").results == ()


# Whatever is given


@settings(max_examples=120, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 12), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
)
def test_any_small_table_gives_finite_numbers_within_their_limits_or_a_reason(table):
    header = ",".join(["", *(f"c{j}" for j in range(len(table[0])))])
    lines = [header, *(",".join([f"r{i}", *map(str, line)]) for i, line in enumerate(table))]
    found = analysed("\n".join(lines), draws=49)
    json.dumps(found.as_json(), allow_nan=False)
    assert found.results or found.refusal
    for one in found.results:
        if one.estimate is not None and one.low is not None:
            assert one.low <= one.estimate
            assert one.high is None or one.estimate <= one.high


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab1250.,;-\n\t"<é ', max_size=60))
def test_any_text_gives_results_or_a_reason_and_never_a_traceback(text):
    from pipelines.contract.errors import TiporError

    try:
        plain = read_plain(text.encode())
    except TiporError:
        return
    found = association_of_file(plain, draws=9)
    json.dumps(found.as_json(), allow_nan=False)
    assert found.results or found.refusal
