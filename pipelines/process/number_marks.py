"""Numbers of the contract's own layout that could be two numbers: 1.234 and 1,234, thousands or decimals.

The question that reading a file alone asks too, of the columns that hold numbers; a profile says what its
marks mean. What does not belong here: what a number may be (rules), how a column shows its marks (`numbers`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.counting import count_column
from pipelines.collect.reading.faults import ASKS
from pipelines.collect.reading.numbers import EITHER, POINT, judge_numbers
from pipelines.collect.reading.problems import Problem, problem_of
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.written_numbers import readings_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NUMBERS = ("value", "amount")
"""Types that may have decimals: in a whole number either mark is refused, so there is nothing to ask."""


def ambiguous_numbers(
    connection: DuckDBPyConnection, contract: Contract, table: Table, columns: tuple[str, ...], delimiter: str
) -> list[Finding]:
    """A question for each column of `text` whose cells do not show what their commas or points mean."""
    types = {column.name: column.type for column in table.columns}
    numeric = [(i, name) for i, name in enumerate(columns) if types.get(name) in NUMBERS]
    found: list[Finding] = []
    unclear = _may_be_either(connection, [name for _i, name in numeric])
    for position, name in numeric:
        if name in unclear:
            column = Column(position, name)
            count_column(connection, column, name)
            cells = [cell for cell in column.counts if cell]
            problems, _notes = judge_numbers(column, cells, delimiter)
            found += [
                Finding(
                    rule=ASKS,
                    severity=contract.rule(ASKS).severity,
                    column=name,
                    letter=column.letter,
                    lines=tuple(problem.lines),
                    count=problem.count,
                    context={"kind": problem.kind, "what": problem.message},
                )
                for problem in (*(p for p in problems if p.asks), *_beside_other_marks(column, cells))
            ]
    return found


def _beside_other_marks(column: Column, cells: list[str]) -> list[Problem]:
    """A question about cells such as 1.204 where others have decimal commas, or points between thousands.

    The others are refused, and these would pass for decimals.
    """
    readings = {cell: readings_of(cell) for cell in cells}
    doubtful = [cell for cell, of in readings.items() if of.thousands and of.decimals and of.mark == "."]
    of_one = [of for of in readings.values() if of.only]
    has_others = any((of.mark == ",") if of.decimals else (of.mark == ".") for of in of_one)
    return (
        [problem_of(column, "number_mark", doubtful, _(POINT), asks=True)] if doubtful and has_others else []
    )


def not_said_by(judged: list[Finding], asked: list[Finding]) -> list[Finding]:
    """The questions about cells that no rule refuses: what has to be written anew need not be asked about."""
    return [question for question in asked if not _is_said(judged, question)]


def _is_said(judged: list[Finding], question: Finding) -> bool:
    """Whether each of its cells is refused: by line, or, where not all are shown, by how many are alike."""
    refused = [
        finding for finding in judged if finding.column == question.column and finding.severity == ERROR
    ]
    lines = {line for finding in refused for line in finding.lines}
    alike = [finding for finding in refused if re.fullmatch(EITHER, finding.value or "")]
    is_shown = question.count <= len(question.lines)
    enough = sum(finding.count for finding in alike) >= question.count
    return lines >= set(question.lines) if is_shown else enough


def _may_be_either(connection: DuckDBPyConnection, names: list[str]) -> list[str]:
    """Those of the columns with a cell that may be two numbers; all are asked in one pass."""
    if not names:
        return []
    marked = "(contains({cell}, ',') OR contains({cell}, '.')) AND regexp_full_match({cell}, $either)"
    asked = ", ".join(f"bool_or({marked.format(cell=quoted(name))})" for name in names)
    found = connection.execute(f"SELECT {asked} FROM text", {"either": EITHER}).fetchone() or ()
    return [name for name, is_so in zip(names, found, strict=True) if is_so]
