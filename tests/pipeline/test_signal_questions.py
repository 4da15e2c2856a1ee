"""Is a question about figures opened once, closed by a person with a reason, and kept for good?"""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.analyse.signals.meanings import MEANINGS
from pipelines.analyse.signals.questions import signals_of_store
from pipelines.analyse.signals.wording import by_accident
from pipelines.cli import run
from pipelines.collect.signal_events import (
    About,
    close_question,
    closed_ids,
    full_id,
    open_questions,
    question,
    signal_ids,
)
from pipelines.collect.store import SIGNALS, Store
from pipelines.contract.errors import TiporError
from pipelines.process.editions import Edition
from pipelines.settings import DATA
from tests.files import ROOT, send, victims

ONE, OTHER = "3f9a21b0c4d5", "3f9b00000000"


def about(signal_id: str) -> About:
    return About(signal_id, "copied", "high", "victims", "SDG_16_2_2", "TIP_OR", ("ISL",), 2017, 2018)


def files_of(store, signal_id: str) -> list[str]:
    return sorted(path.name for path in (store.raw / SIGNALS / signal_id).iterdir())


@pytest.fixture
def opened(store):
    open_questions(store, [about(ONE), about(OTHER)])
    return store


def test_a_signal_is_opened_the_first_time_it_is_seen_and_never_again(store):
    assert open_questions(store, [about(ONE)]) == [ONE]
    before = (store.raw / SIGNALS / ONE / "0001-opened.json").read_bytes()
    assert open_questions(store, [about(ONE), about(OTHER)]) == [OTHER]
    assert (store.raw / SIGNALS / ONE / "0001-opened.json").read_bytes() == before
    assert question(store, ONE).about == about(ONE)
    assert question(store, ONE).is_open


def test_closing_is_an_event_beside_the_opening_with_its_reason(opened):
    close_question(opened, ONE, "  confirmed by the office  ")
    assert files_of(opened, ONE) == ["0001-opened.json", "0002-closed.json"]
    closed = question(opened, ONE)
    assert (closed.is_open, closed.because) == (False, "confirmed by the office")
    assert closed_ids(opened) == {ONE}


def test_an_edition_of_the_past_knows_only_the_closings_made_until_then(opened):
    close_question(opened, ONE, "confirmed")
    now = datetime.now(UTC).replace(tzinfo=None)
    assert closed_ids(opened, now - timedelta(days=1)) == frozenset()
    assert closed_ids(opened, now + timedelta(days=1)) == {ONE}


def test_the_beginning_of_an_id_is_enough_where_no_other_begins_so(opened):
    assert full_id(opened, "3f9a") == ONE
    with pytest.raises(TiporError, match="2 signals begin with 3f9"):
        full_id(opened, "3f9")


@pytest.mark.parametrize(
    ("prefix", "because", "said"),
    [
        ("ffff", "confirmed", "There is no signal ffff"),
        ("", "confirmed", "There is no signal"),
        ("3f9", "confirmed", "2 signals begin with 3f9"),
        ("../events", "confirmed", "There is no signal"),
        (ONE, "   ", "closed with a reason"),
    ],
)
def test_what_cannot_be_closed_is_said_in_one_sentence_and_nothing_is_written(opened, prefix, because, said):
    with pytest.raises(TiporError, match=said):
        close_question(opened, prefix, because)
    assert [files_of(opened, i) for i in (ONE, OTHER)] == [["0001-opened.json"]] * 2


def test_closing_twice_says_so_and_keeps_the_first_reason(opened):
    close_question(opened, ONE, "first")
    with pytest.raises(TiporError, match="is closed already"):
        close_question(opened, ONE, "second")
    assert question(opened, ONE).because == "first"


def test_of_two_who_close_at_once_one_is_told_that_it_is_closed(opened):
    def close(reason: str) -> str:
        try:
            return close_question(opened, ONE, reason).because
        except TiporError as error:
            return error.title

    with ThreadPoolExecutor(2) as both:
        told = set(both.map(close, ["first", "second"]))
    kept = question(opened, ONE).because
    assert told == {kept, f"The signal {ONE} is closed already."}
    assert files_of(opened, ONE) == ["0001-opened.json", "0002-closed.json"]


