"""Does `tipor analyse` answer in the one form whatever file it is given, and a person in words?"""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
from pathlib import Path

import pytest

from pipelines.cli import run

CAPTURES = "A,B,C,n\n1,0,0,400\n0,1,0,300\n0,0,1,350\n1,1,0,60\n1,0,1,70\n0,1,1,50\n1,1,1,11\n"
TWO_WAY = "group,x,y,z\nu,42,5,3\nv,3,49,4\nw,7,7,70\n"
SERIES = "year,count\n" + "".join(f"{1990 + y},{3 if y < 12 else 11}\n" for y in range(25))
PANEL = "reporter,year,count\n" + "".join(
    f"R{area},{2010 + year},{3 + (area * year) % 7 + year}\n" for area in range(14) for year in range(8)
)
FILES = {"mse": CAPTURES, "association": TWO_WAY, "changepoint": SERIES, "trend": PANEL, "alerts": PANEL}
QUICK = {
    "mse": ["--bootstraps", "20", "--seeds", "1"],
    "association": ["--draws", "99"],
    "changepoint": ["--permutations", "99"],
    "trend": ["--draws", "99"],
    "alerts": [],
}
FORM = {"what", "method", "estimate", "low", "high", "n", "areas", "years", "note", "refusal"}
JUNK = [
    "", "-1", "2.5", "<5", "<0", "NA", "nan", "inf", "1e400", "9" * 30, "x", "é", "٣", "\u202e", "'", '"',
    "#REF!", "-", "1.000", "0x10", "1,0", "TRUE", "2020-01-01",
]  # fmt: skip


def analyse(name: str, content: bytes, folder: Path, capsys) -> tuple[int, dict]:
    file = folder / "file.csv"
    file.write_bytes(content)
    code = run(["analyse", name, str(file), "--json", *QUICK[name]])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", FILES)
def test_each_analysis_of_a_file_prints_exactly_the_promised_form(tmp_path, capsys, name):
    content = FILES[name].encode()
    code, found = analyse(name, content, tmp_path, capsys)
    assert list(found) == ["analysis", "input_sha256", "results", "refusal"]
    assert (found["analysis"], found["input_sha256"]) == (name, hashlib.sha256(content).hexdigest())
    assert (code, found["refusal"]) == (0, None)
    assert found["results"]
    assert all(set(row) >= FORM for row in found["results"])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("content", "exit_code", "refusal"),
    [
        (b"", 1, "NO_DATA"),
        (b"\0\1\2", 2, "UNREADABLE"),
        (b"a,b,c\n1,2\n", 2, "UNREADABLE"),
        (b"PK\3\4\24\0\0\0", 2, "UNREADABLE"),
    ],
)
def test_a_file_that_is_no_table_is_a_refusal_in_the_same_form(
    tmp_path, capsys, name, content, exit_code, refusal
):
    code, found = analyse(name, content, tmp_path, capsys)
    assert (code, found["refusal"]["code"], found["results"]) == (exit_code, refusal, [])
    assert found["input_sha256"] == hashlib.sha256(content).hexdigest()
    assert found["refusal"]["text"].endswith(".")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_unreadable_and_said_on_both_ways_out(tmp_path, capsys, name):
    assert run(["analyse", name, str(tmp_path / "none.csv"), "--json"]) == 2
    shown = capsys.readouterr()
    assert json.loads(shown.out)["refusal"]["code"] == "UNREADABLE"
    assert "cannot be read" in shown.err


@pytest.mark.parametrize(
    "arguments",
    [["mse", "x", "--nope"], ["nope"], ["signals", "x"], ["mse", "x", "--seeds", "0"]],
)
def test_wrong_usage_is_neither_a_refusal_nor_a_result(capsys, arguments):
    assert run(["analyse", *arguments, "--json"]) == 64
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("mse", "A,B,n\n1,0,40\n0,1,50\n1,1,20\n", "FEW_LISTS"),
        ("mse", CAPTURES.replace("400", "-400"), "NEGATIVE_COUNT"),
        ("mse", CAPTURES.replace("400", "400.5"), "FRACTIONAL_COUNT"),
        ("mse", re.sub(r"\d+\n", "0\n", CAPTURES), "NO_DATA"),
        ("mse", re.sub(r"\d+\n", "<5\n", CAPTURES), "NOT_A_COUNT"),
        ("association", re.sub(r"\b\d+", "0", TWO_WAY), "NO_DATA"),
        ("association", re.sub(r"\b\d+", "<5", TWO_WAY), "NOT_A_COUNT"),
        ("association", "group,x,y\nu,4,5\n", "ONE_ROW"),
        ("trend", PANEL[: PANEL.index("R1,")], "ONE_AREA"),
        ("trend", re.sub(r",201[1-9],.*", "", PANEL).replace("\nR0\n", "\n"), None),
        ("trend", "reporter,year,low,high\nA,2010,5,3\n", "CONTRADICTORY_BOUNDS"),
        ("changepoint", "year,count\n1990,4\n", "TOO_SHORT"),
    ],
)
def test_bad_input_gives_its_reason_and_no_number(tmp_path, capsys, name, content, code):
    exit_code, found = analyse(name, content.encode(), tmp_path, capsys)
    assert exit_code in (1, 2)
    assert found["refusal"]["code"] == (code or found["refusal"]["code"])
    assert found["results"] == []


