"""Are faults found of which only the other figures of the same source can tell, and only where they can?"""

from __future__ import annotations

import pytest

from pipelines.analyse.signals.above import find_above
from pipelines.analyse.signals.contradictions import find_contradictions
from pipelines.analyse.signals.dominance import find_dominance
from pipelines.analyse.signals.exchanged import find_exchanged
from pipelines.analyse.signals.misfits import find_misfits
from pipelines.analyse.signals.rests import find_rests
from pipelines.analyse.signals.signal import LEAST_CHANCE, LOW, MEDIUM
from pipelines.analyse.signals.unit_errors import find_unit_errors
from pipelines.analyse.signals.vanished import find_vanished
from tests.statistics.signal_sheets import YEARS, all_signals, each_year, sheet, signals

AREAS = ("FRA", "ITA", "KEN", "PER", "SDN", "EGY")
OTHERS = tuple(area for area in AREAS if area != "PER")
OLD, NEW = "2020-01-01", "2021-01-01"
RATE = {"unit": "PER_100000_POP", "denominator": "TOTAL_POPULATION"}


def misfits(contract, *sheets):
    """What does not fit; the contradictions make what it reads."""

    def find(connection, given):
        find_contradictions(connection, given)
        return find_misfits(connection, given)

    return signals(contract, find, *sheets)


def by_sex(areas=AREAS, total=20, **codes):
    """Totals with two sexes that make them up, in every area and year."""
    return [
        row
        for area in areas
        for values, sex in (((total,) * 5, {}), ((8,) * 5, {"sex": "F"}), ((12,) * 5, {"sex": "M"}))
        for row in each_year(values, area, **sex, **codes)
    ]


def with_value(rows, value, **where):
    """The rows with another value in those cells."""
    found = [row | {"value": value} if where.items() <= row.items() else row for row in rows]
    assert found != rows
    return found


# Ways to which a source keeps


def test_parts_that_do_not_make_up_their_total_are_a_question_where_they_do_elsewhere(contract):
    assert misfits(contract, sheet(*by_sex())) == []
    rows = with_value(by_sex(), 2, ref_area="KEN", sex="F", time_period=2017)
    (signal,) = misfits(contract, sheet(*rows))
    assert (signal.family, signal.severity) == ("misfit", MEDIUM)
    assert (signal.area_years, signal.person_count) == ((("KEN", 2017),), 6)


def test_of_a_source_whose_parts_are_often_below_their_total_nothing_is_said(contract):
    rows = by_sex()
    for area in AREAS[:3]:
        rows = with_value(rows, 2, ref_area=area, sex="F", time_period=2017)
    assert misfits(contract, sheet(*rows)) == []


def test_one_person_is_a_slip_that_holds_nothing_and_all_slips_are_one_question(contract):
    rows = by_sex((*AREAS, "MLI", "NER", "TCD", "MEX"))
    for area in ("FRA", "ITA"):
        rows = with_value(rows, 7, ref_area=area, sex="F", time_period=2017)
    (signal,) = misfits(contract, sheet(*rows))
    assert (signal.severity, signal.ref_areas) == (LOW, ("FRA", "ITA"))


def test_offences_that_together_are_more_than_the_whole_are_a_question(contract):
    def offences(organ):
        given = {"TIP_OR": organ, "TIP_SX": 10, "TIP_FL": 10, "TIP": 30}
        return [row for code, value in given.items() for row in each_year((value,) * 5, "PER", offence=code)]

    others = [
        row
        for area in OTHERS
        for code, value in (("TIP_SX", 10), ("TIP_FL", 10), ("TIP", 30))
        for row in each_year((value,) * 5, area, offence=code)
    ]
    others += [row for area in OTHERS for row in each_year((9,) * 5, area, offence="TIP_OR")]
    assert misfits(contract, sheet(*others, *offences(10))) == []
    rows = with_value(offences(10), 25, offence="TIP_OR", time_period=2018)
    (signal,) = misfits(contract, sheet(*others, *offences(0)[5:], *rows[:5]))
    assert (signal.offence, signal.area_years, signal.person_count) == ("TIP", (("PER", 2018),), 15)


def test_a_form_that_is_missing_beside_the_whole_and_forms_without_their_whole_are_questions(contract):
    given = {"TIP_SX": 15, "TIP_FL": 20, "TIP": 36}
    rows = [
        row
        for area in AREAS
        for code, value in given.items()
        for row in each_year((value,) * 5, area, offence=code)
    ]
    assert misfits(contract, sheet(*rows)) == []
    for gone, named, persons in (("TIP_FL", "TIP", 105), ("TIP", "TIP_FL", 100)):
        kept = [row for row in rows if (row["ref_area"], row["offence"]) != ("PER", gone)]
        found = {signal.offence: signal for signal in misfits(contract, sheet(*kept))}
        assert (found[named].ref_areas, found[named].person_count) == (("PER",), persons)