def test_two_runs_that_open_the_same_signal_open_it_once(store):
    them = [about(f"{n:012x}") for n in range(5)]
    with ThreadPoolExecutor(2) as both:
        told = [one for found in both.map(lambda _: open_questions(store, them), range(2)) for one in found]
    assert sorted(told) == signal_ids(store)
    assert all(files_of(store, one.signal) == ["0001-opened.json"] for one in them)


def test_a_changed_event_is_a_fault_and_not_an_answer(opened):
    path = opened.raw / SIGNALS / ONE / "0001-opened.json"
    event = json.loads(path.read_text())
    path.chmod(0o644)
    path.write_text(json.dumps(event | {"signal": OTHER}))
    with pytest.raises(TiporError, match="cannot be read"):
        question(opened, ONE)


def test_a_folder_that_a_killed_run_left_empty_is_no_signal_and_is_opened_by_the_next(store):
    (store.raw / SIGNALS / ONE).mkdir(parents=True)
    assert (signal_ids(store), closed_ids(store)) == ([], frozenset())
    assert open_questions(store, [about(ONE)]) == [ONE]


def test_the_folder_of_signals_is_no_submission(opened, contract):
    sent = send(opened, contract, victims("EGY 2014 _T _T 5"))
    assert opened.ids() == [sent.submission.id]


def test_events_hold_no_value_of_a_submission(opened):
    close_question(opened, ONE, "confirmed")
    written = [json.loads(p.read_text()) for p in (opened.raw / SIGNALS / ONE).iterdir()]
    assert {name for event in written for name in event} <= {
        *("kind", "at", "because", "signal", "family", "severity", "table", "source", "offence"),
        *("ref_areas", "first_year", "last_year"),
    }


def test_the_signals_of_a_store_with_nothing_in_it_are_refused(store, contract):
    found = signals_of_store(Edition(store), contract)
    assert found.refusal is not None
    assert (found.refusal.code, found.results) == ("NOT_MADE", ())


# By the command line, over a store in which a version exchanged the sexes of an area


@pytest.fixture(scope="module")
def made(contract, tmp_path_factory):
    """The data folder after one run."""
    store = Store(tmp_path_factory.mktemp("made") / "data")
    years = range(2010, 2016)
    right = [
        f"{a} {y} {s} _T {v}" for a in ("EGY", "FRA", "KEN") for y in years for s, v in (("F", 12), ("M", 31))
    ]
    other = {"F _T 12": "F _T 31", "M _T 31": "M _T 12"}
    wrong = [row[:9] + other[row[9:]] if row.startswith("EGY") else row for row in right]
    said = {"is_complete": True, "is_already_public": True}
    send(store, contract, victims(*right), known_since="2020-01", **said)
    send(store, contract, victims(*wrong), known_since="2021-01", **said)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(DATA, str(store.data))
        assert run(["run"]) == 0
    return store.data


@pytest.fixture
def faulty_store(made, store, monkeypatch, capsys):
    shutil.copytree(made, store.data)
    monkeypatch.setenv(DATA, str(store.data))
    capsys.readouterr()
    return store


def of_family(rows, family: str):
    return [row for row in rows if row["what"] == family]


def test_a_run_opens_what_it_finds_and_a_closed_one_stays_closed_in_the_next(faulty_store, capsys):
    assert run(["analyse", "signals", "--json"]) == 0
    (found,) = of_family(json.loads(capsys.readouterr().out)["results"], "labels_exchanged")
    assert (found["state"], found["ref_areas"], found["years"]) == ("open", ["EGY"], [2010, 2015])
    assert run(["signal", "close", found["id"][:8], "--because", "a slip, corrected next month"]) == 0
    assert run(["run"]) == 0
    capsys.readouterr()
    assert run(["analyse", "signals", "--json"]) == 0
    (again,) = of_family(json.loads(capsys.readouterr().out)["results"], "labels_exchanged")
    assert again == found | {"state": "closed"}


