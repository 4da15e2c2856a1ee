"""Do contradictions, leaks and doubles raise a signal, ordinary figures none; are planted faults found?"""

from __future__ import annotations

import pytest

from pipelines.analyse.signals.contradictions import find_contradictions
from pipelines.analyse.signals.dominance import find_dominance
from pipelines.analyse.signals.republished import find_republished
from pipelines.analyse.signals.signal import LOW
from pipelines.worlds.faults.planting import FAULTS
from pipelines.worlds.make import make_world
from tests.statistics.searched_worlds import HELD, part_of, search, settings, tried
from tests.statistics.signal_sheets import each_year, sheet, signals

MOST_ALARMS_PER_1000 = 5
LEAST_POWER = 0.95
CLEAN_SEEDS, FAULTY_SEEDS = range(100, 104), range(100, 102)


def families(found):
    return {(signal.family, signal.severity) for signal in found}


def test_parts_above_their_total_are_a_signal_that_names_their_years(contract):
    rows = [
        *each_year((10, 10, 10, 10, 10)),
        *each_year((5, 5, 9, 5, 5), sex="F"),
        *each_year((5, 5, 8, 5, 5), sex="M"),
    ]
    (signal,) = signals(contract, find_contradictions, sheet(*rows))
    assert (signal.family, signal.severity, signal.person_count) == ("parts_above_total", "medium", 7)
    assert signal.area_years == (("EGY", 2017),)
    assert {origin.line for origin in signal.origins} == {4, 9, 14}


def test_parts_below_their_total_are_ordinary(contract):
    rows = [
        *each_year((10, 10, 10, 10, 10)),
        *each_year((2, 2, 2, 2, 2), sex="F"),
        *each_year((3,) * 5, sex="M"),
    ]
    assert signals(contract, find_contradictions, sheet(*rows)) == []


def test_one_person_too_many_is_a_slip_that_holds_nothing(contract):
    rows = [*each_year((10, 10, 10, 10, 10)), *each_year((11, 5, 5, 5, 5), sex="F")]
    assert families(signals(contract, find_contradictions, sheet(*rows))) == {("parts_above_total", LOW)}


def test_a_band_above_the_age_that_contains_it_is_a_signal(contract):
    rows = [*each_year((4, 4, 4, 4, 4), age="Y0T17"), *each_year((4, 4, 4, 9, 4), age="Y0T8")]
    (signal,) = signals(contract, find_contradictions, sheet(*rows))
    assert signal.area_years == (("EGY", 2018),)


def test_overlapping_categories_may_add_up_to_more_than_their_total(contract):
    rows = [
        *each_year((10,) * 5),
        *each_year((8,) * 5, means="FRAUD"),
        *each_year((9,) * 5, means="DECEPTION"),
    ]
    assert signals(contract, find_contradictions, sheet(*rows)) == []


def test_an_offence_above_the_one_that_contains_it_is_a_signal(contract):
    rows = [*each_year((40, 4, 4, 4, 4)), *each_year((9, 9, 9, 9, 9), offence="TIP")]
    (signal,) = signals(contract, find_contradictions, sheet(*rows))
    assert (signal.family, signal.offence, signal.area_years) == (
        "offence_above_parent",
        "TIP_OR",
        (("EGY", 2015),),
    )


def test_an_interval_that_may_be_small_enough_contradicts_nothing(contract):
    rows = [*each_year(("<5",) * 5), *each_year((4,) * 5, sex="F"), *each_year(("<5",) * 5, sex="M")]
    found = signals(contract, find_contradictions, sheet(*rows))
    assert [signal for signal in found if signal.family == "parts_above_total"] == []


def test_many_areas_of_one_source_are_one_question(contract):
    rows = [
        row
        for area in ("EGY", "SDN", "ITA", "FRA", "PER", "KEN")
        for row in (*each_year((10,) * 5, area), *each_year((30,) * 5, area, sex="F"))
    ]
    (signal,) = signals(contract, find_contradictions, sheet(*rows))
    assert len(signal.ref_areas) == 6


