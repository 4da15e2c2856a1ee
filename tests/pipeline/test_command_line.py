"""Does `tipor` say what is asked for, in the form promised, with the right exit code?"""

from __future__ import annotations

import csv
import json

import pytest

from pipelines.cli import run
from tests.files import ROOT, victims

VICTIMS = ("--table", "victims", "--reporter", "EGY")


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def tipor(capsys):
    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def file(tmp_path):
    def write(content: bytes, name="victims.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_help_teaches_every_command(tipor):
    code, out, _ = tipor("--help")
    assert code == 0
    for command in ("template", "check", "submit", "withdraw", "status", "run", "trace", "dagster"):
        assert command in out
        assert tipor(command, "--help")[0] == 0


def test_a_template_that_is_filled_in_goes_back_in_unchanged(tipor, tmp_path):
    for table in ("victims", "justice", "cases", "assistance", "measures", "practices", "overlaps"):
        path = tmp_path / f"{table}.csv"
        assert tipor("template", table, "--out", path)[0] == 0
        head, example = path.read_text(encoding="utf-8-sig").splitlines()
        note = head.split(",").index("source_note")
        cells = next(csv.reader([example]))
        filled = tmp_path / "filled.csv"
        with filled.open("w", encoding="utf-8-sig", newline="") as written:
            writer = csv.writer(written)
            writer.writerows([head.split(","), [*cells[:note], "Yearly report", *cells[note + 1 :]]])
        code, out, _ = tipor("check", filled, "--table", table, "--reporter", "EGY", "--json")
        assert (code, json.loads(out)["verdict"]) == (0, "accepted"), table


def test_the_findings_for_machines_have_the_form_that_was_promised(tipor, file):
    path = file(victims("EGY 2010 female _T 3", "EGY 2011 _T _T five"))
    code, out, _ = tipor("check", path, *VICTIMS, "--json")
    found = json.loads(out)
    assert code == 1
    assert found["verdict"] == "held"
    assert found["read"] == {"encoding": "utf-8", "delimiter": ",", "rows": 2, "notes": []}
    by_rule = {finding["rule"]: finding for finding in found["findings"]}
    assert by_rule["COL-002"].pop("message")
    assert by_rule["COL-002"] == {
        "rule": "COL-002", "severity": "error", "column": "sex", "letter": "E",
        "header": "sex", "lines": [2], "count": 1,
        "suggestion": "F",
    }  # fmt: skip
    assert (by_rule["COL-008"]["lines"], by_rule["COL-008"]["letter"]) == ([3], "G")


def test_a_person_reads_where_it_is_and_what_to_write(tipor, file):
    code, out, _ = tipor("check", file(victims("EGY 2010 female _T 3")), *VICTIMS)
    assert code == 1
    assert "Line 2, column E (sex)" in out
    assert "Write F." in out
    assert "\x1b[" not in out  # colours only on a terminal


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "victims.csv", "--table", "victim", "--reporter", "EGY"), 64, "victims"),
        (("check", "victims.csv", "--table", "victims", "--reporter", "EGIPT"), 64, "reporter"),
        (("check", "victims.csv", *VICTIMS, "--profile", "sdg"), 64, "profile"),
        (("check", "victims.csv"), 64, "--table"),
        (("chek", "victims.csv"), 64, "check"),
        (("check", "missing.csv", *VICTIMS), 2, "missing.csv"),
        (("check", ".", *VICTIMS), 2, "folder"),
        (("submit", "missing.csv", *VICTIMS), 2, "missing.csv"),
        (("run", "--as-of", "yesterday"), 64, "day"),
        (("trace", "detected", "EGY/2010"), 64, "detected_victims"),
        (("trace", "detected_victims", "EGY"), 64, "EGY/2014"),
        (("trace", "detected_victims", "EGY/2010"), 1, "tipor run"),
        (("withdraw", "EGY-victims-0-0-1", "--because", "x"), 1, "EGY-victims-0-0-1"),
        (("template", "victims", "--out", "no/such/folder.csv"), 1, "folder.csv"),
    ],
)
def test_every_wrong_word_is_one_sentence_with_a_way_out(tipor, file, arguments, code, words):
    file(victims("EGY 2010 _T _T 3"))
    found, out, err = tipor(*arguments)
    assert found == code
    assert words in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("content", [b"", b"\n\n", b"%PDF-1.7 x", b"PK\x03\x04broken"])
def test_what_is_no_table_is_unreadable_and_never_stored(tipor, file, tmp_path, content):
    path = file(content)
    assert tipor("check", path, *VICTIMS)[0] == 2
    assert tipor("submit", path, *VICTIMS)[0] == 2
    assert json.loads(tipor("status", "--json")[1])["submissions"] == []


def test_submit_prints_the_receipt_and_status_knows_it(tipor, file):
    path = file(victims("EGY 2010 _T _T 3"))
    code, out, _ = tipor("submit", path, *VICTIMS)
    assert code == 0
    assert "receipt" in out
    again = json.loads(tipor("submit", path, *VICTIMS, "--json")[1])
    assert again["is_new"] is False
    known = json.loads(tipor("status", "--json")[1])["submissions"]
    assert [s["submission"] for s in known] == [again["submission"]]
    assert again["submission"] in out


