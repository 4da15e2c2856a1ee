"""Does each thing that a profile can declare do what it says, whoever the publisher is?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.checking import checked
from pipelines.process.request import Request
from pipelines.process.verdicts import Check
from tests.files import ROOT

BASE = {
    "name": "office",
    "title": "An office",
    "description": "An invented layout.",
    "table": "victims",
    "asserts": {
        "source": "OTHER",
        "measure": "DETECTED",
        "concept": "victims",
        "area": "Egypt",
        "unit": "NUMBER",
    },
    "columns": {"Year": {"to": "time_period"}},
    "values": {"Value": {}},
    "constants": {"ref_area": "EGY", "offence": "TIP_OR", "measure": "DETECTED"},
}


@pytest.fixture
def run(tmp_path):
    """Check a file by the base profile with some changes; gives back the check and the rows."""

    def check(text: str, **changes: object) -> tuple[Check, list[dict[str, str]]]:
        contract = with_profile(tmp_path, BASE | changes)
        request = Request.make(contract, "victims", "EGY", "office")
        with checked(text.encode(), contract, request) as (found, connection):
            if not found.reading.is_table:
                return found, []
            rows = connection.execute("SELECT * FROM mapped ORDER BY line, time_period")
            names = [column[0] for column in rows.description or ()]
            return found, [dict(zip(names, row, strict=True)) for row in rows.fetchall()]

    return check


def with_profile(folder: Path, profile: dict[str, object]) -> Contract:
    schemas = Path(shutil.copytree(ROOT / "schemas", folder / "schemas", dirs_exist_ok=True))
    (schemas / "profiles" / "office.yaml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    return Contract(schemas)


def test_years_as_columns_become_rows(run):
    found, rows = run(
        "Sex,2019,2020\nF,3,4\nM,1,\n",
        columns={"Sex": {"to": "sex"}},
        values={},
        years={"first": 2015, "last": 2025},
    )
    assert found.verdict == "accepted"
    assert [(r["sex"], r["time_period"], r["value"]) for r in rows] == [
        ("F", "2019", "3"), ("F", "2020", "4"), ("M", "2019", "1"), ("M", "2020", ""),
    ]  # fmt: skip


def test_a_year_outside_those_declared_is_a_finding(run):
    found, _ = run("2019,2031\n3,4\n", columns={}, values={}, years={"first": 2015, "last": 2025})
    assert {finding.rule for finding in found.findings} == {"MAP-002"}


def test_fiscal_years_and_parts_of_years_are_written_as_periods(run):
    patterns = {r"(\d{4})/\d\d": r"\1-04/P1Y", r"(\d{4}) Q([1-4])": r"\1-Q\2"}
    year = {"to": "time_period", "codes": {"patterns": patterns, "map": {"2009": "2009-04/P9M"}}}
    found, rows = run("Year,Value\n2009,1\n2010/11,2\n2011 Q3,3\n2012,4\n", columns={"Year": year})
    assert [row["time_period"] for row in rows] == ["2009-04/P9M", "2010-04/P1Y", "2011-Q3", None]
    assert [(f.rule, f.value) for f in found.findings] == [("MAP-001", "2012")]


def test_several_columns_of_values_say_what_each_is(run):
    values = {
        "Girls": {"constants": {"sex": "F", "age": "Y0T17"}},
        "Women": {"constants": {"sex": "F", "age": "Y_GE18"}},
    }
    found, rows = run("Year,Girls,Women\n2019,3,4\n", values=values)
    assert found.verdict == "accepted"
    assert sorted((r["sex"], r["age"], r["value"]) for r in rows) == [
        ("F", "Y0T17", "3"),
        ("F", "Y_GE18", "4"),
    ]


@pytest.mark.parametrize(
    ("written", "parsing", "value"),
    [
        ("1,282", {"thousands": ","}, "1282"),
        ("1.282,5", {"thousands": ".", "decimal": ","}, "1282.5"),
        ("12,5", {"thousands": ","}, "12,5"),
        ("<1,000", {"thousands": ","}, "<1000"),
        ("..", {"tokens": {"..": ""}}, ""),
        ("303.0", {"has_zero_decimals": True}, "303"),
        ("303.5", {"has_zero_decimals": True}, "303.5"),
    ],
)
def test_values_are_read_as_the_publisher_writes_them_and_in_no_other_way(run, written, parsing, value):
    _, rows = run(f'Year,Value\n2019,"{written}"\n', parsing=parsing)
    assert (rows[0]["value"], rows[0]["value_written"]) == (value, written)


def test_the_zero_decimals_of_a_rate_are_kept(run):
    asserts = BASE["asserts"] | {"unit": "PER_100000_POP"}
    constants = BASE["constants"] | {"denominator": "_U"}
    _, rows = run(
        "Year,Value\n2019,3.0\n", asserts=asserts, constants=constants, parsing={"has_zero_decimals": True}
    )
    assert rows[0]["value"] == "3.0"


def test_rows_are_left_out_by_cells_with_the_reason_and_all_others_must_be_known(run):
    columns = BASE["columns"] | {"Kind": {"codes": {"map": {"victims": {}}}}}
    left_out = [{"where": {"Kind": ["offenders"]}, "because": "they are offenders"}]
    found, rows = run(
        "Year,Kind,Value\n2019,victims,1\n2019,offenders,2\n2019,both,3\n", columns=columns, left_out=left_out
    )
    assert [row["line"] for row in rows] == [2, 4]
    assert "1 row was left out: they are offenders." in [note.text() for note in found.notes]
    assert [(f.rule, f.value, f.lines) for f in found.findings] == [("MAP-001", "both", (4,))]


def test_lines_above_the_header_and_another_separator_do_not_matter(run):
    found, rows = run("An office;;\nprinted on Monday;;\nYear;Value\n2019;3\n")
    assert (found.reading.header_line, [row["value"] for row in rows]) == (3, ["3"])


def test_a_column_may_have_another_name_in_other_years(run):
    found, rows = run("Jahr,Value\n2019,3\n", columns={"Year": {"to": "time_period", "names": ["Jahr"]}})
    assert (found.verdict, rows[0]["time_period"]) == ("accepted", "2019")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"asserts": BASE["asserts"] | {"measure": "PRESUMED"}}, "does not assert"),
        ({"columns": {"Year": {"to": "colour"}}}, "no column colour"),
        ({"columns": {"Year": {"to": "sex", "codes": {"map": {"f": "FEMALE"}}}}}, "not in the code list sex"),
        ({"columns": {"Year": {"codes": {"map": {"f": "F"}}}}}, "without `to`"),
        ({"columns": {"Year": {"to": "sex", "codes": {"aliases": ["nowhere"]}}}}, "no alias list"),
        ({"left_out": [{"where": {"Kind": ["x"]}, "because": "y"}]}, "does not know the column Kind"),
        ({"columns": {"Year": {"to": "time_period"}, "Jahr": {"to": "time_period"}}}, "filled twice"),
    ],
)
def test_a_profile_that_does_not_fit_the_contract_names_the_place(tmp_path, changes, said):
    with pytest.raises(TiporError, match=said):
        with_profile(tmp_path, BASE | changes).check()