def test_another_offence_of_another_source_is_a_leak_unless_its_own_of_that_name_agrees_or_is_not_given(
    contract,
):
    figures = (31, 17, 44, 23, 58)
    organ = sheet(*each_year(figures), source="GLOTIP", reporter="SECRETARIAT")
    other = [*each_year((3, 1, 4, 2, 5)), *each_year(figures, offence="TIP_FL")]
    (signal,) = signals(contract, find_contradictions, organ, sheet(*other))
    assert (signal.family, signal.source, signal.offence) == ("category_leak", "GLOTIP", "TIP_OR")
    assert signal.chance < 0.01
    agrees = sheet(*each_year(figures), *each_year(figures, offence="TIP_FL"))
    assert signals(contract, find_contradictions, organ, agrees) == []
    whole = sheet(*each_year(figures, offence="TIP"))
    assert signals(contract, find_contradictions, organ, whole) == []


def test_two_offences_with_the_same_few_persons_are_no_leak(contract):
    organ = sheet(*each_year((1, 2, 1, 1, 2)), source="GLOTIP", reporter="SECRETARIAT")
    other = sheet(*each_year((1, 2, 1, 1, 2), offence="TIP_FL"), *each_year((0, 1, 0, 0, 1)))
    assert signals(contract, find_contradictions, organ, other) == []


def home(values):
    return each_year(values, "SDN", measure="REPATRIATED_NATIONALS", counterpart_area="EGY")


def test_persons_brought_home_from_where_none_was_found_are_a_signal(contract):
    none, some = (
        each_year((0,) * 5, counterpart_area="SDN"),
        each_year((0, 9, 0, 0, 0), counterpart_area="SDN"),
    )
    sudan = sheet(*home((0, 2, 2, 0, 0)), source="P13_RETURN", reporter="SDN")
    (signal,) = signals(
        contract, find_contradictions, sudan, sheet(*none, source="P13_RETURN", reporter="EGY")
    )
    assert (signal.family, signal.severity, signal.ref_areas) == ("mirror", "medium", ("EGY",))
    assert (
        signals(contract, find_contradictions, sudan, sheet(*some, source="P13_RETURN", reporter="EGY")) == []
    )


def test_a_source_that_names_the_area_of_detection_first_is_read_that_way(contract):
    none = each_year((0,) * 5, counterpart_area="SDN")
    returned = each_year((2,) * 5, "EGY", measure="REPATRIATED_NATIONALS", counterpart_area="SDN")
    found = signals(
        contract,
        find_contradictions,
        sheet(*none, source="P13_RETURN", reporter="EGY"),
        sheet(*returned, source="GLOTIP", reporter="SECRETARIAT"),
    )
    assert [(signal.family, signal.ref_areas) for signal in found] == [("mirror", ("EGY",))]


def staged(stage, values):
    return each_year(values, stage=stage, counted="NATURAL_PERSONS")


def test_more_convicted_than_prosecuted_over_years_is_a_signal_and_a_late_cohort_is_none(contract):
    said = {"table": "justice", "source": "GLOTIP", "reporter": "SECRETARIAT"}
    wrong = sheet(*staged("PROSECUTED", (5, 6, 5, 6, 5)), *staged("CONVICTED", (15, 16, 15, 16, 15)), **said)
    (signal,) = signals(contract, find_contradictions, wrong)
    assert (signal.family, signal.severity) == ("stages_out_of_order", "medium")
    late = sheet(*staged("PROSECUTED", (9, 0, 8, 0, 9)), *staged("CONVICTED", (9, 8, 1, 7, 2)), **said)
    assert signals(contract, find_contradictions, late) == []


def test_a_suppressed_figure_that_a_total_gives_away_is_counted_and_never_shown(contract):
    rows = [
        *each_year((13,) * 5),
        *each_year((9,) * 5, sex="F"),
        *each_year(("",) * 5, sex="M", obs_status="Q"),
    ]
    (signal,) = signals(contract, find_contradictions, sheet(*rows))
    assert (signal.family, signal.severity, signal.strength) == ("recoverable", LOW, 5)
    assert {cell.high for cell in signal.cells} == {None}
    assert "4" not in signal.compared.replace("2014", "")


def test_a_figure_that_an_older_version_or_a_rate_gives_away_is_counted(contract):
    older = sheet(*each_year((3, 8, 8, 8, 8)), since="2020-01-01")
    rate = {"unit": "PER_100000_POP", "denominator": "TOTAL_POPULATION"}
    newer = sheet(*each_year(("<5", 8, 8, 8, "<5")), *each_year((0.5,) * 5, **rate), since="2021-01-01")
    (signal,) = signals(contract, find_contradictions, older, newer)
    assert signal.area_years == (("EGY", 2015), ("EGY", 2019))


