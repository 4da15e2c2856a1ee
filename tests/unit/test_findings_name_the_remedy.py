"""Do findings name what is to be done about just this fault: the letter, the count, the option that fits?"""

from __future__ import annotations

import pytest

from pipelines.collect.reading.describing import describe_reading
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.process import wording
from pipelines.process.answers import HOW
from pipelines.process.checking import check
from tests.files import COLUMNS, victims

HEADER = ",".join(COLUMNS)


def findings(contract: Contract, content: bytes, table: str = "victims") -> tuple[Finding, ...]:
    return check(content, contract=contract, table=table, reporter="EGY").findings


def said(contract: Contract, finding: Finding) -> str:
    return wording.sentence(finding, contract, contract.table("victims"))


@pytest.mark.parametrize(
    ("code", "written", "letter"),
    [
        ("EGY", "ЕGY", "Е (CYRILLIC CAPITAL LETTER IE)"),
        ("TIP_OR", "TIP_ΟR", "Ο (GREEK CAPITAL LETTER OMICRON)"),
        ("F", "Ｆ", "Ｆ (FULLWIDTH LATIN CAPITAL LETTER F)"),
    ],
)
def test_a_code_in_letters_that_look_alike_is_named_with_the_letter_and_the_code(
    contract: Contract, code: str, written: str, letter: str
) -> None:
    content = victims("EGY 2021 F _T 3").decode().replace(f"{code},", f"{written},", 1).encode()
    (finding,) = findings(contract, content)
    assert (finding.rule, finding.suggestion, finding.is_certain) == ("COL-002", code, True)
    assert f"looks like another but is not: {letter}. Write {code}." in said(contract, finding)


def test_letters_that_look_alike_are_named_as_reading_alone_names_them(contract: Contract) -> None:
    content = victims("EGY 2021 F _T 3").decode().replace("EGY", "ЕGY").encode()
    (problem,) = describe_reading(content, contract).problems
    (finding,) = findings(contract, content)
    assert problem.message in said(contract, finding)


def test_codes_in_several_letters_and_numbers_of_cases_are_looked_through_too(contract: Contract) -> None:
    table = contract.table("cases")
    example = {c.name: c.example for c in table.columns} | {"source_note": "x"}
    row = example | {"case_id": "ЕGY-2021-001"}
    content = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    found = [f for f in findings(contract, content.encode(), "cases") if f.column == "case_id"]
    assert [(f.rule, f.suggestion, f.is_certain) for f in found] == [("COL-009", "EGY-2021-001", True)]


def test_a_word_in_its_own_script_is_no_code_in_disguise(contract: Contract) -> None:
    content = victims("EGY 2021 F _T 3").decode().replace(",F,", ",Ж,").encode()
    (finding,) = findings(contract, content)
    assert not finding.is_certain


@pytest.mark.parametrize(("cells", "count"), [(",extra", "8"), (",a,b", "9")])
def test_a_row_with_too_many_cells_says_how_many_there_are(
    contract: Contract, cells: str, count: str
) -> None:
    content = victims("EGY 2021 F _T 3").decode().rstrip() + cells + "\n"
    found = [f for f in findings(contract, content.encode()) if f.rule == "STR-008"]
    assert f"The header has 7 cells, but here are {count}." in said(contract, found[0])


def test_rows_with_several_counts_of_cells_say_the_lowest_and_the_highest(contract: Contract) -> None:
    content = victims("EGY 2021 F _T 3", "EGY 2020 F _T 3,x", "EGY 2019 F _T 3,x,y", "EGY 2018 F _T 3,x")
    (finding,) = [f for f in findings(contract, content) if f.rule == "STR-008"]
    assert "but here are 8–9." in said(contract, finding)


def test_what_is_too_large_is_said_in_the_unit_of_the_limit(contract: Contract) -> None:
    wide = ",".join([HEADER, *(f"x{n}" for n in range(1000))])
    (finding,) = findings(contract, f"{wide}\n".encode())
    assert "1,007 columns; at most 1,000 columns can be read" in said(contract, finding)
    long = victims("EGY 2021 F _T 3").decode() + "EGY," + "x" * 1_100_000 + "\n"
    texts = [said(contract, f) for f in findings(contract, long.encode()) if f.rule == "STR-011"]
    assert "1,100,005 bytes in one line; at most 1,048,576 bytes in one line" in texts[0]


def test_only_the_option_that_answers_the_question_is_named(contract: Contract) -> None:
    rates = "ref_area;time_period;offence;measure;unit;denominator;value\n" + "".join(
        f"EGY;{year};TIP_OR;DETECTED;PER_100000_POP;TOTAL_POPULATION;1.234\n" for year in (2019, 2020)
    )
    (finding,) = findings(contract, rates.encode())
    assert finding.rule == "STR-014"
    assert "--" not in said(contract, finding)
    assert said(contract, finding).endswith(
        "Write numbers without marks between thousands, and with a point before decimals."
    )


def test_each_option_stands_with_one_kind_of_question_only() -> None:
    options = {kind: text for kind, text in HOW.items() if "--" in text}
    assert {kind: text.split("--")[1].rstrip(".") for kind, text in options.items()} == {
        "encoding": "encoding",
        "separator": "delimiter",
        "sheet": "sheet",
    }


@pytest.mark.parametrize(
    ("lines", "count", "place"),
    [
        ((2,), 1, "Line 2"),
        ((2, 3, 9), 3, "Lines 2, 3, 9"),
        ((2, 2, 3, 3), 4, "Lines 2, 3"),
        ((2, 3, 4, 5), 4, "4 lines (2, 3, 4 …)"),
        ((2, 3), 30, "30 lines (2, 3 …)"),
    ],
)
def test_lines_are_left_out_with_their_count_only(
    contract: Contract, lines: tuple[int, ...], count: int, place: str
) -> None:
    finding = Finding("STR-012", "error", lines=lines, count=count, context={"found": "x"})
    assert said(contract, finding).startswith(f"{place}:")
