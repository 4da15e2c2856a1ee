"""Where a profile reads the file: are structure and rules judged in one pass, one finding for each cause?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from pipelines.collect.mapping.metadata import PublishedMetadata
from pipelines.contract.loading import Contract
from pipelines.process.checking import check
from pipelines.process.verdicts import Check
from tests.files import ROOT

PROFILE = {
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
    "columns": {
        "Anno": {"to": "time_period", "codes": {"patterns": {r"(\d{4})": r"\1"}}},
        "Sesso": {"to": "sex", "codes": {"map": {"": "_T", "F": "F", "M": "M"}}},
        "Gruppo": {"codes": {"map": {"tutti": {}, "minori": {"age": "Y0T17"}, "adulti": {"age": "Y_GE18"}}}},
        "Origine": {"to": "counterpart_area", "codes": {"are_ours": True}},
        "Forma": {"to": "offence", "codes": {"map": {"organi": "TIP_OR", "tutte": "TIP"}}},
        "Stima": {"to": "obs_status", "is_optional": True, "codes": {"map": {"": "", "e": "E"}}},
    },
    "values": {"Numero": {}, "Numeri": {}},
    "constants": {"ref_area": "EGY", "measure": "DETECTED"},
    "left_out": [{"where": {"Forma": ["altro"]}, "because": "it is about something else"}],
    "metadata": {"expects": [{"key": "what", "says": ["victims"], "because": "that victims are counted"}]},
}
WHOLE = PROFILE | {
    "name": "whole",
    "columns": {
        "Anno": {"to": "time_period"},
        "Tipo": {"codes": {"map": {"residenti": {}, "stranieri": {}}}},
        "Nato": {"to": "counterpart_area", "when": {"Tipo": ["residenti"]}, "codes": {"are_ours": True}},
        "Cittadino": {"to": "counterpart_area", "when": {"Tipo": ["stranieri"]}, "codes": {"are_ours": True}},
        "Esito": {"codes": {"map": {"chiuso": {}}}},
    },
    "values": {"Numero": {}},
    "constants": {"ref_area": "EGY", "measure": "DETECTED", "offence": "TIP", "sex": "_T", "age": "_T"}
    | dict.fromkeys(("organ", "means", "recruitment_area", "removal_area", "flow"), "_T")
    | {"component": "1"},
    "left_out": [],
    "metadata": None,
}
"""Fills the whole key, in some rows from one column and in some from another."""
WHOLE_FILE = [
    ["Anno", "Tipo", "Nato", "Cittadino", "Esito", "Numero"],
    ["2019", "residenti", "EGY", "SDN", "chiuso", "1"],
    ["2019", "residenti", "XYZ", "SDN", "chiuso", "1"],
    ["2019", "stranieri", "EGY", "SDN", "chiuso", "1"],
    ["2019", "stranieri", "EGY", "FRA", "chiuso", "1"],
]
HEADER = ["Anno", "Sesso", "Gruppo", "Origine", "Forma", "Stima", "Numero"]
SOUND = ["2019", "", "tutti", "_T", "organi", "", "4"]
FAULTS = {
    "Anno": ("201x", "MAP-001"),
    "Sesso": ("Z", "MAP-001"),
    "Gruppo": ("anziani", "MAP-001"),
    "Origine": ("XYZ", "MAP-001"),
    "Forma": ("armi", "MAP-001"),
    "Stima": ("?", "MAP-001"),
    "Numero": ("1.5", "VIC-002"),
}
"""For each column a cell that is wrong there, and the rule that says so."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    schemas = Path(shutil.copytree(ROOT / "schemas", tmp_path_factory.mktemp("office") / "schemas"))
    for profile in (PROFILE, WHOLE):
        path = schemas / "profiles" / f"{profile['name']}.yaml"
        path.write_text(yaml.safe_dump(profile), encoding="utf-8")
    return Contract(schemas)


def faulty_file() -> list[list[str]]:
    """Header, a row with a fault for each column (lines 2-8), a sound one (9), and that one again (10)."""
    rows = [[cell if HEADER[i] == name else sound for i, sound in enumerate(SOUND)]
            for name, (cell, _rule) in FAULTS.items()]  # fmt: skip
    apart = [[*row[:3], "EGY" if row[3] == "_T" else row[3], *row[4:]] for row in rows]
    return [HEADER, *(([f"20{10 + n}"] if row[0] == "2019" else row[:1]) + row[1:]
                      for n, row in enumerate(apart)), SOUND, SOUND]  # fmt: skip


def checked(
    office: Contract, cells: list[list[str]], metadata: str = "what: victims", profile: str = "office"
) -> Check:
    content = "".join(",".join(row) + "\n" for row in cells).encode()
    beside = PublishedMetadata("meta.yml", metadata.encode())
    return check(content, contract=office, table="victims", reporter="EGY", profile=profile, metadata=beside)


def said(found: Check) -> set[tuple[str, tuple[int, ...]]]:
    return {(finding.rule, finding.lines) for finding in found.findings}


def not_judged(found: Check) -> list[str]:
    return [note.text() for note in found.notes if note.kind == "not_judged"]


def without(cells: list[list[str]], *names: str) -> list[list[str]]:
    kept = [i for i, name in enumerate(cells[0]) if name not in names]
    return [[row[i] for i in kept] for row in cells]


def with_unknown(cells: list[list[str]], name: str = "Colore") -> list[list[str]]:
    return [[name, *cells[0]], *(["rosso", *row] for row in cells[1:])]


def faults_of(*names: str) -> set[tuple[str, tuple[int, ...]]]:
    lines = {name: (line,) for line, name in enumerate(FAULTS, 2)}
    return {(FAULTS[name][1], lines[name]) for name in names}