def test_a_figure_beside_another_suppressed_one_cannot_be_found(contract):
    hidden = {"obs_status": "Q"}
    rows = [
        *each_year((13,) * 5),
        *each_year(("",) * 5, sex="F", **hidden),
        *each_year(("",) * 5, sex="M", **hidden),
    ]
    assert signals(contract, find_contradictions, sheet(*rows)) == []


def test_rates_that_are_the_count_itself_are_a_signal_and_true_rates_are_none(contract):
    rate = {"unit": "PER_100000_POP", "denominator": "TOTAL_POPULATION"}
    counts = each_year((12, 15, 9, 22, 17))
    (signal,) = signals(
        contract, find_contradictions, sheet(*counts, *each_year((12, 15, 9, 22, 17), **rate))
    )
    assert (signal.family, signal.severity, len(signal.area_years)) == ("rates_as_counts", "high", 5)
    true = each_year((0.012, 0.015, 0.009, 0.021, 0.016), **rate)
    assert signals(contract, find_contradictions, sheet(*counts, *true)) == []


def test_one_area_with_most_of_a_total_is_said_and_holds_nothing(contract):
    areas = ("EGY", "SDN", "ITA", "FRA", "PER")
    rows = [row for area in areas for row in each_year((500 if area == "EGY" else 3,) * 5, area)]
    (signal,) = signals(contract, find_dominance, sheet(*rows))
    assert (signal.ref_areas, signal.severity) == (("EGY",), LOW)
    assert signal.strength == pytest.approx(2500 / 2560)
    assert "60" in signal.compared


def test_two_senders_with_one_figure_are_said_once_unless_somebody_has_declared_it(contract):
    figures = [row for area in ("EGY", "SDN", "ITA") for row in each_year((15, 26, 37, 48, 59), area)]
    one, other = sheet(*figures), sheet(*figures, source="CTDC", reporter="IOM")
    assert families(signals(contract, find_republished, one, other)) == {("republished", LOW)}
    declared = sheet(*figures, source="GLOTIP", reporter="SECRETARIAT")
    assert signals(contract, find_republished, one, declared) == []


def test_figures_borrowed_for_one_area_stand_out_among_those_counted_apart(contract):
    areas = ("EGY", "SDN", "ITA", "FRA", "PER")
    one = [row for area in areas for row in each_year((15, 26, 37, 48, 59), area)]
    own = [row for area in areas[1:] for row in each_year((4, 9, 11, 16, 21), area)]
    sheets = sheet(*one), sheet(*one[:5], *own, source="CTDC", reporter="IOM")
    (signal,) = signals(contract, find_republished, *sheets)
    assert (signal.family, signal.ref_areas, signal.severity) == ("borrowed", ("EGY",), "medium")


@pytest.mark.parametrize("find", [find_contradictions, find_republished, find_dominance])
def test_an_empty_store_and_a_store_without_counts_raise_nothing(contract, find):
    assert signals(contract, find) == []
    assert signals(contract, find, sheet(*each_year(("",) * 5))) == []


@pytest.mark.slow
def test_clean_worlds_raise_few_alarms(contract):
    found = [search(make_world(settings(seed), contract), contract) for seed in CLEAN_SEEDS]
    alarms = sum(len(one.alarms) for one in found)
    assert alarms <= MOST_ALARMS_PER_1000 * sum(one.area_years for one in found) / 1000


@pytest.mark.slow
def test_nearly_all_large_faults_are_found(contract):
    trials = []
    for seed in FAULTY_SEEDS:
        world = make_world(settings(seed), contract)
        for is_of_states in (False, True):
            part = part_of(world, is_of_states=is_of_states)
            before = search(part, contract)
            faults = [f for f in FAULTS if f not in HELD and (f in ("mirror", "stages")) == is_of_states]
            trials += [tried(part, before, fault, contract) for fault in faults]
    large = [trial for trial in trials if trial and trial.is_large]
    assert len(large) > len(FAULTY_SEEDS) * 10
    assert sum(trial.is_found for trial in large) >= LEAST_POWER * len(large)
