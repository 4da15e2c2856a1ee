"""Is a marked copy safe to open in a spreadsheet, and does it still go back in as the sender wrote it?"""

from __future__ import annotations

import csv
import io

import pytest

from pipelines.collect.reading.cleaning import clean_cell
from pipelines.collect.reading.originals import original_records
from pipelines.collect.reading.read import read
from pipelines.contract.loading import Contract
from pipelines.process.checking import check, checked
from pipelines.process.reports.delimited import NUMBER, harmless
from pipelines.process.reports.kinds import marked_copy
from pipelines.process.request import Request, layout_of

HEADER = ("ref_area", "time_period", "offence", "measure", "sex", "value", "source_note")
COMPUTES = tuple("=+-@\t\r")
FORMULAS = (
    "=1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("http://example.org","x")', "+A1", "-2+3", "@SUM(1)", " =1",
    "- see page 4", "-", "\t=1", "\r=1", "＝1+1", "+1,x",
)  # fmt: skip


def written(notes: tuple[str, ...], delimiter: str) -> bytes:
    text = io.StringIO()
    rows = [
        ("EGY", str(2000 + place), "TIP_OR", "DETECTED", "F", "3", note) for place, note in enumerate(notes)
    ]
    csv.writer(text, delimiter=delimiter).writerows((HEADER, *rows))
    return text.getvalue().encode()


def marked(contract: Contract, content: bytes) -> bytes:
    request = Request.make(contract, "victims", "EGY")
    with checked(content, contract, request, 0) as (found, _connection):
        records = original_records(content, found.reading, layout_of(request))
        return marked_copy("m.csv", records, found, contract, request.table)


def cells_of(content: bytes, delimiter: str) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def that_compute(content: bytes, delimiter: str) -> list[str]:
    cells = [cell for row in cells_of(content, delimiter) for cell in row]
    return [c for c in cells if c.strip(" ").startswith((*COMPUTES, "＝")) and not NUMBER.fullmatch(c)]


def sent_back(content: bytes, delimiter: str) -> bytes:
    """The copy without the column that was added, as a spreadsheet saves it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(row[:-1] for row in cells_of(content, delimiter))
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_nothing_in_a_marked_copy_computes_and_it_goes_back_in_as_it_was(
    contract: Contract, delimiter: str
) -> None:
    content = written(FORMULAS, delimiter)
    assert that_compute(content, delimiter) != []
    copy = marked(contract, content)
    assert that_compute(copy, delimiter) == []
    layout = layout_of(Request.make(contract, "victims", "EGY"))
    before, after = read(content, layout, contract), read(sent_back(copy, delimiter), layout, contract)
    rows = [cells for _line, cells in after.rows()]
    assert (len(rows), rows) == (len(FORMULAS), [cells for _line, cells in before.rows()])
    assert "guard" in {note.kind for note in after.notes}


def test_names_of_columns_compute_nothing_and_are_read_again(contract: Contract) -> None:
    content = b"ref_area,time_period,offence,measure,value,@sex\nEGY,2019,TIP_OR,DETECTED,3,F\n"
    copy = marked(contract, content)
    assert that_compute(copy, ",") == []
    found = check(sent_back(copy, ","), contract=contract, table="victims", reporter="EGY")
    assert found.reading.header[-1] == "@sex"


def test_a_record_whose_quotes_are_misplaced_computes_nothing_either(contract: Contract) -> None:
    content = (
        b'ref_area,time_period,offence,measure,value\n=A("x"),2019,TIP_OR,DETECTED,"3\n=1+1,2019,a"b,c,d\n'
    )
    assert that_compute(marked(contract, content), ",") == []


def test_a_record_that_computes_nothing_is_left_as_it_is_written(contract: Contract) -> None:
    line = b'EGY,2019,"TIP_OR",DETECTED,F,-3,it\'s "so'
    content = ",".join(HEADER).encode() + b"\n" + line + b"\n"
    assert line in marked(contract, content)


@pytest.mark.parametrize("cell", ["'=1", "' =1", "'-", "'@a", "'\t=1", '\'="007"'])
def test_an_apostrophe_before_a_formula_is_taken_off(cell: str) -> None:
    text, done = clean_cell(cell)
    assert (text[:1] != "'", "guard" in done) == (True, True)


@pytest.mark.parametrize("cell", ["'t Hooft", "'2021", "it's =1", "'", "''=1"])
def test_any_other_apostrophe_stays(cell: str) -> None:
    assert clean_cell(cell) == (cell, "")


@pytest.mark.parametrize("number", ["-3", "+4.5", "-1,5", "0"])
def test_numbers_stay_numbers(number: str) -> None:
    assert harmless(number) == number
