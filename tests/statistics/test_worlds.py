"""Is a synthetic world what its truth says, and does a fault change what it says it changed, and no more?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from pipelines.analyse.multiple_systems.captures import capture_table
from pipelines.analyse.multiple_systems.selection import choose_stepwise
from pipelines.collect.database import open_memory
from pipelines.contract.codes import LANGUAGES
from pipelines.worlds.faults.planting import FAULTS, plant
from pipelines.worlds.faults.targets import NoPlaceForIt, numbers, totals
from pipelines.worlds.loading import load_world
from pipelines.worlds.make import make_world
from pipelines.worlds.settings import Settings
from pipelines.worlds.world import SDG, chosen
from pipelines.worlds.writing import csv_text, truth_text

SEEDS = range(12)


@pytest.fixture(scope="module")
def world(contract):
    return make_world(Settings(seed=7), contract)


@pytest.fixture(scope="module")
def worlds(contract):
    """Worlds of many areas in which nothing hides the model: no late entry, no missing zero, no gap."""
    plain = {"late_share": 0, "no_zero_share": 0, "gap_share": 0, "no_case_share": 0, "revised_share": 0}
    return [make_world(Settings(seed, areas=40, trend=0.06, **plain), contract) for seed in SEEDS]


def panel(world):
    """Counts of organ removal in the newest SDG version, area by year; NaN where nothing was reported."""
    sheet = world.of("victims", SDG)[-1]
    rows = totals(sheet)
    areas, years = list(world.truth["areas"]), list(map(str, world.settings.calendar))
    found = np.full((len(areas), len(years)), np.nan)
    cells = (sheet.cells[name][rows] for name in ("ref_area", "time_period", "value"))
    for area, year, value in zip(*cells, strict=True):
        found[areas.index(area), years.index(year)] = int(value)
    return found


def true_means(world):
    effects = np.array(list(world.truth["area_effects"]["TIP_OR"].values()), dtype=float)
    years = np.array(world.settings.calendar)
    return np.exp(effects[:, None] + world.settings.trend * (years - years.mean()))


def test_the_same_seed_makes_the_same_bytes_and_another_one_makes_others(world, contract):
    again, other = make_world(Settings(seed=7), contract), make_world(Settings(seed=8), contract)
    assert truth_text(again) == truth_text(world) != truth_text(other)
    assert [csv_text(s, contract) for s in again.sheets] == [csv_text(s, contract) for s in world.sheets]


def test_a_world_has_every_table_kind_of_reporter_language_and_several_versions(world, contract):
    assert {sheet.table for sheet in world.sheets} == set(contract.names("tables"))
    kinds = {contract.reporter(sheet.reporter).kind for sheet in world.sheets}
    assert kinds == {"MEMBER_STATE", "OBSERVER_STATE", "INTERNATIONAL_ORGANISATION", "PUBLISHED_SOURCE"}
    assert {sheet.language for sheet in world.sheets} == set(LANGUAGES)
    versions = Counter((sheet.table, sheet.reporter) for sheet in world.sheets)
    assert versions["victims", "UNODC"] == 3
    assert len({sheet.name for sheet in world.sheets}) == len(world.sheets)


def test_every_row_source_and_name_says_that_it_is_synthetic(world):
    for sheet in world.sheets:
        assert sheet.name.startswith("SYNTHETIC")
        assert sheet.source.startswith("SYNTHETIC")
        assert all("SYNTHETIC" in note for note in sheet.cells["source_note"])


def test_sexes_and_ages_add_up_to_their_totals_in_every_version(world):
    for sheet in world.of("victims", SDG):
        count = chosen(sheet.cells, unit="NUMBER")
        whole = count & chosen(sheet.cells, sex="_T", age="_T")
        leaves = count & chosen(sheet.cells, sex=("F", "M"), age=("Y0T17", "Y_GE18"))
        for column in ("sex", "age"):
            other = {"sex": "age", "age": "sex"}[column]
            parts = count & ~chosen(sheet.cells, **{column: "_T"}) & chosen(sheet.cells, **{other: "_T"})
            assert sums(sheet, parts) == sums(sheet, whole) == sums(sheet, leaves)


def sums(sheet, rows):
    found = Counter()
    names = (sheet.cells[name][rows] for name in ("ref_area", "time_period", "offence"))
    for key, value in zip(zip(*names, strict=True), numbers(sheet.cells["value"][rows]), strict=True):
        found[key] += int(value)
    return {key: value for key, value in found.items() if value}


def test_the_true_trend_is_recovered_from_the_counts_alone(worlds):
    slopes = np.array([conditional_slope(panel(world)) for world in worlds])
    error = slopes.std(ddof=1) / np.sqrt(len(slopes))
    assert abs(slopes.mean() - worlds[0].truth["log_trend_per_year"]) < 3 * error
    assert error < 0.01


def conditional_slope(counts):
    """The slope of a Poisson regression with an effect for each area, by Newton's steps."""
    years = np.arange(counts.shape[1]) - (counts.shape[1] - 1) / 2
    slope = 0.0
    for _step in range(20):
        shares = np.exp(slope * years) / np.exp(slope * years).sum()
        mean = (shares * years).sum()
        variance = (shares * (years - mean) ** 2).sum()
        slope += (counts * (years - mean)).sum() / (counts.sum() * variance)
    return slope


