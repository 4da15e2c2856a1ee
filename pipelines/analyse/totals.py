"""Totals over breakdowns, as the partitions of the code lists allow, each with what it rests on.

A reported total stands. Where there is none, a complete partition is summed; an incomplete one gives a
lower bound and an open top. A reported total below its parts becomes the interval from the one to the
other. Never a total and its parts. What does not belong here: sums over areas, sources or years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.contract.codes import TOTAL, CodeList
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_ASKED = "_X"
REPORTED, SUMMED, LOWER_BOUND = "reported", "summed", "lower_bound"
CONTRADICTED, COMPONENTS = "contradicted", "components"
PASSES = 3
"""A pass sees what the one before could only then derive or find contradicted."""
PARTS_OF_A_YEAR = {"S": 2, "Q": 4, "M": 12}


def make_totals(
    connection: DuckDBPyConnection, contract: Contract, table: Table, rows: str, group: tuple[str, ...]
) -> None:
    """Make `totals`: for each `group` of the relation `rows` and year, the total over all breakdowns.

    Columns: the group, year, value_low, value_high (NULL: open), basis, origins (submission and line of each
    row it rests on). Rows without a figure are no part of a sum.
    """
    dimensions = table.dimensions()
    years = (*group, "year")
    _make_periods(connection, rows, (*years, *dimensions))
    _make_level(connection, (*years, *dimensions))
    broken_down = _broken_down(connection, dimensions)
    for dimension in broken_down:
        _take_what_was_not_asked(connection, dimension, (*years, *dimensions))
    sums = [
        _Sum(contract.code_list(table.column(dimension).code_list), dimension, parent, years, dimensions)
        for dimension in broken_down
        for parent in _parents(contract.code_list(table.column(dimension).code_list))
    ]
    for _pass in range(PASSES):
        for one in sums:
            _derive(connection, one)
    _finish(connection, years, dimensions)


def _make_periods(connection: DuckDBPyConnection, rows: str, keys: tuple[str, ...]) -> None:
    """Make `periods`: one row per group, breakdown and period; several components leave the top open."""
    columns = _listed(keys)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE periods AS
        SELECT
            {columns}, frequency, time_period,
            max(value_low) AS low,
            CASE WHEN count(*) = 1 THEN max(value_high) END AS high,
            count(*) > 1 AS is_split,
            list({{'submission': submission, 'line': line}}) AS origins
        FROM {rows}
        WHERE value_low IS NOT NULL
        GROUP BY {columns}, frequency, time_period
    """)


