"""Are figures that keep to a rule which counting does not make asked about, and ordinary ones left alone?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipelines.analyse.signals.signal import LOW, MEDIUM
from tests.statistics.row_faults import KINDS
from tests.statistics.signal_rows import (
    LEAVES,
    SECOND,
    Given,
    area_year_count,
    areas_of,
    changed,
    clean_rows,
    of_another,
    signals_in,
    values_of,
)

SDG = "SDG_16_2_2"
YEAR = 2014
FOUND_BY = {
    "nothing above 9": "heaped",
    "a year copied to the next": "repeated",
    "three years on a line between two": "straight",
    "all years doubled": "multiples",
    "women's figures under men, three years": "twins",
    "rounded to fives": "multiples",
    "four years filled with the one before": "repeated",
    "cumulated over the years": "cumulated",
}


def families(signals, area):
    """The families that hold something of the area out."""
    return {signal.family for signal in signals if signal.severity != LOW and area in signal.ref_areas}


@pytest.fixture(scope="module")
def alone(contract):
    """One source in one version: leaves alone, nothing to compare with."""
    rows = clean_rows(contract, 12, area_count=24, sources=(SDG,))
    return [row for row in rows if row.known_from == SECOND]


@pytest.fixture(scope="module")
def planted(alone):
    """A fault of each kind in an area of its own, the largest first: the rows, and kind -> area."""
    persons, years = {}, {}
    for row in alone:
        persons[row.area] = persons.get(row.area, 0) + row.value
        years.setdefault(row.area, set()).add(row.year)
    whole = [area for area in sorted(persons, key=persons.__getitem__) if len(years[area]) == 12][::-1]
    rows, areas = alone, {}
    for kind, area in zip(FOUND_BY, whole, strict=False):
        own, others = (values_of(alone, each, SDG, SECOND) for each in (area, whole[-1]))
        rows, areas[kind] = changed(rows, KINDS[kind].fault(own, others, YEAR), SECOND, SDG), area
    return rows, areas


@pytest.fixture(scope="module")
def before_and_after(contract, alone, planted):
    """The signals of the clean rows, and of those with the faults."""
    return signals_in(contract, alone), signals_in(contract, planted[0])


@pytest.mark.parametrize("kind", FOUND_BY)
def test_a_rule_that_counting_does_not_make_is_asked_about_where_nothing_else_tells(
    planted, before_and_after, kind
):
    area = planted[1][kind]
    clean, faulty = (families(signals, area) for signals in before_and_after)
    assert FOUND_BY[kind] not in clean
    assert FOUND_BY[kind] in faulty


def test_two_forms_with_the_same_figures_are_one_question_to_a_source_where_it_is_so_in_many_areas(contract):
    draw = np.random.default_rng(3)
    areas = areas_of(contract, 12)
    rows = [
        Given(area, year, *leaf, int(value), SDG, offence, SECOND)
        for area in areas
        for year in range(2010, 2018)
        for leaf in LEAVES
        for offence, value in zip(("TIP_FL", "TIP_SX"), draw.poisson(40, 2), strict=True)
    ]
    assert [signal for signal in signals_in(contract, rows) if signal.family == "twins"] == []
    first = {(r.area, r.year, r.sex, r.age): r.value for r in rows if r.offence == "TIP_FL"}
    copied = [
        Given(r.area, r.year, r.sex, r.age, first[r.area, r.year, r.sex, r.age], SDG, r.offence, SECOND)
        if r.area in areas[:6] and r.offence == "TIP_SX"
        else r
        for r in rows
    ]
    (signal,) = [signal for signal in signals_in(contract, copied) if signal.family == "twins"]
    assert (signal.severity, signal.ref_areas) == (MEDIUM, tuple(sorted(areas[:6])))
    assert {cell.offence for cell in signal.cells} == {"TIP_FL", "TIP_SX"}


def drawn(contract, means, seed=5):
    """Counts about steady means, for 12 areas and 8 years."""
    draw = np.random.default_rng(seed)
    return [
        Given(area, year, *leaf, int(draw.poisson(mean)), SDG, known_from=SECOND)
        for area in areas_of(contract, 12)
        for year in range(2010, 2018)
        for leaf, mean in zip(LEAVES, means, strict=True)
    ]


def test_few_persons_every_year_are_no_filler_and_no_repetition(contract):
    rows = drawn(contract, (0.5, 2, 0.2, 1))
    assert [signal for signal in signals_in(contract, rows) if signal.severity != LOW] == []


def test_persons_moved_between_categories_in_one_year_show_in_the_shares(contract):
    rows = drawn(contract, (40, 140, 20, 60))
    assert [signal for signal in signals_in(contract, rows) if signal.family == "mix"] == []
    area = areas_of(contract, 12)[4]
    moved = [
        replace(r, value=r.value + {"F": -50, "M": 50}[r.sex])
        if (r.area, r.year, r.age) == (area, 2013, "Y_GE18")
        else r
        for r in rows
    ]
    (signal,) = [signal for signal in signals_in(contract, moved) if signal.severity != LOW]
    assert (signal.family, signal.area_years) == ("mix", ((area, 2013),))


def test_an_area_that_truly_grows_is_not_said_to_be_cumulated_while_a_figure_falls(contract):
    values = (10, 14, 19, 27, 36, 35, 48, 60, 71, 90)
    rows = [
        Given("EGY", 2008 + place, "_T", "_T", value, SDG, known_from=SECOND)
        for place, value in enumerate(values)
    ]
    assert families(signals_in(contract, rows), "EGY") == set()
    rising = [row for row in rows if row.year != 2013]
    assert families(signals_in(contract, rising), "EGY") == set()


def test_revised_figures_that_are_all_those_of_another_area_are_said_to_be_copied(contract):
    rows = clean_rows(contract, 11, area_count=12, sources=(SDG,))
    sizes = dict.fromkeys(areas_of(contract, 12), 0)
    for row in rows:
        sizes[row.area] += row.value * (row.known_from == SECOND and row.year in (2016, 2017))
    ordered = sorted(sizes, key=sizes.__getitem__)
    giver, taker = ordered[5], ordered[-1]
    own, given = values_of(rows, taker, SDG, SECOND), values_of(rows, giver, SDG, SECOND)
    planted = changed(rows, of_another(own, given, (2016, 2017)), SECOND, SDG)
    found = [s for s in signals_in(contract, planted) if taker in s.ref_areas and s.severity != LOW]
    assert {signal.family for signal in found} & {"copied", "revised"} == {"copied"}
    (signal,) = [signal for signal in found if signal.family == "copied"]
    assert signal.area_years == ((taker, 2016), (taker, 2017))
    assert giver in signal.compared
    assert {cell.ref_area for cell in signal.cells} == {giver, taker}


def test_a_clean_source_alone_raises_few_alarms(alone, before_and_after):
    alarms = [signal for signal in before_and_after[0] if signal.severity != LOW]
    assert len(alarms) <= 0.005 * area_year_count(alone)
