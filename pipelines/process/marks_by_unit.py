"""Cells such as 1,204 told apart by their rows: where whole numbers are asked for, and where rates stand.

One cell may be a count in one row and a rate in another; what to write is not the same. Only cells that a
finding is about are looked at. What does not belong here: the form of numbers (`written_numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.collect.database import literals, quoted
from pipelines.contract.findings import Finding
from pipelines.contract.rules import HasFormat, WholeIf
from pipelines.process.number_suggestions import number_suggestion
from pipelines.process.predicates import Setting, holds
from pipelines.process.proposals import Suggestion
from pipelines.process.written_numbers import Readings, number_within, readings_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class _Rows:
    """The rows with one cell that ask for a whole number, or those that do not."""

    cell: str
    is_whole: bool
    count: int
    lines: tuple[int, ...]


def told_by_unit(
    connection: DuckDBPyConnection, setting: Setting, findings: list[Finding], lines: str
) -> list[Finding]:
    """The findings, with those about numbers with marks apart for counts and for rates.

    `lines` is the SQL of the lines that a finding names.
    """
    for rule, _columns in setting.table.bound_rules():
        if isinstance(rule, WholeIf) and rule.when.keys() <= set(setting.table.column_names):
            findings = _told(connection, setting, rule, findings, lines)
    return findings


def _told(
    connection: DuckDBPyConnection, setting: Setting, rule: WholeIf, findings: list[Finding], lines: str
) -> list[Finding]:
    marked = {f.value for f in findings if f.value and _is_marked(f, rule.column, setting)}
    if not marked:
        return findings
    cell = quoted(rule.column)
    found = connection.execute(
        f"SELECT {cell}, coalesce({holds(rule.when)}, FALSE), count(*), {lines} FROM mapped "
        f"WHERE {cell} IN {literals(sorted(marked))} GROUP BY 1, 2 ORDER BY 2"
    ).fetchall()
    rows = [_Rows(value, is_whole, count, tuple(of)) for value, is_whole, count, of in found]
    told: list[Finding] = []
    for finding in findings:
        is_one = finding.value in marked and _is_marked(finding, rule.column, setting)
        told += _apart(finding, rows, setting) if is_one else [finding]
    return told


def _is_marked(finding: Finding, column: str, setting: Setting) -> bool:
    """Whether it is about a cell of the column that is no number as it stands, but could be one or two."""
    is_form = isinstance(setting.contract.rule(finding.rule), HasFormat)
    return is_form and finding.column == column and _readings(finding.value or "").decimals != ""


def _apart(finding: Finding, rows: Sequence[_Rows], setting: Setting) -> list[Finding]:
    """The finding for the rows that ask for whole numbers, and for the others, where there are both."""
    column, cell = setting.table.column(finding.column), finding.value or ""
    rates = [_readings(other.cell) for other in rows if not other.is_whole]
    marks = {readings.mark for readings in rates if not readings.thousands}
    apart = []
    for of in rows:
        if of.cell != cell:
            continue
        proposal = number_suggestion(
            cell,
            column,
            setting.contract,
            is_whole=of.is_whole,
            has_decimal_marks=not of.is_whole and _readings(cell).mark in marks,
        )
        apart.append(_with(finding, of, proposal))
    return apart or [finding]


def _readings(cell: str) -> Readings:
    """Of the number in the cell, also where a mark stands beside it."""
    return readings_of(number_within(cell))


def _with(finding: Finding, rows: _Rows, proposal: Suggestion) -> Finding:
    return replace(
        finding,
        count=rows.count,
        lines=rows.lines,
        suggestion=proposal.text,
        is_certain=proposal.is_certain,
        context=proposal.context(),
    )
