"""Is a number of the contract's own layout that could be two numbers asked about, and no other?"""

from __future__ import annotations

import pytest

from pipelines.collect.reading.describing import describe_reading
from pipelines.contract.loading import Contract
from pipelines.process.checking import check

HEADER = "ref_area,time_period,offence,measure,sex,age,unit,value"


def file(unit: str, values: list[str]) -> bytes:
    rows = [f'EGY,{2010 + n},TIP_OR,DETECTED,F,_T,{unit},"{value}"' for n, value in enumerate(values)]
    return "\n".join([HEADER, *rows, ""]).encode()


def asked(contract: Contract, content: bytes) -> list[tuple[object, tuple[int, ...]]]:
    findings = check(content, contract=contract, table="victims", reporter="EGY").findings
    return [(f.context["kind"], f.lines) for f in findings if f.rule == "STR-014"]


def test_rates_are_asked_about_as_reading_alone_asks(contract: Contract) -> None:
    content = file("PER_100000_POP", ["12", "1.234", "7", "2.500"])
    (problem,) = describe_reading(content, contract).problems
    assert asked(contract, content) == [(problem.kind, tuple(problem.lines))] == [("number_mark", (3, 5))]


@pytest.mark.parametrize(("mark", "rule"), [(",", "COL-008"), (".", "VIC-002")])
def test_a_count_that_must_be_written_anew_is_one_finding_and_no_question(
    contract: Contract, mark: str, rule: str
) -> None:
    content = file("NUMBER", ["12", f"1{mark}234", "7", f"2{mark}500"])
    (problem,) = describe_reading(content, contract).problems
    findings = check(content, contract=contract, table="victims", reporter="EGY").findings
    assert {finding.rule for finding in findings} == {rule}
    assert {line for finding in findings for line in finding.lines} == set(problem.lines) == {3, 5}


def test_rates_whose_column_shows_what_the_point_means_are_not_asked_about(contract: Contract) -> None:
    assert asked(contract, file("PER_100000_POP", ["1.234", "0.5", "2.25"])) == []


def test_plain_counts_are_not_asked_about(contract: Contract) -> None:
    assert asked(contract, file("NUMBER", ["12", "1234", "<5", "0"])) == []


def test_cells_of_another_kind_that_are_refused_hide_no_question(contract: Contract) -> None:
    rates = ["1.234", "2.500", *map(str, range(100))]
    plain, spoiled = file("PER_100000_POP", rates), file("PER_100000_POP", [*rates, *["abc"] * 30])
    assert len(asked(contract, plain)) == len(asked(contract, spoiled)) == 1
