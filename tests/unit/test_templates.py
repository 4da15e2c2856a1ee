"""Does a template go back in as it is, in any language, and can a spreadsheet mangle nothing in it?"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from pipelines.collect.templates import csv_template, xlsx_template
from pipelines.contract import labels, text
from pipelines.contract.codes import LANGUAGES
from pipelines.contract.loading import Contract
from pipelines.process.checking import check
from pipelines.process.verdicts import Check

TABLES = ("victims", "justice", "cases", "assistance", "measures", "practices", "overlaps")
TITLES = {"Reporting area": "المنطقة المبلغ عنها", "Period": "الفترة", "Value": "القيمة", "Sex": "نوع الجنس"}


def read_back(contract: Contract, table: str, content: bytes) -> Check:
    return check(content, contract=contract, table=table, reporter="EGY")


def errors(found: Check) -> set[str]:
    """The rules broken, apart from the question about the example row."""
    return {finding.rule for finding in found.findings} - {"STR-016"}


def parts(content: bytes, name: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(n).decode() for n in archive.namelist() if re.search(name, n)]


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue with a few titles in Arabic, and none for the other languages."""
    catalogue = Catalog(locale="ar")
    for english, translated in TITLES.items():
        catalogue.add(english, translated)
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "tipor.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(text, "_LOCALES", tmp_path)
    labels.words_in.cache_clear()
    yield
    labels.words_in.cache_clear()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_a_csv_template_in_any_language_goes_back_in(contract: Contract, table: str, language: str) -> None:
    found = read_back(contract, table, csv_template(contract.table(table), language).encode("utf-8-sig"))
    assert (errors(found), found.reading.row_count) == (set(), 1)


@pytest.mark.parametrize("table", ["victims", "cases"])
def test_a_workbook_template_goes_back_in(contract: Contract, table: str) -> None:
    found = read_back(contract, table, xlsx_template(contract, contract.table(table)))
    assert (errors(found), found.reading.row_count) == (set(), 1)


def test_a_translated_header_goes_back_in(contract: Contract, arabic: None) -> None:
    table = contract.table("victims")
    made = csv_template(table, "ar")
    assert made.startswith("المنطقة المبلغ عنها,الفترة,")
    found = read_back(contract, "victims", made.encode("utf-8-sig"))
    assert (found.is_accepted, found.reading.columns[:2]) == (True, ("ref_area", "time_period"))


def test_a_translated_workbook_goes_back_in(contract: Contract, arabic: None) -> None:
    made = xlsx_template(contract, contract.table("victims"), "ar")
    found = read_back(contract, "victims", made)
    assert (found.is_accepted, found.reading.columns[:2]) == (True, ("ref_area", "time_period"))


def test_a_translated_header_is_said_in_one_note(contract: Contract, arabic: None) -> None:
    made = csv_template(contract.table("victims"), "ar").encode("utf-8-sig")
    (said,) = [note for note in read_back(contract, "victims", made).notes if note.kind == "names"]
    assert "الفترة = time_period" in said.text()


@pytest.mark.parametrize("table", TABLES)
def test_the_sender_of_a_template_as_it_came_is_asked_about_its_example_row(
    contract: Contract, table: str
) -> None:
    found = read_back(contract, table, csv_template(contract.table(table)).encode())
    assert found.verdict == "accepted_with_warnings"
    assert [(finding.rule, finding.lines) for finding in found.findings] == [("STR-016", (2,))]


def test_an_example_row_among_own_rows_is_asked_about_by_its_line(contract: Contract) -> None:
    table = contract.table("victims")
    head, example = csv_template(table).splitlines()
    own = example.replace("2021", "2019")
    made = "\n".join((head, own, example)).encode()
    (asked,) = read_back(contract, "victims", made).findings
    assert (asked.rule, asked.lines, asked.count) == ("STR-016", (3,), 1)


def test_a_row_that_is_nearly_the_example_is_not_said(contract: Contract) -> None:
    table = contract.table("victims")
    value = table.column("value").example
    made = csv_template(table).replace(f",{value},", f",{value}1,")
    assert made != csv_template(table)
    assert read_back(contract, "victims", made.encode()).findings == ()


def test_a_language_without_a_catalogue_has_english_titles(contract: Contract, arabic: None) -> None:
    table = contract.table("victims")
    assert labels.column_labels(table, "fr") == labels.column_labels(table, "en")
    assert labels.column_labels(table, "fr")["ref_area"] == "Reporting area"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_table_bear_one_label(contract: Contract, table: str, language: str) -> None:
    found = labels.column_labels(contract.table(table), language)
    assert len({label.casefold() for label in found.values()}) == len(contract.table(table).columns)


def test_two_titles_that_are_alike_give_way_to_the_contracts_names(contract: Contract) -> None:
    table = contract.table("victims")
    columns = tuple(c.model_copy(update={"title": "Area"}) for c in table.columns)
    found = labels.column_labels(table.model_copy(update={"columns": columns}), "en")
    assert found == {name: name for name in table.column_names}


def test_every_cell_of_a_workbook_is_text_and_none_computes(contract: Contract) -> None:
    sheets = parts(xlsx_template(contract, contract.table("victims"), "en"), r"worksheets/sheet\d\.xml")
    cells = [cell for sheet in sheets for cell in re.findall(r"<c [^>]*?(?:/>|>.*?</c>)", sheet)]
    assert len(cells) > 500
    assert [cell for cell in cells if "<v>" in cell and 't="s"' not in cell] == []
    assert [cell for cell in cells if "<f" in cell] == []


def test_every_coded_column_has_a_drop_down_of_all_its_codes(contract: Contract) -> None:
    table = contract.table("victims")
    data, _explained, codes = parts(xlsx_template(contract, table), r"worksheets/sheet\d\.xml")
    lists = re.findall(r"<formula1>'?(\w+)'?!\$([A-Z]+)\$2:\$([A-Z]+)\$(\d+)</formula1>", data)
    coded = [c for c in table.columns if c.type == "code"]
    lengths = [len(contract.code_list(c.code_list).codes) + 1 for c in coded]
    assert [int(last) for *_where, last in lists] == lengths
    assert all(first == last and f'r="{first}2"' in codes for _sheet, first, last, _row in lists)


def test_every_column_is_explained_and_every_code_has_its_label(contract: Contract) -> None:
    table = contract.table("victims")
    (strings,) = parts(xlsx_template(contract, table, "fr"), "sharedStrings")
    assert [c.name for c in table.columns if f">{c.name}<" not in strings] == []
    assert "Féminin" in strings


def test_an_arabic_workbook_runs_from_right_to_left(contract: Contract) -> None:
    for language, is_rtl in (("ar", True), ("ru", False)):
        sheets = parts(
            xlsx_template(contract, contract.table("victims"), language), r"worksheets/sheet\d\.xml"
        )
        assert {'rightToLeft="1"' in sheet for sheet in sheets} == {is_rtl}


def test_the_same_template_has_the_same_bytes(contract: Contract) -> None:
    table = contract.table("justice")
    assert xlsx_template(contract, table, "ar") == xlsx_template(contract, table, "ar")