def test_a_form_that_many_areas_do_not_give_is_not_missed(contract):
    rows = [
        row
        for place, area in enumerate(AREAS)
        for code, value in (("TIP_SX", 15), ("TIP", 36), *([("TIP_FL", 20)] if place % 2 else []))
        for row in each_year((value,) * 5, area, offence=code)
    ]
    assert misfits(contract, sheet(*rows)) == []


def test_a_published_combination_is_not_counted_beside_the_offences_it_contains(contract):
    others, ours = {"TIP_SX": 10, "TIP_FL": 5}, {"TIP_SX": 10, "TIP_OR_OP": 10, "TIP_OR": 8}
    rows = [
        row
        for area in AREAS
        for code, value in ((ours if area == "PER" else others) | {"TIP": 20}).items()
        for row in each_year((value,) * 5, area, offence=code)
    ]
    assert misfits(contract, sheet(*rows)) == []


def people(contract, area, year):
    from pipelines.contract.reference import series

    return next(value for a, y, value in series(contract, "population").points if (a, y) == (area, year))


@pytest.fixture(scope="module")
def with_rates(contract):
    rows = by_sex()
    rates = [
        {"ref_area": area, "time_period": year, "value": f"{20 / people(contract, area, year) * 1e5:.6f}"}
        for area in AREAS
        for year in YEARS
    ]
    return [*rows, *(rate | RATE for rate in rates)]


def test_counts_that_do_not_follow_from_their_rates_are_a_question_also_where_they_are_missing(
    contract, with_rates
):
    assert misfits(contract, sheet(*with_rates)) == []
    ours = {"ref_area": "KEN", "time_period": 2016}
    rows = [row for row in with_rates if not (ours.items() <= row.items() and "unit" not in row)]
    (missing,) = misfits(contract, sheet(*rows))
    assert (missing.area_years, missing.person_count) == ((("KEN", 2016),), 20)
    wrong = [*rows, *by_sex(("KEN",), total=20)[3:4]]
    wrong = [*rows, ours | {"value": 41}]
    (changed,) = misfits(contract, sheet(*wrong))
    assert (changed.area_years, changed.person_count) == ((("KEN", 2016),), 21)


def test_the_rest_that_offences_leave_tells_of_a_year_in_which_one_of_them_is_wrong(contract):
    given = {
        "TIP_SX": (30, 31, 29, 33, 30, 28, 31),
        "TIP_FL": (20, 22, 21, 19, 20, 23, 21),
        "TIP_OR": (2,) * 7,
    }
    given["TIP"] = tuple(sum(values) + 1 for values in zip(*given.values(), strict=True))
    rows = [
        {"ref_area": area, "time_period": 2012 + place, "offence": code, "value": value}
        for area in AREAS
        for code, values in given.items()
        for place, value in enumerate(values)
    ]
    assert signals(contract, find_rests, sheet(*rows)) == []
    rows = with_value(rows, 0, ref_area="SDN", offence="TIP_FL", time_period=2015)
    (signal,) = signals(contract, find_rests, sheet(*rows))
    assert (signal.family, signal.area_years, signal.strength) == ("rest", (("SDN", 2015),), 20)


def test_a_source_that_publishes_few_forms_by_themselves_has_no_rest_to_ask_about(contract):
    rows = [
        row
        for area in AREAS
        for code, values in (("TIP_OR", (2,) * 7), ("TIP", (50, 40, 45, 400, 52, 47, 50)))
        for year, value in enumerate(values, 2012)
        for row in [{"ref_area": area, "time_period": year, "offence": code, "value": value}]
    ]
    assert signals(contract, find_rests, sheet(*rows)) == []


# Labels exchanged in one year of a whole source


def test_labels_exchanged_in_one_year_of_all_areas_are_one_signal_where_only_other_years_tell(contract):
    def year_of(year, *, is_exchanged):
        codes = ("M", "F") if is_exchanged else ("F", "M")
        return [
            {"ref_area": area, "time_period": year, "sex": code, "value": value + place}
            for place, area in enumerate(AREAS)
            for code, value in zip(codes, (3, 9), strict=True)
        ]

    clean = [row for year in YEARS for row in year_of(year, is_exchanged=False)]
    assert signals(contract, find_exchanged, sheet(*clean)) == []
    odd = [row for year in YEARS for row in year_of(year, is_exchanged=year == 2017)]
    (signal,) = signals(contract, find_exchanged, sheet(*odd))
    assert set(signal.area_years) == {(area, 2017) for area in AREAS}


# What vanished


