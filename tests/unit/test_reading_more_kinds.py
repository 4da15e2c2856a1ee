"""Are files like the hard ones, but others, read as what they are, asked about, or refused with the place?"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from typing import Any

import pytest

from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.collect.reading.evidence import MOST_OF_A_REFUSED_FILE
from pipelines.collect.reading.records import MOST_MISQUOTED
from pipelines.collect.spreadsheets import workbook_bytes
from pipelines.contract.loading import Contract
from tests.unit.read_rows import HEADER, ROWS

BROKEN, BROKEN_LINE = 3, 5
RUSSIAN = [["код", "страна", "орган"], ["EGY", "Египет", "почка"], ["GEO", "Грузия", "печень"],
           ["OMN", "Оман", "роговица"], ["TUN", "Тунис", "почка"]]  # fmt: skip
FRENCH = [["code", "pays", "organe"], ["EGY", "Égypte", "cornée"], ["GEO", "Géorgie", "foie"],
          ["DZA", "Algérie", "cornée"], ["LBR", "Libéria", "cornée"],
          ["CIV", "Côte d'Ivoire", "rein"]]  # fmt: skip


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return file.getvalue()


def with_cell(cell: str, place: int = 4, delimiter: str = ",") -> str:
    rows = [list(row) for row in ROWS]
    rows[BROKEN][place] = cell
    return written([HEADER, *rows], delimiter)


def describe(
    contract: Contract, content: str | bytes, columns: list[str] | None = None, language: str = ""
) -> Description:
    given = content.encode() if isinstance(content, str) else content
    return describe_reading(given, contract, columns=tuple(columns or ()), language=language)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("cell", "place", "kind"),
    [
        ("12,0", 4, "decimal_mark"), ("12.5", 4, "not_whole"), ("12?", 4, "not_a_number"),
        ("12+", 4, "not_a_number"), ("~12", 4, "not_a_number"), ("10-15", 4, "not_a_number"),
        ("1,2E+05", 4, "shortened"), ("05-May-20", 4, "made_a_date"), ("2020-09-05", 0, "made_a_date"),
        ("12/01/2020", 4, "made_a_date"), ("#VALEUR!", 4, "spreadsheet_error"),
        ("#¿NOMBRE?", 4, "spreadsheet_error"), ("#Н/Д", 4, "spreadsheet_error"), ("@A1", 1, "formula"),
        ("＝1+1", 1, "formula"), ("+A1*2", 1, "formula"), ("javascript:alert(1)", 1, "markup"),
        ("Cote d?ivoire", 1, "mojibake"), ("Lib茅ria", 1, "mojibake"),
        ("Pol\u2067and\u2069", 1, "direction_override"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_another_kind_is_refused_once_with_its_line(
    contract: Contract, cell: str, place: int, kind: str, delimiter: str
) -> None:
    described = describe(contract, with_cell(cell, place, delimiter), HEADER)
    assert described.outcome == "reject"
    assert [(p.kind, p.line) for p in described.problems] == [(kind, BROKEN_LINE)]


@pytest.mark.parametrize(
    "column",
    [
        ["192.168.0.1", "10.0.0.7", "172.16.5.4"], ["10A", "12", "13B"], ["2001-02", "2003-04", "2005"],
        ["+1-202-555-0100", "+33 1 00 00 00 00", "+44-20"], ["A+", "B-", "O+"], ["0-17", "18-24", "65+"],
        ["01234", "00321", "90210-1234"], ["#ff00aa", "#00ff00", "#123456"],
        ["a@x.invalid", "@somebody", "-"],
        ["http://x.invalid/a?b=1", "http://x.invalid/?c", "why? because"], ["1.5", "2", "3.25"],
        ["(1,200)", "35", "(7)"], ["Total", "Male", "Total"], ["2019", "2020-05-01", "2021"],
        ["Gößnitz", "Þórshöfn", "Łódź"], ["Ђаковица", "Қарағанды", "Өвөр"],
        ["l’Égypte", "“été” – ça", "naïve…"],
        ["5 µg/m³", "10 °C", "±5 %"], ["─┼─", "│x│", "═══"], ["Việt Nam", "Hà Nội", "Huế"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["remark", "sex"])
def test_a_column_that_only_looks_odd_is_left_alone(contract: Contract, name: str, column: list[str]) -> None:
    rows = [[f"r{number}", cell, "x"] for number, cell in enumerate(column)]
    described = describe(contract, written([["key", name, "kind"], *rows]))
    assert (described.outcome, described.problems) == ("accept", [])


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "remarks",
    [["it’s so", "people’s"], ["the “big” one", "– none –"], ["10–15 years", "wait…"], ["£12", "5 °C"]],
)
def test_signs_of_print_do_not_become_letters(contract: Contract, encoding: str, remarks: list[str]) -> None:
    rows = [["key", "remark"], *([f"r{n}", remark] for n, remark in enumerate(remarks * 3))]
    described = describe(contract, written(rows).encode(encoding))
    assert described.outcome in ("accept_note", "ask")
    assert described.outcome == "ask" or described.rows == rows


@pytest.mark.parametrize(
    ("rows", "true", "taken_for"),
    [(RUSSIAN, "utf-8", "cp1252"), (RUSSIAN, "utf-8", "cp866"), (RUSSIAN, "cp1251", "cp1252"),
     (RUSSIAN, "koi8_r", "cp1251"), (RUSSIAN, "cp1251", "cp437"), (FRENCH, "utf-8", "cp437"),
     (FRENCH, "utf-8", "gb18030"), (FRENCH, "cp1252", "cp1251"), (FRENCH, "mac_roman", "cp1252"),
     (FRENCH, "cp850", "cp1252")],
)  # fmt: skip
def test_letters_that_were_broken_before_the_file_was_sent_are_named(
    contract: Contract, rows: list[list[str]], true: str, taken_for: str
) -> None:
    described = describe(contract, written(rows).encode(true).decode(taken_for, "replace"))
    assert described.outcome == "reject"
    assert {"mojibake"} == {p.kind for p in described.problems}
    assert describe(contract, written(rows)).outcome == "accept"


@pytest.mark.parametrize(
    ("below", "kind"),
    [(["Total 2020", "", "", "", "669"], "total_row"), (["Sum", "", "", "", "669"], "total_row"),
     (["", "", "", "", "669"], "total_row"),
     (["小计", "", "", "", "7"], "total_row"), (HEADER, "header_again")],
)  # fmt: skip
@pytest.mark.parametrize("at", [3, 7])
def test_a_row_that_is_no_data_of_its_own_is_asked_about(
    contract: Contract, below: list[str], kind: str, at: int
) -> None:
    if not below[0] and at < len(ROWS):
        below = ["Subtotal", "", "", "", "7"]
    described = describe(contract, written([HEADER, *ROWS[:at], below, *ROWS[at:]]), HEADER)
    assert described.outcome == "ask"
    assert [(p.kind, p.line) for p in described.problems] == [(kind, at + 2)]


def test_a_file_without_a_header_is_asked_about(contract: Contract) -> None:
    described = describe(contract, written(ROWS))
    assert [(p.kind, p.asks) for p in described.problems] == [("no_header", True)]
    years = [["country", "2019", "2020"], ["EGY", "5", "7"], ["FRA", "3", "2"]]
    assert describe(contract, written(years)).outcome == "accept"


@pytest.mark.parametrize("above", ["Table 3. Victims, 2020\n", "Ministry\n\nVictims, by organ, 2020\n"])
@pytest.mark.parametrize("below", ["", "\nNote: provisional, and may change\n"])
def test_titles_and_notes_with_separators_in_them_are_left_out(
    contract: Contract, above: str, below: str
) -> None:
    described = describe(contract, above + written([HEADER, *ROWS]) + below)
    assert (described.outcome, described.rows) == ("accept_note", [HEADER, *ROWS])


def test_the_last_row_of_a_narrow_table_is_no_remark(contract: Contract) -> None:
    rows = [["name", "value"], ["one", "2"], ["a name that goes on for many words", ""]]
    assert describe(contract, written(rows)).rows == rows


@pytest.mark.parametrize(
    ("content", "outcome", "kind"),
    [
        ("sep=;\n", "reject", "no_rows"), ("sep=;\na,b\n1,2\n", "ask", "separator"),
        ("a:b:c\n1:2:3\n4:5:6\n", "ask", "separator"), ("{}", "reject", "not_a_table"),
        ("[[1, 2],\n [3, 4]]", "reject", "not_a_table"), ("\n\n%PDF-1.7\n", "reject", "not_a_table"),
        ("<!-- x -->\n<html></html>", "reject", "not_a_table"),
        ("<style>td{}</style>", "reject", "not_a_table"),
        ("<records><r>1</r></records>", "reject", "not_a_table"),
        ("MIME-Version: 1.0\nX-Document-Type: Workbook\n", "reject", "not_a_table"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_from_one(contract: Contract, content: str, outcome: str, kind: str) -> None:
    for given in (content.encode(), content.encode("utf-16")):
        described = describe(contract, given)
        assert described.outcome == outcome
        assert kind in {p.kind for p in described.problems}


def test_a_separator_under_which_the_header_matches_is_taken(contract: Contract) -> None:
    described = describe(contract, written([HEADER, *ROWS], ":"), HEADER)
    assert (described.outcome, described.rows) == ("accept_note", [HEADER, *ROWS])


def test_text_of_two_bytes_that_was_cut_is_one_fault(contract: Contract) -> None:
    described = describe(contract, written([HEADER, *ROWS]).encode("utf-16")[:-5])
    assert [(p.kind, p.line) for p in described.problems] == [("encoding", len(ROWS) + 1)]


def test_words_that_differ_only_in_their_blanks_are_no_riddle(contract: Contract) -> None:
    rows = [["رمز الدولة", "عدد الضحايا"], ["مصر", "5"], ["المغرب", "7"]]
    described = describe(contract, written(rows).encode("mac_arabic"))
    assert (described.outcome, described.rows) == ("accept_note", rows)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_very_long_word_beside_other_letters_costs_little(contract: Contract, encoding: str) -> None:
    begin = time.process_time()
    rows = [["key", "remark"], ["r1", "Libéria et Côte d'Ivoire"], ["r2", "x" * 900_000], ["r3", "cornée"]]
    described = describe(contract, written(rows).encode(encoding))
    assert [p.kind for p in described.problems] == ["large_cell"]
    assert time.process_time() - begin < 2


def test_names_of_columns_that_were_cleaned_are_said(contract: Contract) -> None:
    described = describe(contract, written([[" a", "b\u200b", "c"], ["x", "y", "z"]]))
    assert (described.outcome, described.rows[0]) == ("accept_note", ["a", "b", "c"])
    assert [note.kind for note in described.notes] == ["names_cleaned"]


def test_after_very_many_misquoted_lines_a_right_one_is_still_right(contract: Contract) -> None:
    many = MOST_MISQUOTED + 30_000
    content = "a,b,c\n" + 'x" ,"y,z"w\n' * many + '1,"two, ""2""",3\n' * 1_000 + "1,2\n"
    described = describe(contract, content)
    assert [(p.kind, p.count) for p in described.problems] == [("quote", many), ("too_few_cells", 1)]
    assert described.problems[1].line == many + 1_002


