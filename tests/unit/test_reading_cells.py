"""What is done to cells, what is asked and what is refused, one kind at a time?"""

from __future__ import annotations

import csv
import io

import pytest

from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.contract.loading import Contract
from tests.unit.read_rows import HEADER, ROWS

BROKEN_LINE = 5


def text(rows: list[list[str]] = ROWS, above: str = "", below: str = "") -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([HEADER, *rows])
    return (above + file.getvalue() + below).encode()


def with_cell(cell: str, place: int = 4) -> bytes:
    rows = [list(row) for row in ROWS]
    rows[BROKEN_LINE - 2][place] = cell
    return text(rows)


def describe(contract: Contract, content: bytes) -> Description:
    return describe_reading(content, contract, columns=HEADER)


@pytest.mark.parametrize(
    ("cell", "place", "kind"),
    [
        ("12,5", 4, "decimal_mark"), ("many", 4, "not_a_number"), ("12 persons", 4, "not_a_number"),
        ("12*", 4, "not_a_number"), ("1O3", 4, "look_alike"), ("1.2E+05", 4, "shortened"),
        ("12-Jan", 4, "made_a_date"), ("#####", 4, "spreadsheet_error"), ("#REF!", 4, "spreadsheet_error"),
        ("2147483647", 4, "cut_value"), ("b" * 255, 1, "cut_value"), ("=A1+A2", 1, "formula"),
        ("@SUM(1+1)", 1, "formula"), ("+cmd|' /C calc'!A0", 1, "formula"), ("\t=1+1", 1, "formula"),
        ("<script>alert(1)</script>", 1, "markup"), ("PO\u041a", 0, "look_alike"),
        ("\u0420\u041e\u0421", 0, "look_alike"), ("a\u202eb", 1, "direction_override"),
        ("C\u00c3\u00b4te", 1, "mojibake"), ("Pologn\ufffd", 1, "mojibake"),
        ("a\x07b", 1, "control_character"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_refused_once_with_its_line(
    contract: Contract, cell: str, place: int, kind: str
) -> None:
    described = describe(contract, with_cell(cell, place))
    assert described.outcome == "reject"
    assert [(p.kind, p.line) for p in described.problems] == [(kind, BROKEN_LINE)]


@pytest.mark.parametrize("cell", ["1,200", "1.200", "01.02"])
def test_a_number_that_could_be_two_numbers_is_asked_about(contract: Contract, cell: str) -> None:
    assert describe(contract, with_cell(cell)).outcome == "ask"


@pytest.mark.parametrize(("cell", "place"), [("NA", 0), ("<5", 4), ("", 4), ("0", 4), ("-", 4)])
def test_what_means_something_is_left_as_it_stands(contract: Contract, cell: str, place: int) -> None:
    described = describe(contract, with_cell(cell, place))
    assert described.outcome == "accept"
    assert described.rows[BROKEN_LINE - 1][place] == cell


@pytest.mark.parametrize(
    ("cell", "place", "becomes"),
    [("١٠٣", 4, "103"), ("۱۰۳", 4, "103"), ("１０３", 4, "103"), ("Poland\xa0", 1, "Poland"),
     (" Poland", 1, "Poland"), ("\u200fPoland", 1, "Poland"), ('="0103"', 3, "0103")],
)  # fmt: skip
def test_what_is_done_to_a_cell_is_said(contract: Contract, cell: str, place: int, becomes: str) -> None:
    described = describe(contract, with_cell(cell, place))
    assert (described.outcome, len(described.notes)) == ("accept_note", 1)
    assert str(BROKEN_LINE) in described.notes[0].text()
    assert described.rows[BROKEN_LINE - 1][place] == becomes


@pytest.mark.parametrize(
    ("above", "below"),
    [("Victims by country\r\n\r\n", ""), ("Report,,,,\r\nDate:,2024,,,\r\n,,,,\r\n", ""), ("sep=,\r\n", ""),
     ("", ",,,,\r\n,,,,\r\n"), ("", "\r\nSource: Ministry of the Interior\r\n"),
     ("", "المصدر: وزارة الداخلية\r\n")],
)  # fmt: skip
def test_what_stands_around_the_table_is_left_out_and_said(
    contract: Contract, above: str, below: str
) -> None:
    described = describe(contract, text(above=above, below=below))
    assert described.outcome == "accept_note"
    assert described.rows == [list(HEADER), *ROWS]


def test_lines_wrapped_in_quotes_as_a_whole_are_unwrapped(contract: Contract) -> None:
    lines = [line.replace('"', '""') for line in text().decode().splitlines()]
    described = describe(contract, "\n".join(f'"{line}"' for line in lines).encode())
    assert (described.outcome, described.rows) == ("accept_note", [list(HEADER), *ROWS])


def test_a_column_that_is_misspelt_is_one_cause_with_the_name_that_was_meant(contract: Contract) -> None:
    described = describe(contract, text().replace(b"year", b"yaer"))
    (problem,) = described.problems
    assert (problem.kind, problem.column, problem.line) == ("unknown_column", "C", 1)
    assert "year" in problem.message


def test_a_total_as_the_last_row_is_asked_about(contract: Contract) -> None:
    assert describe(contract, text([*ROWS, ["Total", "", "", "", "669"]])).outcome == "ask"


def test_a_column_that_was_not_asked_for_is_kept_and_said(contract: Contract) -> None:
    described = describe_reading(text(), contract, columns=HEADER[:4])
    assert (described.outcome, described.rows[1]) == ("accept_note", ROWS[0])
