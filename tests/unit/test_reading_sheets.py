"""Which sheet of a workbook is taken for the table, and is it said or asked?"""

from __future__ import annotations

import pytest

from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.collect.spreadsheets import Book, workbook_bytes
from pipelines.collect.templates import xlsx_template
from pipelines.contract.loading import Contract

Rows = list[list[str]]
DATA: Rows = [["area", "year", "persons"], *([f"A{n % 5}", str(2010 + n), str(n * 3)] for n in range(12))]
CODES: Rows = [["code", "label"], *([f"A{n}", f"Area {n}"] for n in range(150))]
NUMBERED: Rows = [["code", "label"], *([str(n), f"Area {n}"] for n in range(1, 150))]
NOTES: Rows = [["What stands in the columns"], *([f"Remark {n}", "as was agreed"] for n in range(20))]


def book(**sheets: Rows) -> bytes:
    def fill(workbook: Book) -> None:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, cell in enumerate(row):
                    sheet.write_string(number, position, cell)

    return workbook_bytes(fill)


def describe(contract: Contract, **sheets: Rows) -> Description:
    return describe_reading(book(**sheets), contract)


@pytest.mark.parametrize("other", [CODES, NUMBERED, NOTES], ids=["codes", "numbered codes", "notes"])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_sheet_with_figures_is_taken_and_said(contract: Contract, other: Rows, is_first: bool) -> None:
    sheets = {"Data": DATA, "Other": other} if is_first else {"Other": other, "Data": DATA}
    described = describe(contract, **sheets)
    assert (described.outcome, described.rows) == ("accept_note", DATA)
    assert "Data" in described.notes[0].text()


def test_two_sheets_with_figures_are_asked_about(contract: Contract) -> None:
    described = describe(contract, first=DATA, second=[*DATA[:1], *DATA[3:]])
    assert [(p.kind, p.asks) for p in described.problems] == [("sheet", True)]


@pytest.mark.parametrize("language", ["", "en", "ar", "zh"])
def test_the_template_is_known_by_its_header(contract: Contract, language: str) -> None:
    for name in contract.names("tables"):
        described = describe_reading(xlsx_template(contract, contract.table(name), language), contract)
        assert (described.outcome, described.reading.row_count) == ("accept_note", 1)


def test_a_template_without_any_row_has_no_rows(contract: Contract) -> None:
    table = contract.table("victims")
    columns = tuple(column.model_copy(update={"example": ""}) for column in table.columns)
    empty = xlsx_template(contract, table.model_copy(update={"columns": columns}), "fr")
    described = describe_reading(empty, contract)
    assert [(p.kind, p.line) for p in described.problems] == [("no_rows", 1)]