def test_a_receipt_file_gives_the_fields_that_the_command_line_does_not(tipor, file, tmp_path):
    (tmp_path / "receipt.yaml").write_text(
        "source_agency: Public prosecutor\nperiod: 2010\nreporter: EGY\nknown_since: 2019-07-01\n",
        encoding="utf-8",
    )
    path = file(victims("EGY 2010 _T _T 3"))
    said = ("--receipt", "receipt.yaml", "--source", "P13_RETURN", "--known-since", "2019-07")
    receipt = json.loads(tipor("submit", path, *VICTIMS, *said, "--json")[1])
    assert (receipt["source_agency"], receipt["source"]) == ("Public prosecutor", "P13_RETURN")
    assert (receipt["period"], receipt["known_since"][:10]) == ("2010", "2019-07-01")


@pytest.mark.parametrize(
    ("written", "options", "words"),
    [
        ("agency: x", (), "agency"),
        ("source: GLOTIP", ("--source", "P13_RETURN"), "source: GLOTIP"),
        ("reporter: FRA", (), "reporter: FRA"),
        ("known_since: 2019-08", ("--known-since", "2019-07"), "known_since"),
        ("is_complete: false", ("--complete",), "is_complete"),
        ("period: [1, 2]", (), "period"),
        ("source_agency: {name: x}", (), "source_agency"),
        ("source_agency: yes", (), "source_agency"),
        ("is_already_public: 'yes'", (), "is_already_public"),
        ("period: 2010\nperiod: 2011", (), "period"),
        ("- a", (), "field"),
    ],
)
def test_a_receipt_file_that_contradicts_or_cannot_be_meant_is_refused_with_the_key(
    tipor, file, tmp_path, written, options, words
):
    (tmp_path / "receipt.yaml").write_text(written, encoding="utf-8")
    path = file(victims("EGY 2010 _T _T 3"))
    code, out, err = tipor("submit", path, *VICTIMS, "--receipt", "receipt.yaml", *options)
    assert (code, out) == (64, "")
    assert words in err
    assert json.loads(tipor("status", "--json")[1])["submissions"] == []


def test_a_held_submission_is_sealed_and_the_exit_code_says_so(tipor, file):
    code, out, _ = tipor("submit", file(victims("EGY 2010 _T _T five")), *VICTIMS)
    assert code == 1
    assert "Held" in out
    assert len(json.loads(tipor("status", "--json")[1])["submissions"]) == 1


def test_the_examples_are_submitted_once_and_the_run_says_where_and_what(tipor):
    assert tipor("submit-examples")[0] == 0
    assert "sealed before" in tipor("submit-examples")[1]
    code, out, _ = tipor("run")
    assert code == 0
    assert "index.html" in out
    assert "detected_victims.png" in out
    assert out.count("· ") == 3
    assert len(json.loads(tipor("status", "--json")[1])["submissions"]) == 3
    traced = json.loads(tipor("trace", "detected_victims", "EGY/2014", "--json")[1])
    assert {row["offence"] for row in traced} >= {"TIP_OR"}


def test_the_readme_names_no_command_or_option_that_is_not_there(tipor):
    import re

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"^\s+tipor ([a-z-]+)", text, re.M)):
        help_text = tipor(name, "--help")[1]
        for option in set(re.findall(rf"^\s+tipor {name}.*?(--[a-z-]+)", text, re.M)):
            assert option in help_text


def test_a_warning_can_be_answered_and_the_answer_is_kept(tipor, file):
    path = file(victims("EGY 2010 _T _T 1", "EGY 2010 F _T 2"))
    receipt = json.loads(tipor("submit", path, *VICTIMS, "--json")[1])
    assert receipt["warnings"] == ["VIC-007"]
    assert tipor("answer", receipt["submission"], "VIC-999", "--because", "x")[0] == 1
    code, out, _ = tipor("answer", receipt["submission"], "VIC-007", "--because", "one person twice")
    assert code == 0
    assert "VIC-007" in out
    assert "warnings answered" in tipor("status")[1]


def test_check_says_what_would_change_against_the_last_run(tipor, file):
    tipor("submit", file(victims("EGY 2010 _T _T 1", "EGY 2010 F _T 1")), *VICTIMS)
    tipor("run")
    path = file(victims("EGY 2010 _T _T 4"))
    code, out, _ = tipor("check", path, *VICTIMS)
    assert code == 0
    assert "+0 rows, -1, 1 changed" in out
    found = json.loads(tipor("check", path, *VICTIMS, "--json")[1])
    assert [finding["rule"] for finding in found["findings"]] == ["HIS-003"]
    assert json.loads(tipor("submit", path, *VICTIMS, "--json")[1])["warnings"] == ["HIS-003"]


def test_what_was_asked_can_be_answered_and_stays_with_the_submission(tipor, file):
    content = (
        victims("EGY 2010 _T _T 3").decode().replace("value", "value,source_note").replace("3\n", "3,é\n")
    )
    path = file(content.encode("cp850"))
    said = json.loads(tipor("check", path, *VICTIMS, "--json")[1])
    assert said["verdict"] == "held"
    assert {finding["rule"] for finding in said["findings"]} == {"STR-014"}
    assert tipor("check", path, *VICTIMS, "--encoding", "cp850")[0] == 0
    code, out, _ = tipor("submit", path, *VICTIMS, "--encoding", "cp850", "--json")
    assert (code, json.loads(out)["said_encoding"]) == (0, "cp850")
    assert tipor("run")[0] == 0
    assert json.loads(tipor("status", "--json")[1])["submissions"][0]["verdict"] == "accepted"
    assert tipor("check", path, *VICTIMS, "--delimiter", "semicolon")[0] == 64