def test_the_list_tells_open_from_closed(faulty_store, capsys):
    assert run(["signal", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {row["state"] for row in listed} == {"open"}
    closed = listed[0]["signal"]
    assert run(["signal", "close", closed, "--because", "seen"]) == 0
    assert run(["signal", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "[closed: seen]" in next(line for line in lines if line.startswith(closed))
    assert run(["signal", "list", "--open"]) == 0
    assert closed not in capsys.readouterr().out


def test_one_signal_is_shown_with_the_lines_it_rests_on(faulty_store, capsys):
    (exchanged,) = [
        i for i in signal_ids(faulty_store) if question(faulty_store, i).about.family == "labels_exchanged"
    ]
    assert run(["signal", "show", exchanged]) == 0
    shown = capsys.readouterr().out
    assert "sex=F and sex=M fit far better exchanged" in shown
    assert all(f"{submission}, lines" in shown for submission in faulty_store.ids())


def test_one_signal_is_shown_with_what_it_asks_and_how_to_close_it(faulty_store, capsys):
    (exchanged,) = [
        i for i in signal_ids(faulty_store) if question(faulty_store, i).about.family == "labels_exchanged"
    ]
    assert run(["signal", "show", exchanged]) == 0
    shown = capsys.readouterr().out
    assert MEANINGS["labels_exchanged"].name in shown
    assert MEANINGS["labels_exchanged"].asks in shown
    assert f"tipor signal close {exchanged} --because" in shown
    assert "labels_exchanged" not in shown
    assert run(["signal", "close", exchanged, "--because", "seen"]) == 0
    capsys.readouterr()
    assert run(["signal", "show", exchanged]) == 0
    assert "tipor signal close" not in capsys.readouterr().out


def test_the_list_names_families_in_words_and_for_machines_in_codes(faulty_store, capsys):
    assert run(["signal", "list"]) == 0
    assert MEANINGS["labels_exchanged"].name in capsys.readouterr().out
    assert run(["signal", "list", "--json"]) == 0
    assert "labels_exchanged" in {row["family"] for row in json.loads(capsys.readouterr().out)}


def test_a_family_that_is_no_longer_known_is_shown_by_its_code(opened, monkeypatch, capsys):
    old = replace(about("4f9a21b0c4d5"), family="of_old")
    open_questions(opened, [old])
    monkeypatch.setenv(DATA, str(opened.data))
    assert run(["signal", "list"]) == 0
    assert "of_old" in capsys.readouterr().out


def test_every_family_of_the_method_pages_has_a_meaning_and_the_other_way_round():
    pages = (ROOT / "docs" / "methods" / name for name in ("integrity.md", "integrity-power.md"))
    heads = [line.split("|")[1] for page in pages for line in page.read_text("utf-8").splitlines()
             if line.startswith("| `")]  # fmt: skip
    assert {code for head in heads for code in re.findall("`([a-z_]+)`", head)} == set(MEANINGS)


def test_a_chance_too_small_to_mean_anything_is_said_to_be_small():
    assert "fewer than 0.001" in by_accident(1e-9)
    assert "0.03" in by_accident(0.03)


def test_closing_needs_a_reason_also_on_the_command_line(opened, monkeypatch, capsys):
    monkeypatch.setenv(DATA, str(opened.data))
    assert run(["signal", "close", ONE]) == 64
    assert run(["signal", "close", ONE, "--because", " "]) == 64
    assert "closed with a reason" in capsys.readouterr().err


def test_an_edition_of_the_past_asks_nothing_anew(faulty_store):
    shutil.rmtree(faulty_store.raw / SIGNALS)
    assert run(["run", "--as-of", "2021-06-30"]) == 0
    assert signal_ids(faulty_store) == []
    assert run(["run"]) == 0
    assert signal_ids(faulty_store)
