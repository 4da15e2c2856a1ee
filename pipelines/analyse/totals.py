"""Totals over breakdowns, as the partitions of the code lists allow, each with what it rests on.

A reported total stands. Where there is none, a complete partition is summed; an incomplete one gives a
lower bound and an open top. A reported total below its parts becomes the interval from the one to the
other. Never a total and its parts. What does not belong here: sums over areas, sources or years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.sums import (
    COMPONENTS,
    CONTRADICTED,
    LOWER_BOUND,
    REPORTED,
    SUMMED,
    Sum,
    derive,
    listed,
)
from pipelines.collect.database import literal, quoted
from pipelines.contract.codes import NOT_ASKED, TOTAL
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.process.parts import summed_codes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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
        Sum(contract.code_list(table.column(dimension).code_list), dimension, parent, years, dimensions)
        for dimension in broken_down
        for parent in summed_codes(contract.code_list(table.column(dimension).code_list))
    ]
    for _pass in range(PASSES):
        for one in sums:
            derive(connection, one)
    _finish(connection, years, dimensions)


def _make_periods(connection: DuckDBPyConnection, rows: str, keys: tuple[str, ...]) -> None:
    """Make `periods`: one row per group, breakdown and period; several components leave the top open."""
    columns = listed(keys)
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
    columns = listed(keys)
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
        ANTI JOIN level USING ({listed(keys)})
    """)


def _finish(connection: DuckDBPyConnection, years: tuple[str, ...], dimensions: tuple[str, ...]) -> None:
    """Make `totals` from the rows that are total in every dimension.

    Where there is none, the largest of what there is is a lower bound.
    """
    columns = listed(years)
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
