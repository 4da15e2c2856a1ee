"""Is what a workbook hides, or holds twice, said; and are lines counted as lines, not as cells?"""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.collect.reading import workbook_scan
from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.collect.spreadsheets import Book, Sheet, workbook_bytes
from pipelines.contract.loading import Contract
from pipelines.contract.text import N_many

ROWS = [["area", "year", "persons"], *([f"A{n}", str(2010 + n), str(n * 3)] for n in range(12))]
WORDS = N_many("%(count)d thing (line %(lines)s)", "%(count)d things (lines %(lines)s)")


def workbook(*, hidden: tuple[int, int] | None = None, formulas: int = 0) -> bytes:
    def fill(book: Book) -> None:
        sheet: Sheet = book.add_worksheet("Data")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        for place in range(formulas):
            sheet.write_formula(1 + place // 2, 1 + place % 2, "=1+1", None, 2)
        if hidden:
            sheet.set_column(*hidden, None, None, {"hidden": True})

    return workbook_bytes(fill)


def with_sheet(content: bytes, before: bytes, after: bytes) -> bytes:
    """The workbook with a stretch of its sheet's XML replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert before in part
                part = part.replace(before, after, 1)
            new.writestr(name, part)
    return made.getvalue()


def note_of(described: Description, kind: str) -> Note:
    (note,) = [note for note in described.notes if note.kind == kind]
    return note


@pytest.mark.parametrize("block", [1 << 22, 64])
def test_two_cells_at_one_place_refuse_the_workbook_with_the_cell(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    cell = b'<c r="C3" t="s">'
    content = with_sheet(workbook(), cell, b'<c r="C3"><v>7</v></c>' + cell)
    described = describe_reading(content, contract)
    assert (described.outcome, [(p.line, p.kind) for p in described.problems]) == ("reject", [(3, "doubled")])
    assert "C3" in described.problems[0].message
    monkeypatch.setattr(workbook_scan, "BLOCK", block)
    assert workbook_scan.Scan(content).of_sheet(0).doubled == ["C3"]


def test_a_second_row_of_one_number_is_found_by_its_cells(contract: Contract) -> None:
    content = with_sheet(workbook(), b"</sheetData>", b'<row r="2"><c r="A2"><v>7</v></c></row></sheetData>')
    assert [p.kind for p in describe_reading(content, contract).problems] == ["doubled"]


def test_an_empty_cell_at_the_place_of_another_is_no_second_one(contract: Contract) -> None:
    content = with_sheet(workbook(), b'<c r="C3" t="s">', b'<c r="C3" s="1"/><c r="C3" t="s">')
    assert describe_reading(content, contract).outcome == "accept"


def test_hidden_columns_are_said_by_their_letters_as_far_as_there_are_cells(contract: Contract) -> None:
    described = describe_reading(workbook(hidden=(1, 9)), contract)
    assert described.outcome == "accept_note"
    assert note_of(described, "hidden_columns").text() == "2 hidden columns were read too (B, C)."
    assert described.rows == ROWS


def test_columns_hidden_beyond_the_table_are_not_worth_a_word(contract: Contract) -> None:
    assert describe_reading(workbook(hidden=(3, 16_383)), contract).outcome == "accept"


def test_cells_on_few_lines_are_said_without_a_word_of_more_lines(contract: Contract) -> None:
    note = note_of(describe_reading(workbook(formulas=4), contract), "formulas")
    assert note.text() == "4 cells are formulas; the values they last had were read (lines 2, 3)."


def test_blanks_in_many_cells_of_few_lines_name_these_lines_only(contract: Contract) -> None:
    content = b"a;b;c\n x ; y ; z \n1;2;3\n u ; v ; w \n"
    assert note_of(describe_reading(content, contract), "blanks").text() == (
        "Blanks at the ends of 6 cells were taken off (lines 2, 4)."
    )


def test_lines_that_are_read_cell_by_cell_and_others_are_counted_together(contract: Contract) -> None:
    rows = [f" x{n} ;y;z" for n in range(30)]
    rows[10] = " x ;\u200by;z "
    note = note_of(describe_reading(("a;b;c\n" + "\n".join(rows) + "\n").encode(), contract), "blanks")
    assert note.parameters["count"] == 31
    assert note.parameters["lines"] == ", ".join(map(str, range(2, 22))) + " and 10 more"


@pytest.mark.parametrize(
    ("count", "of_lines", "tail"),
    [(20, 0, "20"), (21, 0, "and 1 more"), (50, 20, "20"), (50, 22, "and 2 more")],
)
def test_what_is_left_out_of_a_list_of_lines_is_counted(count: int, of_lines: int, tail: str) -> None:
    lines = range(1, (of_lines or count) + 1)
    assert str(note_lines("x", WORDS, lines, count, of_lines=of_lines).parameters["lines"]).endswith(tail)