# Whatever is given


def spoiled(text: str, chance: random.Random) -> bytes:
    """The text with some of its lines, columns, cells or bytes changed, in some encoding and separator."""
    lines = [line.split(",") for line in text.strip().split("\n")]
    for _change in range(chance.choice([1, 1, 2, 5, 20])):
        line, at = chance.choice(lines), chance.randrange(6)
        what = chance.randrange(8)
        if what < 3 and at < len(line):
            line[at] = chance.choice(JUNK)
        elif what == 3:
            lines.insert(chance.randrange(len(lines)), list(line))
        elif what == 4 and len(lines) > 2:
            lines.remove(line)
        elif what == 5:
            lines = [cells[:at] + cells[at + 1 :] for cells in lines]
        elif what == 6:
            lines = [[*cells[:at], chance.choice(JUNK), *cells[at:]] for cells in lines]
        elif what == 7:
            lines = [lines[0], *([*c[:at], "0", *c[at + 1 :]] for c in lines[1:])]
    joined = chance.choice(["\n", "\r\n", "\r"]).join(map(chance.choice(",,;\t| ").join, lines))
    content = joined.encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), "replace")
    if chance.random() < 0.2:
        content = content[: chance.randrange(len(content) + 1)]
    return content


def numbers_in(value: object) -> list[float]:
    if isinstance(value, dict | list):
        return [
            n for part in (value.values() if isinstance(value, dict) else value) for n in numbers_in(part)
        ]
    return [value] if isinstance(value, float) else []


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("count", [12, pytest.param(100, marks=pytest.mark.slow)])
def test_any_spoiled_file_gives_the_form_with_finite_numbers_or_a_reason(tmp_path, capsys, name, count):
    chance = random.Random(count)
    for _file in range(count):
        code, found = analyse(name, spoiled(FILES[name], chance), tmp_path, capsys)
        assert list(found) == ["analysis", "input_sha256", "results", "refusal"]
        assert all(map(math.isfinite, numbers_in(found)))
        assert code == 0 if found["refusal"] is None else code in (1, 2)
        assert all(row["estimate"] is None for row in found["results"] if row["refusal"])


# For a person


@pytest.mark.parametrize("name", FILES)
def test_a_person_reads_words_and_not_the_codes_of_rows(tmp_path, capsys, name):
    file = tmp_path / "file.csv"
    file.write_text(FILES[name])
    run(["analyse", name, str(file), "--json", *QUICK[name]])
    codes = {row["what"] for row in json.loads(capsys.readouterr().out)["results"]}
    run(["analyse", name, str(file), *QUICK[name]])
    shown = capsys.readouterr().out
    assert not [code for code in codes if "_" in code and code in shown]


def test_the_year_of_a_change_is_written_as_a_year(tmp_path, capsys):
    file = tmp_path / "file.csv"
    file.write_text(SERIES)
    run(["analyse", "changepoint", str(file), *QUICK["changepoint"]])
    assert re.search(r"change +2001 +\[2001, 2001\]", capsys.readouterr().out)


@pytest.mark.parametrize("name", ["changepoint", "alerts", "trend", "mse", "association"])
def test_without_a_file_and_before_any_run_it_is_said_what_to_do(tmp_path, monkeypatch, capsys, name):
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    run(["analyse", name, "--json"])
    refusal = json.loads(capsys.readouterr().out)["refusal"]
    assert refusal["code"] == "NOT_MADE"
    assert "tipor run" in refusal["text"]
