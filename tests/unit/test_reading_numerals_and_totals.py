"""Are numerals of any script, and rows that add others up, read rightly, asked about or refused?"""

from __future__ import annotations

import csv
import io
import time
import unicodedata

import pytest

from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.collect.reading.digits import ZEROS
from pipelines.contract.loading import Contract

HEADER = ["code", "country", "year", "number of victims"]
ROWS = [
    ["KEN", "Kenya", "2019", "104"],
    ["PER", "Peru", "2020", "21"],
    ["TCD", "Chad", "2018", "37"],
    ["MLI", "Mali", "2021", "65"],
    ["TGO", "Togo", "2019", "11"],
    ["FJI", "Fiji", "2022", "9"],
]
BROKEN = 2
LINE = BROKEN + 2


def describe(contract: Contract, rows: list[list[str]]) -> Description:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return describe_reading(file.getvalue().encode(), contract)


def with_cell(contract: Contract, cell: str, place: int = 3) -> Description:
    rows = [list(row) for row in ROWS]
    rows[BROKEN][place] = cell
    return describe(contract, [HEADER, *rows])


@pytest.mark.parametrize("zero", ZEROS, ids=lambda zero: unicodedata.name(chr(zero)))
def test_the_digits_of_every_script_are_read_and_it_is_said(contract: Contract, zero: int) -> None:
    described = with_cell(contract, "".join(chr(zero + digit) for digit in (1, 0, 7)))
    assert (described.outcome, described.rows[LINE - 1][3]) == ("accept_note", "107")
    assert [note.lines for note in described.notes] == [(LINE,)]


@pytest.mark.parametrize("cell", ["(5)", "12-"])
def test_a_number_that_may_be_below_zero_is_asked_about(contract: Contract, cell: str) -> None:
    described = with_cell(contract, cell)
    assert [(p.kind, p.line, p.asks) for p in described.problems] == [("number_mark", LINE, True)]


@pytest.mark.parametrize(
    ("cell", "place", "kind"),
    [
        ("$12", 3, "not_a_number"), ("12 €", 3, "not_a_number"), ("12 EUR", 3, "not_a_number"),
        ("￥12", 3, "not_a_number"), ("12½", 3, "not_a_number"), ("12²", 3, "not_a_number"),
        ("Ⅻ", 3, "not_a_number"), ("十二人", 3, "not_a_number"), ("12 чел.", 3, "not_a_number"),
        ("1О7", 3, "look_alike"), ("1E5", 3, "shortened"), ("43831", 2, "made_a_date"),
        ("ＴＣＤ", 0, "look_alike"), ("@cmd|' /C calc'!A0", 1, "formula"),
    ],
)  # fmt: skip
def test_what_is_no_number_in_a_column_that_counts_is_refused_once(
    contract: Contract, cell: str, place: int, kind: str
) -> None:
    described = with_cell(contract, cell, place)
    assert [(p.kind, p.line, p.asks) for p in described.problems] == [(kind, LINE, False)]


@pytest.mark.parametrize("cell", ["<5", "..", "n/a", "-", "c", "", "12,34,567"])
def test_what_counts_write_for_no_figure_is_left_as_it_stands(contract: Contract, cell: str) -> None:
    described = with_cell(contract, cell)
    assert (described.problems, described.rows[LINE - 1][3]) == ([], cell)


NAMES = ["country", "sex", "year", "victims"]
GROUPS = [["Kenya", "F", "2019", "4"], ["Kenya", "M", "2019", "7"], ["", "", "2019", "11"],
          ["Peru", "F", "2019", "10"], ["Peru", "M", "2019", "5"], ["Peru", "X", "2019", "1"],
          ["", "", "2019", "16"], ["Chad", "F", "2019", "3"], ["Chad", "M", "2019", "9"],
          ["Mali", "F", "2019", "2"], ["Mali", "M", "2019", "8"]]  # fmt: skip


def test_a_row_without_a_key_that_adds_up_those_above_is_asked_about(contract: Contract) -> None:
    described = describe(contract, [NAMES, *GROUPS])
    assert [(p.kind, p.lines, p.asks) for p in described.problems] == [("total_row", [4, 8], True)]


@pytest.mark.parametrize("number", ["12", "", "0"])
def test_a_row_without_a_key_that_adds_nothing_up_is_data(contract: Contract, number: str) -> None:
    rows = [*GROUPS[:2], ["", "M", "2019", number], *[row for row in GROUPS[3:] if row[0]]]
    assert describe(contract, [NAMES, *rows]).outcome == "accept"


def test_years_in_the_column_of_keys_are_no_sums(contract: Contract) -> None:
    rows = [
        ["F", "2010", "4"],
        ["M", "2011", "7"],
        ["", "2012", "9"],
        *([["F", "2013", str(n)] for n in range(9)]),
    ]
    assert describe(contract, [["sex", "year", "victims"], *rows]).outcome == "accept"


@pytest.mark.parametrize(
    ("cells", "lines"),
    [(["1,234", "1.234", "5"], [2, 3]), (["1,234", "2,345", "3,456", "5", "6", "7", "1.234"], [2, 3, 4, 8])],
)
def test_a_column_with_both_marks_is_asked_about_with_all_its_lines(
    contract: Contract, cells: list[str], lines: list[int]
) -> None:
    """Small numbers beside numbers with a comma do not say what the point means that stands there too."""
    content = "area;victims\n" + "".join(f"A{n};{cell}\n" for n, cell in enumerate(cells))
    described = describe_reading(content.encode(), contract)
    assert [(p.kind, p.lines, p.asks) for p in described.problems] == [("number_mark", lines, True)]


def test_a_number_before_thousands_of_blanks_is_passed_over_at_once(contract: Contract) -> None:
    begun = time.process_time()
    found = with_cell(contract, "1" + " " * 20_000 + "x")
    assert time.process_time() - begun < 3
    assert LINE in [problem.line for problem in found.problems]
