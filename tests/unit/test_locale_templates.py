"""Does a template that was filled in go back in as it was filled, in each of the six languages?"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.sax.saxutils import escape

import pytest

from pipelines.collect.templates import csv_template, xlsx_template
from pipelines.contract.codes import LANGUAGES
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.process.checking import check

TABLES = ("victims", "justice", "cases", "assistance", "measures", "practices", "overlaps")
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def letters(position: int) -> str:
    """The letters of a column, from 0 = A."""
    return chr(65 + position) if position < 26 else letters(position // 26 - 1) + letters(position % 26)


def three_rows(table: Table) -> list[list[str]]:
    """The example row for three times that are not the example's."""
    return [[_cell(column.example, column.type, number) for column in table.columns] for number in (1, 2, 3)]


def _cell(example: str, kind: str, number: int) -> str:
    if kind in ("period", "year") and example:
        return str(2009 + number)
    return f"{example[:-1]}{number}" if kind == "identifier" else example


def filled_in(book: bytes, rows: list[list[str]]) -> bytes:
    """The workbook as a steward saves it: the example row gone, own rows in the first sheet."""
    written = "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{letters(place)}{line}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for place, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for line, row in enumerate(rows, 2)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as there, zipfile.ZipFile(made, "w") as saved:
        for name in there.namelist():
            content = there.read(name)
            if name == FIRST_SHEET:
                text = re.sub(r'<row r="2".*?</row>', "", content.decode(), flags=re.DOTALL)
                content = text.replace("</sheetData>", f"{written}</sheetData>").encode()
            saved.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("language", "table"),
    [*((each, "victims") for each in LANGUAGES), *(("ar", each) for each in TABLES[1:])],
)
def test_a_filled_workbook_goes_back_in_as_it_was_filled(
    contract: Contract, language: str, table: str
) -> None:
    rows = three_rows(contract.table(table))
    book = filled_in(xlsx_template(contract, contract.table(table), language), rows)
    found = check(book, contract=contract, table=table, reporter="EGY")
    assert (found.findings, found.reading.row_count) == ((), len(rows))
    assert found.reading.columns == contract.table(table).column_names


def test_a_code_that_was_spoilt_in_a_filled_workbook_is_found(contract: Contract) -> None:
    rows = three_rows(contract.table("victims"))
    rows[1][contract.table("victims").column_names.index("sex")] = "Féminin"
    book = filled_in(xlsx_template(contract, contract.table("victims"), "fr"), rows)
    (finding,) = check(book, contract=contract, table="victims", reporter="EGY").findings
    assert (finding.rule, finding.lines, finding.suggestion) == ("COL-002", (3,), "F")


def first_sheet(book: bytes) -> str:
    """The sheet to fill in, as XML."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(FIRST_SHEET).decode()


def test_beside_a_cell_its_codes_are_explained_in_the_language(contract: Contract) -> None:
    sheet = first_sheet(xlsx_template(contract, contract.table("victims"), "fr"))
    (prompt,) = re.findall(r'promptTitle="Sexe" prompt="([^"]*)"', sheet)
    assert "F Féminin, M Masculin" in prompt


def test_a_chinese_column_is_wide_enough_for_its_name(contract: Contract) -> None:
    from wcwidth import width

    from pipelines.contract.labels import column_labels

    table = contract.table("victims")
    sheet = first_sheet(xlsx_template(contract, table, "zh"))
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    wide = {place: float(size) for low, high, size in spans for place in range(int(low), int(high) + 1)}
    labels = column_labels(table, "zh").values()
    assert [name for place, name in enumerate(labels, 1) if wide[place] < width(name)] == []


OFFICES = (
    ("ar", "cp1256", ";"), ("ar", "utf-16", "\t"), ("fr", "cp1252", ";"), ("es", "mac_roman", ";"),
    ("ru", "cp1251", ";"), ("zh", "gb18030", ","), ("en", "utf-8", ","), ("zh", "utf-8-sig", ","),
)  # fmt: skip
"""How spreadsheets of these languages save CSV: language, encoding, separator."""


@pytest.mark.parametrize(("language", "encoding", "delimiter"), OFFICES)
def test_a_filled_csv_template_goes_back_in_as_a_spreadsheet_saves_it(
    contract: Contract, language: str, encoding: str, delimiter: str
) -> None:
    table = contract.table("victims")
    (header,) = [*csv.reader(io.StringIO(csv_template(table, language)))][:1]
    saved = io.StringIO()
    csv.writer(saved, delimiter=delimiter).writerows([header, *three_rows(table)])
    found = check(saved.getvalue().encode(encoding), contract=contract, table="victims", reporter="EGY")
    assert (found.findings, found.reading.row_count) == ((), 3)
    assert found.reading.columns == table.column_names
