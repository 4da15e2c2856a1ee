"""What do cases have in common: what is planted is found, chance is refused, small counts stay hidden."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio
from statsmodels.stats.contingency_tables import StratifiedTable

from pipelines.analyse.patterns import typology
from pipelines.analyse.patterns.association.stratified import pooled_odds_ratio
from pipelines.analyse.patterns.case_profiles import withheld
from tests.statistics.pattern_rows import only, pattern, standing

CELLS = (30, 10, 12, 48)


def case(number: int, **others):
    usual = {"case_id": f"EGY-2021-{number:03}", "year_opened": 2021, "outcome": "CONVICTION"}
    return usual | others


def fourfold(cells, **others):
    """Cases with deception and a broker in both, one or neither of which they have."""
    a, b, c, d = cells
    kinds = [("DECEPTION", "BROKER")] * a + [("DECEPTION", "NURSE")] * b
    kinds += [("FRAUD", "BROKER")] * c + [("FRAUD", "NURSE")] * d
    return [
        case(i, means_used=[means], offender_roles=[role]) | others for i, (means, role) in enumerate(kinds)
    ]


def drawn(seed: int, count: int = 240, modules: bool = False):
    """Cases of three areas with traits at random; with modules, online channels bring fraud and a clinic."""
    random, found = np.random.default_rng(seed), []
    for i in range(count):
        area = ("EGY", "PAK", "IND")[i % 3]
        online = random.random() < (0.2, 0.5, 0.8)[i % 3]
        fraud = random.random() < ((0.85 if online else 0.15) if modules else (0.2, 0.5, 0.8)[i % 3])
        clinic = random.random() < ((0.8 if fraud else 0.2) if modules else (0.8, 0.5, 0.2)[i % 3])
        found.append(case(
            i, ref_area=area,
            recruitment_channels=["ONLINE_SOCIAL_NETWORKS" if online else "FAMILY"],
            means_used=["FRAUD" if fraud else "ABDUCTION", *(["DECEPTION"] if random.random() < 0.3 else [])],
            offender_roles=["CLINIC" if clinic else "BROKER"],
        ))  # fmt: skip
    return found


SOURCES = {
    "associated": fourfold(CELLS, offence="TIP"),
    "hidden": fourfold((30, 3, 12, 48)),
    "few": fourfold((3, 3, 3, 3)),
    "modules": drawn(1, modules=True),
    "areas only": drawn(2),
    "another": fourfold((20, 14, 9, 30), offence="TIP"),
    "shares": [
        *(case(i, organs=["KIDNEY"]) for i in range(30)),
        *(case(i, organs=["LIVER"]) for i in range(30, 33)),
        *(case(i, organs=["_U"]) for i in range(33, 40)),
        *(case(i, organs=["HEART"]) for i in range(60, 66)),
        *(case(i, organs=None) for i in range(40, 60)),
    ],
    "routes": [
        *(case(i, origin_areas=["SDN"], removal_areas=["EGY"], broker_areas=["ITA"]) for i in range(6)),
        *(
            case(i, origin_areas=["ETH"], removal_areas=["EGY"], recipient_areas=["SAU"])
            for i in range(6, 10)
        ),
    ],
    "money": [
        *(case(i, paid_to_person=amount, currency="USD") for i, amount in enumerate((1, 2, 3, 5, 8, 13, 21))),
        *(case(i, paid_to_person=900, currency="EUR") for i in range(7, 11)),
        *(case(i, charged_to_recipient=60_000, currency="EGP") for i in range(11, 16)),
    ],
}


@pytest.fixture(scope="module")
def tables(contract):
    rows = [row | {"source": source} for source, given in SOURCES.items() for row in given]
    names = ("profiles", "routes", "co_occurrence", "typology", "money")
    with standing(contract, cases=rows) as connection:
        yield {name: pattern(connection, contract, name) for name in names}


@pytest.fixture
def of(tables):
    return lambda name, source: [row for row in tables[name] if row["source"] == source]


def test_an_association_has_the_odds_ratio_and_limits_of_scipy(of):
    a, b, c, d = CELLS
    found = only(of("co_occurrence", "associated"), what="odds_ratio", first="DECEPTION", second="BROKER")
    expected = scipy_odds_ratio([[a, b], [c, d]])
    assert found["estimate"] == pytest.approx(expected.statistic, rel=1e-6)
    limits = expected.confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((limits.low, limits.high), rel=1e-4)
    p = only(of("co_occurrence", "associated"), what="p_fisher", first="DECEPTION", second="BROKER")
    assert p["estimate"] == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue)


def test_a_pair_of_which_a_count_is_below_five_is_withheld_with_its_mirror_images(of):
    found = of("co_occurrence", "hidden")
    assert [row["refusal"] for row in found] == ["FEW_CASES"]


def test_a_dozen_cases_are_too_few(of):
    assert only(of("co_occurrence", "few"))["refusal"] == "TOO_FEW_CASES"
    assert only(of("typology", "few"))["refusal"] == "TOO_FEW_CASES"


def test_over_the_sources_each_is_compared_within_itself(of):
    pair = {"offence": "TIP", "first": "DECEPTION", "second": "BROKER"}
    found = only(of("co_occurrence", "_T"), what="odds_ratio", **pair)
    cells = [CELLS, (20, 14, 9, 30)]
    n = [sum(table) for table in cells]
    above = sum(a * d / s for (a, _b, _c, d), s in zip(cells, n, strict=True))
    below = sum(b * c / s for (_a, b, c, _d), s in zip(cells, n, strict=True))
    assert found["estimate"] == pytest.approx(above / below)
    assert found["n"] == sum(n)
    assert only(of("co_occurrence", "_T"), what="p_equal_odds", **pair)["estimate"] > 0.05


def test_adding_sources_up_would_turn_an_association_round_and_strata_do_not():
    strata = [(81, 6, 234, 36), (192, 71, 55, 25)]  # kidney stones, Charig and others (1986)
    added = [sum(cell) for cell in zip(*strata, strict=True)]
    assert added[0] * added[3] < added[1] * added[2]
    assert pooled_odds_ratio(strata).estimate > 1


def test_strata_that_differ_are_said_to_differ():
    assert pooled_odds_ratio([(40, 10, 10, 40), (10, 40, 40, 10)]).p_equal < 1e-6


def test_the_test_for_differing_strata_is_that_of_statsmodels():
    strata = [(81, 6, 234, 36), (192, 71, 55, 25), (12, 30, 8, 9)]
    expected = StratifiedTable([np.array(table, dtype=float).reshape(2, 2) for table in strata])
    found = pooled_odds_ratio(strata)
    assert found.p_equal == pytest.approx(expected.test_equal_odds(adjust=True).pvalue, rel=1e-6)
    assert (found.low, found.high) == pytest.approx(expected.oddsratio_pooled_confint())


@pytest.mark.parametrize(
    "tables", [[], [(5, 5, 5, 5)], [(0, 0, 3, 4), (0, 0, 5, 6)], [(5, 0, 5, 0), (1, 0, 2, 0)]]
)
def test_without_two_tables_that_compare_anything_there_is_no_common_odds_ratio(tables):
    assert pooled_odds_ratio(tables) is None


# Typology


def test_planted_modules_are_found_whole(of):
    found = of("typology", "modules")
    assert only(found, what="p_gate")["estimate"] == 1 / (typology.DRAWS + 1)
    pairs = {
        (row["trait"], row["with_trait"]): row["module"] for row in found if row["what"] == "correlation"
    }
    online = pairs["FRAUD", "ONLINE_SOCIAL_NETWORKS"]
    assert pairs["FRAUD", "CLINIC"] == online
    assert pairs["ABDUCTION", "BROKER"] == pairs["ABDUCTION", "FAMILY"] != online
    assert not any("DECEPTION" in pair for pair in pairs)


def test_the_share_of_a_module_is_that_of_cases_with_one_of_its_traits_of_every_kind(of):
    rows = SOURCES["modules"]
    complete = sum(
        "FRAUD" in row["means_used"] and "CLINIC" in row["offender_roles"]
        and "ONLINE_SOCIAL_NETWORKS" in row["recruitment_channels"] for row in rows
    )  # fmt: skip
    shares = {row["estimate"] for row in of("typology", "modules") if row["what"] == "module_share"}
    assert complete / len(rows) in shares


def test_areas_that_differ_make_no_types(of):
    found = of("typology", "areas only")
    assert only(found, what="p_gate")["estimate"] >= 0.05
    assert only(found, what="module")["refusal"] == "NO_STRUCTURE"


def test_chance_passes_the_gate_about_as_often_as_it_says(monkeypatch):
    monkeypatch.setattr(typology, "DRAWS", 99)
    random = np.random.default_rng(7)
    passed = 0
    for _world in range(150):
        has = (random.random((120, 6)) < 0.4).astype(float)
        passed += typology.exchange(has, random.integers(0, 3, 120), [[0, 1], [2, 3], [4, 5]]).p < 0.05
    assert passed <= 16  # a binomial of 150 at .05 exceeds it once in a thousand


# Shares, routes, money


def test_unknown_is_a_category_and_not_asked_is_nobody(of):
    found = [row for row in of("profiles", "shares") if row["attribute"] == "organ"]
    assert only(found, category="KIDNEY")["estimate"] == 30 / 46
    assert only(found, category="_U")["n"] == 46


def test_a_share_of_fewer_than_five_cases_carries_no_number(of):
    hidden = only(of("profiles", "shares"), attribute="organ", category="LIVER")
    assert hidden["refusal"] == "FEW_CASES"
    assert {hidden[name] for name in ("estimate", "low", "high", "n")} == {None}


def test_what_is_shown_does_not_tell_what_is_withheld(of):
    found = [row for row in of("profiles", "shares") if row["attribute"] == "organ"]
    hidden = {row["category"] for row in found if row["refusal"]}
    assert hidden == {"LIVER", "HEART"}  # else 46 less those shown would be the three


@pytest.mark.parametrize(
    ("counts", "n", "hidden"),
    [([30, 10, 7], 47, set()), ([30, 3, 7], 40, {1, 2}), ([30, 1, 2, 9], 42, {1, 2, 3}),
     ([43, 4], 47, {0, 1}), ([2], 2, {0}), ([], 0, set())],
)  # fmt: skip
def test_small_counts_take_the_next_smallest_with_them(counts, n, hidden):
    assert withheld(counts, n) == hidden


def test_routes_of_cases_keep_four_roles_apart(of):
    found = of("routes", "routes")
    assert only(found, from_area="SDN", to_area="EGY")["estimate"] == 6
    broker = only(found, from_area="ITA", to_area="EGY")
    assert (broker["from_role"], broker["to_role"]) == ("BROKER", "REMOVAL")
    assert not [row for row in found if row["from_area"] in ("ETH", "SAU")]
    assert only(found, from_role="RECIPIENT", to_role="REMOVAL")["refusal"] == "FEW_DETECTIONS"


def test_the_median_has_an_exact_interval_and_a_range_by_currency_and_year(of):
    found = of("money", "money")
    median = only(found, what="median", quantity="paid_to_person", currency="USD")
    assert (median["estimate"], median["low"], median["high"], median["n"]) == (
        5,
        1,
        21,
        7,
    )  # 1 - 2 / 2^7 = .984
    assert only(found, what="range", currency="USD")["high"] == 21
    five = only(found, what="median", currency="EGP")
    assert (five["estimate"], five["low"], five["high"]) == (60_000, None, None)  # 1 - 2 / 2^5 = .9375


def test_amounts_of_fewer_than_five_cases_are_withheld(of):
    hidden = only(of("money", "money"), currency="EUR", quantity="paid_to_person")
    assert (hidden["refusal"], hidden["estimate"], hidden["n"]) == ("FEW_CASES", None, None)


def test_without_rates_currencies_are_not_compared_and_what_was_not_asked_is_not_known(tables):
    assert only(tables["money"], refusal="NO_RATE", quantity="paid_to_person")["estimate"] is None
    assert only(tables["money"], quantity="promised_to_person")["refusal"] == "NOT_ASKED"


def test_with_a_rate_the_amounts_of_that_currency_and_year_are_converted(contract):
    with standing(contract, cases=SOURCES["money"]) as connection:
        connection.execute("""
            CREATE TABLE exchange_rates AS
            SELECT 'EGP' AS currency, 2021 AS year, 'USD' AS common_currency, 0.05 AS rate
        """)
        found = pattern(connection, contract, "money")
    converted = only(found, method="patterns-money-converted", what="median", quantity="charged_to_recipient")
    assert (converted["estimate"], converted["currency"]) == (3000, "USD")
    assert not [row for row in found if row["refusal"] == "NO_RATE"]
