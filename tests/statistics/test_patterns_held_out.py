"""Does what an open signal names stay out of the totals and shares of patterns, and is it said?"""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.analyse.patterns.patterns import QUESTIONED, TABLES, make_patterns
from pipelines.analyse.signals.observations import counted_tables
from pipelines.collect.database import records
from tests.statistics.pattern_rows import only, pattern, question, standing


def sexes(value_f: str, value_m: str, year: int = 2020, **others):
    rows = (("F", value_f), ("M", value_m))
    return [{"sex": code, "value": value, "time_period": str(year)} | others for code, value in rows]


def means(year: int, **values: str):
    return [{"means": code, "value": value, "time_period": str(year)} for code, value in values.items()]


def of_source(source: str, *rows):
    return [row | {"source": source} for row in rows]


# Profiles


PERSONS = [
    *of_source("A", *sexes("6", "14"), *sexes("30", "10", 2021), *sexes("1", "1", ref_area="SDN")),
    *of_source("B", *sexes("6", "14")),
    *of_source("C", *sexes("6", "14"), {"sex": "_O", "value": "3", "time_period": "2020"}),
    *of_source("C", *sexes("1", "3", 2021)),
    *of_source("D", *sexes("6", "14"), *sexes("0", "0", 2021)),
    *of_source("E", *means(2020, _T="10", DECEPTION="4"), *means(2021, _T="10", DECEPTION="5")),
]


@pytest.fixture(scope="module")
def profiles(contract):
    with standing(contract, victims=PERSONS) as connection:
        question(connection, *(("victims", source, 2020) for source in "BCDE"), ("victims", "A", 2021))
        return pattern(connection, contract, "profiles")


def test_a_share_is_over_what_no_open_signal_names_and_says_how_much_is_left_out(profiles):
    women = only(profiles, source="A", category="F")
    assert (women["estimate"], women["n"], women["areas"]) == (7 / 22, 22, 2)
    assert (women["first_year"], women["last_year"]) == (2020, 2020)
    assert women["note"] == "1 area-year that an open signal names is left out."


def test_a_share_of_which_everything_is_questioned_is_refused_for_the_signal(profiles):
    women = only(profiles, source="B", category="F")
    assert (women["refusal"], women["estimate"], women["low"], women["n"]) == ("OPEN_SIGNAL", None, None, 0)
    assert "1 area-year" in women["refusal_text"]


def test_where_nobody_is_left_it_is_not_said_that_nobody_was_detected(profiles):
    assert only(profiles, source="D", category="F")["refusal"] == "OPEN_SIGNAL"


def test_what_persons_may_have_several_of_is_left_out_in_the_same_way(profiles):
    deceived = only(profiles, source="E", category="DECEPTION", attribute="means")
    assert (deceived["estimate"], deceived["n"]) == (0.5, 10)
    assert "1 area-year" in deceived["note"]


def test_a_category_that_only_a_questioned_area_year_names_is_no_share_of_nought(profiles):
    assert only(profiles, source="C", category="F")["estimate"] == 0.25
    others = only(profiles, source="C", category="_O")
    assert (others["refusal"], others["estimate"]) == ("OPEN_SIGNAL", None)


HOLDS_NOTHING = {
    "closed": {"is_open": False},
    "low": {"severity": "low"},
    "another table": {"table": "justice"},
    "another source": {"source": "Z"},
    "another offence": {"offence": "TIP"},
    "another area": {"ref_area": "SDN"},
    "another year": {"year": 2019},
    "answered in the present state": {"version": date(2023, 1, 1)},
}


@pytest.mark.parametrize("signal", HOLDS_NOTHING.values(), ids=HOLDS_NOTHING)
def test_only_an_open_signal_on_this_figure_as_it_stands_holds_it_out(contract, signal):
    with standing(contract, victims=of_source("A", *sexes("6", "14"))) as connection:
        question(connection, ("victims", "A", 2020), **signal)
        women = only(pattern(connection, contract, "profiles"), category="F")
    assert (women["estimate"], women["note"]) == (0.3, "")


# Routes


def route(start: str, value: str, year: int = 2020, **others):
    return {
        "recruitment_area": start,
        "removal_area": "EGY",
        "value": value,
        "time_period": str(year),
    } | others


@pytest.fixture(scope="module")
def routes(contract):
    rows = [
        route("SDN", "9"), route("SDN", "7", 2021), route("SDN", "8", ref_area="SDN", reporter="SDN"),
        route("ETH", "9"), route("ETH", "2", 2021), route("KEN", "2", 2021), route("ERI", "3"),
    ]  # fmt: skip
    with standing(contract, victims=of_source("A", *rows)) as connection:
        question(connection, ("victims", "A", 2020))
        return pattern(connection, contract, "routes")


def test_a_questioned_area_year_is_in_no_account_of_a_route(routes):
    found = only(routes, from_area="SDN")
    assert (found["estimate"], found["areas"], found["first_year"]) == (8, 2, 2020)
    assert found["note"].endswith("1 area-year that an open signal names is left out.")


