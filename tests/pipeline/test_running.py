"""Does a run make the same from the same, keep editions apart, and show only what may be shown?"""

from __future__ import annotations

import csv
import hashlib
import json
import time
from datetime import date

import pytest

from pipelines.collect.database import literal, open_file, open_memory
from pipelines.disseminate.trace import trace
from pipelines.process.submitting import withdraw
from pipelines.running import fail_on_faults, run
from tests.files import ROOT, send, victims

PUBLIC = {"is_already_public": True}


def rows(path, where="TRUE", columns="*"):
    with open_memory() as connection:
        return connection.execute(
            f"SELECT {columns} FROM read_parquet({literal(str(path))}) WHERE {where}"
        ).fetchall()


def hashes(folder, *suffixes):
    found = (path for path in folder.rglob("*") if path.suffix in suffixes)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found
    }


@pytest.fixture
def two_versions(store, contract):
    send(
        store,
        contract,
        victims("EGY 2010 _T _T 3", "SDN 2010 _T _T 0"),
        known_since="2019-07",
        is_complete=True,
    )
    send(
        store,
        contract,
        victims("EGY 2010 F _T 1", "EGY 2010 M _T 4"),
        known_since="2020-08",
        is_complete=True,
    )
    return run(store, contract)


def test_running_twice_changes_no_byte_and_no_table(store, contract, two_versions):
    kinds = (".parquet", ".csv", ".svg", ".png", ".json", ".html")
    before = hashes(store.data, *kinds)
    with open_file(two_versions.edition.warehouse) as connection:
        tables = {
            name: connection.execute(f'FROM "{name}"').fetchall()
            for (name,) in connection.execute("SHOW TABLES").fetchall()
        }
    time.sleep(1.1)
    again = run(store, contract)
    assert again.judged.new == []
    assert hashes(store.data, *kinds) == before
    with open_file(again.edition.warehouse) as connection:
        for name, content in tables.items():
            assert connection.execute(f'FROM "{name}"').fetchall() == content


def test_every_version_is_drawn_by_itself_and_none_is_averaged(store, contract, two_versions):
    by_year = rows(
        two_versions.edition.analysis("detected_victims_by_year"),
        columns="version, value_low, value_high, area_count",
    )
    assert by_year == [(date(2019, 7, 1), 3, 3, 2), (date(2020, 8, 1), 5, 5, 1)]
    changes = rows(
        two_versions.edition.analysis("version_changes"),
        columns="area_years_lost, area_years_added, area_years_changed",
    )
    assert changes == [(0, 0, 0), (1, 0, 1)]


def test_as_of_goes_to_a_folder_of_its_own_and_leaves_the_current_state(store, contract, two_versions):
    before = hashes(store.curated / "tables", ".parquet")
    outcome = run(store, contract, as_of=date(2020, 1, 1))
    assert outcome.edition.folder == store.curated / "as-of" / "2020-01-01"
    assert hashes(store.curated / "tables", ".parquet") == before
    current = rows(outcome.edition.table("victims"), "known_to IS NULL", "ref_area, value_low")
    assert sorted(current) == [("EGY", 3), ("SDN", 0)]
    record = json.loads(outcome.edition.record.read_text())
    assert len(record["submissions"]) == 1
    assert record["contract_sha256"] == contract.sha256


def test_a_later_backfill_does_not_change_what_an_edition_says_it_was_made_from(
    store, contract, two_versions
):
    edition = run(store, contract, as_of=date(2020, 1, 1)).edition
    record = json.loads(edition.record.read_text())
    send(store, contract, victims("LBY 2010 _T _T 9"), known_since="2019-08")
    again = json.loads(run(store, contract, as_of=date(2020, 1, 1)).edition.record.read_text())
    assert set(record["submissions"]) < set(
        again["submissions"]
    )  # what was asked now knows more, and says so


def test_a_held_submission_changes_no_number(store, contract, two_versions):
    before = hashes(store.curated / "analyses", ".parquet")
    held = send(store, contract, victims("EGY 2010 _T _T many"))
    outcome = run(store, contract)
    assert outcome.judged.judgements[held.submission.id].verdict == "held"
    assert hashes(store.curated / "analyses", ".parquet") == before


def test_a_withdrawal_brings_the_version_before_back(store, contract):
    send(store, contract, victims("EGY 2010 _T _T 3"))
    second = send(store, contract, victims("EGY 2010 _T _T 4"))
    withdraw(store, second.submission.id, "a mistake")
    outcome = run(store, contract)
    assert rows(outcome.edition.table("victims"), "known_to IS NULL", "value_low") == [(3,)]
    assert (
        len(rows(outcome.edition.table("victims"))) == 3
    )  # the first twice, before and after; the second once


