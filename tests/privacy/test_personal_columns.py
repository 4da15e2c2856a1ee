"""Is a file with data about persons refused before anything of it is stored or shown?"""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.collect.spreadsheets import Book, workbook_bytes
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.process import rows
from pipelines.process.checking import check
from pipelines.process.submitting import Refused
from tests.files import send, victims

SENTINEL = "Zyxwv-Sentinel"
HEADERS = ("Name", "surname", "Date de naissance", "Pasaporte", "اسم الضحية", "Телефон", "姓名", "E-mail")
VICTIMS = ("--table", "victims", "--reporter", "EGY")


def file_with(header: str) -> bytes:
    """A sound file of victims with one column more; the column of the sentinel stands twice over errors."""
    return (
        f"ref_area,time_period,offence,measure,value,{header}\n"
        f"EGY,2010,TIP_OR,DETECTED,3,{SENTINEL}\nEGY,2011,TIP_OR,{SENTINEL},five,{SENTINEL}\n"
    ).encode()


def workbook_with(header: str) -> bytes:
    lines = file_with(header).decode().splitlines()

    def fill(book) -> None:
        sheet = book.add_worksheet("data")
        for row, line in enumerate(lines):
            for position, cell in enumerate(line.split(",")):
                sheet.write_string(row, position, cell)

    return workbook_bytes(fill)


def all_bytes(folder: Path) -> bytes:
    return b"".join(str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("made", [file_with, workbook_with], ids=["csv", "xlsx"])
def test_submitting_stores_nothing_and_shows_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], header: str, made
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    path = tmp_path / "in" / "victims"
    path.parent.mkdir()
    path.write_bytes(made(header))
    assert run(["submit", str(path), *VICTIMS]) == 1
    out, err = capfd.readouterr()
    assert "PER-001" in out
    assert "nothing was stored" in err
    assert SENTINEL not in out + err
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p != path] == []


def test_checking_writes_a_report_without_a_value_and_no_copy(tmp_path: Path, capfd) -> None:
    path = tmp_path / "victims.csv"
    path.write_bytes(file_with("passport"))
    for name in ("r.csv", "r.json", "r.xlsx"):
        asked = ["--report", str(tmp_path / name), "--marked", str(tmp_path / "copy.xlsx"), "--json"]
        assert run(["check", str(path), *VICTIMS, *asked]) == 1
    out, err = capfd.readouterr()
    assert "No marked copy" in err
    assert SENTINEL not in out + err
    assert not (tmp_path / "copy.xlsx").exists()
    path.unlink()
    assert b"PER-001" in (tmp_path / "r.csv").read_bytes()
    assert SENTINEL.encode() not in all_bytes(tmp_path)


def test_the_column_is_the_only_finding_and_nothing_of_the_file_is_kept(contract: Contract) -> None:
    found = check(file_with("Victim name"), contract=contract, table="victims", reporter="EGY")
    assert [(f.rule, f.letter, f.value) for f in found.findings] == [("PER-001", "F", None)]
    assert SENTINEL not in repr(found)
    assert [*found.reading.rows()] == []


def test_a_file_sealed_before_its_word_was_known_leaves_no_cells_in_what_is_derived(
    store: Store, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("pipelines.process.checking.personal_columns", lambda *_: [])
        submission = send(store, contract, file_with("surname")).submission
    judgement = rows.make(store, contract, submission, store.verified(submission), "x")
    assert judgement.verdict == "held"
    assert SENTINEL.encode() not in all_bytes(store.curated)
    assert not [*store.curated.rglob("*.parquet")]


def test_the_error_of_a_refusal_carries_no_value(store: Store, contract: Contract) -> None:
    with pytest.raises(Refused) as caught:
        send(store, contract, file_with("Prénom"))
    assert SENTINEL not in str(caught.value) + repr(caught.value.check)
    assert not store.raw.exists() or not [p for p in store.raw.rglob("*") if p.is_file()]


def test_a_column_of_the_contract_is_never_refused_for_its_name(contract: Contract) -> None:
    row = "EGY,Review of transplants,2020,TIP_OR,What,en\n"
    content = f"ref_area,Name of the practice,year,offence,what,language\n{row}".encode()
    found = check(io.BytesIO(content).getvalue(), contract=contract, table="practices", reporter="EGY")
    assert not found.is_refused


def two_sheets(header: str, *, hidden: bool = False) -> bytes:
    """A right workbook with a second sheet of this header over one row."""
    years = [f"EGY {year} F _T 3" for year in range(2000, 2012)]

    def fill(book: Book) -> None:
        data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        for row, line in enumerate(victims(*years).decode().split()):
            data.write_row(row, 0, line.split(","))
        other.write_row(0, 0, ["number", header])
        other.write_row(1, 0, ["1", SENTINEL])
        if hidden:
            other.hide()

    return workbook_bytes(fill)


@pytest.mark.parametrize("hidden", [False, True])
def test_a_sheet_that_is_not_read_is_looked_at_too(contract: Contract, hidden: bool) -> None:
    content = two_sheets("Passport number", hidden=hidden)
    found = check(content, contract=contract, table="victims", reporter="EGY")
    assert [(f.rule, f.column, f.letter, f.lines) for f in found.findings] == [
        ("PER-001", "sheet 2", "B", (1,))
    ]
    assert found.is_refused
    assert SENTINEL not in repr(found)


def test_a_harmless_second_sheet_is_no_reason_to_refuse(contract: Contract) -> None:
    found = check(two_sheets("Remark"), contract=contract, table="victims", reporter="EGY")
    assert (found.verdict, found.is_refused) == ("accepted", False)
