"""What was done about it: the funnel, assistance and its gap, measures and what changed, practices."""

from __future__ import annotations

from datetime import datetime

import pytest
from scipy.stats import beta

from pipelines.analyse.patterns.patterns import PATTERNS, SAYS, make_patterns
from pipelines.collect.database import records
from tests.statistics.pattern_rows import keep, only, pattern, standing


def stage(name: str, value: str, year: int, **others):
    return {"stage": name, "counted": "NATURAL_PERSONS", "value": value, "time_period": str(year)} | others


def over(years, **stages: str):
    return [stage(name, value, year) for name, value in stages.items() for year in years]


JUSTICE = {
    "window": over(range(2014, 2023), SUSPECTED="5", PROSECUTED="3", CONVICTED="4"),
    "gap": [*over((2018, 2020, 2021, 2022), SUSPECTED="5"), *over((2020, 2021, 2022), CONVICTED="2")],
    "apart": [*over((2018, 2019), SUSPECTED="5"), *over((2020, 2021), CONVICTED="2")],
    "one year": over((2022,), PROSECUTED="10", CONVICTED="4"),
    "one stage": over(range(2018, 2023), PROSECUTED="10"),
    "limits": [
        *over((2020, 2021), PROSECUTED="10", CONVICTED="6"),
        *over((2022,), PROSECUTED="7", CONVICTED="<5"),
    ],
    "not asked": [row | {"role": "_X"} for row in over(range(2020, 2023), PROSECUTED="3", CONVICTED="1")],
    "roles": [
        stage(name, value, year, role=role)
        for year in (2020, 2021, 2022)
        for role, name, value in (
            ("BROKER", "PROSECUTED", "4"), ("BROKER", "CONVICTED", "2"),
            ("RECIPIENT", "PROSECUTED", "1"), ("RECIPIENT", "CONVICTED", "0"),
        )
    ],
}  # fmt: skip


def in_sources(given):
    return [row | {"source": source} for source, rows in given.items() for row in rows]


@pytest.fixture(scope="module")
def funnel(contract):
    with standing(contract, justice=in_sources(JUSTICE)) as connection:
        found = pattern(connection, contract, "justice_funnel")
    return lambda source, **cells: only([row for row in found if row["source"] == source], **cells)


def test_the_stages_are_summed_over_the_last_five_years_and_not_divided(funnel):
    convicted = funnel("window", stage="CONVICTED")
    assert (convicted["estimate"], convicted["first_year"], convicted["last_year"]) == (20, 2018, 2022)
    assert convicted["family"] == "TIP"
    assert "no stage divided by another is a conviction rate" in convicted["note"]
    assert funnel("window", stage="PROSECUTED")["estimate"] == 15


def test_only_the_years_in_which_every_stage_is_given_are_summed(funnel):
    assert funnel("gap", stage="SUSPECTED")["estimate"] == 15
    assert funnel("gap", stage="CONVICTED")["estimate"] == 6


@pytest.mark.parametrize(
    ("source", "name", "code"),
    [("apart", "SUSPECTED", "STAGES_APART"), ("one year", "CONVICTED", "FEW_YEARS"),
     ("one stage", "PROSECUTED", "ONE_STAGE")],
)  # fmt: skip
def test_stages_that_cannot_stand_beside_each_other_are_refused(funnel, source, name, code):
    row = funnel(source, stage=name)
    assert (row["refusal"], row["estimate"]) == (code, None)


def test_a_stage_known_only_within_limits_keeps_them(funnel):
    row = funnel("limits", stage="CONVICTED")
    assert (row["estimate"], row["low"], row["high"]) == (None, 12, 16)


def test_where_roles_were_not_asked_the_figures_are_those_of_all_roles(funnel):
    assert funnel("not asked", stage="PROSECUTED", role="_T")["estimate"] == 9


def test_recipients_stand_by_themselves(funnel):
    assert funnel("roles", stage="CONVICTED", role="RECIPIENT")["estimate"] == 0
    assert funnel("roles", stage="CONVICTED", role="BROKER")["estimate"] == 6


# Assistance


