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
PASSES = 3
"""A pass sees what the one before could only then derive or find contradicted."""
PARTS_OF_A_YEAR = {"S": 2, "Q": 4, "M": 12}


def make_totals(
    connection: DuckDBPyConnection, contract: Contract, table: Table, rows: str, group: tuple[str, ...]
) -> None:
    """Make `totals`: for each `group` of the relation `rows` and year, the total over all breakdowns.

    Columns: the group, year, value_low, value_high (NULL: open), basis, origins (submission and line of each row
    it rests on). Rows without a figure are no part of a sum.
    """
    dimensions = table.dimensions()
    _make_yearly(connection, rows, group, dimensions)
    for _pass in range(PASSES):
        for dimension in dimensions:
            codes = contract.code_list(table.column(dimension).code_list)
            for parent in _parents(codes):
                _derive(connection, codes, dimension, parent, (*group, "year"), dimensions)
    _finish(connection, (*group, "year"), dimensions)


def _make_yearly(
    connection: DuckDBPyConnection, rows: str, group: tuple[str, ...], dimensions: tuple[str, ...]
) -> None:
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
        f"SELECT * EXCLUDE (frequency), CAST(NULL AS VARCHAR) AS via FROM years QUALIFY row_number() OVER (PARTITION BY {keys} "
        f"ORDER BY basis = {literal(LOWER_BOUND)}, position(frequency IN 'ASQM')) = 1"
    )


def _parents(codes: CodeList) -> list[str]:
    """The codes that have parts, the deepest first, the total last."""
    parents = {c.parent for c in codes.codes.values() if c.parent and c.part in ("part", "rest")}
    has_total = TOTAL in codes
    return [*sorted(parents - {TOTAL}), *([TOTAL] if has_total else [])]


def _derive(
    connection: DuckDBPyConnection,
    codes: CodeList,
    dimension: str,
    parent: str,
    group: tuple[str, ...],
    dimensions: tuple[str, ...],
) -> None:
    """Put the sum of the parts of `parent` where it has no figure, or only a lower bound; mark contradictions."""
    cell = quoted(dimension)
    keys = [quoted(c) for c in (*group, *(d for d in dimensions if d != dimension))]
    same = " AND ".join(f"l.{key} = d.{key}" for key in keys) + f" AND l.{cell} = {literal(parent)}"
    connection.execute(f"DELETE FROM level WHERE via = {literal(dimension)} AND {cell} = {literal(parent)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE derived AS {_sums(codes, cell, parent, keys)}")
    connection.execute(
        f"UPDATE level l SET basis = {literal(CONTRADICTED)}, high = d.low, origins = list_concat(l.origins, d.origins) "
        f"FROM derived d WHERE {same} AND l.via IS NULL AND d.low > l.high"
    )
    connection.execute(
        f"DELETE FROM level l USING derived d WHERE {same} AND l.basis = {literal(LOWER_BOUND)} AND (d.high IS NOT NULL OR d.low > l.low)"
    )
    connection.execute(
        f"INSERT INTO level BY NAME SELECT d.*, {literal(parent)} AS {cell}, {literal(dimension)} AS via FROM derived d "
        f"WHERE NOT EXISTS (FROM level l WHERE {same})"
    )
    if parent == TOTAL:  # a figure for which the breakdown was not asked is a total
        connection.execute(
            f"INSERT INTO level BY NAME SELECT d.* REPLACE ({literal(TOTAL)} AS {cell}) FROM level d WHERE d.{cell} = {literal(NOT_ASKED)} "
            f"AND NOT EXISTS (FROM level l WHERE {same})"
        )


def _sums(codes: CodeList, cell: str, parent: str, keys: list[str]) -> str:
    """The SQL of the sums over the parts of `parent`: keys, low, high, basis, origins.

    Parts that may overlap are never added: the largest of them is a lower bound.
    """
    needed, rest, overlapping = (codes.children(parent, part) for part in ("part", "rest", ""))
    whole = f"count(DISTINCT {cell}) FILTER ({cell} IN {literals(needed)}) = {len(needed) or -1} AND count(high) FILTER (is_part) = count(*) FILTER (is_part)"
    return (
        f"SELECT {', '.join(keys)}, greatest(coalesce(sum(low) FILTER (is_part), 0), coalesce(max(low) FILTER (NOT is_part), 0)) AS low, "
        f"CASE WHEN {whole} THEN sum(high) FILTER (is_part) END AS high, "
        f"CASE WHEN NOT ({whole}) THEN {literal(LOWER_BOUND)} WHEN bool_or(basis = {literal(CONTRADICTED)}) THEN {literal(CONTRADICTED)} "
        f"WHEN bool_or(basis = {literal(COMPONENTS)}) THEN {literal(COMPONENTS)} ELSE {literal(SUMMED)} END AS basis, "
        f"flatten(list(origins)) AS origins FROM (SELECT *, {cell} IN {literals([*needed, *rest])} AS is_part FROM level "
        f"WHERE {cell} IN {literals([*needed, *rest, *overlapping])}) GROUP BY {', '.join(keys)}"
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
