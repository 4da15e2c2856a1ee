"""Does every fault of the store get one clear sentence and a way out, with nothing lost?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from pipelines.collect.database import open_file, open_memory
from pipelines.collect.sealing import add_event
from pipelines.collect.submissions import Event
from pipelines.contract.errors import TiporError
from pipelines.disseminate.status import status
from pipelines.disseminate.trace import trace
from pipelines.process.submitting import withdraw
from pipelines.running import fail_on_faults, run, sole_run
from tests.files import ROOT, send, victims


def spoil(path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


@pytest.fixture
def sent(store, contract):
    good = send(store, contract, victims("EGY 2010 _T _T 3")).submission
    other = send(store, contract, victims("SDN 2010 _T _T 1")).submission
    return good, other


@pytest.mark.parametrize("has_run_before", [False, True])
def test_changed_bytes_are_recorded_as_faulty_and_the_others_go_on(store, contract, sent, has_run_before):
    if has_run_before:
        run(store, contract)
    spoil(sent[0].content, sent[0].content.read_bytes().replace(b",3\n", b",4\n"))
    outcome = run(store, contract)
    assert [fault.submission for fault in outcome.faults] == [sent[0].id]
    assert [s.id for s in outcome.judged.accepted()] == [sent[1].id]
    with pytest.raises(TiporError, match="faulty") as error:
        fail_on_faults(outcome)
    assert sent[0].id in error.value.remedy
    assert error.value.exit_code == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"submission": "another"}'])
def test_a_spoiled_receipt_is_named_and_the_others_go_on(store, contract, sent, content):
    spoil(sent[0].folder / "receipt.json", content)
    outcome = run(store, contract)
    assert [fault.submission for fault in outcome.faults] == [sent[0].id]
    assert len(status(store, contract).submissions) == 1


def test_missing_bytes_are_a_fault(store, contract, sent):
    sent[0].content.unlink()
    assert [fault.submission for fault in run(store, contract).faults] == [sent[0].id]


@pytest.mark.parametrize("name", ["rows.parquet", "cells.parquet", "judgement.json"])
def test_a_derived_file_cut_in_half_is_made_again(store, contract, sent, name):
    first = run(store, contract)
    path = store.curated / "submissions" / sent[0].id / name
    spoil(path, path.read_bytes()[: path.stat().st_size // 2])
    again = run(store, contract)
    assert again.judged.new == [sent[0].id]
    assert again.row_counts == first.row_counts


def test_a_damaged_analysis_is_one_sentence_with_a_way_out(store, contract, sent):
    edition = run(store, contract).edition
    path = edition.analysis("detected_victims")
    spoil(path, path.read_bytes()[:100])
    with pytest.raises(TiporError, match="damaged") as error:
        trace(edition, "detected_victims", "EGY/2010")
    assert "tipor run" in error.value.remedy
    run(store, contract)
    assert trace(edition, "detected_victims", "EGY/2010")


def test_curated_can_be_deleted_at_any_time(store, contract, sent):
    first = run(store, contract)
    shutil.rmtree(store.curated)
    assert run(store, contract).row_counts == first.row_counts


def test_a_second_run_at_once_is_told_so(store, contract, sent):
    with sole_run(store), pytest.raises(TiporError, match="Another run"):
        run(store, contract)
    run(store, contract)


def test_the_warehouse_opens_read_only_while_a_run_is_writing(store, contract, sent):
    edition = run(store, contract).edition
    script = (
        "import duckdb, sys, time\n"
        f"con = duckdb.connect({str(edition.warehouse)!r}, read_only=True)\n"
        "print(con.execute('SELECT count(*) FROM victims').fetchall()[0][0], flush=True)\n"
        "sys.stdin.read()\n"
        "print(con.execute('SELECT count(*) FROM victims').fetchall()[0][0], flush=True)\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout.readline() == "2\n"
    send(store, contract, victims("LBY 2010 _T _T 1"))
    run(store, contract)  # while the other process holds the old file
    assert reader.communicate()[0] == "2\n"
    with open_file(edition.warehouse) as connection:
        assert connection.execute("SELECT count(*) FROM victims").fetchone() == (3,)


def test_what_a_killed_run_left_beside_is_no_part_of_the_edition(store, contract, sent):
    edition = run(store, contract).edition
    (edition.folder / "tables" / f".victims.parquet.{os.getpid() + 1}").write_bytes(b"half")
    run(store, contract)
    with open_file(edition.warehouse) as connection:
        names = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
    assert names == {
        path.stem
        for folder in ("tables", "analyses")
        for path in (edition.folder / folder).glob("[a-z]*.parquet")
    }


def test_a_contract_that_changed_rejudges_and_says_so_beside_the_receipt(store, contract, sent, tmp_path):
    from pipelines.contract.loading import Contract

    run(store, contract)
    schemas = tmp_path / "schemas"
    shutil.copytree(ROOT / "schemas", schemas)
    rules = schemas / "rules" / "columns.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("values: [SOM]", "values: [SOM, TIP_OR]"))
    newer = Contract(schemas)
    assert run(store, newer).judged.judgements[sent[0].id].verdict == "held"
    events = store.submission(sent[0].id).events
    assert [(event.kind, event.verdict, event.contract_version) for event in events] == [
        ("rejudged", "held", newer.sha256)
    ]
    assert store.submission(sent[0].id).receipt["verdict"] == "accepted"


def test_a_receipt_that_lacks_a_field_is_named_and_the_others_go_on(store, contract, sent):
    receipt = dict(sent[0].receipt)
    del receipt["row_count"]
    spoil(sent[0].folder / "receipt.json", json.dumps(receipt).encode())
    assert [fault.submission for fault in run(store, contract).faults] == [sent[0].id]
    assert len(status(store, contract).as_dict()["submissions"]) == 1


def test_sending_again_what_has_a_spoiled_receipt_makes_a_new_submission(store, contract, sent):
    spoil(sent[0].folder / "receipt.json", b"{")
    again = send(store, contract, victims("EGY 2010 _T _T 3"))
    assert again.is_new
    assert again.submission.id != sent[0].id
    assert [s.id for s in run(store, contract).judged.accepted()] == [sent[1].id, again.submission.id]


def test_lost_bytes_do_not_stop_the_same_bytes_from_being_sealed_again(store, contract, sent):
    content = sent[0].content.read_bytes()
    sent[0].content.unlink()
    again = send(store, contract, content, source="GLOTIP")
    assert store.verified(again.submission) == content


def test_an_event_never_takes_the_place_of_another(store, contract, sent):
    moments = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    first, second, third = (Event(sent[0].id, "rejudged", at, verdict="held") for at in moments)
    lost = add_event(store, first)
    add_event(store, second)
    lost.unlink()
    add_event(store, third)
    assert [event.at for event in store.events(sent[0].id)] == moments[1:]


@pytest.mark.parametrize("spoiled", ["half", "old"])
def test_what_stood_at_the_last_run_never_stops_a_submission_without_a_way_out(
    store, contract, sent, spoiled
):
    path = run(store, contract).edition.table("victims")
    if spoiled == "half":
        spoil(path, path.read_bytes()[:100])
        with pytest.raises(TiporError, match="damaged") as error:
            send(store, contract, victims("EGY 2010 _T _T 4"))
        assert "remove it" in error.value.remedy
        return
    with open_memory() as connection:  # as a contract that had no flow yet would have left it
        connection.execute(f"CREATE TABLE old AS SELECT * EXCLUDE (flow) FROM read_parquet('{path}')")
        connection.execute(f"COPY old TO '{path}' (FORMAT parquet)")
    assert send(store, contract, victims("EGY 2010 _T _T 4")).is_new


def test_bytes_that_were_damaged_can_be_sent_again(store, contract, sent):
    content = victims("EGY 2010 _T _T 3")
    spoil(sent[0].content, b"damaged")
    again = send(store, contract, content)
    assert again.is_new
    assert again.submission.id != sent[0].id
    assert store.is_whole(again.submission)


def test_a_receipt_in_which_somebody_changed_a_word_is_a_fault(store, contract, sent):
    path = sent[0].folder / "receipt.json"
    spoil(path, path.read_bytes().replace(b'"is_already_public": true', b'"is_already_public": false'))
    assert [fault.submission for fault in store.submissions()[1]] == [sent[0].id]


def test_an_event_that_was_changed_is_a_fault_and_undoes_no_withdrawal(store, contract, sent):
    withdraw(store, sent[0].id, "a mistake")
    event = next((store.raw / "events" / sent[0].id).iterdir())
    spoil(event, event.read_bytes().replace(b'"withdrawn"', b'"nonsense"'))
    assert [fault.submission for fault in store.submissions()[1]] == [sent[0].id]