def helped(service: str, value: str, year: int = 2020, **others):
    return {"service": service, "value": value, "time_period": str(year)} | others


def paid(service: str, amount: float, currency: str, year: int = 2020):
    return helped(service, "", year) | {"amount": amount, "currency": currency}


ASSISTANCE = {
    "both": [helped("LEGAL", "6"), helped("LEGAL", "9", 2021), helped("SHELTER", "2")],
    "limits": [helped("LEGAL", "<5")],
    "above": [helped("LEGAL", "12"), helped("LEGAL", "4", 2021), helped("SHELTER", "30")],
    "compensation": [
        helped("COMPENSATION_CLAIMED", "8"), helped("COMPENSATION_AWARDED", "3"),
        helped("COMPENSATION_CLAIMED", "5", 2021),
    ],
    "amounts": [
        paid("COMPENSATION_CLAIMED", 1000, "USD"), paid("COMPENSATION_AWARDED", 250, "USD"),
        paid("COMPENSATION_CLAIMED", 70, "EUR"), paid("COMPENSATION_AWARDED", 70, "USD", 2021),
    ],
}  # fmt: skip
DETECTED = {
    "both": [{"value": "10", "time_period": "2020"}],
    "limits": [{"value": "20", "time_period": "2020"}],
    "above": [{"value": "10", "time_period": "2020"}, {"value": "8", "time_period": "2021"}],
    "compensation": [],
    "amounts": [],
}


@pytest.fixture(scope="module")
def gap(contract):
    given = {"victims": in_sources(DETECTED), "assistance": in_sources(ASSISTANCE)}
    with standing(contract, **given) as connection:
        found = pattern(connection, contract, "assistance_gap")
    return lambda source, **cells: only([row for row in found if row["source"] == source], **cells)


def test_the_share_helped_is_over_area_years_that_give_both(gap):
    row = gap("both", what="share", service="LEGAL", of="DETECTED")
    assert (row["estimate"], row["n"], row["last_year"]) == (0.6, 10, 2020)
    assert (row["low"], row["high"]) == pytest.approx((beta.ppf(0.025, 6, 5), beta.ppf(0.975, 7, 4)))
    assert gap("both", what="gap", service="SHELTER", of="DETECTED")["estimate"] == 8


def test_a_figure_below_five_leaves_share_and_gap_open_within_limits(gap):
    share = gap("limits", what="share", service="LEGAL")
    assert (share["estimate"], share["low"]) == (None, 0)
    assert share["high"] == pytest.approx(beta.ppf(0.975, 5, 16))
    assert (gap("limits", what="gap")["low"], gap("limits", what="gap")["high"]) == (16, 20)


def test_more_helped_than_detected_is_no_share(gap):
    legal = gap("above", what="share", service="LEGAL")
    assert (legal["estimate"], legal["first_year"]) == (0.5, 2021)
    assert "1 area-year with more helped" in legal["note"]
    assert gap("above", what="share", service="SHELTER")["refusal"] == "PART_ABOVE_WHOLE"


def test_compensation_awarded_is_read_against_what_was_claimed(gap):
    row = gap("compensation", what="share", of="COMPENSATION_CLAIMED", service="COMPENSATION_AWARDED")
    assert (row["estimate"], row["n"]) == (3 / 8, 8)


def test_amounts_are_compared_in_one_currency_and_year_only(gap):
    assert gap("amounts", what="amount_gap")["estimate"] == 750
    assert gap("amounts", what="amount_gap")["currency"] == "USD"


# Measures and practices


def answer(obligation: str, status: str, area: str = "EGY", year: int = 2022, **others):
    said = {"obligation": obligation, "status": status, "ref_area": area, "reporter": area, "year": year}
    return said | others


