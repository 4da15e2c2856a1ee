"""Do library, command and reports say the same: the same rules, lines and sentences?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from python_calamine import CalamineWorkbook

from pipelines.cli import run
from pipelines.contract.loading import Contract
from pipelines.contract.text import speaking
from pipelines.process import wording
from pipelines.process.checking import check
from pipelines.process.reports.listing import plain
from tests.files import ROOT, victims

SCHEMA = json.loads((ROOT / "schemas/json-schema/findings.schema.json").read_text(encoding="utf-8"))
FAULTY = victims(
    "EGY 2010 female _T 3", "EGY 2011 Men _T five", "EGY 2012 _T _T 5", "EGY 2012 F _T 6",
    "Korea 2014 _T _T 1", "EGY 2015-01/P1Y _T _T 2", "EGY 2921 _T _T 1",
    *(f"EGY 2016 Z{number} _T 1" for number in range(5)),
)  # fmt: skip
VICTIMS = ("--table", "victims", "--reporter", "EGY")
Said = list[tuple[str, str, str, str]]
"""Rule, lines, what is wrong, and what to write, of each finding."""


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("victims.csv").write_bytes(FAULTY)


def by_library(contract: Contract, language: str) -> Said:
    found = check(FAULTY, contract=contract, table="victims", reporter="EGY").findings
    table = contract.table("victims")
    with speaking(language):
        return [
            (
                finding.rule,
                ",".join(map(str, finding.lines)),
                plain(wording.message(finding, contract, table)),
                plain(wording.proposal(finding)),
            )
            for finding in found
        ]


def rows_of(table: list[list[str]]) -> Said:
    """The same four of a list of findings: columns are found from its end and by the area before them."""
    return [
        (row[-2], ",".join(part.strip() for part in row[2].replace("،", ",").split(",")), row[5], row[6])
        for row in table[1:]
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_library_command_and_reports_give_the_same_rules_lines_and_sentences(
    contract: Contract, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = by_library(contract, language)
    assert {rule for rule, *_said in expected} >= {"COL-002", "COL-008", "COL-011", "COL-015", "VIC-007"}
    for name in ("found.csv", "found.xlsx", "found.json"):
        run(["--lang", language, "check", "victims.csv", *VICTIMS, "--json", "--report", name])
    printed = capsys.readouterr().out.split("\n{\n")[0]
    written = json.loads(Path("found.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert json.loads(printed) == written
    in_json = [(f["rule"], ",".join(map(str, f["lines"])), plain(f["message"])) for f in written["findings"]]
    assert in_json == [said[:3] for said in expected]
    in_csv = [*csv.reader(io.StringIO(Path("found.csv").read_text(encoding="utf-8-sig")))]
    assert rows_of(in_csv) == expected
    sheet = CalamineWorkbook.from_path("found.xlsx").get_sheet_by_index(0)
    assert rows_of(sheet.to_python()) == expected


def test_the_terminal_says_each_finding_in_the_same_words(
    contract: Contract, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", "victims.csv", *VICTIMS])
    shown = plain(capsys.readouterr().out)
    for rule, _lines, message, proposal in by_library(contract, "en"):
        assert any(rule in line and message in line and proposal in line for line in shown.splitlines())
