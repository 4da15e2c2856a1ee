"""Judging the distinct values of the submissions of a run a second time, table by table.

Great Expectations sees one small frame for each set of columns, whatever the number of submissions: first
single cells; then what stands together, and the keys, without the rows whose cells this reading itself has
found bad. What does not belong here: what a rule asks (`suites`), and the grouping (`distinct`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.collect.database import open_memory
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR, Rule
from pipelines.contract.tables import Table
from pipelines.process.expectations import suites
from pipelines.process.expectations.agreement import Place, agree, found_first
from pipelines.process.expectations.cells import READINGS, as_number, name_of
from pipelines.process.expectations.distinct import CELLS, Cells, Columns, Distinct
from pipelines.process.expectations.engine import Engine
from pipelines.process.expectations.questions import Frame, Question
from pipelines.process.expectations.results import CheckResult, check_name
from pipelines.process.judgements import Judged
from pipelines.process.rows import FOLDER


@dataclass(frozen=True)
class Sent:
    """What rules ask besides the cells: the State that sent them ("" for others), and the day of judging."""

    state: str
    judged_on: float


def second_reading(store: Store, contract: Contract, judged: Judged, ids: list[str]) -> list[CheckResult]:
    """Judge the cells of these submissions again: one result for each table and rule, with counts.

    Raises TiporError (exit code 70) where this reading and the findings of `judged` differ, where an
    expectation crashes, or where a rule has no second reading and does not say so.
    """
    by_table: dict[str, list[str]] = {}
    for submission_id in (i for i in ids if i in judged.judgements):
        by_table.setdefault(judged.submissions[submission_id].receipt["table"], []).append(submission_id)
    if not by_table:
        return []
    engine = Engine()
    results: list[CheckResult] = []
    for name in sorted(by_table):
        reading = _Reading(
            engine, contract, contract.table(name), _sent(store, contract, judged, by_table[name])
        )
        reading.read(store.curated / FOLDER)
        agree(found_first([judged.judgements[i] for i in by_table[name]], reading.rule_ids), reading.failed)
        results += reading.results()
    return results


def _sent(store: Store, contract: Contract, judged: Judged, ids: list[str]) -> dict[str, Sent]:
    """The day of a judgement is the one on which it was written."""
    states = suites.states(contract)
    sent = {}
    for submission_id in ids:
        reporter = str(judged.submissions[submission_id].receipt["reporter"])
        written = (store.curated / FOLDER / submission_id / "judgement.json").stat().st_mtime
        day = datetime.fromtimestamp(written, UTC).date()
        sent[submission_id] = Sent(reporter if reporter in states else "", as_number(day))
    return sent


class _Reading:
    """The second reading of all submissions of one table."""

    def __init__(self, engine: Engine, contract: Contract, table: Table, sent: dict[str, Sent]) -> None:
        self.engine, self.contract, self.table, self.sent = engine, contract, table, sent
        self.bound = suites.bound(table)
        self.failed: Counter[Place] = Counter()
        self.evaluated: Counter[str] = Counter()

    @property
    def rule_ids(self) -> set[str]:
        """The rules that are read twice."""
        return {rule.id for rule, _columns in self.bound}

    def read(self, folder: Path) -> None:
        """Judge the cells of all submissions that could be read as a table."""
        files = [path for i in self.sent if (path := folder / i / CELLS).is_file()]
        if not files:
            return
        with open_memory() as connection:
            cells = Cells(connection, files, self.table)
            groups = _by_columns(self.bound)
            for columns, rules in groups.items():
                if len(columns) == 1:
                    self._read_cells(cells, columns, rules)
            for columns, rules in groups.items():
                if len(columns) > 1:
                    self._read_together(cells, columns, rules)
            for rule, columns in self.bound:
                if suites.is_of_keys(rule):
                    self._read_keys(cells, columns, rule)

    def results(self) -> list[CheckResult]:
        """One result for each rule of the table."""
        failed: Counter[str] = Counter()
        for (_submission, rule_id, _column), count in self.failed.items():
            failed[rule_id] += count
        rules = {rule.id: rule for rule, _columns in self.bound}.values()
        return [self._result(rule, failed[rule.id]) for rule in rules]

    def _result(self, rule: Rule, failed: int) -> CheckResult:
        return CheckResult(
            name=check_name(self.table.name, rule.id),
            table=self.table.name,
            rule=rule.id,
            passed=failed == 0,
            evaluated=self.evaluated[rule.id],
            failed=failed,
            severity=rule.severity,
        )

    def _read_cells(self, cells: Cells, columns: Columns, rules: list[Rule]) -> None:
        """Each value by each rule in order; one that fails an error is bad, and not judged by later rules."""
        found = cells.distinct(columns)
        bad: set[int] = set()
        for rule, failing in zip(rules, self._answers(found, rules), strict=True):
            self._count(rule, columns[0], found, failing - bad, without=bad)
            if rule.severity == ERROR:
                bad |= failing
        values = found.values[columns[0]]
        cells.remember_bad(columns[0], [(found.owners[row], values[row]) for row in sorted(bad)])

    def _read_together(self, cells: Cells, columns: Columns, rules: list[Rule]) -> None:
        found = cells.distinct(columns)
        for rule, failing in zip(rules, self._answers(found, rules), strict=True):
            self._count(rule, columns[0], found, failing)

    def _read_keys(self, cells: Cells, columns: Columns, rule: Rule) -> None:
        rows = cells.keys(columns)
        frame = Frame(numbers={suites.TIMES: [times for _owner, times, _keys in rows]})
        (failing,) = self.engine.failing(frame, suites.questions(rule, columns, self.table, self.contract))
        self.evaluated[rule.id] += sum(times * keys for _owner, times, keys in rows)
        for owner, times, keys in (rows[row] for row in failing):
            self.failed[owner, rule.id, rule.column] += (times - 1) * keys

    def _answers(self, found: Distinct, rules: list[Rule]) -> list[set[int]]:
        """For each rule the rows of the frame that fail one of its questions."""
        asked = [suites.questions(rule, (*found.values,), self.table, self.contract) for rule in rules]
        flat = [question for questions in asked for question in questions]
        answers = iter(self.engine.failing(self._frame(found, flat), flat))
        return [{row for _question in questions for row in next(answers)} for questions in asked]

    def _frame(self, found: Distinct, asked: Sequence[Question]) -> Frame:
        """The cells with the readings of them that the questions need."""
        frame = Frame(
            dict(found.values), {suites.JUDGED_ON: [self.sent[owner].judged_on for owner in found.owners]}
        )
        for reading, column in {need for question in asked for need in question.needs}:
            name, values = name_of(reading, column), found.values[column]
            if reading == suites.AREA_OF_REPORTER:
                states = [self.sent[owner].state for owner in found.owners]
                pairs = zip(states, values, strict=True)
                frame.texts[name] = [f"{state} {cell}" if state else None for state, cell in pairs]
            else:
                frame.numbers[name] = [READINGS[reading](cell) for cell in values]
        return frame

    def _count(
        self,
        rule: Rule,
        column: str,
        found: Distinct,
        failing: set[int],
        without: frozenset[int] | set[int] = frozenset(),
    ) -> None:
        """Add the rows of the data that the rows of the frame stand for."""
        self.evaluated[rule.id] += sum(found.weights) - sum(found.weights[row] for row in without)
        for row in failing:
            self.failed[found.owners[row], rule.id, column] += found.weights[row]


def _by_columns(bound: list[tuple[Rule, Columns]]) -> dict[Columns, list[Rule]]:
    """The rules that are about cells, by the columns they judge, in the order of the contract."""
    groups: dict[Columns, list[Rule]] = {}
    for rule, columns in bound:
        if not suites.is_of_keys(rule):
            groups.setdefault(columns, []).append(rule)
    return groups
