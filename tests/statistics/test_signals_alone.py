"""Is a fault found where there is little to compare with: one version, one source, few years?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.analyse.signals.observations import make_observations
from pipelines.analyse.signals.signal import HIGH, LIKELY, LOW, MEDIUM, SURE, graded
from pipelines.analyse.signals.unit_errors import find_unit_errors
from pipelines.collect.database import open_scratch
from pipelines.worlds.loading import load_world
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import Settings
from pipelines.worlds.world import Sheet, World
from tests.statistics.signal_rows import (
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
COPIED_YEARS = range(2013, 2016)


def of_family(signals, family):
    return [signal for signal in signals if signal.family == family]


@pytest.fixture(scope="module")
def alone(contract):
    """One source in one version."""
    rows = clean_rows(contract, 11, area_count=16, sources=(SDG,))
    return [row for row in rows if row.known_from == SECOND]


@pytest.fixture(scope="module")
def two_areas(alone):
    """The two areas with most persons in the years that are copied."""
    persons = {}
    for row in alone:
        persons[row.area] = persons.get(row.area, 0) + row.value * (row.year in COPIED_YEARS)
    return sorted(persons, key=persons.__getitem__)[-2:]


def test_one_version_of_one_source_raises_few_alarms_while_it_is_clean(contract, alone):
    alarms = [signal for signal in signals_in(contract, alone) if signal.severity != LOW]
    assert len(alarms) <= 0.005 * area_year_count(alone)


@pytest.mark.parametrize("order", [1, -1])
def test_figures_copied_within_one_version_name_the_area_that_took_them(contract, alone, two_areas, order):
    giver, taker = two_areas[::order]
    given, own = (values_of(alone, area, SDG, SECOND) for area in (giver, taker))
    rows = changed(alone, of_another(own, given, COPIED_YEARS), SECOND, SDG)
    raised = of_family(signals_in(contract, rows), "copied")
    assert [signal.ref_areas for signal in raised] == [(taker,)]
    assert raised[0].chance <= SURE


def test_sexes_exchanged_in_one_of_four_years_stand_out_from_the_other_three(contract):
    areas, years = areas_of(contract, 8), range(2016, 2020)
    counts = {"F": 40, "M": 6}
    clean = [
        Given(a, y, s, "_T", v + y % 3 + 2 * n, SDG, known_from=SECOND)
        for n, a in enumerate(areas)
        for y in years
        for s, v in counts.items()
    ]
    assert of_family(signals_in(contract, clean), "labels_exchanged") == []
    other = {"F": "M", "M": "F"}
    odd = [replace(r, sex=other[r.sex]) if (r.area, r.year) == (areas[3], 2018) else r for r in clean]
    (raised,) = of_family(signals_in(contract, odd), "labels_exchanged")
    assert (raised.severity, raised.area_years) == (MEDIUM, ((areas[3], 2018),))


def sheet(rows, source, reporter):
    found = Rows()
    for row in rows:
        found.add(**({"offence": "TIP_OR", "measure": "DETECTED"} | row))
    return Sheet("victims", reporter, source, "en", "2021-01-01", found.cells())


def test_a_rate_that_rounds_to_zero_beside_a_figure_below_five_is_no_error_of_scale(contract):
    rate = {"unit": "PER_100000_POP", "denominator": "TOTAL_POPULATION"}
    places = [{"ref_area": a, "time_period": y} for a in areas_of(contract, 12) for y in range(2015, 2020)]
    ordinary = [place | {"value": 50} for place in places]
    germany = [{"ref_area": "DEU", "time_period": year} for year in range(2015, 2020)]
    report = sheet([*ordinary, *(place | {"value": "<5"} for place in germany)], "GLOTIP", "SECRETARIAT")
    rates = sheet([*ordinary, *(place | rate | {"value": "0.0"} for place in germany)], SDG, "UNODC")
    with open_scratch() as connection:
        load_world(World(Settings(0), (report, rates), {}), connection, contract)
        make_observations(connection, contract)
        assert find_unit_errors(connection, contract) == []


def test_what_may_well_be_an_accident_is_never_of_high_severity():
    assert graded(HIGH, SURE) == HIGH
    assert graded(HIGH, LIKELY) == graded(MEDIUM, LIKELY) == MEDIUM