def _make_level(connection: DuckDBPyConnection, keys: tuple[str, ...]) -> None:
    """Make `level`: one row per group, year and breakdown. A year given whole stands before its parts.

    `via` is the dimension over which a row was summed, NULL where it was reported.
    """
    columns = _listed(keys)
    cases = " ".join(f"WHEN '{code}' THEN {count}" for code, count in PARTS_OF_A_YEAR.items())
    whole_year = f"CASE frequency {cases} ELSE 1 END"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE level AS
        WITH years AS (
            SELECT
                {columns}, frequency,
                CASE WHEN frequency = 'A' THEN max(low) ELSE sum(low) END AS low,
                CASE WHEN count(*) = {whole_year} AND count(high) = count(*) THEN sum(high) END AS high,
                CASE
                    WHEN bool_or(is_split) OR count(*) > {whole_year} THEN '{COMPONENTS}'
                    WHEN frequency = 'A' THEN '{REPORTED}'
                    WHEN count(*) = {whole_year} THEN '{SUMMED}'
                    ELSE '{LOWER_BOUND}'
                END AS basis,
                flatten(list(origins)) AS origins
            FROM periods
            GROUP BY {columns}, frequency
        )
        SELECT
            * EXCLUDE (frequency, most)
            REPLACE (
                if(most > high, '{CONTRADICTED}', basis) AS basis,
                if(most > high, most, high) AS high
            ),
            NULL::VARCHAR AS via
        FROM (
            SELECT *, max(low) OVER (PARTITION BY {columns}) AS most
            FROM years
        )
        QUALIFY row_number() OVER (
            PARTITION BY {columns}
            ORDER BY
                basis = '{LOWER_BOUND}',
                if(basis = '{LOWER_BOUND}', -low, 0),
                position(frequency IN 'ASQM')
        ) = 1
    """)


def _broken_down(connection: DuckDBPyConnection, dimensions: tuple[str, ...]) -> list[str]:
    """The dimensions in which some figure is no total; there is nothing to add up in the others."""
    if not dimensions:
        return []
    flags = ", ".join(f"coalesce(bool_or({quoted(d)} <> {literal(TOTAL)}), FALSE)" for d in dimensions)
    found = connection.execute(f"SELECT {flags} FROM level").fetchone() or ()
    return [name for name, is_so in zip(dimensions, found, strict=True) if is_so]


def _take_what_was_not_asked(connection: DuckDBPyConnection, dimension: str, keys: tuple[str, ...]) -> None:
    """A figure for which the breakdown was not asked is a total, where none is reported."""
    cell = quoted(dimension)
    connection.execute(f"""
        INSERT INTO level BY NAME
        WITH taken AS (
            SELECT * REPLACE ({literal(TOTAL)} AS {cell})
            FROM level
            WHERE {cell} = '{NOT_ASKED}'
        )
        FROM taken
        ANTI JOIN level USING ({_listed(keys)})
    """)


def _parents(codes: CodeList) -> list[str]:
    """The codes that have parts, the deepest first, the total last."""
    parents = {c.parent for c in codes.codes.values() if c.parent and c.part in ("part", "rest")}
    deepest_first = sorted(parents - {TOTAL}, key=lambda code: (-_depth(codes, code), code))
    return [*deepest_first, *([TOTAL] if TOTAL in codes else [])]


def _depth(codes: CodeList, code: str) -> int:
    parent = codes[code].parent
    return 1 + _depth(codes, parent) if parent else 0


@dataclass(frozen=True)
class _Sum:
    """Summing the parts of one code (`parent`) of one dimension, all other columns being equal."""

    codes: CodeList
    dimension: str
    parent: str
    years: tuple[str, ...]
    dimensions: tuple[str, ...]

    @property
    def cell(self) -> str:
        """The column of the dimension."""
        return quoted(self.dimension)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that are equal within one sum."""
        return (*self.years, *(name for name in self.dimensions if name != self.dimension))

    @property
    def same(self) -> str:
        """The condition under which a row of `level` stands where a row of `derived` belongs."""
        equal = (f"level.{quoted(key)} = derived.{quoted(key)}" for key in self.keys)
        return " AND ".join([*equal, f"level.{self.cell} = {literal(self.parent)}"])


def _derive(connection: DuckDBPyConnection, one: _Sum) -> None:
    """Put the sum where the parent has no figure, or only a lower bound; mark contradictions."""
    connection.execute(f"""
        DELETE FROM level
        WHERE via = {literal(one.dimension)} AND {one.cell} = {literal(one.parent)}
    """)
    _sum_parts(connection, one)
    _mark_contradictions(connection, one)
    _put_sums(connection, one)