def test_the_matrix_has_every_obligation_and_silence_is_not_no_measure(contract):
    rows = [
        answer("P7A", "IN_FORCE"),
        answer("P7B", "NONE"),
        answer("P7A", "_U", "SDN"),
        answer("P8B_3", "PLANNED"),
    ]
    with standing(contract, measures=rows) as connection:
        found = pattern(connection, contract, "measures_matrix")
    assert only(found, what="answer", obligation="P7A", ref_area="EGY")["status"] == "IN_FORCE"
    silent = only(found, what="answer", obligation="P9B", ref_area="EGY")
    assert (silent["status"], silent["refusal"]) == (None, "NOT_ANSWERED")
    in_parts = {row["obligation"] for row in found if row["ref_area"] == "EGY"}
    assert "P8B" not in in_parts
    assert "P8B_6" in in_parts
    assert "P8B" in {row["obligation"] for row in found if row["ref_area"] == "SDN"}


def test_the_share_in_force_is_of_those_that_know(contract):
    said = {"EGY": "IN_FORCE", "SDN": "_U", "PAK": "NONE", "IND": "IN_FORCE", "ITA": "IN_PART"}
    rows = [answer("P7A", status, area) for area, status in said.items()]
    with standing(contract, measures=rows) as connection:
        share = only(pattern(connection, contract, "measures_matrix"), what="share_in_force")
    assert (share["estimate"], share["n"]) == (0.5, 4)


def test_the_newest_year_speaks_for_an_area(contract):
    rows = [answer("P7A", "NONE", year=2019), answer("P7A", "IN_FORCE", year=2022)]
    with standing(contract, measures=rows) as connection:
        found = only(pattern(connection, contract, "measures_matrix"), what="answer", obligation="P7A")
    assert (found["status"], found["year"]) == ("IN_FORCE", 2022)


def test_what_changed_since_the_version_before_is_said(contract):
    first, second = datetime(2022, 3, 1, 10), datetime(2023, 3, 1, 10)
    now = [answer("P7A", "IN_FORCE", known_from=second), answer("P7B", "NONE", known_from=first),
           answer("P7C", "PLANNED", known_from=second)]  # fmt: skip
    gone = [answer("P7A", "PLANNED", known_from=first, known_to=second),
            answer("P7E", "NONE", known_from=first, known_to=second),
            answer("P8A", "NONE", known_from=first, known_to=first)]  # fmt: skip
    with standing(contract, measures=now) as connection:
        keep(connection, contract, "measures", now + gone, "measures")
        found = [row for row in pattern(connection, contract, "measures_matrix") if row["what"] == "answer"]
    changes = {row["obligation"]: row["change"] for row in found if row["change"]}
    assert changes == {"P7A": "CHANGED", "P7B": "SAME", "P7C": "NEW", "P7E": "WITHDRAWN"}
    assert only(found, obligation="P7A")["previous_status"] == "PLANNED"


def test_a_practice_says_whether_anybody_looked_at_its_result(contract):
    row = {"year": 2022, "title": "A", "what": "x", "language": "en", "ref_area": "EGY"}
    rows = [row | {"evaluation": "Yearly report"}, row | {"title": "B", "offence": "OT", "evaluation": " "}]
    with standing(contract, practices=rows) as connection:
        found = pattern(connection, contract, "practices_list")
    assert only(found, title="A")["has_evaluation"] is True
    assert only(found, title="B")["has_evaluation"] is False
    assert only(found, title="B")["theme"] == "OT"


# Nothing public


@pytest.fixture(scope="module")
def of_nothing(contract):
    with standing(contract) as connection:
        make_patterns(connection, contract)
        yield {name: records(connection, f"FROM {name}") for name in PATTERNS}


@pytest.mark.parametrize("name", PATTERNS)
def test_where_nothing_is_public_a_pattern_is_refused_with_its_reason(of_nothing, name):
    assert {row["refusal"] for row in of_nothing[name]} == {"NO_PUBLIC_ROWS"}
    assert all(row["refusal_text"] and row["estimate"] is None for row in of_nothing[name])


def test_every_pattern_has_the_one_form_and_says_what_it_is(of_nothing):
    form = {"source", "what", "method", "estimate", "low", "high", "n", "areas", "first_year", "last_year",
            "note", "refusal", "refusal_text"}  # fmt: skip
    assert all(form <= set(rows[0]) for rows in of_nothing.values())
    assert set(SAYS) == set(PATTERNS)
