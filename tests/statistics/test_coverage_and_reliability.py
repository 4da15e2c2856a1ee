"""Does coverage say who is there, who is silent and what is late; and reliability what a figure rests on?"""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from pipelines.analyse.coverage_panels import panels_of
from pipelines.analyse.coverage_summary import make_coverage_summary
from pipelines.analyse.detected_victims import make_version_changes
from pipelines.analyse.reliability import make_reliability
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.contract.reference import series
from pipelines.disseminate.evidence import gather
from pipelines.disseminate.rests_on import rests_on
from tests.files import ROOT, SDG, needs_shared, sdg_files, send, victims
from tests.statistics.edition import edition_tables

BASIS = ("reliability", "coverage_summary", "column_completeness")
PUBLIC = {"is_already_public": True, "is_complete": True}


def summary(store, contract, columns, where="TRUE"):
    with edition_tables(store, contract) as connection:
        make_coverage_summary(connection, contract)
        return connection.execute(
            f"SELECT {columns} FROM coverage_summary WHERE {where} ORDER BY version, year"
        ).fetchall()


def test_a_year_says_what_each_area_said_and_who_is_absent(store, contract):
    rows = (
        "EGY 2015 _T _T 3",
        "SDN 2015 _T _T 0",
        "FRA 2015 _T _T NIL",
        "EGY 2016 _T _T <5",
        "SDN 2016 _T _T -",
    )
    send(store, contract, victims(*rows).replace(b"-\n", b"\n"), known_since="2018-01", **PUBLIC)
    columns = "year, area_count, value_count, zero_count, nil_count, below_count, missing_count, absent_count"
    assert summary(store, contract, columns) == [(2015, 3, 1, 1, 1, 0, 0, 0), (2016, 1, 0, 0, 0, 1, 1, 2)]


def test_shares_of_states_and_of_world_population_have_their_source(store, contract):
    send(store, contract, victims("EGY 2015 _T _T 3", "FRA 2015 _T _T 0", "HKG 2015 _T _T 1"), **PUBLIC)
    [(states, people, source, first, last)] = summary(
        store, contract, "state_share, population_share, population_source, first_year, last_year"
    )
    persons = {area: n for area, year, n in series(contract, "population").points if year == 2015}
    assert states == pytest.approx(2 / 195)
    assert people == pytest.approx((persons["EGY"] + persons["FRA"] + persons["HKG"]) / persons["001"])
    assert "World Bank" in source
    assert (first, last) == (2015, 2015)


def test_lateness_counts_from_the_end_of_the_year_to_the_first_time_a_figure_was_known(store, contract):
    send(store, contract, victims("EGY 2015 _T _T 3"), known_since="2016-12-30", **PUBLIC)
    send(store, contract, victims("EGY 2015 _T _T 4", "SDN 2015 _T _T 4"), known_since="2018-12-30", **PUBLIC)
    assert summary(store, contract, "median_days, most_days", "version = '2018-12-30'") == [(730.0, 1095)]


def test_a_recent_year_below_three_quarters_of_the_panel_is_incomplete_and_is_no_panel():
    full = set("ABCDEFGH")
    areas = dict.fromkeys(range(2012, 2016), full)
    areas |= {2013: set("AB"), 2016: set("ABCDEF"), 2017: set("A"), 2018: set("AXYZ")}
    found = {year: (share, is_incomplete) for year, share, is_incomplete in panels_of(areas)}
    assert found[2012] == (None, False)
    assert found[2013] == (0.25, False), "a gap of old is a gap, not lateness"
    assert found[2016] == (0.75, False)
    assert found[2017] == (1 / 6, True)
    assert found[2018] == (1 / 6, True), "2017 is no panel to compare with"