def test_the_file_has_one_fault_for_each_column_and_a_row_twice(office: Contract) -> None:
    found = checked(office, faulty_file())
    assert said(found) == faults_of(*HEADER) | {("COL-012", (10,))}
    assert not_judged(found) == []


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Anno", "time_period"),
        ("Sesso", "sex"),
        ("Gruppo", "age"),
        ("Origine", "counterpart_area"),
    ],
)
def test_a_missing_column_is_one_finding_beside_the_faults_of_all_the_others(
    office: Contract, name: str, ours: str
) -> None:
    found = checked(office, without(faulty_file(), name))
    others = faults_of(*(other for other in HEADER if other != name))
    assert said(found) == others | {
        ("MAP-003", (1,))
    }  # and no row is taken for another: the key is not whole
    (note,) = not_judged(found)
    assert ours in note
    assert (found.verdict, found.reading.columns) == ("held", ())


def test_an_optional_column_is_not_missed(office: Contract) -> None:
    found = checked(office, without(faulty_file(), "Stima"))
    without_status = faults_of(*(name for name in HEADER if name != "Stima"))
    assert said(found) == without_status | {("COL-012", (10,))}
    assert not_judged(found) == []


def test_an_unknown_column_hides_no_fault_of_a_cell_and_makes_no_rows_alike(office: Contract) -> None:
    found = checked(office, with_unknown(faulty_file()))
    assert said(found) == faults_of(*HEADER) | {("MAP-002", (1,))}
    assert {f.letter for f in found.findings if f.value == "Z"} == {"C"}  # where the cell stands in the file
    (note,) = not_judged(found)
    assert "recruitment_area" in note


def test_a_column_under_another_name_is_one_finding_with_the_right_name(office: Contract) -> None:
    cells = faulty_file()
    cells[0] = ["Sess" if name == "Sesso" else name for name in HEADER]
    found = checked(office, cells)
    assert said(found) == faults_of(*(n for n in HEADER if n != "Sesso")) | {("MAP-002", (1,))}
    assert {f.suggestion for f in found.findings if f.rule == "MAP-002"} == {"Sesso"}


def test_without_a_column_of_values_the_other_columns_are_judged(office: Contract) -> None:
    found = checked(office, without(faulty_file(), "Numero"))
    assert said(found) == faults_of(*HEADER[:-1]) | {("MAP-004", (1,)), ("COL-012", (10,))}
    assert ["value" in note for note in not_judged(found)] == [True]


def test_a_column_of_values_under_another_name_is_one_finding(office: Contract) -> None:
    cells = faulty_file()
    cells[0] = [*HEADER[:-1], "Numer"]
    assert {rule for rule, _lines in said(checked(office, cells))} == {"MAP-001", "MAP-002"}


def test_rows_that_a_missing_column_might_leave_out_are_not_judged_and_it_is_said(office: Contract) -> None:
    found = checked(office, without(faulty_file(), "Forma"))
    assert said(found) == {("MAP-003", (1,))}
    assert any(note.startswith("9 rows were not judged") and "Forma" in note for note in not_judged(found))


def test_metadata_that_speak_against_the_profile_leave_the_words_of_the_file_to_be_judged(
    office: Contract,
) -> None:
    found = checked(office, faulty_file(), "what: offenders")
    of_words = faults_of(*HEADER[:-1])  # 1.5 is no fault where nobody knows whether persons are counted
    assert said(found) == of_words | {("MAP-005", ())}
    (note,) = not_judged(found)
    assert "unit" in note
    assert "measure" in note


def test_a_header_that_nobody_can_read_stops_the_judging_and_says_so(office: Contract) -> None:
    twice = [[*row, row[1]] for row in faulty_file()]
    found = checked(office, twice)
    assert {rule for rule, _lines in said(found)} == {"STR-006"}
    assert not_judged(found) == ["The rows were not judged: the header must be right first."]


def test_a_file_of_which_no_column_is_known_says_that_its_rows_were_not_judged(office: Contract) -> None:
    found = checked(office, [["Farbe", "Menge"], ["rot", "3"], ["blau", "4"]])
    assert {"MAP-002", "MAP-003", "MAP-004"} == {rule for rule, _lines in said(found)}
    assert not_judged(found) == ["The rows were not judged: the header must be right first."]


def test_a_year_is_no_slip_of_another_year(office: Contract) -> None:
    from pipelines.collect.reading.headers import _nearest

    assert _nearest("2031", ["2030", "2021"]) == ""


def test_the_whole_file_has_one_fault(office: Contract) -> None:
    assert said(checked(office, WHOLE_FILE, profile="whole")) == {("MAP-001", (3,))}


def test_rows_that_only_the_missing_column_tells_apart_are_not_taken_for_one(office: Contract) -> None:
    found = checked(office, without(WHOLE_FILE, "Cittadino"), profile="whole")
    assert said(found) == {("MAP-003", (1,)), ("MAP-001", (3,))}
    assert ["counterpart_area" in note for note in not_judged(found)] == [True]


def test_a_missing_column_that_says_what_a_row_is_about_leaves_no_rows_to_compare(office: Contract) -> None:
    twice = [*WHOLE_FILE, WHOLE_FILE[-1]]
    assert ("COL-012", (6,)) in said(checked(office, twice, profile="whole"))
    found = checked(office, without(twice, "Esito"), profile="whole")
    assert said(found) == {("MAP-003", (1,)), ("MAP-001", (3,))}
    assert len(not_judged(found)) == 1


def test_an_unknown_column_may_tell_rows_apart_even_where_the_key_is_whole(office: Contract) -> None:
    twice = with_unknown([*WHOLE_FILE, WHOLE_FILE[-1]])
    assert said(checked(office, twice, profile="whole")) == {("MAP-002", (1,)), ("MAP-001", (3,))}
