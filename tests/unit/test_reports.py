"""Do the reports say what to mend first, leave the sender's cells alone, and compute nothing?"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipelines.cli import run
from pipelines.collect.reading.originals import original_records
from pipelines.contract.findings import position_of
from pipelines.contract.loading import Contract
from pipelines.process.checking import checked
from pipelines.process.reports.delimited import harmless
from pipelines.process.reports.kinds import is_report, marked_copy, report
from pipelines.process.reports.places import keys_of_lines
from pipelines.process.request import Request, layout_of
from tests.files import victims

FAULTY = (
    victims("EGY 2010 female _T 3", "EGY 2011 _T _T five", "EGY 2012 _T _T 5")
    + b"\nEGY,2013,TIP_OR,DETECTED,_T,_T,=1+1\n"
)
VICTIMS = ("--table", "victims", "--reporter", "EGY")


def made(contract: Contract, name: str, content: bytes = FAULTY) -> bytes:
    request = Request.make(contract, "victims", "EGY")
    with checked(content, contract, request) as (found, connection):
        return report(name, found, contract, request.table, keys_of_lines(connection, request.table, found))


def marked(contract: Contract, name: str, content: bytes = FAULTY) -> bytes:
    request = Request.make(contract, "victims", "EGY")
    with checked(content, contract, request, 0) as (found, _connection):
        records = original_records(content, found.reading, layout_of(request))
        return marked_copy(name, records, found, contract, request.table)


def table_of(content: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]


def test_a_report_begins_with_area_and_year_and_ends_with_the_codes(contract: Contract) -> None:
    head, first, *_rest = table_of(made(contract, "r.csv"))
    assert head[:4] == ["Reporting area", "Period", "Line", "Column"]
    assert head[-2:] == ["Rule", "Explained in"]
    assert first[:5] == ["EGY", "2010", "2", "E (sex)", "female"]
    assert first[6] == "Write F."
    assert first[-2:] == ["COL-002", "docs/rules/en/col.md#col-002"]


def test_what_a_spreadsheet_would_compute_is_quoted_in_csv(contract: Contract) -> None:
    cells = [cell for row in table_of(made(contract, "r.csv")) for cell in row]
    assert "'=1+1" in cells
    assert [harmless(cell) for cell in ("-3", "+4.5", "@a", "-a", "=A1")] == [
        "-3",
        "+4.5",
        "'@a",
        "'-a",
        "'=A1",
    ]


def test_a_workbook_holds_the_same_as_text_with_fitted_columns_and_no_formula(contract: Contract) -> None:
    content = made(contract, "r.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    plain = [[cell.removeprefix("'") for cell in row] for row in table_of(made(contract, "r.csv"))]
    assert sheet.to_python() == plain
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', xml)]
    assert len(widths) == len(plain[0])
    assert min(widths) < 12 < 50 < max(widths)


def test_a_report_for_machines_is_what_the_command_prints(contract: Contract) -> None:
    assert json.loads(made(contract, "r.json"))["verdict"] == "held"


def test_the_same_findings_give_the_same_bytes(contract: Contract) -> None:
    for name in ("r.csv", "r.xlsx", "r.json"):
        assert made(contract, name) == made(contract, name)


def test_a_marked_copy_leaves_every_cell_and_says_on_each_line_what_to_write(contract: Contract) -> None:
    rows = table_of(marked(contract, "m.csv"))
    assert [row[:7] for row in rows] == [[*map(harmless, row[:7])] for row in table_of(FAULTY)]
    assert rows[0][7].startswith("What to correct")
    assert rows[1][7] == 'sex: "female" is not in the list of codes sex. Write F.'
    assert rows[3][7] == ""


def test_a_marked_workbook_has_each_line_of_the_file_as_the_row_of_that_number(contract: Contract) -> None:
    content = marked(contract, "m.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[5][:7] == [
        "EGY",
        "2013",
        "TIP_OR",
        "DETECTED",
        "_T",
        "_T",
        "=1+1",
    ]  # line 6, after a blank one
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    styles = dict(re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml))
    assert styles["E2"] == styles["G3"] == styles["G6"] != styles["G4"] == styles["E3"]


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16"])
def test_a_marked_copy_keeps_letters_of_other_encodings(contract: Contract, encoding: str) -> None:
    rows = "\n".join(
        f"EGY,{year},TIP_OR,DETECTED,_T,_T,five,السنة العدد الضحايا" for year in range(2010, 2016)
    )
    content = f"ref_area,time_period,offence,measure,sex,age,value,source_note\n{rows}\n".encode(encoding)
    assert table_of(marked(contract, "m.csv", content))[1][7] == "السنة العدد الضحايا"


def test_a_workbook_is_marked_too(contract: Contract) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(marked(contract, "m.xlsx"))).get_sheet_by_index(0)
    assert sheet.to_python()[1][7].startswith("sex: ")
    again = marked(contract, "m.xlsx", marked(contract, "m.xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(again)).get_sheet_by_index(0).to_python()
    assert rows[1][:7] == ["EGY", "2010", "TIP_OR", "DETECTED", "female", "_T", "3"]


def test_column_letters_and_positions_are_each_others_opposite() -> None:
    assert [position_of(letter) for letter in ("A", "Z", "AA", "AZ", "BA")] == [0, 25, 26, 51, 52]


def test_a_report_is_written_over_an_older_one_but_over_nothing_else(
    contract: Contract, tmp_path: Path
) -> None:
    file, mine = tmp_path / "victims.csv", tmp_path / "other.csv"
    file.write_bytes(FAULTY)
    mine.write_bytes(b"my,own\n")
    for name in ("r.csv", "r.xlsx", "r.json"):
        for _time in (1, 2):
            assert run(["check", str(file), *VICTIMS, "--report", str(tmp_path / name)]) == 1
        assert is_report((tmp_path / name).read_bytes(), contract.table("victims"))
    for refused in (file, mine):
        before = refused.read_bytes()
        for option in ("--report", "--marked"):
            run(["check", str(file), *VICTIMS, option, str(refused)])
            assert refused.read_bytes() == before


def test_an_ending_that_is_not_known_is_named_with_those_that_are(tmp_path: Path, capsys) -> None:
    file = tmp_path / "victims.csv"
    file.write_bytes(FAULTY)
    assert run(["check", str(file), *VICTIMS, "--report", str(tmp_path / "r.pdf")]) == 64
    assert ".csv, .xlsx, .json" in capsys.readouterr().err


def test_the_terminal_says_where_each_rule_is_explained(tmp_path: Path, capsys) -> None:
    file = tmp_path / "victims.csv"
    file.write_bytes(FAULTY)
    assert run(["check", str(file), *VICTIMS]) == 1
    out = capsys.readouterr().out
    assert out.count("docs/rules/en/col.md#col-002") == 1
    assert "(3 errors)" in out
