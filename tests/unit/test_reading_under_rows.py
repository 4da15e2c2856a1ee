"""Is a remark right under the last row left out and quoted, and a row that was cut off not?"""

from __future__ import annotations

import ast
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.collect.spreadsheets import Book, workbook_bytes
from pipelines.contract.loading import Contract
from pipelines.locales.extracting import code

ROOT = Path(__file__).resolve().parents[2]
HEADER = "ref_area,time_period,offence,measure,sex,value"
TABLE = (
    f"{HEADER}\nEGY,2019,TIP_OR,DETECTED,F,3\nEGY,2020,TIP_OR,DETECTED,M,5\nEGY,2021,TIP_OR,DETECTED,F,6\n"
)
NAMED = (
    "governorate,year,men,women,all\nAswan,2021,1,2,3\nCairo,2021,4,5,9\nGiza,2021,3,3,6\nQena,2021,1,1,2\n"
)
REMARKS = """
Provisional
Last updated: 03/2022
Tel. 02 27921174
Contact: stat@moj.gov.eg
"Cairo, 12 March 2022"
Cairo, 12 March 2022
Page 1 of 1
Director General
www.moj.gov.eg
Données provisoires
Champ : France entière
Elaboración propia
Предварительные данные
Исп. Отдел статистики
بيانات أولية
数据来源：公安部
初步数据
2021年数据为初步数据
联系电话：010-66262114
""".strip().splitlines()
CUT_OFF = ["EGY", "EG", "E", "EGY,20", "FRA", "Egypt", "Fran", "مصر", "埃及", "TIP_OR", "2021", "12.5", "3/4"]


def read(text: str, contract: Contract) -> Description:
    return describe_reading(text.encode(), contract)


def kinds(description: Description) -> list[str]:
    return [problem.kind for problem in description.problems]


def remarks(description: Description) -> list[int]:
    return [line for note in description.notes if note.kind == "remark" for line in note.lines]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_right_under_the_last_row_is_left_out_and_quoted(contract: Contract, remark: str) -> None:
    described = read(TABLE + remark + "\n", contract)
    assert (described.outcome, described.reading.row_count, remarks(described)) == ("accept_note", 3, [5])
    assert [line.text.split()[-1] for line in described.reading.beside] == [remark.strip('"').split()[-1]]


@pytest.mark.parametrize("remark", [r for r in REMARKS if "," not in r])
def test_so_is_one_that_a_spreadsheet_padded(contract: Contract, remark: str) -> None:
    described = read(f"{TABLE}{remark},,,,,\n", contract)
    assert (described.outcome, described.reading.row_count, remarks(described)) == ("accept_note", 3, [5])


def test_so_is_one_of_a_workbook(contract: Contract) -> None:
    def fill(book: Book) -> None:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate([*TABLE.splitlines(), "Предварительные данные"]):
            sheet.write_row(number, 0, row.split(","))

    described = describe_reading(workbook_bytes(fill), contract)
    assert (described.reading.row_count, remarks(described)) == (3, [5])


@pytest.mark.parametrize("cut", CUT_OFF)
def test_a_row_that_was_cut_off_is_no_remark(contract: Contract, cut: str) -> None:
    described = read(TABLE + cut, contract)
    assert "too_few_cells" in kinds(described)
    assert remarks(described) == []


@pytest.mark.parametrize("cut", ["Minya", "Beni Suef", "Gi"])
def test_in_a_column_of_names_another_name_may_be_a_row_that_was_cut_off(
    contract: Contract, cut: str
) -> None:
    assert "too_few_cells" in kinds(read(NAMED + cut, contract))


@pytest.mark.parametrize(
    "remark", ["Provisional", "Tel. 02 27921174", "Contact: stat@moj.gov.eg", "© Ministry"]
)
def test_under_a_column_of_names_what_no_name_has_makes_a_remark(contract: Contract, remark: str) -> None:
    assert remarks(read(f"{NAMED}{remark}\n", contract)) == [6]


@pytest.mark.parametrize("after", ["Egypt", "Director", "2022"])
def test_every_line_under_the_first_remark_is_one(contract: Contract, after: str) -> None:
    for end in ("\n", ",,,,,\n"):
        assert remarks(read(f"{TABLE}Source: police\nProvisional\n{after}{end}", contract)) == [5, 6, 7]


