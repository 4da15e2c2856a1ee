"""Judging the distinct values of the submissions of a run a second time, table by table.

Great Expectations sees one small frame for each set of columns, whatever the number of submissions: first
single cells; then what stands together, and the keys, without the rows whose cells this reading itself has
found bad. What does not belong here: what a rule asks (`suites`), and the grouping (`distinct`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from datetime import date
from pathlib import Path

from pipelines.collect.database import open_memory
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR, Rule
from pipelines.contract.tables import Table
from pipelines.process.expectations import suites
from pipelines.process.expectations.agreement import Place, agree, found_first
from pipelines.process.expectations.cells import as_number
from pipelines.process.expectations.distinct import CELLS, Cells, Columns, Distinct
from pipelines.process.expectations.engine import Engine
from pipelines.process.expectations.frames import Sent, frame_of
from pipelines.process.expectations.questions import Frame, Question
from pipelines.process.expectations.results import CheckResult, check_name
from pipelines.process.judgements import Judged
from pipelines.process.rows import FOLDER

READ_TWICE = "read-twice"
"""The mark in the folder of a submission whose two readings agreed; a new judgement takes it away."""


def not_read_twice(store: Store, judged: Judged) -> list[str]:
    """The submissions without a second reading of their present judgement: new ones, and those it stopped at.

    `judged.new` alone would pass over a disagreement when the run is started again.
    """
    return [i for i in judged.judgements if not (store.curated / FOLDER / i / READ_TWICE).is_file()]


def second_reading(store: Store, contract: Contract, judged: Judged, ids: list[str]) -> list[CheckResult]:
    """Judge the cells of these submissions again: one result for each table and rule, with counts.

    Where the readings of a table agree, its submissions are marked (`not_read_twice`). Raises TiporError
    (exit code 70) where this reading and the findings of `judged` differ, where an expectation crashes, or
    where a rule has no second reading and does not say so.
    """
    by_table: dict[str, list[str]] = {}
    for submission_id in (i for i in ids if i in judged.judgements):
        by_table.setdefault(judged.submissions[submission_id].receipt["table"], []).append(submission_id)
    if not by_table:
        return []
    engine = Engine()
    results: list[CheckResult] = []
    for name in sorted(by_table):
        reading = _Reading(engine, contract, contract.table(name), _sent(contract, judged, by_table[name]))
        reading.read(store.curated / FOLDER)
        agree(found_first([judged.judgements[i] for i in by_table[name]], reading.rule_ids), reading.failed)
        results += reading.results()
        for submission_id in by_table[name]:
            (store.curated / FOLDER / submission_id / READ_TWICE).touch()
    return results


def _sent(contract: Contract, judged: Judged, ids: list[str]) -> dict[str, Sent]:
    """Who sent each submission, and the day on which it was judged first."""
    states = suites.states(contract)
    sent = {}
    for submission_id in ids:
        reporter = str(judged.submissions[submission_id].receipt["reporter"])
        day = date.fromisoformat(judged.judgements[submission_id].judged_on)
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
            for columns in self._alike():
                self._read_cells(cells, columns)
            for columns, rules in _grouped(self.bound).items():
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

    def _alike(self) -> list[Columns]:
        """The columns about whose cells the same is asked: they are judged in one frame."""
        asked: dict[str, list[Question]] = {}
        for rule, columns in self.bound:
            if len(columns) == 1 and not suites.is_of_keys(rule):
                asked.setdefault(columns[0], []).extend(self._asked(rule, columns[0]))
        groups: list[Columns] = []
        for column, questions in asked.items():
            same = next((group for group in groups if asked[group[0]] == questions), ())
            groups = [group for group in groups if group != same] + [(*same, column)]
        return groups

    def _asked(self, rule: Rule, column: str) -> list[Question]:
        return suites.of_one_column(rule, self.table.column(column), self.table, self.contract)

    def _read_cells(self, cells: Cells, columns: Columns) -> None:
        """Each value by each rule in order; one that fails an error is bad, and not judged by later rules."""
        found = cells.below_one_another(columns, suites.CELL)
        rules = _grouped(self.bound)[columns[:1]]
        bad: set[int] = set()
        for rule, failing in self._answers(found, [(rule, self._asked(rule, columns[0])) for rule in rules]):
            self._count(rule, found, failing - bad, without=bad)
            if rule.severity == ERROR:
                bad |= failing
        parts = (found.owners, found.columns, found.values[suites.CELL])
        cells.remember_bad(*([part[row] for row in sorted(bad)] for part in parts))

    def _read_together(self, cells: Cells, columns: Columns, rules: list[Rule]) -> None:
        found = cells.together(columns)
        asked = [(rule, [suites.of_several_columns(rule, self.table, rule.column)]) for rule in rules]
        for rule, failing in self._answers(found, asked):
            self._count(rule, found, failing)

    def _read_keys(self, cells: Cells, columns: Columns, rule: Rule) -> None:
        rows = cells.keys(columns)
        frame = Frame(numbers={suites.TIMES: [times for _owner, times, _keys in rows]})
        (failing,) = self.engine.failing(frame, [suites.of_keys(rule)])
        self.evaluated[rule.id] += sum(times * keys for _owner, times, keys in rows)
        for owner, times, keys in (rows[row] for row in failing):
            self.failed[owner, rule.id, rule.column] += (times - 1) * keys

    def _answers(
        self, found: Distinct, asked: list[tuple[Rule, list[Question]]]
    ) -> list[tuple[Rule, set[int]]]:
        """Each rule with the rows of the frame that fail one of its questions."""
        questions = [question for _rule, of_rule in asked for question in of_rule]
        frame = frame_of(found, questions, self.table, self.sent)
        answers = iter(self.engine.failing(frame, questions))
        return [(rule, {row for _question in of_rule for row in next(answers)}) for rule, of_rule in asked]

    def _count(self, rule: Rule, found: Distinct, failing: set[int], without: Set[int] = frozenset()) -> None:
        """Add the rows of the data that the rows of the frame stand for."""
        self.evaluated[rule.id] += found.everything - sum(found.weights[row] for row in without)
        for row in failing:
            self.failed[found.owners[row], rule.id, found.columns[row]] += found.weights[row]


def _grouped(bound: list[tuple[Rule, Columns]]) -> dict[Columns, list[Rule]]:
    """The rules that are about cells, by the columns they judge, in the order of the contract."""
    groups: dict[Columns, list[Rule]] = {}
    for rule, columns in bound:
        if not suites.is_of_keys(rule):
            groups.setdefault(columns, []).append(rule)
    return groups
