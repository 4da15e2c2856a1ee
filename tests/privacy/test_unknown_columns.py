"""Is a person in a column that nobody knows kept out, and are ordinary codes and offices let through?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.contract.loading import Contract
from pipelines.process.checking import Check, check

SENTINEL = "Zyxwvsentinel"


def file_of(header: str, *cells: str) -> bytes:
    rows = [f'EGY,{2010 + at},TIP_OR,DETECTED,3,"{cell}"' for at, cell in enumerate(cells)]
    return "\n".join((f"ref_area,time_period,offence,measure,value,{header}", *rows, "")).encode()


def checked(contract: Contract, header: str, *cells: str) -> Check:
    return check(file_of(header, *cells), contract=contract, table="victims", reporter="EGY")


@pytest.mark.parametrize(
    ("cells", "meaning", "lines"),
    [
        (("", "Fatima Hassan"), "NAME", (3,)),
        (("A12345678", "none", "B7654321"), "DOCUMENT", (2, 4)),
        (("passport A12345678",), "DOCUMENT", (2,)),
        (("someone@example.org",), "EMAIL", (2,)),
        (("call +20 100 123 4567",), "PHONE", (2,)),
    ],
)
def test_a_person_in_an_unknown_column_refuses_the_file(
    contract: Contract, cells: tuple[str, ...], meaning: str, lines: tuple[int, ...]
) -> None:
    found = checked(contract, "colour", *cells)
    assert found.is_refused
    assert [(f.rule, f.letter, f.lines, f.context, f.value) for f in found.findings] == [
        ("PER-008", "F", lines, {"meaning_code": meaning}, None)
    ]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("colour", ("AB123456", "none")),
        ("Case reference", ("AB123456", "AB123457")),
        ("Ref", ("AB123456", "AB123457")),
        ("colour", ("Chad", "Saint Kitts and Nevis")),
        ("colour", ("12345678901", "12345678902")),
        ("colour", ("statistics@ministry.gov.example",)),
    ],
)
def test_codes_areas_figures_and_offices_are_no_persons(
    contract: Contract, header: str, cells: tuple[str, ...]
) -> None:
    found = checked(contract, header, *cells)
    assert not found.is_refused
    assert "STR-004" in {finding.rule for finding in found.findings}


def test_nothing_of_it_is_stored_or_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    path = tmp_path / "victims.csv"
    path.write_bytes(file_of("colour", f"Mr {SENTINEL}"))
    assert run(["submit", str(path), "--table", "victims", "--reporter", "EGY"]) == 1
    out, err = capfd.readouterr()
    assert "PER-008" in out
    assert "nothing was stored" in err
    assert SENTINEL not in out + err
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p != path] == []


NOTED = "ref_area,time_period,offence,measure,value,source_note\nEGY,2021,TIP_OR,DETECTED,3,"


def of_note(contract: Contract, note: str) -> list[str]:
    content = f'{NOTED}"{note}"\n'.encode()
    found = check(content, contract=contract, table="victims", reporter="EGY")
    return [finding.rule for finding in found.findings if finding.rule.startswith("PER")]


@pytest.mark.parametrize(
    ("note", "rule"), [("phone 01001234567", "PER-003"), ("María García López", "PER-005")]
)
def test_one_text_is_one_finding(contract: Contract, note: str, rule: str) -> None:
    assert of_note(contract, note) == [rule]


@pytest.mark.parametrize(
    "note", ["Chad, Jordan", "Operation Florence", "Operación Leonardo", "Opération Florence Nord"]
)
def test_areas_and_operations_are_no_names_of_persons(contract: Contract, note: str) -> None:
    assert of_note(contract, note) == []


def test_a_person_named_like_an_area_is_still_one(contract: Contract) -> None:
    assert of_note(contract, "Jordan, Nobody") == ["PER-006"]
