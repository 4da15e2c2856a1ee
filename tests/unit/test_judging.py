"""Does each fault have one finding with its lines, however many faults there are?"""

from __future__ import annotations

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
    assert (finding.lines, finding.count, finding.context) == ((4, 5), 2, {"first_line": 2})


def test_parts_above_their_total_are_named_with_it(contract: Contract) -> None:
    rows = ("EGY 2021 _T _T 3", "EGY 2020 _T _T 4", "EGY 2021 F _T 2", "EGY 2021 M _T 2", "EGY 2020 F _T 4")
    (finding,) = findings(contract, victims(*rows), "VIC-007")
    assert finding.lines == (2, 4, 5)


def test_parts_without_their_total_are_no_fault(contract: Contract) -> None:
    assert findings(contract, victims("EGY 2021 F _T 2", "EGY 2021 M _T 2"), "VIC-007") == []
