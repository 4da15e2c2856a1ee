"""Persons detected, by one attribute or route at a time: the total over all other breakdowns.

The attribute is put aside, so that the rules of totals run over the rest; all attributes in one go, as each
go costs the same whatever it holds. What does not belong here: shares, and what may be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.patterns.standing import is_empty, states
from pipelines.analyse.totals import make_totals
from pipelines.collect.database import quoted
from pipelines.contract.codes import NOT_ASKED, TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ATTRIBUTES = ("sex", "age", "organ", "means")
ROUTES = {
    ("CITIZENSHIP", "DETECTION"): ("counterpart_area", "ref_area"),
    ("ORIGIN", "REMOVAL"): ("recruitment_area", "removal_area"),
}
"""The roles of places in a count of victims, and their columns."""
NOT_PLACES = "('_T', '_U', '_X', '_O')"
EVERYBODY = "everybody"
GROUP = ("source", "offence", "ref_area", "reporter", "aside", "category", "to_category")


def make_detected_by(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `detected_by` from `standing_victims` and `held_out`: GROUP, year, low, high (NULL: open),
    is_held_out (an open signal names the area-year: it is counted and left out).

    `aside` is an attribute, "FROM-TO" of a route (`category` and `to_category` are its places), or EVERYBODY.
    """
    if is_empty(connection, "standing_victims"):
        columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in GROUP)
        figures = "NULL::INTEGER AS year, NULL::DOUBLE AS low, NULL::DOUBLE AS high, FALSE AS is_held_out"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE detected_by AS SELECT {columns}, {figures} LIMIT 0")
        return
    every = [
        f"SELECT *, '{EVERYBODY}' AS aside, '{TOTAL}' AS category, '' AS to_category FROM detected",
        *(_attribute(name) for name in ATTRIBUTES),
        *(_route("-".join(roles), *columns) for roles, columns in ROUTES.items()),
    ]
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW detected_aside AS
        WITH detected AS (
            SELECT *
            FROM standing_victims
            WHERE measure = 'DETECTED' AND unit = 'NUMBER' AND ref_area IN {states(contract)}
        )
        {" UNION ALL BY NAME ".join(every)}
    """)
    make_totals(connection, contract, contract.table("victims"), "detected_aside", GROUP)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE detected_by AS
        SELECT
            totals.* RENAME (value_low AS low, value_high AS high),
            questioned.year IS NOT NULL AS is_held_out
        FROM totals
        LEFT JOIN (FROM held_out WHERE table_name = 'victims') AS questioned
            USING (source, offence, ref_area, year)
    """)


def _attribute(name: str) -> str:
    """SQL: the detected by an attribute, in the series that are ever broken down by it."""
    cell = quoted(name)
    return f"""
        SELECT * REPLACE ('{TOTAL}' AS {cell}), '{name}' AS aside, {cell} AS category, '' AS to_category
        FROM detected
        WHERE {cell} <> '{NOT_ASKED}'
            AND (source, offence) IN (
                SELECT (source, offence)
                FROM detected
                WHERE {cell} NOT IN ('{TOTAL}', '{NOT_ASKED}')
            )
    """


def _route(aside: str, start: str, end: str) -> str:
    """SQL: the detected by a pair of places, where both are known."""
    replaced = ", ".join(f"'{TOTAL}' AS {name}" for name in (start, end) if name != "ref_area")
    return f"""
        SELECT * REPLACE ({replaced}), '{aside}' AS aside, {start} AS category, {end} AS to_category
        FROM detected
        WHERE {start} NOT IN {NOT_PLACES} AND {end} NOT IN {NOT_PLACES}
    """