def test_zeros_that_appear_for_many_years_at_once_are_unverified_and_late_news_is_not(store, contract):
    before = ["EGY 2010 _T _T 3", "EGY 2016 _T _T 3"]
    zeros = [f"SDN {year} _T _T 0" for year in range(2010, 2017)]
    mixed = [f"FRA {year} _T _T {year % 2}" for year in range(2010, 2017)]
    recent = ["ITA 2015 _T _T 0", "ITA 2016 _T _T 0"]
    send(store, contract, victims(*before), known_since="2017-06", **PUBLIC)
    send(store, contract, victims(*before, *zeros, *mixed, *recent), known_since="2018-06", **PUBLIC)
    with edition_tables(store, contract) as connection:
        make_coverage_summary(connection, contract)
        assert connection.execute("SELECT version, ref_area, years FROM new_zeros").fetchall() == [
            (date(2018, 6, 1), "SDN", list(range(2010, 2017)))
        ]
        flagged = connection.execute(
            "SELECT version, sum(new_zero_count) FROM coverage_summary GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert flagged == [(date(2017, 6, 1), 0), (date(2018, 6, 1), 7)]


def test_silent_are_states_of_which_nothing_came_when_a_round_was_due_and_nil_is_no_silence(store, tmp_path):
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    (tmp_path / "schemas" / "reference" / "rounds.yaml").write_text(
        "rounds: [{name: first, source: P13_RETURN, tables: [victims], years: [2015, 2016],"
        " opens: 2017-01-01, due: 2017-06-30}]"
    )
    contract = Contract(tmp_path / "schemas")
    content = victims("EGY 2015 _T _T NIL", "EGY 2014 _T _T 1")
    sent = {"reporter": "EGY", "source": "P13_RETURN", **PUBLIC}
    send(store, contract, content, known_since="2017-03", **sent)
    assert [row[1] for row in summary(store, contract, "year, silent_count")] == [None, None]
    send(
        store,
        contract,
        content + victims("EGY 2013 _T _T 0").split(b"\n", 1)[1],
        known_since="2017-07",
        **sent,
    )
    later = summary(store, contract, "year, silent_count, area_count", "version = '2017-07-01'")
    assert later == [(2013, None, 1), (2014, None, 1), (2015, 194, 1), (2016, 195, 0)]


def test_completeness_by_column_counts_breakdowns_that_say_something(store, contract):
    send(store, contract, victims("EGY 2015 F _T 3", "EGY 2015 _U _T 1", "SDN 2015 _T _T 1"), **PUBLIC)
    with edition_tables(store, contract) as connection:
        make_coverage_summary(connection, contract)
        found = connection.execute(
            "SELECT column_name, row_count, filled_count, area_count, filled_area_count"
            " FROM column_completeness WHERE column_name IN ('sex', 'age') ORDER BY ALL"
        ).fetchall()
    assert found == [("age", 3, 0, 2, 0), ("sex", 3, 1, 2, 1)]


def test_the_page_tells_span_lateness_unverified_zeros_and_breakdowns(store, contract):
    before = ["EGY 2010 _T _T 3", "EGY 2016 F _T 3"]
    zeros = [f"SDN {year} _T _T 0" for year in range(2010, 2017)]
    send(store, contract, victims(*before), known_since="2017-06", **PUBLIC)
    send(store, contract, victims(*before, *zeros), known_since="2018-06-30", **PUBLIC)
    names = ("detected_victims_by_year", "detected_victims", "version_changes", "coverage")
    with edition_tables(store, contract) as connection:
        make_version_changes(connection, contract)
        make_coverage_summary(connection, contract)
        make_reliability(connection, contract)
        tables = {name: records(connection, f"FROM {name}") for name in (*names, *BASIS)}
    [evidence] = gather(tables, contract.code_list("area"))
    told = rests_on(evidence, *(tables[name] for name in BASIS), lambda _list, code: code)
    assert "Answers from 2010 to 2016." in told.sentences
    assert "New zeros, unverified: 7 area-years." in told.sentences
    assert "Columns filled, of 9 area-years: sex 1." in told.sentences
    days = {year.year: year.days for year in told.years}
    assert days["2015"] == "912 (912)", "31 December 2015 to 30 June 2018"
    statements = {year.year: year.statement for year in told.years}
    for noun in ("Reporting areas: 2", "versions: 2", "open signals that name it: 0", "suppressed: 0"):
        assert noun in statements["2010"]


@pytest.fixture
def three_versions(store, contract):
    for since, egypt in (("2017-01", "3"), ("2018-01", "4"), ("2019-01", "4")):
        rows = victims(f"EGY 2015 _T _T {egypt}", "SDN 2015 _T _T <5", "FRA 2015 F _T 2")
        send(store, contract, rows, known_since=since, **PUBLIC)
    return store


def reliability(connection, contract):
    make_reliability(connection, contract)
    return {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT ref_area, area_count, version_count, change_count, open_signal_count, interval_count,"
            " suppressed_count, basis, statement FROM reliability WHERE version = '2019-01-01'"
        ).fetchall()
    }


def test_a_figure_says_its_areas_versions_changes_and_intervals(three_versions, contract):
    with edition_tables(three_versions, contract) as connection:
        found = reliability(connection, contract)
    assert found[None][:7] == (3, 3, 1, 0, 2, 1, "over_areas")
    assert found["EGY"][:7] == (1, 3, 1, 0, 0, 0, "reported")
    assert found["SDN"][:7] == (1, 3, 0, 0, 1, 1, "reported")
    assert found["FRA"][:7] == (1, 3, 0, 0, 1, 0, "lower_bound")
    assert "Reporting areas: 3; versions: 3, of which changed it: 1" in found[None][7]
    assert "at least this" in found["FRA"][7]


def test_open_signals_are_counted_and_closed_ones_are_not(three_versions, contract):
    with edition_tables(three_versions, contract) as connection:
        connection.execute("""
            CREATE TABLE signal_area_years AS
            SELECT 'victims' AS "table", source, offence, version, ref_area, year, signal,
                'high' AS severity, is_open
            FROM detected_victims, (VALUES ('one', TRUE), ('two', FALSE)) AS signals(signal, is_open)
            WHERE ref_area = 'EGY'
        """)
        found = reliability(connection, contract)
    assert [found[area][3] for area in (None, "EGY", "SDN")] == [1, 1, 0]


@needs_shared
def test_the_newest_organ_series_has_no_complete_recent_year(store, contract):
    assert SDG.is_dir()
    [path] = [path for path in sdg_files("2020-08") if "detvog" in path.name]
    said = {"profile": "sdg_ddf", "source": "SDG_16_2_2", "known_since": "2020-08"}
    send(store, contract, path.read_bytes(), **said, **PUBLIC)
    found = summary(store, contract, "year, area_count, is_incomplete", "year >= 2015")
    assert found == [(2015, 15, False), (2016, 12, True), (2017, 37, True), (2018, 38, True)]
