"""Is a new table, column, rule or code one file and no Python?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.contract.codes import FIXED_COLUMNS
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.checking import check
from tests.contract.examples import SCHEMAS

TABLE = """
name: hearings
title: Hearings
one_row_is: a count of hearings
description: Hearings held in a year.
columns:
  - {use: ref_area, required: true}
  - {use: time_period, required: true}
  - {use: offence, required: true}
  - {use: value, is_needed: true}
key: [ref_area, time_period, offence]
restates_by: [ref_area, time_period, offence]
rules:
  - id: HEA-001
    title: A part of a hearing
    kind: whole_if
    column: value
    severity: error
    message: "%(value)s is not a whole number."
    why: Hearings are counted one by one.
    passes: {rows: [{value: "1"}]}
    fails: {rows: [{value: "1.5"}]}
"""
COLOUR = "name: colour\ntitle: Colour\ndescription: A colour.\ntype: code\ncode_list: colour\nexample: RED\n"
COLOURS = ",".join(FIXED_COLUMNS) + "\nRED,,,red,rouge,rojo,أحمر,красный,红,,tipor\n"


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCHEMAS, tmp_path / "schemas"))


def verdict(schemas: Path, table: str, content: str) -> tuple[str, list[str]]:
    found = check(content.encode(), contract=Contract(schemas), table=table, reporter="EGY")
    return found.verdict, [finding.rule for finding in found.findings]


def test_a_new_table_with_its_rule_is_one_file(schemas: Path) -> None:
    (schemas / "tables" / "hearings.yaml").write_text(TABLE, encoding="utf-8")
    Contract(schemas).check()
    header = "ref_area,time_period,offence,value\n"
    assert verdict(schemas, "hearings", header + "EGY,2021,TIP_OR,4\n") == ("accepted", [])
    assert verdict(schemas, "hearings", header + "EGY,2021,TIP_OR,4.5\n") == ("held", ["HEA-001"])
    assert verdict(schemas, "hearings", header + "EGY,2921,TIP_OR,4\n") == ("held", ["COL-011"])


def test_a_new_column_gets_the_rules_of_its_kind(schemas: Path) -> None:
    (schemas / "columns" / "colour.yaml").write_text(COLOUR, encoding="utf-8")
    (schemas / "code_lists" / "colour.csv").write_text(COLOURS, encoding="utf-8")
    table = schemas / "tables" / "hearings.yaml"
    table.write_text(
        TABLE.replace("{use: value, is_needed: true}", "{use: colour}\n  - {use: value}"), encoding="utf-8"
    )
    Contract(schemas).check()
    header = "ref_area,time_period,offence,colour,value\n"
    assert verdict(schemas, "hearings", header + "EGY,2021,TIP_OR,RED,4\n") == ("accepted", [])
    assert verdict(schemas, "hearings", header + "EGY,2021,TIP_OR,BLUE,4\n") == ("held", ["COL-002"])


def test_a_new_code_is_one_line(schemas: Path) -> None:
    path = schemas / "code_lists" / "sex.csv"
    header = "ref_area,time_period,offence,measure,sex,value\n"
    row = "EGY,2021,TIP_OR,DETECTED,NEW,1\n"
    assert verdict(schemas, "victims", header + row) == ("held", ["COL-002"])
    path.write_text(path.read_text(encoding="utf-8") + "NEW,,,n,n,n,ن,н,新,,tipor\n", encoding="utf-8")
    assert verdict(schemas, "victims", header + row) == ("accepted", [])


def test_an_unknown_table_is_answered_with_those_there_are() -> None:
    with pytest.raises(TiporError, match="Did you mean victims") as caught:
        Contract(SCHEMAS).table("victim")
    assert "justice" in caught.value.remedy


@pytest.mark.parametrize("name", ["../tables/victims", "/etc/passwd", "", "victims.yaml", "victims\0"])
def test_a_name_never_leads_out_of_the_contract(name: str) -> None:
    with pytest.raises(TiporError):
        Contract(SCHEMAS).table(name)


def test_the_hash_of_the_contract_changes_with_any_of_its_files(schemas: Path) -> None:
    before = Contract(schemas).sha256
    assert before == Contract(SCHEMAS).sha256
    column = schemas / "columns" / "sex.yaml"
    column.write_text(column.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert Contract(schemas).sha256 != before
