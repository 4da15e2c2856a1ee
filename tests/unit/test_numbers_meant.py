"""Is a number with marks read as one number where it can be only one, and are both said where it is two?"""

from __future__ import annotations

import time

import pytest

from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.process import wording
from pipelines.process.checking import check
from pipelines.process.written_numbers import Readings, about, beside_a_mark, readings_of

HEADER = "ref_area;time_period;offence;measure;unit;denominator;value"


def findings(contract: Contract, *values: tuple[str, str]) -> list[Finding]:
    rows = [
        f"EGY;{2000 + n};TIP_OR;DETECTED;{unit};{'' if unit == 'NUMBER' else 'TOTAL_POPULATION'};{value}"
        for n, (unit, value) in enumerate(values)
    ]
    content = "\n".join([HEADER, *rows, ""]).encode()
    return [*check(content, contract=contract, table="victims", reporter="EGY").findings]


def said(contract: Contract, finding: Finding) -> str:
    return wording.sentence(finding, contract, contract.table("victims"))


RATE, COUNT = "PER_100000_POP", "NUMBER"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0,5", "0.5"), ("1,25", "1.25"), ("12,5", "12.5"), ("0,045", "0.045"), ("1,2345", "1.2345"),
        (",5", "0.5"), (".5", "0.5"), ("1.204,5", "1204.5"), ("1 204,5", "1204.5"), ("1,204.5", "1204.5"),
        ("1\xa0204", "1204"), ("1\u202f204", "1204"), ("1'204", "1204"), ("1.204.000", "1204000"),
        ("12,34,567", "1234567"), ("+3", "3"),
    ],
)  # fmt: skip
def test_a_rate_that_can_be_only_one_number_is_certain(contract: Contract, written: str, number: str) -> None:
    (finding,) = findings(contract, (RATE, written))
    assert (finding.rule, finding.suggestion, finding.is_certain) == ("COL-008", number, True)


@pytest.mark.parametrize("written", ["1,204", "12,000", "999,999"])
def test_of_a_rate_that_may_be_two_numbers_both_are_said(contract: Contract, written: str) -> None:
    (finding,) = findings(contract, (RATE, written))
    assert (finding.suggestion, finding.is_certain) == ("", False)
    text = said(contract, finding)
    assert f"Write {written.replace(',', '')} if it is between thousands" in text
    assert f"{written.replace(',', '.')} if it is before decimals" in text


def test_the_same_cell_in_a_count_and_in_a_rate_is_two_findings_with_two_remedies(contract: Contract) -> None:
    rate, count = findings(contract, (RATE, "1,204"), (COUNT, "1,204"))
    assert (rate.lines, rate.suggestion) == ((2,), "")
    assert (count.lines, count.suggestion, count.is_certain) == ((3,), "1204", False)


def test_decimal_commas_in_other_rates_are_evidence_and_no_certainty(contract: Contract) -> None:
    found = {finding.value: finding for finding in findings(contract, (RATE, "1,204"), (RATE, "0,5"))}
    assert (found["1,204"].suggestion, found["1,204"].is_certain) == ("1.204", False)
    assert found["0,5"].is_certain


@pytest.mark.parametrize("written", ["0,5", "12,5", "1.204,5"])
def test_no_count_is_told_to_become_a_part_of_a_person(contract: Contract, written: str) -> None:
    (finding,) = findings(contract, (COUNT, written))
    assert finding.suggestion == ""
    assert "write a whole number, or say in the column unit that it is a rate" in said(contract, finding)


@pytest.mark.parametrize(("written", "number"), [("12,0", "12"), ("1.204,00", "1204"), ("1 204", "1204")])
def test_a_count_with_nothing_after_its_mark_is_certain(
    contract: Contract, written: str, number: str
) -> None:
    (finding,) = findings(contract, (COUNT, written))
    assert (finding.suggestion, finding.is_certain) == (number, True)


def test_points_beside_decimal_commas_are_asked_about_in_the_same_pass(contract: Contract) -> None:
    for other in ("0,5", "1.204.000"):
        asked, refused = findings(contract, (RATE, "1.204"), (RATE, other))
        assert (asked.rule, asked.lines) == ("STR-014", (2,))
        assert (refused.rule, refused.lines) == ("COL-008", (3,))


def test_a_count_with_a_point_is_asked_about_in_the_words_of_reading_alone(contract: Contract) -> None:
    question = "Is the point in this number between thousands or before decimals?"
    (finding,) = findings(contract, (COUNT, "12.000"))
    assert f"{question} Write 12000 if it is between thousands, 12 if" in said(contract, finding)
    (finding,) = findings(contract, (COUNT, "1.204"))
    assert f"{question} Did you mean 1204?" in said(contract, finding)