def test_one_cell_among_the_rows_is_no_remark(contract: Contract) -> None:
    described = read(f"{TABLE}Provisional\nEGY,2022,TIP_OR,DETECTED,F,6\n", contract)
    assert kinds(described) == ["too_few_cells"]


def test_where_rows_have_one_cell_the_last_of_them_is_no_remark(contract: Contract) -> None:
    described = read(
        f"{HEADER}\nNorth region,,,,,\nEGY,2019,A,B,F,3\nEGY,2020,A,B,M,5\nNot known,,,,,\n", contract
    )
    assert remarks(described) == []


@pytest.mark.parametrize(
    ("remark", "kind"),
    [("Figures in thousands", "unit"), ("Figures for the first half of 2021", "part_of_year")],
)
def test_what_such_a_remark_says_of_the_figures_is_asked(contract: Contract, remark: str, kind: str) -> None:
    assert kinds(read(f"{TABLE}{remark}\n", contract)) == [kind]


def test_such_a_remark_about_a_person_is_quoted_nowhere(contract: Contract) -> None:
    described = read(f"{TABLE}Victim: Jane Miller, passport A1234567\n", contract)
    assert described.reading.row_count == 3
    assert "Miller" not in " ".join(note.shown() for note in described.notes)


@pytest.mark.parametrize("pad", ["", ",,,"])
@pytest.mark.parametrize("gap", ["", "\n\n"])
def test_another_table_is_told_once_at_its_title(contract: Contract, pad: str, gap: str) -> None:
    lines = ["Table 4. Convictions", "year,persons,court", "2020,4,Cairo", "2021,5,Giza"]
    second = "\n".join(line + pad for line in lines)
    described = read(f"{TABLE}{gap}{second}\nSource: courts\n", contract)
    assert [(p.kind, p.lines) for p in described.problems] == [("another_table", [5 + gap.count("\n")])]
    assert described.reading.row_count == 3


def test_a_legend_under_the_rows_is_no_other_table(contract: Contract) -> None:
    described = read(f"{TABLE}\n\nNotes\nmark,meaning\n1,estimate\n2,break\n", contract)
    assert "another_table" not in kinds(described)


def test_the_title_of_the_same_table_once_more_is_no_fault_of_its_own(contract: Contract) -> None:
    described = read(f"{TABLE}\nTable 4. Children\n{TABLE}", contract)
    assert kinds(described) == ["header_again"]
    assert remarks(described) == [6]


def test_a_blank_row_of_a_refused_file_is_told_once(contract: Contract) -> None:
    described = read(f"{TABLE}\nEGY,2022\n{TABLE.splitlines()[1]}\n", contract)
    assert described.outcome == "reject"
    assert kinds(described).count("blank_row") == 1
    assert "blank_row" not in [note.kind for note in described.notes]


def messages_of_notes(tree: ast.Module) -> set[str]:
    """The texts that are given to a name which is the message of a note in the same function."""
    found: set[str] = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        calls = [n for n in ast.walk(function) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Note"]
        names = {ast.unparse(call.args[0]) for call in calls}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names:
                found |= {str(n.value) for n in ast.walk(node.value) if isinstance(n, ast.Constant)}
    return found


def extracted(source: bytes) -> set[str]:
    """All texts, in each of their forms, that the catalogues take from this code."""
    texts = [found[2] for found in code(BytesIO(source), (), (), ())]
    return {form for text in texts for form in ((text,) if isinstance(text, str) else text)}


def test_every_message_of_a_note_reaches_the_catalogues() -> None:
    sources = [path.read_bytes() for path in sorted((ROOT / "pipelines").rglob("*.py"))]
    noted = [source for source in sources if b"Note(" in source]
    assert noted
    assert [
        lost for source in noted if (lost := messages_of_notes(ast.parse(source)) - extracted(source))
    ] == []


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("remark", ["", "Provisional\n"])
def test_rows_between_other_separators_are_no_remarks(
    contract: Contract, separator: str, remark: str
) -> None:
    row = separator.join(("JOR", "2021", "TIP_OR", "DETECTED", "F", "4"))
    told = describe_reading(f"{TABLE}{remark}{row}\n{row}\n".encode(), contract)
    assert told.outcome == "reject"
    line = 5 + bool(remark)
    assert line in {line for problem in told.problems for line in problem.lines}