def _sum_parts(connection: DuckDBPyConnection, one: _Sum) -> None:
    """Make `derived`: keys, low, high, basis, origins of the sums over the parts.

    What is no part (codes that may overlap, areas) is never added: the largest is a lower bound of the total.
    """
    needed, rest, overlapping = (one.codes.children(one.parent, part) for part in ("part", "rest", ""))
    columns = _listed(one.keys)
    is_needed = f"{one.cell} IN {literals(needed)}"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE derived AS
        WITH parts AS (
            SELECT *, coalesce({one.cell} IN {literals([*needed, *rest])}, FALSE) AS is_part
            FROM level
            WHERE {one.cell} IN {literals([*needed, *rest, *overlapping])}
                OR ({literal(one.parent)} = '{TOTAL}' AND {one.cell} NOT IN ('{TOTAL}', '{NOT_ASKED}'))
        ),
        sums AS (
            SELECT
                {columns},
                coalesce(sum(low) FILTER (is_part), 0) AS sum_low,
                coalesce(max(low) FILTER (NOT is_part), 0) AS overlapping_low,
                sum(high) FILTER (is_part) AS sum_high,
                count(DISTINCT {one.cell}) FILTER ({is_needed}) = {len(needed) or -1}
                    AND count(*) FILTER (is_part AND high IS NULL) = 0 AS is_whole,
                coalesce(bool_or(basis = '{CONTRADICTED}') FILTER (is_part), FALSE) AS is_contradicted,
                coalesce(bool_or(basis = '{COMPONENTS}') FILTER (is_part), FALSE) AS is_split,
                flatten(list(origins) FILTER (is_part)) AS part_origins,
                flatten(list(origins)) AS all_origins
            FROM parts
            GROUP BY {columns}
        )
        SELECT
            {columns},
            if(is_whole, sum_low, greatest(sum_low, overlapping_low)) AS low,
            CASE WHEN is_whole THEN greatest(sum_high, overlapping_low) END AS high,
            CASE
                WHEN NOT is_whole THEN '{LOWER_BOUND}'
                WHEN is_contradicted OR overlapping_low > sum_high THEN '{CONTRADICTED}'
                WHEN is_split THEN '{COMPONENTS}'
                ELSE '{SUMMED}'
            END AS basis,
            if(is_whole AND overlapping_low <= sum_high, part_origins, all_origins) AS origins
        FROM sums
    """)


def _mark_contradictions(connection: DuckDBPyConnection, one: _Sum) -> None:
    """A reported figure below its parts becomes the interval from the one to the other."""
    connection.execute(f"""
        UPDATE level
        SET basis = '{CONTRADICTED}',
            high = coalesce(derived.high, derived.low),
            origins = list_concat(level.origins, derived.origins)
        FROM derived
        WHERE {one.same} AND level.via IS NULL AND derived.low > level.high
    """)


def _put_sums(connection: DuckDBPyConnection, one: _Sum) -> None:
    """Put the sums into `level` where nothing stands, or only a bound that says less.

    A sum over another breakdown that cannot be the same number makes both the ends of an interval.
    """
    connection.execute(f"""
        UPDATE level
        SET basis = '{CONTRADICTED}',
            low = least(level.low, derived.low),
            high = greatest(level.high, coalesce(derived.high, derived.low)),
            origins = list_concat(level.origins, derived.origins)
        FROM derived
        WHERE {one.same}
            AND level.via <> {literal(one.dimension)}
            AND (derived.low > level.high OR derived.high < level.low)
    """)
    connection.execute(f"""
        DELETE FROM level
        USING derived
        WHERE {one.same}
            AND level.basis = '{LOWER_BOUND}'
            AND (derived.high IS NOT NULL OR derived.low > level.low)
    """)
    connection.execute(f"""
        INSERT INTO level BY NAME
        SELECT derived.*, {literal(one.parent)} AS {one.cell}, {literal(one.dimension)} AS via
        FROM derived
        WHERE NOT EXISTS (FROM level WHERE {one.same})
    """)


def _finish(connection: DuckDBPyConnection, years: tuple[str, ...], dimensions: tuple[str, ...]) -> None:
    """Make `totals` from the rows that are total in every dimension.

    Where there is none, the largest of what there is is a lower bound.
    """
    columns = _listed(years)
    is_total = " AND ".join(f"{quoted(d)} = {literal(TOTAL)}" for d in dimensions) or "TRUE"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE totals AS
        WITH found AS (
            SELECT
                {columns}, low AS value_low, high AS value_high, basis,
                list_sort(list_distinct(origins)) AS origins
            FROM level
            WHERE {is_total}
        ),
        bounds AS (
            SELECT
                {columns}, max(low) AS value_low, NULL AS value_high, '{LOWER_BOUND}' AS basis,
                list_sort(list_distinct(flatten(list(origins)))) AS origins
            FROM level
            ANTI JOIN found USING ({columns})
            GROUP BY {columns}
        )
        FROM found
        UNION ALL BY NAME
        FROM bounds
    """)


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, columns))
