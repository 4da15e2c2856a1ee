"""Do the chances of signals count all that was searched, and are the spreads that they rest on true?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipelines.analyse.signals.distances import chance_of_figure
from pipelines.analyse.signals.leaves import make_leaves
from pipelines.analyse.signals.observations import make_observations
from pipelines.analyse.signals.revised import find_revised
from pipelines.analyse.signals.shares import make_share_deviances
from pipelines.analyse.signals.signal import LEAST_CHANCE
from pipelines.analyse.signals.signals import make_signals
from pipelines.collect.database import open_memory
from tests.statistics.signal_rows import FIRST, LEAVES, SECOND, Given, areas_of, loaded

SDG = "SDG_16_2_2"
YEARS = range(2008, 2020)
CONCENTRATION = 60
"""Of the Dirichlet distribution of the shares: their spread is 1 / 61."""


# How steady shares are


def shared_out(contract, seed, persons, areas):
    """Counts of so many persons a year whose shares vary from year to year about those of the area."""
    draw = np.random.default_rng(seed)
    rows = []
    for area in areas_of(contract, 190)[areas]:
        shares = draw.dirichlet((2.0, 4.0, 2.0, 3.0))
        for year in YEARS:
            counts = draw.multinomial(persons, draw.dirichlet(shares * CONCENTRATION + 0.01))
            rows += [
                Given(area, year, *leaf, int(count), SDG, known_from=SECOND)
                for leaf, count in zip(LEAVES, counts, strict=True)
            ]
    return rows


def usual_spread(contract, rows):
    with loaded(contract, rows) as connection:
        make_observations(connection, contract)
        make_leaves(connection)
        make_share_deviances(connection, (0,))
        return connection.execute("SELECT any_value(usual_spread) FROM share_spreads").fetchone()[0]


def test_areas_of_three_persons_do_not_change_how_steady_the_shares_of_the_others_are(contract):
    large = shared_out(contract, 1, 60, slice(0, 30))
    small = shared_out(contract, 2, 3, slice(30, 150))
    assert usual_spread(contract, [*large, *small]) == pytest.approx(usual_spread(contract, large))


@pytest.mark.parametrize(("persons", "tolerance"), [(10, 0.4), (30, 0.25), (300, 0.2)])
def test_the_spread_of_shares_is_learnt_as_it_is_whatever_the_size_of_the_areas(contract, persons, tolerance):
    found = [usual_spread(contract, shared_out(contract, seed, persons, slice(0, 60))) for seed in range(2)]
    assert np.mean(found) == pytest.approx(1 / (CONCENTRATION + 1), rel=tolerance)


# One figure


@pytest.mark.parametrize("level", [10, 40, 300])
def test_the_chance_of_one_figure_is_that_of_the_count_it_stands_for(level):
    from scipy.stats import nbinom, poisson

    with open_memory() as connection:
        chances = f"{chance_of_figure('level')}, {chance_of_figure('level', None)}"
        series, steady = connection.execute(f"SELECT {chances} FROM (SELECT {level} AS level)").fetchone()
    assert series == pytest.approx(nbinom.pmf(level, 5, 5 / (5 + level)), rel=0.1)
    assert steady == pytest.approx(poisson.pmf(level, level), rel=0.1)


# Figures of another area


def in_versions(contract, offence, mean, seed):
    """Two equal versions of steady counts of 12 areas."""
    draw = np.random.default_rng(seed)
    first = [
        Given(area, year, *leaf, int(draw.poisson(mean)), SDG, offence, FIRST, SECOND)
        for area in areas_of(contract, 12)
        for year in range(2010, 2018)
        for leaf in LEAVES
    ]
    return [*first, *(replace(row, known_from=SECOND, known_to=None) for row in first)]


def with_figures_of(rows, taker, giver, year):
    """In the second version the taker has the figures that the giver had in the first."""
    given = {(r.year, r.sex, r.age): r.value for r in rows if (r.area, r.known_from) == (giver, FIRST)}
    return [
        replace(row, value=given[row.year, row.sex, row.age])
        if (row.area, row.year, row.known_from) == (taker, year, SECOND)
        else row
        for row in rows
    ]


def of_one_area(rows, area, year, change):
    """The rows with other figures of an area-year in the second version."""
    return [
        replace(row, value=change(row.value))
        if (row.area, row.year, row.known_from) == (area, year, SECOND)
        else row
        for row in rows
    ]


@pytest.fixture(scope="module")
def copied_rows(contract):
    """The figures of one area in one year of another, larger one."""
    areas = areas_of(contract, 12)
    rows = in_versions(contract, "TIP_SX", 20, 7)
    larger = [replace(row, value=4 * row.value) if row.area == areas[2] else row for row in rows]
    return with_figures_of(larger, areas[2], areas[5], 2014)


def chance_of_copy(contract, rows):
    with loaded(contract, rows) as connection:
        make_observations(connection, contract)
        (signal,) = [each for each in find_revised(connection, contract) if each.family == "copied"]
    assert signal.chance > LEAST_CHANCE
    return signal.chance


def test_a_copy_is_as_likely_by_accident_as_series_were_asked_of_whatever_their_offence(
    contract, copied_rows
):
    area = areas_of(contract, 12)[8]
    other = of_one_area(in_versions(contract, "TIP_FL", 20, 8), area, 2012, lambda value: 5 * value)
    alone, among = (chance_of_copy(contract, rows) for rows in (copied_rows, [*copied_rows, *other]))
    assert among == pytest.approx(2 * alone)


def test_a_copy_is_likelier_by_accident_where_the_other_area_has_said_several_things(contract, copied_rows):
    giver = areas_of(contract, 12)[5]
    revised = of_one_area(copied_rows, giver, 2014, lambda value: value + 1)
    figures = len(LEAVES)
    assert chance_of_copy(contract, revised) == pytest.approx(
        2**figures * chance_of_copy(contract, copied_rows)
    )


# Two offences


@pytest.mark.parametrize("known_from", [FIRST, SECOND], ids=["an earlier version", "the same version"])
def test_both_offences_with_the_same_figures_are_held_out(contract, known_from):
    draw = np.random.default_rng(3)
    area, *others = areas_of(contract, 8)
    years, equal = range(2010, 2018), range(2012, 2016)
    rows = []
    for place in (area, *others):
        for year in years:
            for leaf in LEAVES:
                first, second = (int(value) for value in draw.poisson(40, 2))
                is_twin = place == area and year in equal
                rows.append(Given(place, year, *leaf, first, SDG, "TIP_FL", SECOND))
                rows.append(
                    Given(place, year, *leaf, first if is_twin else second, SDG, "TIP_SX", known_from)
                )
    with loaded(contract, rows) as connection:
        (signal,) = [each for each in make_signals(connection, contract) if each.family == "twins"]
        held = connection.execute(
            "SELECT offence, version, ref_area, year FROM signal_area_years WHERE signal = ?", [signal.id]
        ).fetchall()
    days = {"TIP_FL": SECOND.date(), "TIP_SX": known_from.date()}
    assert sorted(held) == [(o, day, area, year) for o, day in days.items() for year in equal]
    assert signal.person_count == sum(
        row.value for row in rows if (row.area, row.offence) == (area, "TIP_FL") and row.year in equal
    )


def test_a_signal_of_one_offence_holds_no_other_out(contract):
    draw = np.random.default_rng(3)
    area, *others = areas_of(contract, 8)
    rows = [
        Given(place, year, *leaf, int(draw.poisson(40)), SDG, offence, SECOND)
        for offence in ("TIP_FL", "TIP_SX")
        for place in (area, *others)
        for year in range(2010, 2018)
        for leaf in LEAVES
    ]
    odd = [
        replace(row, value=row.value * 20)
        if (row.area, row.year, row.offence) == (area, 2013, "TIP_SX")
        else row
        for row in rows
    ]
    with loaded(contract, odd) as connection:
        make_signals(connection, contract)
        held = connection.execute("SELECT DISTINCT offence, ref_area FROM signal_area_years").fetchall()
    assert held == [("TIP_SX", area)]