def test_where_the_cells_of_a_refused_file_were_not_all_judged_it_is_said(contract: Contract) -> None:
    many = MOST_OF_A_REFUSED_FILE + 50_000
    rows = "a,b,c\n" + "x,y,z\n" * many
    refused = describe(contract, rows + "u,v\n")
    assert "partly_judged" in {note.kind for note in refused.notes}
    asked = describe(contract, rows + '\ntotal, ,\n"x",y,' + "z" * 6_000 + "\n")
    assert (asked.outcome, len(asked.rows)) == ("ask", asked.reading.row_count + 1)


def sheet(rows: list[list[Any]], change: Callable[[Any, Any], None] = lambda book, page: None) -> bytes:
    def fill(book: Any) -> None:
        page = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                page.write(number, position, cell)
        change(book, page)

    return workbook_bytes(fill)


def test_a_sheet_of_one_column_with_separators_in_it_is_asked_about(contract: Contract) -> None:
    described = describe(contract, sheet([[",".join(row)] for row in [HEADER, *ROWS]]))
    assert [(p.kind, p.asks) for p in described.problems] == [("separator", True)]


def test_hidden_rows_are_read_and_said(contract: Contract) -> None:
    described = describe(
        contract, sheet([HEADER, *ROWS], lambda _book, page: page.set_row(2, options={"hidden": True}))
    )
    assert (described.outcome, described.rows) == ("accept_note", [HEADER, *ROWS])
    assert [note.lines for note in described.notes] == [(3,)]
