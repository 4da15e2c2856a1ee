"""Who are the detected, by which routes: shares of those asked, and routes that may be shown.

All questions are put to one database, each to a source of its own: sources are never added.
"""

from __future__ import annotations

import pytest
from scipy.stats import beta

from tests.statistics.pattern_rows import only, pattern, standing


def sex(value_f: str, value_m: str, year: str = "2020", **others):
    return [
        {"sex": code, "value": value, "time_period": year} | others
        for code, value in (("F", value_f), ("M", value_m))
    ]


def means(**values: str):
    return [{"means": code, "value": value, "time_period": "2020"} for code, value in values.items()]


def route(start: str, end: str, value: str, year: str = "2020", **others):
    return {"recruitment_area": start, "removal_area": end, "value": value, "time_period": year} | others


SOURCES = {
    "asked": [*sex("6", "14"), {"sex": "_X", "value": "50", "time_period": "2021"}],
    "beyond": [*sex("3", "5"), {"value": "10", "time_period": "2020"}],
    "one part": [{"sex": "F", "value": "30", "time_period": "2020"}, *sex("4", "4", "2021")],
    "below five": sex("<5", "20"),
    "means": means(_T="10", DECEPTION="8", ABUSE_VULNERABILITY="7", _U="1"),
    "offences": [*sex("6", "14"), *sex("2", "2", offence="TIP")],
    "two offices": [*sex("6", "14"), *sex("6", "14", reporter="UNODC"), *sex("1", "3", "2021")],
    "nobody": sex("0", "0"),
    "part of a State": [*sex("6", "14"), *sex("9", "9", ref_area="ES-PV")],
    "five": [route("SDN", "EGY", "3"), route("SDN", "EGY", "2", "2021"), route("ETH", "EGY", "4")],
    "both ways": [route("SDN", "EGY", "9"), route("EGY", "SDN", "6")],
    "two accounts": [route("SDN", "EGY", "9"), route("SDN", "EGY", "7", ref_area="SDN", reporter="SDN")],
    "citizenship": [{"counterpart_area": "SDN", "value": "8", "time_period": "2020"}],
    "limits": [route("SDN", "EGY", "9"), route("SDN", "EGY", "<5", "2021")],
    "unknown place": [route("_U", "EGY", "30")],
}


@pytest.fixture(scope="module")
def tables(contract):
    rows = [row | {"source": source} for source, given in SOURCES.items() for row in given]
    with standing(contract, victims=rows) as connection:
        yield {name: pattern(connection, contract, name) for name in ("profiles", "routes")}


@pytest.fixture
def share(tables):
    return lambda source, category, attribute="sex", **others: only(
        tables["profiles"], source=source, category=category, attribute=attribute, **others
    )


@pytest.fixture
def routes(tables):
    return lambda source: [row for row in tables["routes"] if row["source"] == source]


def test_a_share_is_exact_and_of_those_of_whom_it_was_asked(share):
    women = share("asked", "F")
    assert (women["estimate"], women["n"], women["areas"]) == (0.3, 20, 1)
    assert women["low"] == pytest.approx(beta.ppf(0.025, 6, 15))
    assert women["high"] == pytest.approx(beta.ppf(0.975, 7, 14))
    assert (women["first_year"], women["last_year"]) == (2020, 2020)


def test_what_a_total_holds_beyond_its_parts_is_shown_as_unknown(share):
    unknown = share("beyond", "_U")
    assert (unknown["estimate"], unknown["n"]) == (0.2, 10)


def test_one_part_without_a_total_says_nothing_of_the_share(share):
    women = share("one part", "F")
    assert (women["estimate"], women["n"], women["first_year"]) == (0.5, 8, 2021)


@pytest.mark.parametrize("truth", range(5))
def test_the_interval_of_a_figure_below_five_holds_every_share_that_it_may_be(share, truth):
    women = share("below five", "F")
    assert women["estimate"] is None
    assert women["low"] <= beta.ppf(0.025, truth, 21) if truth else women["low"] == 0
    assert women["high"] >= beta.ppf(0.975, truth + 1, 20) - 1e-9


def test_means_overlap_and_are_set_against_the_persons_not_against_each_other(tables):
    found = [row for row in tables["profiles"] if (row["source"], row["attribute"]) == ("means", "means")]
    shares = {row["category"]: row["estimate"] for row in found}
    assert shares == {"DECEPTION": 0.8, "ABUSE_VULNERABILITY": 0.7, "_U": 0.1}


def test_offences_are_never_added(share):
    assert share("offences", "F", offence="TIP_OR")["n"] == 20
    assert share("offences", "F", offence="TIP")["n"] == 4


def test_two_offices_that_speak_of_one_area_year_are_not_added(share):
    assert share("two offices", "F")["n"] == 4


def test_a_part_of_a_state_is_no_part_of_the_profile_of_states(share):
    assert share("part of a State", "F")["n"] == 20


def test_nobody_detected_is_a_refusal_and_not_a_share(share):
    women = share("nobody", "F")
    assert (women["refusal"], women["estimate"], women["n"]) == ("NOBODY_COUNTED", None, 0)


# Routes


def test_a_route_is_shown_from_five_detections_in_the_release_on(routes):
    found = routes("five")
    shown = only(found, from_area="SDN", to_area="EGY")
    assert (shown["estimate"], shown["from_role"], shown["to_role"]) == (5.0, "ORIGIN", "REMOVAL")
    assert (shown["first_year"], shown["last_year"]) == (2020, 2021)
    assert not [row for row in found if row["from_area"] == "ETH"]
    assert only(found, to_area=None)["refusal"] == "FEW_DETECTIONS"


def test_a_route_has_a_direction(routes):
    assert only(routes("both ways"), from_area="SDN", to_area="EGY")["estimate"] == 9
    assert only(routes("both ways"), from_area="EGY", to_area="SDN")["estimate"] == 6


def test_two_areas_that_report_one_route_may_have_seen_the_same_persons(routes):
    found = only(routes("two accounts"), from_area="SDN", to_area="EGY")
    assert (found["estimate"], found["areas"]) == (9.0, 2)
    assert "not added" in found["note"]


def test_citizenship_is_another_role_than_origin(routes):
    found = only(routes("citizenship"), from_area="SDN")
    assert (found["from_role"], found["to_role"], found["to_area"]) == ("CITIZENSHIP", "DETECTION", "EGY")


def test_a_route_known_only_within_limits_keeps_its_limits(routes):
    found = only(routes("limits"), from_area="SDN", to_area="EGY")
    assert (found["estimate"], found["low"], found["high"]) == (None, 9.0, 13.0)


def test_an_unknown_place_is_no_place_of_a_route(routes):
    assert not routes("unknown place")
