"""Is what would disappear said before it is sent, asked about, and not forgotten? Are ids easy to write?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from pipelines.cli import run
from pipelines.commands import _answers
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.judgements import judge_submissions
from pipelines.running import Outcome, keep_record
from pipelines.settings import open_contract, open_store
from tests.files import victims

VICTIMS = ("--table", "victims", "--reporter", "EGY")
WHOLE, WITHOUT_F = victims("EGY 2010 _T _T 3", "EGY 2010 F _T 2"), victims("EGY 2010 _T _T 3")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tipor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def after_a_run(tipor: Call) -> Call:
    """A store in which the whole file stood at the last run; the one that lacks a category lies ready."""
    Path("whole.csv").write_bytes(WHOLE)
    Path("less.csv").write_bytes(WITHOUT_F)
    tipor("submit", "whole.csv", *VICTIMS)
    make_tables()
    return tipor


def make_tables() -> None:
    """What a run leaves behind that the next submission is compared with; without charts."""
    contract, edition = open_contract(), Edition(open_store())
    judged = judge_submissions(edition.store, contract)
    curate(edition, contract, judged)
    keep_record(Outcome(edition, judged), contract)


def submissions(tipor: Call) -> dict[str, dict[str, object]]:
    return {s["submission"]: s for s in json.loads(tipor("status", "--json")[1])["submissions"]}


def test_what_would_be_gone_is_to_be_answered_until_it_is(after_a_run: Call) -> None:
    code, out, _err = after_a_run("submit", "less.csv", *VICTIMS)
    assert code == 0
    assert "To be answered, for figures would be gone:" in out
    (asked,) = [name for name, s in submissions(after_a_run).items() if s["to_be_answered"] == ["HIS-003"]]
    assert f"tipor answer {asked} HIS-003 --because" in after_a_run("status")[1]
    after_a_run("answer", asked, "HIS-003", "--because", "never broken down by sex")
    assert submissions(after_a_run)[asked]["to_be_answered"] == []
    assert "To be answered" not in after_a_run("status")[1]


def test_the_answer_can_be_given_with_the_file(after_a_run: Call) -> None:
    said = ("--because", "HIS-003=never broken down = by sex")
    receipt = json.loads(after_a_run("submit", "less.csv", *VICTIMS, *said, "--json")[1])
    assert submissions(after_a_run)[receipt["submission"]]["to_be_answered"] == []
    folder = Path("data/raw/events") / receipt["submission"]
    (event,) = [json.loads(path.read_bytes()) for path in folder.iterdir()]
    assert (event["rule"], event["because"]) == ("HIS-003", "never broken down = by sex")
    assert after_a_run("submit", "less.csv", *VICTIMS, *said)[0] == 0
    assert len([*folder.iterdir()]) == 1  # the same answer is not kept twice


@pytest.mark.parametrize("said", ["HIS-003", "=x", "HIS-003= ", "HIS-002=a rule that was not broken"])
def test_an_answer_to_nothing_stores_nothing(after_a_run: Call, said: str) -> None:
    code, _out, err = after_a_run("submit", "less.csv", *VICTIMS, "--because", said)
    assert code == 64
    assert err
    assert len(submissions(after_a_run)) == 1


@pytest.mark.parametrize(("typed", "left"), [("we stopped asking", []), ("", ["HIS-003"])])
def test_on_a_terminal_the_sender_is_asked_and_may_answer_later(
    after_a_run: Call, monkeypatch: pytest.MonkeyPatch, typed: str, left: list[str]
) -> None:
    sealed_when_asked: list[int] = []

    def prompt(rule: str, **_options: object) -> str:
        sealed_when_asked.append(len([*Path("data/raw").glob("EGY*")]))
        return typed

    monkeypatch.setattr(_answers, "_is_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    assert after_a_run("submit", "less.csv", *VICTIMS)[0] == 0
    assert sealed_when_asked == [1]  # asked before anything is sealed
    assert [s["to_be_answered"] for s in submissions(after_a_run).values()] == [[], left]


def test_who_breaks_off_at_the_question_has_sent_nothing(
    after_a_run: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object, **_options: object) -> str:
        raise click.Abort

    monkeypatch.setattr(_answers, "_is_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", interrupt)
    assert after_a_run("submit", "less.csv", *VICTIMS)[0] == 130
    assert len(submissions(after_a_run)) == 1


def test_what_was_sealed_since_the_last_run_is_said_not_to_be_compared(after_a_run: Call) -> None:
    def notes() -> str:
        return " ".join(json.loads(after_a_run("check", "less.csv", *VICTIMS, "--json")[1])["read"]["notes"])

    assert "since the last run" not in notes()
    Path("newer.csv").write_bytes(victims("EGY 2010 _T _T 4", "EGY 2010 F _T 2"))
    after_a_run("submit", "newer.csv", *VICTIMS)
    assert "since the last run" in notes()
    make_tables()
    assert "since the last run" not in notes()


def test_the_beginning_of_an_id_is_enough_where_one_submission_begins_so(tipor: Call) -> None:
    for name, content in (("a.csv", WHOLE), ("b.csv", victims("EGY 2011 _T _T 3"))):
        Path(name).write_bytes(content)
        tipor("submit", name, *VICTIMS)
    first, second = submissions(tipor)
    code, _out, err = tipor("withdraw", "EGY-victims", "--because", "a mistake")
    assert code == 64
    assert first in err
    assert second in err
    assert tipor("withdraw", "SDN", "--because", "a mistake")[0] == 1
    assert tipor("withdraw", "", "--because", "a mistake")[0] == 1
    code, out, _err = tipor("withdraw", first[: len("EGY-victims-") + 4], "--because", "a mistake")
    assert code == 0
    assert first in out
    assert [bool(s["withdrawn_at"]) for s in submissions(tipor).values()] == [True, False]


def test_a_receipt_is_shown_in_words(tipor: Call) -> None:
    Path("a.csv").write_bytes(victims("EGY 2010 _T _T 1", "EGY 2010 F _T 2", "EGY 2011 _T _T 007"))
    out = tipor("submit", "a.csv", *VICTIMS)[1]
    pairs = [re.split(" {2,}", line.strip()) for line in out.splitlines() if line.startswith("  ")]
    shown = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    assert (shown["Complete"], shown["Warnings"], shown["Verdict"]) == (
        "no",
        "VIC-007",
        "accepted with warnings",
    )
    assert shown["Reporter"] == "EGY (Egypt)"
    assert shown["How it was read"].startswith("In 1 row a number")
    assert not any(word in out for word in ("False", "True", "['", "accepted_with_warnings"))


HEAD = victims()
ASKED = (
    victims("EGY 2010 _T _T 3").decode().replace("value", "value,source_note").replace("3\n", "3,é\n")
).encode("cp850")


@pytest.mark.parametrize(
    ("content", "check", "submit", "read"),
    [
        (WHOLE, 0, 0, 0),
        (HEAD, 1, 1, 1),  # a table without rows: held
        (b"", 2, 2, 1),  # no table at all
        (victims("EGY 2010 _T _T five"), 1, 1, 0),
        (WHOLE.replace(b"sex", b"surname"), 1, 1, None),  # refused: data about persons
        (ASKED, 1, 1, 3),  # a question is open
        (None, 2, 2, 2),  # there is no such file
    ],
    ids=["right", "header only", "empty", "held", "persons", "asked", "missing"],
)
def test_the_exit_codes_are_those_that_the_help_promises(
    tipor: Call, content: bytes | None, check: int, submit: int, read: int | None
) -> None:
    if content is not None:
        Path("a.csv").write_bytes(content)
    assert tipor("check", "a.csv", *VICTIMS)[0] == check
    assert tipor("submit", "a.csv", *VICTIMS)[0] == submit
    assert read is None or tipor("read", "a.csv")[0] == read


@pytest.mark.parametrize("command", ["check", "submit", "read"])
def test_the_help_says_the_exit_codes(tipor: Call, command: str) -> None:
    assert "Exit codes:" in tipor(command, "--help")[1]


SEXES = victims("EGY 2010 _T _T 3", "EGY 2010 F _T 2", "EGY 2010 M _T 2", "EGY 1899 _T _T 1")


def test_every_open_warning_is_listed_with_where_it_asks_and_the_command_to_give(tipor: Call) -> None:
    Path("sexes.csv").write_bytes(SEXES)
    _code, sent, _err = tipor("submit", "sexes.csv", *VICTIMS)
    (name,) = submissions(tipor)
    for out in (sent, tipor("status")[1]):
        assert f'VIC-007 (3 places)  tipor answer {name} VIC-007 --because "' in out
        assert f'COL-016 (1 place)  tipor answer {name} COL-016 --because "' in out
    assert submissions(tipor)[name]["may_be_answered"] == {"COL-016": 1, "VIC-007": 3}
    tipor("answer", name, "VIC-007", "--because", "counted twice")
    out = tipor("status")[1]
    assert "VIC-007" not in out
    assert "COL-016" in out
    tipor("withdraw", name, "--because", "a mistake")
    assert "tipor answer" not in tipor("status")[1]


def test_rules_codes_and_ids_may_be_written_in_any_case(tipor: Call) -> None:
    Path("sexes.csv").write_bytes(SEXES)
    lower = ("--table", "Victims", "--reporter", "egy")
    code, _out, err = tipor("submit", "sexes.csv", *lower, "--because", "vic-007=counted twice")
    assert (code, err) == (0, "")
    (name,) = submissions(tipor)
    assert name.startswith("EGY-victims-")
    code, out, _err = tipor("answer", name.lower(), "col-016", "--because", "from the archive")
    assert (code, "COL-016" in out) == (0, True)
    assert submissions(tipor)[name]["may_be_answered"] == {}
    code, _out, err = tipor("answer", name, "vic-00", "--because", "x")
    assert (code, "COL-016" in err) == (1, True)


def test_what_is_true_for_a_day_only_is_shown_and_not_sealed(after_a_run: Call) -> None:
    Path("more.csv").write_bytes(victims("EGY 2011 _T _T 3"))
    after_a_run("submit", "less.csv", *VICTIMS)
    _code, out, _err = after_a_run("submit", "more.csv", *VICTIMS)
    assert "Run `tipor run` first." in out.split("Sealed.")[0]
    assert "Run `tipor run` first." not in out.split("Sealed.")[1]
    receipts = [path.read_text(encoding="utf-8") for path in Path("data/raw").glob("*/receipt.json")]
    assert len(receipts) == 3
    assert not any("tipor run" in receipt for receipt in receipts)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04 no workbook"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_of_a_file_that_is_no_table_no_marked_copy_is_written(
    tipor: Call, content: bytes, ending: str
) -> None:
    Path("victims.csv").write_bytes(content)
    code, _out, err = tipor("check", "victims.csv", *VICTIMS, "--marked", f"marked.{ending}")
    assert code == 2
    assert "No marked copy is made" in err
    assert not Path(f"marked.{ending}").exists()
