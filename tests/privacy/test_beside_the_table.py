"""Is a file refused, before anything is stored, for a person named beside its table, and for nothing else?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.collect.reading.beside import COMMENT, LONGEST, Beside
from pipelines.collect.reading.describing import describe_reading
from pipelines.collect.reading.particulars import meanings
from pipelines.collect.spreadsheets import Book, workbook_bytes
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR
from pipelines.process.checking import check
from tests.files import send, victims

SENTINEL = "Zyxwvut"
TABLE = victims(*[f"EGY {year} F _T 3" for year in range(2000, 2012)]).decode()
ABOUT_PERSONS = {
    f"Passport A1234567 of {SENTINEL}": "DOCUMENT",
    f"Victim name: {SENTINEL}": "NAME",
    f"Mr {SENTINEL} was heard": "NAME",
    f"Nom de la victime : {SENTINEL}": "NAME",
    f"Nombre de la víctima: {SENTINEL}": "NAME",
    f"Имя жертвы: {SENTINEL}": "NAME",
    f"اسم الضحية: {SENTINEL}": "NAME",
    f"受害人姓名：{SENTINEL}": "NAME",
    f"паспорт 4509 123456 {SENTINEL}": "DOCUMENT",
    f"رقم الجواز: A12345678 {SENTINEL}": "DOCUMENT",
    f"Date of birth: 1.2.1990 {SENTINEL}": "BIRTH",
    f"{SENTINEL}@gmail.com": "EMAIL",
    f"{SENTINEL} +20 100 123 4567": "PHONE",
    f"Victim contact: {SENTINEL} +20 100 123 4567": "PHONE",
    f"Teléfono de la víctima: 600123456 {SENTINEL}": "PHONE",
}
OF_OFFICES = """
Contact: statistics@moi.gov.example, tel. +20 2 1234 5678
UNODC,unodc_ddds@un.org
Ministry of the Interior, Department of Statistics
Prepared by Dr Nobody Nowhere, Director
Pour tout renseignement: bureau.stat@example.org
Контакт: Никто Никто Никтович, тел. +7 495 123-45-67
للاتصال: stat@example.com هاتف 0123456789
联系电话：010-12345678
Ref: MI 20210415
ОКПО 08592150, КПП 770601001
Circular No. 1234567890
Number of passports checked: not included
Total,,,,,,1412000000
Cases of passport forgery
Name: Detected victims of trafficking
Source: https://example.org/data?id=1234567890
""".strip().splitlines()


def found(contract: Contract, content: str | bytes) -> list[tuple[str, str, str, tuple[int, ...]]]:
    given = content.encode() if isinstance(content, str) else content
    result = check(given, contract=contract, table="victims", reporter="EGY")
    assert SENTINEL not in repr(result)
    assert result.is_refused == any(f.rule.startswith("PER") for f in result.findings)
    return [
        (f.rule, f.context["meaning_code"], f.letter, f.lines) for f in result.findings if f.rule[:3] == "PER"
    ]


@pytest.mark.parametrize(("line", "meaning"), ABOUT_PERSONS.items())
def test_a_title_or_remark_about_a_person_refuses_the_file_with_its_line(
    contract: Contract, line: str, meaning: str
) -> None:
    expected = [("PER-007", meaning, "", (1,))]
    assert found(contract, f"{line}\n{TABLE}") == expected


@pytest.mark.parametrize("line", [f"* Mr {SENTINEL} was heard", f"\n{SENTINEL}@gmail.com,,,,,,"])
def test_a_remark_under_the_table_is_looked_at_too(contract: Contract, line: str) -> None:
    assert [(rule, lines) for rule, _meaning, _letter, lines in found(contract, f"{TABLE}{line}\n")] == [
        ("PER-007", (14 + line.count("\n"),))
    ]


def test_a_second_table_of_persons_under_the_first_is_found_by_its_header(contract: Contract) -> None:
    content = f"{TABLE}\nName,Passport,,,,,\n{SENTINEL},A1234567,,,,,\n"
    assert found(contract, content)[0] == ("PER-007", "NAME", "", (15,))


@pytest.mark.parametrize("line", OF_OFFICES)
def test_how_an_office_is_reached_is_no_reason_to_refuse(contract: Contract, line: str) -> None:
    assert found(contract, f"{line}\n{TABLE}") == []


def test_a_telephone_number_under_the_name_of_an_office_is_the_offices(contract: Contract) -> None:
    assert found(contract, f"Ministry of the Interior\nTel: +20 2 1234 5678\n{TABLE}") == []
    assert found(contract, f"Victims\nTel: +20 2 1234 5678\n{TABLE}") == [("PER-007", "PHONE", "", (2,))]


@pytest.mark.parametrize("line", ABOUT_PERSONS)
def test_reading_alone_quotes_no_line_about_a_person_and_none_beside_it(
    contract: Contract, line: str
) -> None:
    described = describe_reading(f"{line}\n{SENTINEL} again\n{TABLE}".encode(), contract)
    assert described.notes
    assert SENTINEL not in str(described.as_json())


def test_nothing_is_stored_of_a_file_with_such_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    path = tmp_path / "in.csv"
    path.write_text(f"Passport A1234567 of {SENTINEL}\n{TABLE}", encoding="utf-8")
    assert run(["submit", str(path), "--table", "victims", "--reporter", "EGY"]) == 1
    out, err = capfd.readouterr()
    assert "PER-007" in out
    assert SENTINEL not in out + err
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p != path] == []


def workbook(*, comment: str = "", box: str = "", title_beside: str = "", sheets: int = 1) -> bytes:
    def fill(book: Book) -> None:
        sheet = book.add_worksheet("Data")
        for row, line in enumerate(TABLE.splitlines()):
            sheet.write_row(row, 0, line.split(","))
        for number in range(2, sheets + 1):
            other = book.add_worksheet(f"Sheet {number}")
            for row, line in enumerate(["Remarks", title_beside] if sheets == 2 else TABLE.splitlines()):
                other.write_row(row, 0, [line] if sheets == 2 else line.split(","))
            other.write(30, 0, title_beside)
        if comment:
            sheet.write_comment(2, 5, comment, {"author": "The Office"})
        if box:
            sheet.insert_textbox(2, 9, box)

    return workbook_bytes(fill)


def test_a_comment_about_a_person_refuses_the_workbook_with_its_cell(contract: Contract) -> None:
    content = workbook(comment=f"Passport A1234567 of {SENTINEL}")
    assert found(contract, content) == [("PER-007", "DOCUMENT", "F", (3,))]


def test_words_in_a_text_box_are_looked_at_too(contract: Contract) -> None:
    assert [f[:2] for f in found(contract, workbook(box=f"Victim name: {SENTINEL}"))] == [("PER-007", "NAME")]


def test_a_line_on_a_sheet_that_is_not_read_refuses_the_workbook(contract: Contract) -> None:
    content = workbook(title_beside=f"Passport A1234567 of {SENTINEL}", sheets=2)
    assert found(contract, content) == [("PER-007", "DOCUMENT", "", (2, 31))]


def test_it_does_so_also_where_the_sender_must_say_which_sheet_is_meant(contract: Contract) -> None:
    content = workbook(title_beside=f"Passport A1234567 of {SENTINEL}", sheets=3)
    assert found(contract, content) == [("PER-007", "DOCUMENT", "", (31,))] * 2


def test_an_ordinary_comment_is_quoted_and_kept_nowhere(contract: Contract) -> None:
    content = workbook(comment="The Office:\nestimated from the annual report")
    assert found(contract, content) == []
    (note,) = [n for n in describe_reading(content, contract).notes if n.kind == "comments"]
    assert "F3" in note.shown()
    assert "estimated" in note.shown()
    assert "estimated" not in note.text()


def test_a_comment_that_states_a_unit_is_a_question(contract: Contract) -> None:
    described = describe_reading(workbook(comment="in thousands"), contract)
    assert [(p.kind, p.line, p.column) for p in described.problems] == [("unit", 3, "F")]


def test_the_header_of_another_sheet_is_said_once(contract: Contract) -> None:
    def fill(book: Book) -> None:
        data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        for row, line in enumerate(TABLE.splitlines()):
            data.write_row(row, 0, line.split(","))
        other.write_row(0, 0, ["Surname", "Passport"])
        other.write_row(1, 0, [SENTINEL, "1"])

    assert [rule for rule, *_rest in found(contract, workbook_bytes(fill))] == ["PER-001", "PER-001"]


def test_a_title_is_quoted_to_its_sender_and_kept_in_no_receipt_or_event(
    store: Store, contract: Contract
) -> None:
    sent = send(store, contract, f"Remarkable {SENTINEL} title\n{TABLE}".encode(), is_already_public=False)
    assert any(SENTINEL in note.shown() for note in sent.check.all_notes)
    kept = [p for p in store.raw.rglob("*") if p.is_file() and not p.name.startswith("content.")]
    assert any("not read as data" in path.read_text(encoding="utf-8") for path in kept)
    assert [path.name for path in kept if SENTINEL in path.read_text(encoding="utf-8")] == []


PADDING = "Victims are counted once in each year. "


@pytest.mark.parametrize("before", [9_950, 9_990, 20_000, 45_000])
@pytest.mark.parametrize("between", ["", ",", '",'])
def test_a_document_far_down_a_line_refuses_the_file_too(
    contract: Contract, before: int, between: str
) -> None:
    words = (PADDING * (before // len(PADDING) + 1))[:before].strip()
    quote = '"' if between.startswith('"') else ""
    line = f"{quote}{words} {between}passport no A1234567 of {SENTINEL}"
    assert found(contract, f"{line}\n{TABLE}") == [("PER-007", "DOCUMENT", "", (1,))]


@pytest.mark.parametrize("line", [PADDING * 600, ",".join(map(str, range(1_000, 5_000)))])
def test_a_long_line_about_no_person_is_no_finding(contract: Contract, line: str) -> None:
    assert found(contract, f"{line}\n{TABLE}") == []


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_line_too_long_to_be_looked_at_refuses_the_file(contract: Contract, place: str) -> None:
    line = f"* {PADDING * 1_500}, passport no A1234567"
    content = f"{line}\n{TABLE}" if place == "above" else f"{TABLE}{line}\n"
    result = check(content.encode(), contract=contract, table="victims", reporter="EGY")
    assert ("STR-011", ERROR) in {(f.rule, f.severity) for f in result.findings}


def test_a_document_far_down_a_comment_on_a_cell_refuses_the_workbook(contract: Contract) -> None:
    line = Beside(COMMENT, 3, (f"{PADDING * 500}passport no A1234567",), letter="B")
    pieces = [*line.pieces()]
    assert all(len(piece.text) <= LONGEST and piece.letter == "B" for piece in pieces)
    assert set(meanings(pieces, contract)) == {"", "DOCUMENT"}