def test_a_route_that_falls_below_five_for_a_signal_is_refused_for_it_and_a_small_one_is_not(routes):
    found = only(routes, from_area="ETH")
    assert (found["refusal"], found["estimate"], found["n"]) == ("OPEN_SIGNAL", None, None)
    assert not [row for row in routes if row["from_area"] in ("KEN", "ERI")]
    assert only(routes, source="A", to_area=None)["refusal"] == "FEW_DETECTIONS"


# Justice


def stages(years, **values: str):
    return [
        {"stage": name, "counted": "NATURAL_PERSONS", "value": value, "time_period": str(year)}
        for name, value in values.items()
        for year in years
    ]


@pytest.fixture(scope="module")
def funnel(contract):
    rows = [
        *of_source("five", *stages(range(2018, 2023), SUSPECTED="5", CONVICTED="2")),
        *of_source("three", *stages(range(2020, 2023), SUSPECTED="5", CONVICTED="2")),
        *of_source("two", *stages(range(2021, 2023), SUSPECTED="5", CONVICTED="2")),
    ]
    with standing(contract, justice=rows) as connection:
        question(connection, *(("justice", source, 2021) for source in ("five", "three", "two")))
        found = pattern(connection, contract, "justice_funnel")
    return lambda source: only(found, source=source, stage="SUSPECTED")


def test_a_questioned_year_is_in_no_sum_of_a_funnel(funnel):
    row = funnel("five")
    assert (row["estimate"], row["first_year"], row["last_year"]) == (20, 2018, 2022)
    assert "1 area-year" in row["note"]


def test_a_funnel_that_has_too_few_years_for_a_signal_says_so(funnel):
    assert (funnel("three")["refusal"], funnel("three")["estimate"]) == ("OPEN_SIGNAL", None)
    assert funnel("two")["refusal"] == "FEW_YEARS"


# Assistance


def helped(service: str, value: str, year: int = 2020):
    return {"service": service, "value": value, "time_period": str(year)}


def paid(service: str, amount: float, year: int = 2020):
    return helped(service, "", year) | {"amount": amount, "currency": "USD"}


@pytest.fixture(scope="module")
def gap(contract):
    detected = [{"value": "10", "time_period": "2020"}, {"value": "20", "time_period": "2021"}]
    legal = [helped("LEGAL", "6"), helped("LEGAL", "5", 2021)]
    amounts = [paid("COMPENSATION_CLAIMED", 100), paid("COMPENSATION_AWARDED", 30),
               paid("COMPENSATION_CLAIMED", 50, 2021), paid("COMPENSATION_AWARDED", 20, 2021)]  # fmt: skip
    sources = ("detected", "helped", "both")
    given = {
        "victims": [row for source in sources for row in of_source(source, *detected)],
        "assistance": [row for source in sources for row in of_source(source, *legal, *amounts)],
    }
    with standing(contract, **given) as connection:
        question(
            connection, ("victims", "detected", 2020), ("assistance", "helped", 2020),
            ("victims", "both", 2020), ("assistance", "both", 2021), ("assistance", "both", 2020),
        )  # fmt: skip
        found = pattern(connection, contract, "assistance_gap")
    return lambda source, what, **cells: only(found, source=source, what=what, **cells)


@pytest.mark.parametrize("source", ["detected", "helped"])
def test_a_share_helped_leaves_out_area_years_of_which_either_side_is_questioned(gap, source):
    row = gap(source, "share", service="LEGAL")
    assert (row["estimate"], row["n"], row["first_year"]) == (0.25, 20, 2021)
    assert "1 area-year that an open signal names is left out." in row["note"]
    assert gap(source, "gap", service="LEGAL")["estimate"] == 15


def test_a_share_helped_of_which_everything_is_questioned_is_refused_for_the_signal(gap):
    row = gap("both", "share", service="LEGAL")
    assert (row["refusal"], row["estimate"]) == ("OPEN_SIGNAL", None)
    assert "2 area-years" in row["refusal_text"]


def test_questioned_amounts_are_in_no_sum(gap):
    assert gap("detected", "amount")["estimate"] == 150
    assert (gap("helped", "amount")["estimate"], gap("helped", "amount_gap")["estimate"]) == (50, 30)
    assert "1 area-year" in gap("helped", "amount")["note"]
    assert [gap("both", what)["refusal"] for what in ("amount", "amount_of_next_step", "amount_gap")] == [
        "OPEN_SIGNAL"
    ] * 3


# All of them


def test_a_run_of_all_patterns_knows_the_open_signals(contract):
    with standing(contract, victims=of_source("A", *sexes("6", "14"))) as connection:
        question(connection, ("victims", "A", 2020))
        make_patterns(connection, contract)
        assert only(records(connection, "FROM profiles"), category="F")["refusal"] == "OPEN_SIGNAL"


def test_of_the_tables_of_patterns_those_of_which_signals_speak_are_asked_about(contract):
    spoken_of = {table.name for table in counted_tables(contract)}
    assert set(QUESTIONED) == spoken_of & set(TABLES)