def test_counts_vary_by_the_dispersion_that_the_truth_gives(worlds):
    excess = [((panel(w) - true_means(w)) ** 2 - panel(w)).sum() / (true_means(w) ** 2).sum() for w in worlds]
    assert 1 / np.mean(excess) == pytest.approx(worlds[0].truth["dispersion"], rel=0.25)


def test_late_areas_report_nothing_before_they_enter_and_some_areas_never_a_zero(world):
    counts, areas = panel(world), world.truth["areas"]
    first = world.settings.calendar[0]
    for area, year in world.truth["late_areas"].items():
        assert np.isnan(counts[areas.index(area), : year - first]).all()
    without_zero = [areas.index(area) for area in world.truth["never_a_zero"]]
    assert without_zero
    assert not (counts[without_zero] == 0).any()
    assert (counts == 0).any()


def test_versions_differ_in_the_area_years_that_the_truth_names_and_nowhere_else(world):
    early, late = world.of("victims", SDG)[:2]
    named = {
        (revised["area"], str(revised["year"]))
        for revised in world.truth["revised"]
        if revised["version"] == early.known_since and revised["offence"] == "TIP_OR"
    }
    before, after = figures(early), figures(late)
    assert {key for key, value in before.items() if after[key] != value} <= named
    assert named
    assert all(before[key] <= after[key] for key in before if key in named)


def figures(sheet):
    rows = totals(sheet)
    cells = (sheet.cells[name][rows] for name in ("ref_area", "time_period"))
    return dict(zip(zip(*cells, strict=True), map(int, sheet.cells["value"][rows]), strict=True))


def test_cases_follow_the_planted_routes_and_their_traits_the_planted_kinds(world):
    planted = {(r["origin"], r["removal"], r["recipient"], r["broker"]) for r in world.truth["routes"]}
    names = ("origin_areas", "removal_areas", "recipient_areas", "broker_areas")
    found, together = Counter(), Counter()
    for sheet in world.of("cases"):
        found.update(zip(*(sheet.cells[name] for name in names), strict=True))
        traits = zip(sheet.cells["means_used"], sheet.cells["recruitment_channels"], strict=True)
        together.update(("FRAUD" in means, "ONLINE" in channel) for means, channel in traits)
    assert set(found) <= planted
    assert together[True, True] * together[False, False] > 4 * together[True, False] * together[False, True]


def test_the_hidden_population_is_recovered_from_the_lists(world):
    for sheet in world.of("overlaps"):
        names = list(world.truth["lists"])
        rows = [
            ([int(name in lists.split("|")) for name in names], int(persons))
            for lists, persons in zip(sheet.cells["lists"], sheet.cells["persons"], strict=True)
        ]
        table = capture_table(names, rows)
        found = choose_stepwise(*terms_and_counts(table)).estimate
        assert found == pytest.approx(world.truth["hidden_population"][sheet.reporter], rel=0.3)


