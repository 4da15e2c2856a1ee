"""Is a planted fault found and named for what it is, and do clean figures raise no alarm?"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime

import pytest

from pipelines.analyse.signals.signal import LOW
from pipelines.analyse.signals.signals import make_signals
from tests.statistics.signal_rows import (
    FIRST,
    SECOND,
    Given,
    area_year_count,
    areas_of,
    changed,
    clean_rows,
    loaded,
    of_another,
    signals_in,
    size_of,
    submission_of,
    values_of,
    with_ages_exchanged,
    with_scale,
    with_sexes_exchanged,
    with_years_shifted,
    with_zeros,
)

SDG, GLOTIP = "SDG_16_2_2", "GLOTIP"
AREAS = 24
THIRD = datetime(2022, 1, 1)
ENOUGH_CELLS, ENOUGH_PERSONS = 3, 10


def alarms(signals):
    """The signals that hold area-years out."""
    return [signal for signal in signals if signal.severity != LOW]


def of_family(signals, *families):
    return [signal for signal in signals if signal.family in families]


def places(signals):
    return {place for signal in signals for place in signal.area_years}


@pytest.fixture(scope="module")
def clean(contract):
    return clean_rows(contract, seed=11, area_count=AREAS)


@pytest.fixture(scope="module")
def large_areas(clean):
    """The areas of the first source that report all years, those with most persons first."""
    return large(row for row in clean if row.source == SDG and row.known_from == SECOND)


def large(rows):
    persons, years = Counter(), defaultdict(set)
    for row in rows:
        persons[row.area] += row.value
        years[row.area].add(row.year)
    longest = max(map(len, years.values()))
    return [area for area, _count in persons.most_common() if len(years[area]) == longest]


# Clean figures


def test_clean_worlds_raise_at_most_five_alarms_per_thousand_area_years(contract, clean):
    worlds = [clean, *(clean_rows(contract, seed, area_count=AREAS) for seed in (12, 13))]
    raised = [alarm for rows in worlds for alarm in alarms(signals_in(contract, rows))]
    assert len(raised) <= 0.005 * sum(map(area_year_count, worlds)), [a.compared for a in raised]


def test_nothing_to_compare_raises_nothing(contract):
    assert signals_in(contract, []) == []
    assert signals_in(contract, [Given("EGY", 2014, "_T", "_T", 3)]) == []


# Faults in a second version


@pytest.fixture(scope="module")
def faults(clean, large_areas):
    """A fault of each kind in an area of its own: kind -> (area, new values)."""
    given = {area: values_of(clean, area, SDG, SECOND) for area in large_areas}
    kinds = {
        "sexes of a year": lambda values: with_sexes_exchanged(values, [2016]),
        "ages of all years": lambda values: with_ages_exchanged(values, range(2000, 2030)),
        "ten times": lambda values: with_scale(values, range(2014, 2017)),
        "nothing but zeros": lambda values: with_zeros(values, [2015, 2016]),
        "the year before": lambda values: with_years_shifted(values, range(2000, 2019)),
        "of another": lambda values: of_another(values, given[large_areas[0]], range(2015, 2018)),
    }
    return {
        kind: (area, fault(given[area]))
        for (kind, fault), area in zip(kinds.items(), large_areas[2:], strict=False)
    }


@pytest.fixture(scope="module")
def found(contract, clean, faults):
    rows = clean
    for _area, values in faults.values():
        rows = changed(rows, values, SECOND, SDG)
    return signals_in(contract, rows)


KINDS = (
    "sexes of a year",
    "ages of all years",
    "ten times",
    "nothing but zeros",
    "the year before",
    "of another",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_is_found_also_those_that_no_family_knows(clean, faults, found, kind):
    area, values = faults[kind]
    before = values_of(clean, area, SDG, SECOND)
    cells, persons = size_of(before, values)
    assert cells >= ENOUGH_CELLS
    assert persons >= ENOUGH_PERSONS
    faulty = {
        (area, year) for (_a, year, s, g) in values if values[area, year, s, g] != before[area, year, s, g]
    }
    assert places(alarms(found)) & faulty


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        ("sexes of a year", "labels_exchanged"),
        ("ages of all years", "labels_exchanged"),
        ("ten times", "factor"),
        ("of another", "copied"),
    ],
)
def test_a_fault_that_a_family_knows_is_named_and_said_once(faults, found, kind, family):
    area, _values = faults[kind]
    of_area = [signal for signal in alarms(found) if area in signal.ref_areas and signal.source == SDG]
    assert [s.family for s in of_area if s.family in (family, "revised", "redefined")] == [family]


def test_a_copied_run_names_the_area_it_was_taken_from(faults, found, large_areas):
    area, _values = faults["of another"]
    (copied,) = [signal for signal in of_family(found, "copied") if area in signal.ref_areas]
    assert f"of {large_areas[0]} stand under {area}" in copied.compared
    assert {cell.ref_area for cell in copied.cells} == {area, large_areas[0]}
    assert copied.chance < 0.02


def test_the_lines_of_a_signal_are_those_of_the_cells_it_compared(clean, faults, found):
    area, _values = faults["sexes of a year"]
    (exchanged,) = [s for s in of_family(found, "labels_exchanged") if s.area_years == ((area, 2016),)]
    lines = {
        (submission_of(row), line)
        for line, row in enumerate(clean, 2)
        if (row.area, row.year, row.source) == (area, 2016, SDG)
    }
    assert {(origin.submission, origin.line) for origin in exchanged.origins} == lines


# Faults that no version shows


def test_sexes_exchanged_in_a_whole_source_are_one_signal_against_the_other_source(contract, clean):
    rows = [replace(row, sex={"F": "M", "M": "F"}[row.sex]) if row.source == SDG else row for row in clean]
    raised = of_family(signals_in(contract, rows), "labels_exchanged")
    (whole,) = [signal for signal in raised if len(signal.ref_areas) > AREAS / 3]
    assert "most areas of the source" in whole.compared
    assert not [signal for signal in raised if signal is not whole and "other years" not in signal.compared]


def test_a_year_ten_times_too_high_is_an_outlier_where_nothing_else_tells(contract):
    rows = clean_rows(contract, 5, area_count=12, sources=(SDG,), revised_share=0)
    rows = [replace(row, known_to=None) for row in rows if row.known_from == SECOND]
    area = large(rows)[0]
    values = values_of(rows, area, SDG, SECOND)
    totals = Counter()
    for (_area, year, _sex, _age), value in values.items():
        totals[year] += value
    year = max(totals, key=totals.__getitem__)
    faulty = changed(rows, with_scale(values, [year], 10), SECOND, SDG)
    raised = of_family(signals_in(contract, faulty), "outlier")
    assert [signal.area_years for signal in raised] == [((area, year),)]


def test_a_figure_above_the_whole_of_every_other_source_is_asked_about(contract):
    years = range(2010, 2020)
    areas = areas_of(contract, 6)
    rows = [Given(a, y, "_T", "_T", 20 + y % 3, GLOTIP, "TIP") for a in areas for y in years]
    rows += [Given(a, y, "_T", "_T", 2, SDG, "TIP_OR") for a in areas for y in years]
    rows = [replace(r, value=95) if (r.area, r.year, r.source) == (areas[2], 2014, SDG) else r for r in rows]
    (raised,) = of_family(signals_in(contract, rows), "above_other_sources")
    assert (raised.offence, raised.source, raised.area_years) == ("TIP_OR", SDG, ((areas[2], 2014),))


def test_two_sources_that_always_agreed_and_do_not_in_one_year_are_one_signal_for_all_areas(contract):
    years, areas = range(2010, 2020), areas_of(contract, 12)
    rows = [Given(a, y, "_T", "_T", 30 + n + y % 4, GLOTIP) for n, a in enumerate(areas) for y in years]
    rows += [replace(row, source=SDG) for row in rows]
    odd = [
        replace(r, value=r.value // 6) if r.source == SDG and r.year == 2017 and r.area in areas[:7] else r
        for r in rows
    ]
    (raised,) = of_family(signals_in(contract, odd), "sources_disagree")
    assert raised.source == SDG
    assert set(raised.area_years) == {(area, 2017) for area in areas[:7]}


def test_counts_that_add_up_to_a_hundred_year_after_year_are_percentages(contract):
    rows = clean_rows(contract, 6, area_count=10, sources=(SDG,))
    shares = [(31, 69), (35, 65), (28, 72), (40, 60), (33, 67)]
    for year, (women, men) in zip(range(2010, 2015), shares, strict=True):
        rows += [Given("ZWE", year, s, "_T", v, SDG) for s, v in (("F", women), ("M", men))]
    (raised,) = of_family(signals_in(contract, rows), "per_cent")
    assert raised.ref_areas == ("ZWE",)


# What vanished


def two_versions(area_years, kept, **said):
    """Totals and sexes of some area-years in a first version, and what `kept` leaves of them in a second."""
    rows = [
        Given(area, year, sex, "_T", value, SDG, "TIP", FIRST, SECOND, **said)
        for area, year in area_years
        for sex, value in (("_T", 9), ("F", 5), ("M", 4))
    ]
    return [*rows, *(replace(row, known_from=SECOND, known_to=None) for row in rows if kept(row))]


@pytest.fixture(scope="module")
def area_years(contract):
    return [(area, year) for area in areas_of(contract, 8) for year in range(2010, 2016)]


def test_totals_that_went_while_their_parts_stayed_are_to_be_read_and_hold_nothing(contract, area_years):
    (raised,) = of_family(
        signals_in(contract, two_versions(area_years, lambda r: r.sex != "_T")), "category_vanished"
    )
    assert (raised.severity, raised.person_count, set(raised.area_years)) == (LOW, 0, set(area_years))


def test_a_sex_that_went_is_a_question_for_the_area_years_that_lost_persons(contract, area_years):
    def kept(row):
        return row.sex == "F"

    raised = of_family(signals_in(contract, two_versions(area_years, kept)), "category_vanished")
    assert {signal.severity for signal in alarms(raised)} == {"medium"}
    assert places(alarms(raised)) == set(area_years)


def test_area_years_that_went_are_one_signal_and_those_taken_back_by_a_person_are_none(contract, area_years):
    gone = area_years[:4]
    rows = two_versions(area_years, lambda r: (r.area, r.year) not in gone)
    (raised,) = of_family(signals_in(contract, rows), "area_years_vanished")
    assert (set(raised.area_years), raised.person_count) == (set(gone), 9 * len(gone))
    taken_back = signals_in(contract, rows, withdrawn=[submission_of(rows[0])])
    assert of_family(taken_back, "area_years_vanished") == []


# The rows of a run


def test_the_same_question_keeps_its_id_and_new_evidence_is_a_new_one(contract, area_years):
    rows = two_versions(area_years, lambda r: (r.area, r.year) not in area_years[:4])
    ids = {signal.id for signal in signals_in(contract, rows)}
    assert {signal.id for signal in signals_in(contract, rows[::-1])} == ids
    other = [replace(row, value=row.value + 1) for row in rows]
    assert not {signal.id for signal in signals_in(contract, other)} & ids


def tables(contract, rows, closed=()):
    with loaded(contract, rows) as connection:
        signals = make_signals(connection, contract, closed)
        named = connection.execute(
            "SELECT signal, version, ref_area, year, is_open FROM signal_area_years"
        ).fetchall()
    return signals, named


def test_a_signal_holds_in_later_versions_until_its_figures_are_mended(contract, area_years):
    area = area_years[0][0]
    years = range(2010, 2016)
    right = [
        Given(a, y, s, "_T", v, SDG, "TIP", FIRST, SECOND)
        for a, y in area_years
        for s, v in (("F", 40), ("M", 7))
    ]
    wrong = [
        replace(r, known_from=SECOND, known_to=THIRD, value=47 - r.value if r.area == area else r.value)
        for r in right
    ]
    again = [replace(r, known_from=THIRD, known_to=None) for r in wrong]
    mended = [replace(r, known_from=THIRD, known_to=None) for r in right]
    for third, last in ((again, THIRD), (mended, SECOND)):
        signals, named = tables(contract, [*right, *wrong, *third])
        exchanged = next(
            s.id for s in signals if s.family == "labels_exchanged" and s.version == SECOND.date()
        )
        held = {
            (version, year)
            for signal, version, where, year, _open in named
            if (signal, where) == (exchanged, area)
        }
        assert held == {(day.date(), year) for day in (SECOND, THIRD) if day <= last for year in years}


def test_a_closed_signal_is_still_there_and_no_longer_open(contract, area_years):
    rows = two_versions(area_years, lambda r: (r.area, r.year) not in area_years[:4])
    signals, _named = tables(contract, rows)
    _signals, named = tables(contract, rows, closed=[signals[0].id])
    assert {is_open for signal, *_place, is_open in named if signal == signals[0].id} == {False}


def test_what_is_not_public_is_compared_too_and_marked(contract, area_years):
    gone = set(area_years[:4])
    rows = two_versions(area_years, lambda r: (r.area, r.year) not in gone, is_public=False)
    (raised,) = of_family(signals_in(contract, rows), "area_years_vanished")
    assert not raised.is_public
    assert raised.version == date(2021, 1, 1)
