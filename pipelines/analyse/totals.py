"""Totals over breakdowns, as the partitions of the code lists allow, each with what it rests on.

A reported total stands. Where there is none, a complete partition is summed; an incomplete one gives a
lower bound and an open top. A reported total below its parts becomes the interval from the one to the
other. Never a total and its parts. What does not belong here: sums over areas, sources or years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.contract.codes import TOTAL, CodeList
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_ASKED = "_X"
REPORTED, SUMMED, LOWER_BOUND, CONTRADICTED, COMPONENTS = (
    "reported", "summed", "lower_bound", "contradicted", "components",
)  # fmt: skip
PARTS_OF_A_YEAR = {"S": 2, "Q": 4, "M": 12}


def make_totals(connection: DuckDBPyConnection, contract: Contract, table: Table, rows: str, group: tuple[str, ...]) -> None:
    """Make `totals`: for each `group` of the relation `rows` and year, the total over all breakdowns.

    Columns: the group, year, value_low, value_high (NULL: open), basis, origins (submission and line of each row
    it rests on). Rows without a figure are no part of a sum.
    """
    dimensions = table.dimensions()
    _make_yearly(connection, rows, group, dimensions)
    for _pass in range(2):  # the second sees what the first could only then derive
        for dimension in dimensions:
            codes = contract.code_list(table.column(dimension).code_list)
            for parent in _parents(codes):
                _derive(connection, codes, dimension, parent, (*group, "year"), dimensions)
    _finish(connection, (*group, "year"), dimensions)


def _make_yearly(connection: DuckDBPyConnection, rows: str, group: tuple[str, ...], dimensions: tuple[str, ...]) -> None:
    """Make `level`: one row per group, year and breakdown. A year given whole stands before its parts."""
    keys = ", ".join(map(quoted, (*group, "year", *dimensions)))
    parts = "".join(f" WHEN {literal(code)} THEN {count}" for code, count in PARTS_OF_A_YEAR.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE level AS WITH known AS (SELECT {keys}, frequency, time_period, value_low AS low, "
        f"value_high AS high, {{'submission': submission, 'line': line}} AS origin FROM {rows} WHERE value_low IS NOT NULL), "
        f"periods AS (SELECT {keys}, frequency, time_period, max(low) AS low, "
        f"CASE WHEN count(*) = 1 THEN max(high) END AS high, count(*) > 1 AS is_split, list(origin) AS origins "
        f"FROM known GROUP BY {keys}, frequency, time_period), "
        f"years AS (SELECT {keys}, frequency, CASE WHEN frequency = 'A' THEN max(low) ELSE sum(low) END AS low, "
        f"CASE WHEN count(*) = CASE frequency{parts} ELSE 1 END AND count(high) = count(*) THEN sum(high) END AS high, "
        f"CASE WHEN bool_or(is_split) OR (frequency = 'A' AND count(*) > 1) THEN {literal(COMPONENTS)} WHEN frequency = 'A' THEN {literal(REPORTED)} "
        f"WHEN count(*) = CASE frequency{parts} END THEN {literal(SUMMED)} ELSE {literal(LOWER_BOUND)} END AS basis, "
        f"flatten(list(origins)) AS origins FROM periods GROUP BY {keys}, frequency) "
        f"SELECT * EXCLUDE (frequency) FROM years QUALIFY row_number() OVER (PARTITION BY {keys} "
        f"ORDER BY basis = {literal(LOWER_BOUND)}, position(frequency IN 'ASQM')) = 1"
    )


def _parents(codes: CodeList) -> list[str]:
    """The codes that have parts, the deepest first, the total last."""
    parents = {c.parent for c in codes.codes.values() if c.parent and c.part in ("part", "rest")}
    has_total = TOTAL in codes
    return [*sorted(parents - {TOTAL}), *([TOTAL] if has_total else [])]


def _derive(
    connection: DuckDBPyConnection, codes: CodeList, dimension: str, parent: str, group: tuple[str, ...], dimensions: tuple[str, ...]
) -> None:
    """Put the sum of the parts of `parent` where it has no figure, or only a lower bound; mark contradictions."""
    cell = quoted(dimension)
    keys = [quoted(c) for c in (*group, *(d for d in dimensions if d != dimension))]
    needed, rest = codes.children(parent, "part"), codes.children(parent, "rest")
    overlapping = codes.children(parent, "")
    same = " AND ".join(f"l.{key} = d.{key}" for key in keys)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE derived AS SELECT *, CASE WHEN is_whole THEN {literal(SUMMED)} ELSE {literal(LOWER_BOUND)} END AS basis "
        f"FROM (SELECT {', '.join(keys)}, "
        f"greatest(coalesce(sum(low) FILTER (is_part), 0), coalesce(max(low) FILTER (NOT is_part), 0)) AS low, "
        f"sum(high) FILTER (is_part) AS all_high, "
        f"count(DISTINCT {cell}) FILTER (is_needed) = {len(needed) or -1} AND count(high) FILTER (is_part) = count(*) FILTER (is_part) AS is_whole, "
        f"flatten(list(origins)) AS origins FROM (SELECT *, {cell} IN {literals([*needed, *rest])} AS is_part, "
        f"{cell} IN {literals(needed)} AS is_needed FROM level WHERE {cell} IN {literals([*needed, *rest, *overlapping])}) "
        f"GROUP BY {', '.join(keys)})"
    )
    connection.execute(
        f"UPDATE level l SET basis = {literal(CONTRADICTED)}, high = d.low FROM derived d "
        f"WHERE {same} AND l.{cell} = {literal(parent)} AND l.basis = {literal(REPORTED)} AND d.low > l.high"
    )
    connection.execute(
        f"DELETE FROM level l USING derived d WHERE {same} AND l.{cell} = {literal(parent)} AND l.basis = {literal(LOWER_BOUND)} "
        f"AND (d.is_whole OR d.low > l.low)"
    )
    connection.execute(
        f"INSERT INTO level BY NAME SELECT {', '.join(f'd.{key}' for key in keys)}, {literal(parent)} AS {cell}, d.low, "
        f"CASE WHEN d.is_whole THEN d.all_high END AS high, d.basis, d.origins FROM derived d "
        f"WHERE NOT EXISTS (FROM level l WHERE {same} AND l.{cell} = {literal(parent)})"
    )
    if parent == TOTAL:
        _take_not_asked(connection, cell, same)


def _take_not_asked(connection: DuckDBPyConnection, cell: str, same: str) -> None:
    """A figure for which the breakdown was not asked is a total."""
    connection.execute(
        f"INSERT INTO level BY NAME SELECT d.* REPLACE ({literal(TOTAL)} AS {cell}) FROM level d WHERE d.{cell} = {literal(NOT_ASKED)} "
        f"AND NOT EXISTS (FROM level l WHERE {same} AND l.{cell} = {literal(TOTAL)})"
    )


def _finish(connection: DuckDBPyConnection, group: tuple[str, ...], dimensions: tuple[str, ...]) -> None:
    """Make `totals` from the rows that are total in every dimension; where there is none, the largest is a bound."""
    keys = ", ".join(map(quoted, group))
    is_total = " AND ".join(f"{quoted(d)} = {literal(TOTAL)}" for d in dimensions) or "TRUE"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE totals AS WITH found AS (SELECT {keys}, low AS value_low, high AS value_high, basis, "
        f"list_sort(list_distinct(origins)) AS origins FROM level WHERE {is_total}) SELECT * FROM found UNION ALL BY NAME "
        f"SELECT {keys}, max(low) AS value_low, NULL AS value_high, {literal(LOWER_BOUND)} AS basis, "
        f"list_sort(list_distinct(flatten(list(origins)))) AS origins FROM level ANTI JOIN found USING ({keys}) GROUP BY {keys}"
    )
