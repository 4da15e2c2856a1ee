"""Does each fault have one finding with its lines, however many faults there are?"""

from __future__ import annotations

import pytest

from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.process.checking import check
from pipelines.process.judging import SHOWN_VALUES
from tests.files import victims


def findings(contract: Contract, content: bytes, rule: str, shown_lines: int = 20) -> list[Finding]:
    found = check(content, contract=contract, table="victims", reporter="EGY", shown_lines=shown_lines)
    return [finding for finding in found.findings if finding.rule == rule]


def test_each_wrong_value_has_a_finding_and_those_beyond_the_shown_share_one(contract: Contract) -> None:
    more = SHOWN_VALUES + 30
    content = victims(*(f"EGY 2021 Z{n % more} _T 1" for n in range(2 * more)))
    *single, shared = findings(contract, content, "COL-002", shown_lines=0)
    assert [(finding.value, finding.lines) for finding in single] == [
        (f"Z{n}", (n + 2, n + 2 + more)) for n in range(SHOWN_VALUES)
    ]
    assert (shared.value, shared.count, shared.context) == (None, 60, {"other_values": 30})
    assert shared.lines == tuple(sorted([*range(102, 132), *range(102 + more, 132 + more)]))


def test_a_finding_names_the_first_lines_and_counts_them_all(contract: Contract) -> None:
    (finding,) = findings(contract, victims(*["EGY 2021 Z _T 1"] * 50), "COL-002", shown_lines=5)
    assert (finding.lines, finding.count) == ((2, 3, 4, 5, 6), 50)


def test_a_cell_that_breaks_one_rule_is_judged_by_no_other(contract: Contract) -> None:
    content = victims("EGY 2921/22 F _T 1.5")
    found = check(content, contract=contract, table="victims", reporter="EGY").findings
    assert sorted(finding.rule for finding in found) == ["COL-003", "VIC-002"]


def test_the_same_row_twice_is_found_where_the_file_has_few_of_the_columns(contract: Contract) -> None:
    content = victims("EGY 2021 F _T 1", "EGY 2020 F _T 1", "EGY 2021 F _T 2", "EGY 2021 F _T 3")
    (finding,) = findings(contract, content, "COL-012")
    assert (finding.lines, finding.count, finding.context["first_line"]) == ((4, 5), 2, 2)
    names = ["ref_area", "time_period", "offence", "measure", "sex", "age"]
    assert finding.context["columns"] == [(name, name) for name in names]


def test_parts_above_their_total_are_named_with_it(contract: Contract) -> None:
    rows = ("EGY 2021 _T _T 3", "EGY 2020 _T _T 4", "EGY 2021 F _T 2", "EGY 2021 M _T 2", "EGY 2020 F _T 4")
    (finding,) = findings(contract, victims(*rows), "VIC-007")
    assert finding.lines == (2, 4, 5)


def test_parts_without_their_total_are_no_fault(contract: Contract) -> None:
    assert findings(contract, victims("EGY 2021 F _T 2", "EGY 2021 M _T 2"), "VIC-007") == []


@pytest.mark.parametrize(
    ("rule", "rows", "lines"),
    [
        ("VIC-008", ("_T _T 3", "_T Y0T14 4"), (2, 3)),  # a band that is no part of a partition
        ("VIC-008", ("_T Y0T17 3", "_T Y0T14 4", "_T Y15T17 1"), (2, 3)),
        ("VIC-008", ("_T _T 5", "_T Y0T8 3", "_T Y9T17 3"), (2, 3, 4)),  # the band between is not given
        ("VIC-007", ("_X _T 3", "F _T 4"), (2, 3)),  # sex was not asked: it stands for the total
        ("VIC-007", ("_T _T 3", "F _X 2", "M _X 2"), (2, 3, 4)),  # age was not asked
        ("VIC-007", ("_T _T <5", "F _T 3", "M _T 2"), (2, 3, 4)),
    ],
)
def test_parts_are_understood_as_the_totals_understand_them(
    contract: Contract, rule: str, rows: tuple[str, ...], lines: tuple[int, ...]
) -> None:
    content = victims(*(f"EGY 2021 {row}" for row in rows))
    found = check(content, contract=contract, table="victims", reporter="EGY").findings
    assert [(finding.rule, finding.lines) for finding in found] == [(rule, lines)]


@pytest.mark.parametrize(
    "rows",
    [
        ("_T _T 4", "_T Y0T14 4", "_T Y15T17 4"),  # bands that may overlap are not added
        ("_X _T 3", "_T _T 4", "F _T 4"),  # a total that is given stands
        ("_T _T 3", "F Y0T17 2", "M Y_GE18 1"),
        ("_T _T 5", "_T Y0T17 <5", "_T Y_GE18 5"),
    ],
)
def test_parts_that_may_be_right_are_no_fault(contract: Contract, rows: tuple[str, ...]) -> None:
    content = victims(*(f"EGY 2021 {row}" for row in rows))
    assert check(content, contract=contract, table="victims", reporter="EGY").findings == ()


@pytest.mark.parametrize(
    ("written", "shortest"),
    [
        ("2014-01/P1Y", "2014"),
        ("2014-01-01/P1Y", "2014"),
        ("2014-04-01/P1Y", "2014-04/P1Y"),
        ("2014-07/P6M", "2014-S2"),
        ("2014-10/P3M", "2014-Q4"),
    ],
)
def test_a_period_written_in_two_ways_is_asked_for_in_one(
    contract: Contract, written: str, shortest: str
) -> None:
    (finding,) = findings(contract, victims(f"EGY {written} _T _T 1"), "COL-015")
    assert (finding.suggestion, finding.is_certain) == (shortest, True)
    assert findings(contract, victims(f"EGY {shortest} _T _T 1"), "COL-015") == []


@pytest.mark.parametrize("period", ["2014-04/P9M", "2014-02/P3M", "2014-04-06/P1Y", "2014-04/P6M"])
def test_a_period_that_has_one_name_only_stands(contract: Contract, period: str) -> None:
    assert findings(contract, victims(f"EGY {period} _T _T 1"), "COL-015") == []


def test_zeros_before_a_number_and_years_that_begin_elsewhere_are_said(contract: Contract) -> None:
    content = victims("EGY 2014 _T _T 007", "EGY 2015-04/P1Y _T _T 0", "EGY 2016 _T _T 0")
    found = check(content, contract=contract, table="victims", reporter="EGY")
    assert [(note.kind, note.lines) for note in found.notes] == [
        ("zeros_before", (2,)),
        ("fiscal_years", (3,)),
    ]
    assert "in which it begins" in found.notes[1].text()


def test_a_nil_return_is_no_rate(contract: Contract) -> None:
    content = (
        b"ref_area,time_period,offence,measure,unit,denominator,value\n"
        b"EGY,2014,TIP_OR,DETECTED,PER_100000_POP,TOTAL_POPULATION,NIL\n"
    )
    found = check(content, contract=contract, table="victims", reporter="EGY").findings
    assert [finding.rule for finding in found] == ["VIC-009"]


def test_figures_that_stand_twice_are_not_added_to_a_second_finding(contract: Contract) -> None:
    rows = ("EGY 2021 _T _T 3", "EGY 2021 F _T 1", "EGY 2021 M _T 2", "EGY 2021 M _T 9")
    found = check(victims(*rows), contract=contract, table="victims", reporter="EGY").findings
    assert [finding.rule for finding in found] == ["COL-012"]