@pytest.mark.parametrize(
    ("written", "number", "words"),
    [
        ("12*", "12", "mark * says belongs in the column source_note"),
        ("12¹", "12", "mark ¹ says belongs"), ("12 (a)", "12", "mark (a) says belongs"),
        ("5 (p)", "5", "YES in is_provisional"), ("~10", "10", "E in obs_status"),
        ("ca. 10", "10", "E in obs_status"), ("l2", "12", "A letter seems to stand"),
        ("1O", "10", "A letter seems to stand"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_number_is_not_lost(
    contract: Contract, written: str, number: str, words: str
) -> None:
    (finding,) = findings(contract, (COUNT, written))
    assert (finding.suggestion, finding.is_certain) == (number, False)
    assert words in said(contract, finding)


@pytest.mark.parametrize("written", ["(5)", "-3", "3-5", "O", "lO", "1e3", "½", "1,20,4", "12 persons", "5%"])
def test_of_what_may_be_anything_nothing_is_proposed(contract: Contract, written: str) -> None:
    assert [f.suggestion for f in findings(contract, (COUNT, written))] == [""]


def test_an_amount_with_a_decimal_comma_is_certain(contract: Contract) -> None:
    names = [c.name for c in contract.table("assistance").columns]
    example = {c.name: c.example for c in contract.table("assistance").columns}
    for written, number, is_certain in (
        ("1250,50", "1250.50", True),
        ("1.250,50", "1250.50", True),
        ("1,250", "", False),
    ):
        row = example | {
            "service": "COMPENSATION_PAID",
            "amount": written,
            "currency": "USD",
            "source_note": "x",
        }
        content = ";".join(names) + "\n" + ";".join(row[name] for name in names) + "\n"
        found = check(content.encode(), contract=contract, table="assistance", reporter="EGY").findings
        (finding,) = [f for f in found if f.rule == "COL-007"]
        assert (finding.suggestion, finding.is_certain) == (number, is_certain)


def test_a_plain_number_has_one_reading_or_none_to_say() -> None:
    assert readings_of("1204") == readings_of("word") == readings_of("") == readings_of("<5") == Readings()
    assert readings_of("1.204") == Readings("1204", "1.204", ".")


@pytest.mark.parametrize(
    ("written", "number"),
    [("1,234,567.89", "1234567.89"), ("12,34,567.89", "1234567.89"), ("1.234.567,89", "1234567.89")],
)
def test_decimals_after_several_marks_between_thousands_are_one_number(written: str, number: str) -> None:
    assert readings_of(written).only == number


@pytest.mark.parametrize("written", ["12,5 (p)", "~12,5", "12,5*", "ca. 0,5", "1.204,5¹"])
def test_no_count_with_a_mark_is_told_to_become_a_part_of_a_person(contract: Contract, written: str) -> None:
    (finding,) = findings(contract, (COUNT, written))
    assert (finding.suggestion, finding.is_certain) == ("", False)
    assert "but whole ones are counted here" in said(contract, finding)


@pytest.mark.parametrize("written", ["12.5 (p)", "~12.5"])
def test_a_half_with_a_mark_in_a_count_is_not_proposed_to_be_written(
    contract: Contract, written: str
) -> None:
    (finding,) = findings(contract, (COUNT, written))
    assert finding.suggestion == ""


@pytest.mark.parametrize(("mark", "of_mark"), [("*", "column source_note"), (" (p)", "is_provisional")])
def test_both_numbers_and_the_mark_are_said_where_a_mark_stands_beside_two(
    contract: Contract, mark: str, of_mark: str
) -> None:
    for unit, decimals in ((COUNT, "12"), (RATE, "12.000")):
        (finding,) = findings(contract, (unit, f"12.000{mark}"))
        assert (finding.suggestion, finding.is_certain) == ("", False)
        text = said(contract, finding)
        assert f"Write 12000 if it is between thousands, {decimals} if it is before decimals" in text
        assert of_mark in text


def test_the_same_marked_cell_in_a_count_and_in_a_rate_has_two_remedies(contract: Contract) -> None:
    rate, count = findings(contract, (RATE, "12,5 (p)"), (COUNT, "12,5 (p)"))
    assert (rate.lines, rate.suggestion, rate.is_certain) == ((2,), "12.5", False)
    assert (count.lines, count.suggestion) == ((3,), "")
    assert "is_provisional" in said(contract, rate)
    assert "is_provisional" in said(contract, count)


@pytest.mark.parametrize("written", ["O0", "0O", "0l", "O5"])
def test_letters_for_digits_make_no_number_with_a_zero_before_it(contract: Contract, written: str) -> None:
    assert [f.suggestion for f in findings(contract, (COUNT, written))] == [""]


@pytest.mark.parametrize("begin", ["1", "~1", "1."])
def test_a_cell_full_of_blanks_is_passed_over_at_once(contract: Contract, begin: str) -> None:
    begun = time.process_time()
    cell = begin + " " * 20_000 + "x"
    for of in (beside_a_mark(cell)[0], about(cell), readings_of(cell).only):
        assert of == ""
    assert time.process_time() - begun < 1
