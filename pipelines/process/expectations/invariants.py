"""What must hold in each curated table of an edition, whatever was submitted: judged by Great Expectations.

DuckDB groups, the frames stay small. A broken invariant is a result, not an exception: the job publishes
what is sound and fails. What does not belong here: rules about cells (`suites`), and areas lost (`areas`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal, open_memory, quoted
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table
from pipelines.process.editions import Edition, damaged
from pipelines.process.expectations import accounting, areas
from pipelines.process.expectations.engine import Engine
from pipelines.process.expectations.questions import Frame, Question
from pipelines.process.expectations.results import CheckResult, check_name
from pipelines.process.judgements import Judged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEYS, CODES, RANGES = "keys_are_unique", "codes_are_listed", "numbers_are_in_range"
LOW_HIGH, NOT_NEGATIVE, TIMES = "low_is_not_above_high", "values_are_not_negative", "times_run_forward"
KNOWN, ACCOUNTED, AREAS = "submissions_are_known", "accepted_rows_are_there", "no_area_is_lost"
NUMBERS = ("year", "count", "amount")
VALUE_CODES = {"obs_status": "obs_status", "value_kind": "value_kind"}
"""Columns that stand with a value, and their code lists."""


def invariants(
    edition: Edition, contract: Contract, judged: Judged, areas_before: Mapping[str, Collection[areas.Area]]
) -> list[CheckResult]:
    """Judge every curated table: nine results a table, with counts of rows (or of areas).

    `areas_before` holds, by table, what `areas.areas_of` said of the file that this edition replaced. Raises
    TiporError where a file is damaged, or (exit code 70) where an expectation crashes.
    """
    engine = Engine()
    results: list[CheckResult] = []
    with open_memory() as connection:
        for name in contract.names("tables"):
            curated = _Curated(engine, connection, edition, contract, contract.table(name))
            results += curated.results(judged, areas_before.get(name, ()))
    return results


class _Curated:
    """One curated table and its invariants."""

    def __init__(
        self,
        engine: Engine,
        connection: DuckDBPyConnection,
        edition: Edition,
        contract: Contract,
        table: Table,
    ) -> None:
        self.engine, self.connection, self.contract, self.table = engine, connection, contract, table
        self.edition = edition
        for view, path in (("curated", edition.table(table.name)), ("sent", edition.table("submissions"))):
            try:
                connection.execute(
                    f"CREATE OR REPLACE TEMP TABLE {view} AS FROM read_parquet({literal(str(path))})"
                )
            except Exception as error:
                raise damaged(path.parent) from error

    def results(self, judged: Judged, areas_before: Collection[areas.Area]) -> list[CheckResult]:
        """All invariants of the table; those of values only where it has values."""
        results = [self._keys(), self._codes(), self._ranges(), self._times(), self._known()]
        if self.table.value_columns():
            results += [self._low_high(), self._not_negative()]
        return [*results, self._accounted(judged), self._areas(judged, areas_before)]

    def _keys(self) -> CheckResult:
        """One row a key, reporter and source, among those that stand at one time."""
        key = ", ".join(["reporter", "source", *map(quoted, self.table.key)])
        rows = self._rows(
            f"WITH keys AS (SELECT {key}, count(*) AS n FROM curated WHERE known_to IS NULL GROUP BY ALL) "
            f"SELECT n, count(*) FROM keys GROUP BY ALL"
        )
        question = _question(KEYS, "ExpectColumnValuesToBeBetween", column="times", min_value=1, max_value=1)
        frame = Frame(numbers={"times": [n for n, _keys in rows]})
        failed = self.engine.failing(frame, [question])[0]
        return self._result(
            KEYS, [n * keys for n, keys in rows], failed, [(n - 1) * keys for n, keys in rows]
        )

    def _codes(self) -> CheckResult:
        parts, lists = [], {}
        for column, code_list in self._coded().items():
            is_many = column in self.table.column_names and self.table.column(column).type == "codes"
            cell = f"unnest({quoted(column)})" if is_many else quoted(column)
            parts.append(f"SELECT {literal(code_list)} AS list, {cell} AS code FROM curated")
            lists[code_list] = self.contract.code_list(code_list)
        rows = self._rows(
            f"SELECT list || ' ' || code, count(*) FROM ({' UNION ALL '.join(parts)}) "
            f"WHERE code IS NOT NULL GROUP BY ALL"
        )
        known = [f"{name} {code}" for name, codes in lists.items() for code in codes.codes]
        question = _question(CODES, "ExpectColumnValuesToBeInSet", column="code", value_set=known)
        return self._judged(CODES, Frame(texts={"code": [row[0] for row in rows]}), [question], rows)

    def _coded(self) -> dict[str, str]:
        coded = {c.name: c.code_list for c in self.table.columns if c.code_list}
        return coded | (VALUE_CODES if self.table.value_columns() else {})

    def _ranges(self) -> CheckResult:
        bounded = [
            c for c in self.table.columns if c.type in NUMBERS and (c.minimum, c.maximum) != (None, None)
        ]
        low, high = "'-infinity'::DOUBLE", "'infinity'::DOUBLE"
        parts = [
            f"SELECT {quoted(c.name)}::DOUBLE AS number, "
            f"{low if c.minimum is None else c.minimum}::DOUBLE AS low, "
            f"{high if c.maximum is None else c.maximum}::DOUBLE AS high FROM curated"
            for c in bounded
        ]
        union = " UNION ALL ".join(parts)
        rows = self._rows(
            f"SELECT number, low, high, count(*) FROM ({union}) WHERE number IS NOT NULL GROUP BY ALL"
        ) if parts else []  # fmt: skip
        frame = Frame(
            numbers={name: [row[i] for row in rows] for i, name in enumerate(("number", "low", "high"))}
        )
        return self._judged(
            RANGES, frame, [_at_least(RANGES, "number", "low"), _at_least(RANGES, "high", "number")], rows
        )

    def _low_high(self) -> CheckResult:
        return self._pair(LOW_HIGH, "value_high", "value_low")

    def _not_negative(self) -> CheckResult:
        return self._pair(NOT_NEGATIVE, "value_low", "0")

    def _times(self) -> CheckResult:
        return self._pair(TIMES, "epoch_us(known_to)", "epoch_us(known_from)")

    def _pair(self, rule: str, greater: str, smaller: str) -> CheckResult:
        """`greater` >= `smaller`, two SQL expressions, where both are known."""
        rows = self._rows(
            f"SELECT ({greater})::DOUBLE, ({smaller})::DOUBLE, count(*) FROM curated GROUP BY ALL"
        )
        frame = Frame(numbers={"greater": [row[0] for row in rows], "smaller": [row[1] for row in rows]})
        return self._judged(rule, frame, [_at_least(rule, "greater", "smaller")], rows)

    def _known(self) -> CheckResult:
        """Every row is of a submission that the edition names."""
        rows = self._rows("SELECT submission, count(*) FROM curated GROUP BY ALL")
        known = [row[0] for row in self._rows("SELECT submission FROM sent")]
        question = _question(KNOWN, "ExpectColumnValuesToBeInSet", column="submission", value_set=known)
        return self._judged(KNOWN, Frame(texts={"submission": [row[0] for row in rows]}), [question], rows)

    def _accounted(self, judged: Judged) -> CheckResult:
        """Every row of an accepted submission stands in the table, and no other."""
        rows = accounting.counts(self.connection, self.edition, self.table, judged)
        frame = Frame(
            numbers={"found": [found for found, _due in rows], "due": [due for _found, due in rows]}
        )
        equal = "ExpectColumnPairValuesToBeEqual"
        question = _question(ACCOUNTED, equal, column_A="found", column_B="due")
        failed = self.engine.failing(frame, [question])[0]
        missing = [abs(found - due) for found, due in rows]
        return self._result(ACCOUNTED, [due for _found, due in rows], failed, missing)

    def _areas(self, judged: Judged, before: Collection[areas.Area]) -> CheckResult:
        """No area of the edition that was replaced is gone unless somebody said so."""
        fates = areas.fates(self.connection, self.table, judged, before)
        question = _question(AREAS, "ExpectColumnValuesToNotBeInSet", column="fate", value_set=[areas.LOST])
        return self._judged(AREAS, Frame(texts={"fate": fates}), [question], [(1,)] * len(fates))

    def _judged(
        self, rule: str, frame: Frame, questions: list[Question], rows: list[tuple[Any, ...]]
    ) -> CheckResult:
        """The result over rows whose last value says how often each stands."""
        weights = [row[-1] for row in rows]
        return self._result(rule, weights, set().union(*self.engine.failing(frame, questions)), weights)

    def _result(self, rule: str, weights: list[int], failing: set[int], faults: list[int]) -> CheckResult:
        failed = sum(faults[row] for row in failing)
        name = check_name(self.table.name, rule)
        return CheckResult(name, self.table.name, rule, not failing, sum(weights), failed, ERROR)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


def _question(rule: str, expectation: str, **arguments: Any) -> Question:
    return Question(rule, expectation, arguments)


def _at_least(rule: str, greater: str, smaller: str) -> Question:
    return _question(
        rule, "ExpectColumnPairValuesAToBeGreaterThanB", column_A=greater, column_B=smaller, or_equal=True,
        ignore_row_if="either_value_is_missing",
    )  # fmt: skip