def terms_and_counts(table):
    from pipelines.analyse.multiple_systems.models import Terms

    return Terms(len(table.lists), 2), np.asarray(table.counts, dtype=float)


def test_the_stages_of_justice_lie_a_year_apart_by_the_planted_shares(world):
    moved, reached = 0, 0
    for sheet in world.of("justice")[-len(world.truth["returning"]) :]:
        counts = {}
        for stage in ("PROSECUTED", "CONVICTED"):
            rows = chosen(sheet.cells, stage=stage, sex="_T", role="_T")
            values = numbers(sheet.cells["value"][rows])
            counts[stage] = dict(zip(map(int, sheet.cells["time_period"][rows]), values, strict=True))
        for year, prosecuted in counts["PROSECUTED"].items():
            if year + 1 in counts["CONVICTED"]:
                moved, reached = moved + prosecuted, reached + counts["CONVICTED"][year + 1]
    assert reached / moved == pytest.approx(world.truth["justice"]["convicted_of_prosecuted"], abs=0.06)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_the_sheets_it_names_and_no_other(world, fault):
    faulty = plant(world, fault)
    (planted,) = faulty.planted
    changed = [
        after for before, after in zip(world.sheets, faulty.sheets, strict=True) if after is not before
    ]
    assert {sheet.known_since for sheet in changed} == set(planted.versions)
    assert {sheet.table for sheet in changed} == {planted.table}
    assert " ".join(sorted({sheet.source for sheet in changed})) == planted.source
    assert planted.cells > 0
    assert planted.areas
    assert planted.cells >= planted.nonzero_cells
    assert plant(world, fault).planted == faulty.planted


def test_the_size_of_an_exchange_is_twice_the_difference_of_the_two_labels(world):
    faulty = plant(world, "sex_exchanged_area")
    sheet = world.of("victims", SDG)[-1]
    (area,) = faulty.planted[0].areas
    cells = chosen(sheet.cells, offence="TIP_OR", ref_area=area, age="_T", unit="NUMBER")
    by_sex = {sex: numbers(sheet.cells["value"][cells & chosen(sheet.cells, sex=sex)]) for sex in ("F", "M")}
    by_age = {
        (sex, age): numbers(
            sheet.cells["value"][
                chosen(sheet.cells, offence="TIP_OR", ref_area=area, sex=sex, age=age, unit="NUMBER")
            ]
        )
        for sex in ("F", "M")
        for age in ("Y0T17", "Y_GE18")
    }
    moved = 2 * np.abs(by_sex["F"] - by_sex["M"]).sum()
    finest = 2 * sum(np.abs(by_age["F", age] - by_age["M", age]).sum() for age in ("Y0T17", "Y_GE18"))
    assert faulty.planted[0].persons == max(moved, finest)


def test_a_fault_without_a_place_is_refused_and_not_planted(contract):
    nobody = Settings(seed=1, no_case_share=1.0)
    with pytest.raises(NoPlaceForIt):
        plant(make_world(nobody, contract), "copied")


def test_a_loaded_world_has_the_columns_and_times_of_the_curated_tables(world, contract):
    with open_memory() as connection:
        load_world(world, connection, contract)
        ends = connection.execute("""
            SELECT known_from::DATE::VARCHAR, known_to::DATE::VARCHAR, count(*)
            FROM victims
            WHERE source = 'SYNTHETIC_SDG'
            GROUP BY ALL
            ORDER BY ALL
        """).fetchall()
        submissions = connection.execute("SELECT count(*) FROM submissions").fetchone()
    since = world.settings.known_since
    assert [(begin, end) for begin, end, _count in ends] == list(zip(since, (*since[1:], None), strict=True))
    assert sum(count for *_times, count in ends) == sum(s.row_count for s in world.of("victims", SDG))
    assert submissions == (len(world.sheets),)


def test_a_table_that_nobody_fills_has_the_columns_of_one_that_is_filled(world, contract):
    def columns(loaded):
        with open_memory() as connection:
            load_world(loaded, connection, contract)
            names = contract.names("tables")
            return {name: connection.execute(f'DESCRIBE "{name}"').fetchall() for name in names}

    assert columns(replace(world, sheets=())) == columns(world)
