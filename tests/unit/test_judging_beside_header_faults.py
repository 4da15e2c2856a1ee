"""Are the other columns judged in the same pass where the header has a column too many or too few?"""

from __future__ import annotations

import pytest

from pipelines.contract.loading import Contract
from pipelines.process.checking import check
from pipelines.process.verdicts import Check
from tests.files import COLUMNS, victims

ROWS = ("EGY 2019 _T _T 4", "EGY 2020 Z _T 2", "EGY 2935 F _T 1", "EGY 2018 F _T 1.5", "EGY 2019 _T _T 4")


def full_file(*rows: str) -> list[list[str]]:
    """The cells of a file of victims, header first, with every column of the key."""
    cells = [line.split(",") for line in victims(*rows).decode().split()]
    beside = {"unit": "NUMBER", "component": "1"} | dict.fromkeys(
        ("counterpart_area", "organ", "means", "recruitment_area", "removal_area", "flow"), "_T"
    )
    optional = ("obs_status", "nature", "is_provisional", "denominator", "denominator_source", "source_note")
    more = beside | dict.fromkeys(optional, "")
    return [cells[0] + list(more), *(row + list(more.values()) for row in cells[1:])]


def checked(contract: Contract, cells: list[list[str]]) -> Check:
    content = "".join(",".join(row) + "\n" for row in cells).encode()
    return check(content, contract=contract, table="victims", reporter="EGY")


def said(found: Check) -> set[tuple[str, tuple[int, ...]]]:
    return {(finding.rule, finding.lines) for finding in found.findings}


def without(cells: list[list[str]], name: str) -> list[list[str]]:
    place = cells[0].index(name)
    return [row[:place] + row[place + 1 :] for row in cells]


def with_unknown(cells: list[list[str]], *names: str) -> list[list[str]]:
    return [[*names, *cells[0]], *([*["red"] * len(names), *row] for row in cells[1:])]


@pytest.mark.parametrize("short", [[], [["EGY", "2017"]]], ids=["whole lines", "a short line"])
def test_an_unknown_column_hides_no_fault_of_the_others(contract: Contract, short: list[list[str]]) -> None:
    cells = full_file(*ROWS)
    others = said(checked(contract, cells))
    assert {rule for rule, _lines in others} == {"COL-002", "COL-011", "VIC-002", "COL-012"}
    found = checked(contract, [*with_unknown(cells, "colour", "line", "Colour"), *short])
    of_lines = {("STR-008", (7,))} if short else set()
    assert said(found) == others | {("STR-004", (1,))} | of_lines
    assert (found.verdict, found.reading.columns) == ("held", ())
    assert {f.letter for f in found.findings if f.rule == "COL-002"} == {"H"}  # where sex stands in the file


def test_a_missing_column_is_one_finding_and_what_needs_it_is_said_not_to_be_judged(
    contract: Contract,
) -> None:
    cells = full_file(*ROWS)
    found = checked(contract, without(cells, "measure"))
    others = {(rule, lines) for rule, lines in said(checked(contract, cells)) if rule != "COL-012"}
    assert said(found) == others | {("STR-005", (1,))}
    (note,) = [note for note in found.notes if note.kind == "not_judged"]
    assert (note.parameters["columns"], found.verdict) == ("measure", "held")


def test_a_missing_column_of_values_makes_no_value_missing(contract: Contract) -> None:
    found = checked(contract, without(full_file("EGY 2020 F _T 1", "EGY 2020 Z _T 2"), "value"))
    assert said(found) == {("STR-005", (1,)), ("COL-002", (3,))}


@pytest.mark.parametrize("name", ["sexx", "gender"])
def test_a_column_under_another_name_makes_no_rows_alike(contract: Contract, name: str) -> None:
    cells = full_file("EGY 2020 F _T 1", "EGY 2020 M _T 2")
    cells[0][cells[0].index("sex")] = name
    assert said(checked(contract, cells)) == {("STR-004", (1,))}


def test_a_column_that_stands_twice_still_stops_the_judging(contract: Contract) -> None:
    cells = [[*row, row[COLUMNS.index("sex")]] for row in with_unknown(full_file(*ROWS), "colour")]
    cells[0][-1] = "sex"
    found = checked(contract, cells)
    assert {rule for rule, _lines in said(found)} == {"STR-004", "STR-006"}
    assert not found.reading.can_be_judged