def test_figures_that_are_not_public_reach_no_analysis_chart_or_page(store, contract):
    send(store, contract, victims("EGY 2010 _T _T 8765"), reporter="EGY")
    outcome = run(store, contract)
    assert rows(outcome.edition.analysis("detected_victims")) == []
    assert [row[0] for row in rows(outcome.edition.analysis("coverage"), columns="state")] == ["not_cleared"]
    shown = [
        path
        for path in outcome.edition.folder.rglob("*")
        if path.suffix in (".html", ".svg", ".csv", ".json")
    ]
    assert all("8765" not in path.read_text(encoding="utf-8") for path in shown)
    assert "8765" not in "".join(outcome.sentences)
    assert "not cleared" in outcome.page.read_text(encoding="utf-8").casefold()


def test_a_part_of_a_state_never_enters_the_figures_of_states(store, contract):
    send(store, contract, victims("ES-PV 2010 _T _T 7", "ESP 2010 _T _T 2"))
    outcome = run(store, contract)
    assert rows(outcome.edition.analysis("detected_victims"), columns="ref_area, value_low") == [("ESP", 2)]


def test_a_plotted_number_leads_back_to_its_lines(store, contract, two_versions):
    newest = trace(two_versions.edition, "detected_victims", "EGY/2010")[-1]
    ((submission, lines),) = newest.lines.items()
    content = store.submission(submission).content.read_text().splitlines()
    assert sum(int(content[line - 1].split(",")[-1]) for line in lines) == newest.value_low == 5


def test_every_plotted_number_of_an_area_can_be_traced(store, contract, two_versions):
    chart = next(chart for chart in two_versions.charts if chart.name == "detected_victims")
    with chart.csv.open(encoding="utf-8", newline="") as file:
        drawn = [row for row in csv.DictReader(file) if row.get("ref_area", "_T") != "_T"]
    assert drawn
    for row in drawn:
        assert trace(two_versions.edition, "detected_victims", f"{row['ref_area']}/{row['year']}")


def test_an_empty_store_makes_an_empty_edition(store, contract):
    outcome = run(store, contract)
    fail_on_faults(outcome)
    assert outcome.page.is_file()
    assert outcome.charts == ()


def test_the_real_examples_show_what_is_known_of_them(store, contract):
    for vintage in ("2019-07", "2020-05", "2020-08"):
        content = (ROOT / "examples" / f"sdg_16_2_2_{vintage}.csv").read_bytes()
        send(store, contract, content, known_since=vintage, is_complete=True)
    outcome = run(store, contract)
    organ = "offence = 'TIP_OR'"
    names = "area_years, area_years_lost, area_years_added, reported_totals"
    changes = rows(outcome.edition.analysis("version_changes"), organ, names)
    assert changes == [(171, 0, 0, 169), (171, 0, 0, 169), (208, 34, 71, 0)]
    counts = rows(
        outcome.edition.table("victims"), f"{organ} GROUP BY known_from ORDER BY known_from", "count(*)"
    )
    assert counts == [(860,), (860,), (1083,)]


def test_a_withdrawn_version_is_no_vintage_and_a_withdrawn_series_is_none(store, contract):
    first = send(store, contract, victims("EGY 2010 _T _T 3"), known_since="2019", is_complete=True)
    second = send(store, contract, victims("EGY 2010 _T _T 4"), known_since="2020", is_complete=True)
    withdraw(store, second.submission.id, "a mistake")
    versions = {
        v for (v,) in rows(run(store, contract).edition.analysis("detected_victims"), columns="version")
    }
    assert date(2019, 1, 1) in versions
    assert date(2020, 1, 1) not in versions
    withdraw(store, first.submission.id, "a mistake")
    assert rows(run(store, contract).edition.analysis("detected_victims")) == []


def test_an_edition_of_a_day_knows_nothing_that_came_later(store, contract):
    sent = send(store, contract, victims("EGY 2010 _T _T 3"), known_since="2019")
    send(store, contract, victims("EGY 2010 female _T 3"), known_since="2021")
    withdraw(store, sent.submission.id, "a mistake")
    edition = run(store, contract, as_of=date(2020, 1, 1)).edition
    assert rows(edition.table("submissions"), columns="withdrawn_at") == [(None,)]
    assert rows(edition.table("findings")) == []
