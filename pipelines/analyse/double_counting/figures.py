"""The newest figures of every source that at least one other source gives as well, cell by cell.

What does not belong here: whether two of them are one figure (`relations`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.collect.database import literals, quoted
from pipelines.contract.codes import NOT_ASKED, TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def state_areas(contract: Contract) -> str:
    """The areas that enter figures of States, as a list for SQL."""
    areas = contract.code_list("area").codes.values()
    return literals([area.code for area in areas if area.attributes["kind"] in AREA_KINDS])


def breakdowns(contract: Contract) -> tuple[str, ...]:
    """The columns that break a figure down."""
    return contract.table("victims").dimensions()


def make_newest(connection: DuckDBPyConnection) -> None:
    """Make `newest_rows`: the public rows that stand in the newest version of each source and offence."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE newest_rows AS
        WITH newest AS (
            SELECT source, offence, max(version) AS version
            FROM vintages
            GROUP BY ALL
        )
        FROM vintage_rows
        SEMI JOIN newest USING (source, offence, version)
    """)


def make_figures(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `figures` (offence, ref_area, year, breakdowns, source, version, value_low, value_high).

    Totals are those of `detected_victims`; other cells as reported for whole years, the interval over several
    reporters or components. Where a breakdown was not asked, the figure is not broken down by it.
    """
    names = breakdowns(contract)
    columns = ", ".join(map(quoted, names))
    asked = ", ".join(
        f"if({quoted(n)} = '{NOT_ASKED}', '{TOTAL}', {quoted(n)}) AS {quoted(n)}" for n in names
    )
    is_total = " AND ".join(f"{quoted(n)} = '{TOTAL}'" for n in names)
    totals = ", ".join(f"'{TOTAL}' AS {quoted(n)}" for n in names)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE figures AS
        WITH cells AS (
            SELECT offence, ref_area, year, source, version, value_low, value_high, {asked}
            FROM newest_rows
            WHERE measure = 'DETECTED' AND unit = 'NUMBER' AND frequency = 'A'
                AND value_low IS NOT NULL AND ref_area IN {state_areas(contract)}
        )
        SELECT
            offence, ref_area, year, {columns}, source, version,
            min(value_low) AS value_low,
            CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS value_high
        FROM cells
        WHERE NOT ({is_total})
        GROUP BY ALL
        UNION ALL BY NAME
        SELECT offence, ref_area, year, {totals}, source, version, value_low, value_high
        FROM detected_victims
        SEMI JOIN newest_rows USING (source, offence, version)
    """)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE shared_figures AS
        SELECT *, count(*) OVER cell::INTEGER AS source_count
        FROM figures
        WINDOW cell AS (PARTITION BY offence, ref_area, year, {columns})
        QUALIFY source_count > 1
    """)
