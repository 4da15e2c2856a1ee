"""Are lines that are no rows of their own one finding for one cause, and never told to be deleted wrongly?"""

from __future__ import annotations

import time

import pytest

from pipelines.contract.loading import Contract
from pipelines.process import wording
from pipelines.process.checking import check
from pipelines.process.second_headers import SecondHeaders, is_numbered, joined
from pipelines.process.verdicts import Check
from tests.files import COLUMNS

HEADER = ",".join(COLUMNS)
FIRST = "EGY,2019,TIP_OR,DETECTED,F,_T,3"


def checked(contract: Contract, *lines: str) -> Check:
    content = "\n".join([HEADER, *lines, ""]).encode()
    return check(content, contract=contract, table="victims", reporter="UNODC")


def said(found: Check) -> list[tuple[str, tuple[int, ...]]]:
    return [(finding.rule, finding.lines) for finding in found.findings]


def text(contract: Contract, found: Check) -> str:
    return " ".join(wording.sentence(f, contract, contract.table("victims")) for f in found.findings)


def test_rows_under_a_whole_one_are_filled_down_and_never_told_to_be_deleted(contract: Contract) -> None:
    found = checked(contract, FIRST, ",,,,M,_T,4", "EGY,2020,TIP_OR,DETECTED,F,_T,5", ",,,,M,_T,6")
    assert said(found) == [("STR-018", (3, 5))]
    assert "Write the value of the line above in each row" in text(contract, found)
    assert "elete" not in text(contract, found)


def test_the_other_cells_of_rows_that_are_filled_down_are_judged_in_the_same_pass(contract: Contract) -> None:
    found = checked(contract, FIRST, ",,,,M,_T,five", ",,,,Male,Y0T17,1", ",,,,F,_T,9")
    assert said(found) == [("STR-018", (3, 4, 5)), ("COL-012", (5,)), ("COL-002", (4,)), ("COL-008", (3,))]


def test_a_total_among_rows_that_are_filled_down_is_one_of_them(contract: Contract) -> None:
    found = checked(contract, FIRST, ",,,,M,_T,4", ",,,,Total,_T,7")
    assert said(found) == [("STR-018", (3, 4)), ("COL-002", (4,))]
    assert said(checked(contract, FIRST, FIRST.replace("F", "M"), ",,,,Total,_T,7")) == [("STR-017", (4,))]


@pytest.mark.parametrize("line", [",,,,F,_T,4", ",,,,,,4", ",,,,Note,_T,4", ",,,,M,_T,"])
def test_what_only_repeats_or_says_no_figure_is_not_filled_down(contract: Contract, line: str) -> None:
    assert "STR-018" not in dict(said(checked(contract, FIRST, line)))


def test_nothing_is_filled_down_where_no_whole_row_stands_above(contract: Contract) -> None:
    assert "STR-018" not in dict(said(checked(contract, ",,,,M,_T,4", FIRST)))


def test_merged_first_cells_are_one_finding_with_their_column(contract: Contract) -> None:
    years = [f",{year},TIP_OR,DETECTED,F,_T,3" for year in (2020, 2021, 2022)]
    (finding,) = checked(contract, FIRST, *years).findings
    assert (finding.rule, finding.lines, finding.letter) == ("STR-018", (3, 4, 5), "A")


def test_a_single_cell_that_was_lost_is_still_the_fault_of_that_cell(contract: Contract) -> None:
    whole = [FIRST.replace("2019", str(year)) for year in range(2010, 2018)]
    found = checked(contract, *whole, FIRST.replace("EGY", ""), FIRST.replace("2019", "2018"))
    assert [(f.rule, f.column, f.lines) for f in found.findings] == [("COL-001", "ref_area", (10,))]


def test_the_same_header_among_the_rows_is_one_finding_and_the_rows_under_it_are_judged(
    contract: Contract,
) -> None:
    found = checked(contract, FIRST, HEADER, FIRST.replace("2019", "2020/21"))
    assert said(found) == [("STR-019", (3,)), ("COL-003", (4,))]


def test_a_header_in_translated_names_is_known_too(contract: Contract) -> None:
    with_labels = HEADER.replace("sex", "Sexe").replace("offence", "Infraction")
    assert said(checked(contract, FIRST, with_labels)) == [("STR-019", (3,))]


def test_what_stands_under_a_header_with_other_columns_is_not_judged_by_the_first(contract: Contract) -> None:
    other = "ref_area,time_period,offence,measure,age,sex,value"
    found = checked(
        contract, FIRST, other, "EGY,2019,TIP_OR,DETECTED,Y0T17,F,2", HEADER, "EGY,x,TIP_OR,DETECTED,F,_T,1"
    )
    assert said(found) == [("STR-019", (3,)), ("STR-019", (5,)), ("COL-003", (6,))]
    assert "another table begins" in text(contract, found)


@pytest.mark.parametrize(
    "numbers", ["1,2,3,4,5,6,7", "(1),(2),(3),(4),(5),(6),(7)", "А,Б,1,2,3,4,5", "A,1,2,3,4,5,6"]
)
def test_a_row_of_column_numbers_is_one_finding(contract: Contract, numbers: str) -> None:
    assert said(checked(contract, numbers, FIRST)) == [("STR-020", (2,))]


@pytest.mark.parametrize("cells", ["1,2", "1,2,2", "2,3,4", "EGY,1,2,3", "A,B,1,2", "1,2,4"])
def test_what_does_not_count_the_columns_is_not_numbers_of_columns(cells: str) -> None:
    assert not is_numbered(cells.split(","))


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_row_whose_first_cell_is_a_number_is_a_row(contract: Contract, row: int) -> None:
    lines = [FIRST, FIRST.replace("2019", "2020"), FIRST.replace("2019", "2021")]
    lines[row - 1] = lines[row - 1].replace("EGY", "1")
    assert said(checked(contract, *lines)) == [("COL-002", (row + 1,))]


def test_lines_are_found_among_many_stretches_that_meet_and_lie_within_others() -> None:
    given = [(40, 60), (5, 5), (50, 50), (10, 20), (60, 70), (21, 21)]
    among = {line for first, last in given for line in range(first, last + 1)}
    headers = SecondHeaders((), joined(given))
    assert {line for line in range(80) if headers.hold(line)} == among
    assert not SecondHeaders().hold(1)


def test_thousands_of_headers_cost_what_the_rows_cost(contract: Contract) -> None:
    hollow = ",,,,M,_T,4"
    other = "ref_area,time_period,offence,measure,age,sex,value"
    for header in (HEADER, other):
        lines = [FIRST, *([header, FIRST, hollow] * 4_000)]
        begun = time.process_time()
        found = checked(contract, *lines)
        assert time.process_time() - begun < 4
        assert {rule for rule, _lines in said(found)} >= {"STR-019"}


def test_a_new_year_under_the_area_is_filled_down_where_other_rows_are(contract: Contract) -> None:
    found = checked(contract, FIRST, ",,,,M,_T,4", ",2020,,,F,_T,5", ",,,,M,_T,6")
    assert said(found) == [("STR-018", (3, 4, 5))]
