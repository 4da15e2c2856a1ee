"""The rules of a table over `mapped`: distinct values are judged once, then the lines of the failing ones fetched.

A rule that needs a cell another rule has found bad does not judge it: no second finding for one cause.
What does not belong here: how a kind of rule decides on a cell (`predicates`), and texts (`wording`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import quoted
from pipelines.collect.mapping import Mapping
from pipelines.contract.findings import Finding
from pipelines.contract.rules import ERROR, Rule
from pipelines.process import across_rows
from pipelines.process.predicates import Setting, fails, is_about_cells
from pipelines.process.suggestions import suggest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN_VALUES = 100
"""So many values of one column are told apart under one rule; the others share one finding, counted."""


def judge(
    connection: DuckDBPyConnection, setting: Setting, mapping: Mapping, shown_lines: int
) -> list[Finding]:
    """All findings of the table's rules. `shown_lines` is how many lines a finding names (0: all)."""
    return _Judgement(connection, setting, mapping, shown_lines).findings()


class _Judgement:
    def __init__(
        self, connection: DuckDBPyConnection, setting: Setting, mapping: Mapping, shown_lines: int
    ) -> None:
        self.connection, self.setting, self.mapping, self.shown_lines = (
            connection,
            setting,
            mapping,
            shown_lines,
        )
        self.bad: set[str] = set()
        self.found: list[Finding] = []

    def findings(self) -> list[Finding]:
        bound = self.setting.table.bound_rules()
        single = [(rule, columns[0]) for rule, columns in bound if is_about_cells(rule) and len(columns) == 1]
        for column in dict.fromkeys(column for _, column in single):
            self._judge_column(column, [rule for rule, of in single if of == column])
        for rule, columns in bound:
            if is_about_cells(rule) and len(columns) > 1:
                self._judge_together(rule, columns)
            elif rule.kind == "unique_key":
                groups = across_rows.repeated(
                    self.connection, columns, self._sound(columns), self._lines("line")
                )
                self._add_all(rule, columns[0] if len(columns) == 1 else "", groups)
            elif rule.kind == "sum_of_parts":
                parts = across_rows.parts_above_total(
                    self.connection, self.setting, rule.column, self._lines("line")
                )
                self._add_all(rule, rule.column, parts)
        return self.found

    def _judge_column(self, column: str, rules: list[Rule]) -> None:
        """Each distinct value by all rules in one pass; one that fails an error is judged no further."""
        cell, errors = quoted(column), [quoted(rule.id) for rule in rules if rule.severity == ERROR]
        if not self._make_failing(column, rules, " OR ".join(errors) or "FALSE"):
            return
        lines = quoted(f"lines of failing {column}")
        self.connection.execute(
            f"CREATE TABLE {lines} AS SELECT line, failing.* FROM mapped JOIN {quoted(_failing(column))} failing USING ({cell})"
        )
        before: list[str] = []
        for rule in rules:
            condition = " AND NOT ".join([quoted(rule.id), *before])
            self._add_failing(rule, (column,), f"SELECT {cell}, line FROM {lines} WHERE {condition}")
            if rule.severity == ERROR:
                before.append(quoted(rule.id))
        if self._count(f"{lines} WHERE is_bad"):
            self.bad.add(column)
        self.connection.execute(f"DROP TABLE {lines}")

    def _make_failing(self, column: str, rules: list[Rule], is_bad: str) -> int:
        """Make the table of the column's failing values, with a flag for each rule and `is_bad`; how many there are."""
        cell = quoted(column)
        judged = ", ".join(f"coalesce({fails(r, (column,), self.setting)}, FALSE) AS {quoted(r.id)}" for r in rules)
        # Identifiers are nearly all different: grouping them before they are judged would cost more than it spares.
        is_grouped = self.setting.table.column(column).type != "identifier"
        values = f"SELECT {'DISTINCT' if is_grouped else ''} {cell} FROM mapped WHERE {cell} IS NOT NULL"
        self.connection.execute(
            f"CREATE TABLE {quoted(_failing(column))} AS "
            f"WITH given AS {'' if is_grouped else 'NOT'} MATERIALIZED ({values}), judged AS (SELECT {cell}, {judged} FROM given) "
            f"SELECT DISTINCT *, {is_bad} AS is_bad FROM judged WHERE {' OR '.join(quoted(r.id) for r in rules)}"
        )
        return self._count(quoted(_failing(column)))

    def _judge_together(self, rule: Rule, columns: tuple[str, ...]) -> None:
        cells = ", ".join(quoted(c) for c in columns)
        condition = f"{self._sound(columns)} AND ({fails(rule, columns, self.setting)})"
        self._add_failing(rule, columns, f"SELECT {cells}, line FROM mapped WHERE {condition}")

    def _sound(self, columns: Iterable[str]) -> str:
        """The condition under which none of the cells is bad or unmapped."""
        parts = [f"{quoted(c)} IS NOT NULL" for c in columns]
        for column in columns:
            if column in self.bad:
                bad = f"SELECT {quoted(column)} FROM {quoted(_failing(column))} WHERE is_bad"
                parts.append(f"{quoted(column)} NOT IN ({bad})")
        return " AND ".join(parts)

    def _add_failing(self, rule: Rule, columns: tuple[str, ...], failing: str) -> None:
        """A finding per combination of the rows `failing` (cells, line); the many beyond `SHOWN_VALUES` share one."""
        cells = ", ".join(quoted(c) for c in columns)
        rows = self.connection.execute(
            f"WITH met AS MATERIALIZED ({failing}), "
            f"grouped AS (SELECT {cells}, count(*) AS n, min(line) AS first FROM met GROUP BY {cells}), "
            f"ranked AS (SELECT *, row_number() OVER (ORDER BY first, {cells}) > {SHOWN_VALUES} AS is_rest FROM grouped) "
            f"SELECT {', '.join(f'CASE WHEN is_rest THEN NULL ELSE {quoted(c)} END AS {quoted(c)}' for c in columns)}, "
            f"count(*), {self._lines('line')}, count(DISTINCT ({cells})) "
            f"FROM met JOIN ranked USING ({cells}) GROUP BY is_rest, {', '.join(str(i + 1) for i in range(len(columns)))} "
            f"ORDER BY is_rest, min(line)"
        ).fetchall()
        for *values, count, lines, kinds in rows:
            self.found.append(self._finding(rule, columns, values, count, lines, kinds))

    def _finding(
        self,
        rule: Rule,
        columns: tuple[str, ...],
        values: list[str | None],
        count: int,
        lines: list[int],
        kinds: int,
    ) -> Finding:
        context: dict[str, Any] = (
            {"cells": dict(zip(columns, values, strict=True))} if len(columns) > 1 else {}
        )
        if values[0] is None:
            context = {"other_values": kinds}
        proposal = suggest(rule, columns[0], values[0], self.setting)
        return Finding(
            rule=rule.id, severity=rule.severity, column=columns[0], letter=self.mapping.letter(columns[0]),
            lines=tuple(lines), count=count, value=values[0], suggestion=proposal.text, is_certain=proposal.is_certain,
            context=context,
        )  # fmt: skip

    def _add_all(self, rule: Rule, column: str, groups: list[across_rows.Group]) -> None:
        for group in groups[:SHOWN_VALUES]:
            self._add_group(rule, column, group.count, group.lines, {"first_line": group.first_line})
        if rest := groups[SHOWN_VALUES:]:
            lines = sorted({line for group in rest for line in group.lines})[: self.shown_lines or None]
            self._add_group(
                rule, column, sum(g.count for g in rest), tuple(lines), {"other_values": len(rest)}
            )

    def _add_group(
        self, rule: Rule, column: str, count: int, lines: tuple[int, ...], context: dict[str, Any]
    ) -> None:
        letter = self.mapping.letter(column) if column else ""
        self.found.append(Finding(rule.id, rule.severity, column, letter, lines, count, context=context))

    def _lines(self, line: str) -> str:
        return f"min({line}, {self.shown_lines})" if self.shown_lines else f"list_sort(list({line}))"

    def _count(self, source: str) -> int:
        found = self.connection.execute(f"SELECT count(*) FROM {source}").fetchone()
        return int(found[0]) if found else 0


def _failing(column: str) -> str:
    """The name of the table of the column's values that fail."""
    return f"failing {column}"