def test_a_category_that_went_in_one_area_only_is_one_question_and_not_one_for_each_breakdown(contract):
    ages = [
        row
        for area in AREAS
        for age, value in (("Y0T17", 3), ("Y_GE18", 9))
        for row in (
            *each_year((value,) * 5, area, age=age),
            *each_year((value,) * 5, area, age=age, sex="F"),
        )
    ]
    gone = [row for row in ages if (row["ref_area"], row["age"]) != ("PER", "Y_GE18")]
    found = signals(contract, find_vanished, sheet(*ages, since=OLD), sheet(*gone, since=NEW))
    (signal,) = found
    assert (signal.family, signal.severity, signal.ref_areas) == ("category_vanished", MEDIUM, ("PER",))
    assert "age=Y_GE18" in signal.compared
    assert "sex=F" not in signal.compared


def test_counts_that_went_are_gone_where_the_rates_of_the_area_year_stayed(contract, with_rates):
    gone = [
        row for row in with_rates if "unit" in row or (row["ref_area"], row["time_period"]) != ("PER", 2016)
    ]
    (signal,) = signals(contract, find_vanished, sheet(*with_rates, since=OLD), sheet(*gone, since=NEW))
    assert (signal.family, signal.area_years) == ("area_years_vanished", (("PER", 2016),))


def test_the_sentence_names_the_areas_that_the_signal_names(contract):
    rows = [row for area in AREAS for row in each_year((0,) * 5 if area == "ITA" else (9,) * 5, area)]
    kept = [row for row in rows if row["ref_area"] not in ("ITA", "KEN")]
    (signal,) = signals(contract, find_vanished, sheet(*rows, since=OLD), sheet(*kept, since=NEW))
    assert signal.ref_areas == ("KEN",)
    assert "ITA" not in signal.compared
    assert "10 area-years" in signal.compared
    assert "5 of these area-years held persons" in signal.compared


# One question, the same in every run


def test_an_area_that_dominates_several_totals_of_a_source_is_said_once_with_its_years(contract):
    rows = [
        row
        for area in AREAS
        for offence, most in (("TIP", 900), ("TIP_OR", 40))
        for row in each_year(
            (most, most, 0, most, most) if area == "PER" else (5,) * 5, area, offence=offence
        )
    ]
    (signal,) = signals(contract, find_dominance, sheet(*rows))
    assert (signal.ref_areas, signal.offence) == (("PER",), "TIP")
    assert signal.compared.index("of TIP are") < signal.compared.index("of TIP_OR are")
    assert "2015–2016, 2018–2019" in signal.compared


def test_of_two_totals_that_are_as_large_always_the_same_one_is_laid_beside_the_part(contract):
    others = [
        sheet(
            *(row for offence in ("TIP", "TIP_OR") for row in each_year((20,) * 5, offence=offence)),
            source=source,
            reporter="IOM",
        )
        for source in ("CTDC", "GLOTIP", "P13_RETURN")
    ]
    part = sheet(*each_year((2, 2, 95, 2, 2)))
    found = [
        signal
        for order in (others, others[::-1])
        for _turn in range(3)
        for signal in signals(contract, find_above, part, *order)
    ]
    assert {signal.id for signal in found} == {found[0].id}
    assert {signal.source for signal in found} == {"SDG_16_2_2"}
    assert "CTDC TIP 20" in found[0].compared


def test_no_chance_is_given_as_nothing(contract):
    rows = [row for area in AREAS for row in each_year((100, 400, 90, 800, 300), area)]
    faulty = with_value(rows, 90_000, ref_area="PER", time_period=2017)
    found = all_signals(contract, sheet(*rows, since=OLD), sheet(*faulty, since=NEW))
    chances = [signal.chance for signal in found if signal.chance is not None]
    assert min(chances) == LEAST_CHANCE > 0


# Scales


def test_a_total_that_is_only_a_lower_bound_is_no_error_of_scale_beside_its_own_rate(contract, with_rates):
    two = [row | {"offence": "TIP_SX"} for row in with_rates if row["ref_area"] in ("FRA", "ITA")]
    women = [row | {"value": 2} for row in two if row.get("sex") == "F"]
    rates = [row for row in two if "unit" in row]
    assert signals(contract, find_unit_errors, sheet(*with_rates, *women, *rates)) == []


def test_counts_ten_times_too_high_are_no_error_of_scale_of_a_source_against_itself(contract, with_rates):
    ten = [
        row | {"value": row["value"] * 10} if row["ref_area"] == "PER" and "unit" not in row else row
        for row in with_rates
    ]
    found = signals(contract, find_unit_errors, sheet(*with_rates, since=OLD), sheet(*ten, since=NEW))
    assert [signal.family for signal in found] == ["factor"]
