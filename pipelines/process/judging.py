"""The rules of a table over `mapped`: distinct values are judged once, then the lines of the failing fetched.

A rule that needs a cell another rule has found bad does not judge it: no second finding for one cause.
What does not belong here: how a kind of rule decides on a cell (`predicates`), and texts (`wording`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import quoted
from pipelines.collect.mapping.map import Mapping
from pipelines.contract.findings import Finding
from pipelines.contract.rules import ERROR, Rule
from pipelines.process import across_rows
from pipelines.process.gaps import NO_GAPS, Gaps
from pipelines.process.headers import TELLING_APART
from pipelines.process.marks_by_unit import told_by_unit
from pipelines.process.parts import parts_above_total
from pipelines.process.predicates import Setting, fails, is_about_cells
from pipelines.process.proposals import Suggestion
from pipelines.process.screening import screened
from pipelines.process.suggestions import suggest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN_VALUES = 100
"""So many values of one column are told apart under one rule; the others share one finding, counted."""
MOST_VALUES = 1 << 40
"""No file has so many. The limit keeps DuckDB from judging all rows before grouping, at thrice the cost."""
TOGETHER = "lines failing together"


def judge(
    connection: DuckDBPyConnection,
    setting: Setting,
    mapping: Mapping,
    shown_lines: int,
    gaps: Gaps = NO_GAPS,
) -> list[Finding]:
    """All findings of the table's rules. `shown_lines` is how many lines a finding names (0: all).

    `gaps` are columns that the file does not have, so that every cell is what the contract puts there:
    rules about them alone are not judged, and they tell no two rows apart. A rule that needs a column that
    should be there is not judged at all.
    """
    return _Judgement(connection, setting, mapping, shown_lines, gaps).findings()


class _Judgement:
    def __init__(
        self,
        connection: DuckDBPyConnection,
        setting: Setting,
        mapping: Mapping,
        shown_lines: int,
        gaps: Gaps,
    ) -> None:
        self.connection, self.setting, self.mapping = connection, setting, mapping
        self.shown_lines, self.gaps = shown_lines, gaps
        self.bad: set[str] = set()
        self.repeated: tuple[str, ...] = ()
        self.found: list[Finding] = []

    def findings(self) -> list[Finding]:
        bound = [
            (rule, of)
            for rule, of in self.setting.table.bound_rules()
            if self.gaps.can_be_judged(rule, of, self.setting.table)
        ]
        single = [(rule, columns[0]) for rule, columns in bound if is_about_cells(rule) and len(columns) == 1]
        for column in dict.fromkeys(column for _, column in single):
            self._judge_column(column, [rule for rule, of in single if of == column])
        self._judge_together([(rule, of) for rule, of in bound if is_about_cells(rule) and len(of) > 1])
        for rule, columns in bound:
            if rule.kind == "unique_key":
                self._judge_key(rule, columns)
            elif rule.kind == "sum_of_parts":
                self._judge_parts(rule)
        return told_by_unit(self.connection, self.setting, self.found, self._lines("line"))

    def _present(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Those of the columns that can tell rows apart; at least one."""
        named = tuple(columns)
        return tuple(c for c in named if c not in self.gaps.absent) or named[:1]

    def _judge_key(self, rule: Rule, columns: tuple[str, ...]) -> None:
        key = self._present(columns)
        groups = across_rows.repeated(self.connection, key, self._sound(key), self._lines("line"))
        self._add_all(rule, columns[0] if len(columns) == 1 else "", groups, {TELLING_APART: key})
        self.repeated = key if groups else ()

    def _judge_parts(self, rule: Rule) -> None:
        others = self._present(c for c in self.setting.table.key if c != rule.column)
        lines = self._lines("lines")
        groups = parts_above_total(self.connection, self.setting, rule.column, others, lines, self.repeated)
        self._add_all(rule, rule.column, groups)

    def _judge_column(self, column: str, rules: list[Rule]) -> None:
        """Each distinct value by all rules in one pass; one that fails an error is judged no further."""
        broken = self._make_failing(column, rules)
        if not broken:
            return
        cell = quoted(column)
        lines = f"(SELECT line, failing.* FROM mapped JOIN {quoted(_failing(column))} failing USING ({cell}))"
        if len(broken) > 1:  # read more than once, they are worth a table; the next column's takes its place
            self.connection.execute(f"CREATE OR REPLACE TABLE lines_of_failing AS FROM {lines}")
            lines = "lines_of_failing"
        before: list[str] = []
        personal: list[str] = []  # what may be a telephone number may be a document's: the first says it
        for rule in broken:
            told = before + (personal if rule.kind == "free_of" else [])
            condition = " AND NOT ".join([quoted(rule.id), *told])
            shown = f"'' AS {cell}" if rule.kind == "free_of" else cell  # what may be personal is never shown
            self._add_failing(rule, (column,), f"SELECT {shown}, line FROM {lines} WHERE {condition}")
            if rule.kind == "free_of":
                personal.append(quoted(rule.id))
            if rule.severity == ERROR:
                before.append(quoted(rule.id))
                self.bad.add(column)

    def _make_failing(self, column: str, rules: list[Rule]) -> list[Rule]:
        """Make the table of the column's failing values, with a flag for each rule and `is_bad`.

        Returns the rules that some value fails.
        """
        rules = screened(self.connection, column, rules)
        if not rules:
            return []
        cell, flags = quoted(column), [quoted(rule.id) for rule in rules]
        conditions = [fails(rule, (column,), self.setting) for rule in rules]
        judged = ", ".join(
            f"coalesce({c}, FALSE) AS {flag}" for c, flag in zip(conditions, flags, strict=True)
        )
        errors = [quoted(rule.id) for rule in rules if rule.severity == ERROR]
        # Identifiers are nearly all different: grouping them first would cost more than it spares.
        is_grouped = self.setting.table.column(column).type != "identifier"
        values = f"SELECT {cell} FROM mapped WHERE {cell} IS NOT NULL"
        each = "SELECT DISTINCT"
        if is_grouped:
            values += f" GROUP BY {cell} LIMIT {MOST_VALUES}"
            each = "SELECT"
        return self._that_some_fail(
            rules,
            _failing(column),
            f"{each} *, {' OR '.join(errors) or 'FALSE'} AS is_bad "
            f"FROM (SELECT {cell}, {judged} FROM ({values})) WHERE {' OR '.join(flags)}",
        )

    def _judge_together(self, bound: list[tuple[Rule, tuple[str, ...]]]) -> None:
        """The rules about several cells of a row, all in one pass over the rows."""
        if not bound:
            return
        cells = ", ".join(quoted(c) for c in dict.fromkeys(c for _rule, of in bound for c in of))
        flags = {rule.id: quoted(rule.id) for rule, _of in bound}
        judged = [
            f"coalesce({fails(rule, of, self.setting)}, FALSE) AS {flags[rule.id]}" for rule, of in bound
        ]
        # Whether cells are sound is asked of the rows that fail: asked of all, it costs more than the rules.
        sound = [f"{flags[rule.id]} AND {self._sound(of)} AS {flags[rule.id]}" for rule, of in bound]
        flagged = (
            f"WITH failing AS MATERIALIZED "
            f"(SELECT * FROM (SELECT line, {cells}, {', '.join(judged)} FROM mapped) "
            f"WHERE {' OR '.join(flags.values())}) SELECT line, {cells}, {', '.join(sound)} FROM failing"
        )
        columns = {rule.id: of for rule, of in bound}
        for rule in self._that_some_fail([rule for rule, _of in bound], TOGETHER, flagged):
            cells = ", ".join(quoted(c) for c in columns[rule.id])
            failing = f"SELECT {cells}, line FROM {quoted(TOGETHER)} WHERE {quoted(rule.id)}"
            self._add_failing(rule, columns[rule.id], failing)

    def _that_some_fail(self, rules: list[Rule], table: str, flagged: str) -> list[Rule]:
        """Make the table of the rows `flagged`; the rules whose flag stands in some of them."""
        made = self.connection.execute(f"CREATE TABLE {quoted(table)} AS {flagged}").fetchone()
        if made == (0,):
            return []
        if len(rules) == 1:
            return rules
        some = ", ".join(f"bool_or({quoted(rule.id)})" for rule in rules)
        found = self.connection.execute(f"SELECT {some} FROM {quoted(table)}").fetchone()
        return [rule for rule, fails_some in zip(rules, found or (), strict=True) if fails_some]

    def _sound(self, columns: Iterable[str]) -> str:
        """The condition under which none of the cells is bad or unmapped."""
        parts = [f"{quoted(c)} IS NOT NULL" for c in columns]
        for column in columns:
            if column in self.bad:
                bad = f"SELECT {quoted(column)} FROM {quoted(_failing(column))} WHERE is_bad"
                parts.append(f"{quoted(column)} NOT IN ({bad})")
        return " AND ".join(parts)

    def _add_failing(self, rule: Rule, columns: tuple[str, ...], failing: str) -> None:
        """A finding per combination in `failing` (cells, line); those beyond `SHOWN_VALUES` share one."""
        cells = ", ".join(quoted(c) for c in columns)
        grouped = (
            f'SELECT {cells}, count(*) AS "number of rows", {self._lines("line")} AS "their lines" '
            f"FROM ({failing}) GROUP BY {cells} ORDER BY min(line), {cells}"
        )
        rows = self.connection.execute(f"{grouped} LIMIT {SHOWN_VALUES + 1}").fetchall()
        for *values, count, lines in rows[:SHOWN_VALUES]:
            cells_of = dict(zip(columns, values, strict=True))
            self._add(
                rule, columns[0], values[0], count, lines, {"cells": cells_of} if len(columns) > 1 else {}
            )
        if len(rows) > SHOWN_VALUES:
            first = f"[:{self.shown_lines}]" if self.shown_lines else ""
            count, lines, kinds = self.connection.execute(
                f'SELECT sum("number of rows")::BIGINT, list_sort(flatten(list("their lines"))){first}, '
                f"count(*) FROM ({grouped} OFFSET {SHOWN_VALUES})"
            ).fetchall()[0]
            self._add(rule, columns[0], None, count, lines, {"other_values": kinds})

    def _add(
        self,
        rule: Rule,
        column: str,
        value: str | None,
        count: int,
        lines: Sequence[int],
        context: dict[str, Any],
    ) -> None:
        proposal = suggest(rule, column, value, self.setting) if column else Suggestion()
        context |= proposal.context()
        letter = self.mapping.letter(column) if column else ""
        self.found.append(
            Finding(
                rule.id, rule.severity, column, letter, tuple(lines), count, value,
                proposal.text, proposal.is_certain, context,
            )
        )  # fmt: skip

    def _add_all(
        self, rule: Rule, column: str, groups: list[across_rows.Group], said: dict[str, Any] | None = None
    ) -> None:
        for group in groups[:SHOWN_VALUES]:
            context = {"first_line": group.first_line} | (said or {}) | group.said
            self._add(rule, column, None, group.count, group.lines, context)
        if rest := groups[SHOWN_VALUES:]:
            lines = sorted({line for group in rest for line in group.lines})[: self.shown_lines or None]
            context = {"other_values": len(rest), "first_line": rest[0].first_line}
            context |= (said or {}) | rest[0].said
            self._add(rule, column, None, sum(g.count for g in rest), lines, context)

    def _lines(self, line: str) -> str:
        return f"min({line}, {self.shown_lines})" if self.shown_lines else f"list_sort(list({line}))"


def _failing(column: str) -> str:
    """The name of the table of the column's values that fail."""
    return f"failing {column}"
