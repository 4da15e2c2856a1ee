"""The figures of several sources for one area, year and breakdown, beside each other.

They are compared. What does not belong here: what they come to together (`combined`), and the figures of
one source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.double_counting.combined import cell_columns
from pipelines.analyse.double_counting.figures import breakdowns
from pipelines.collect.database import quoted
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_side_by_side(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `sources_side_by_side`: a row per source and cell that two sources or more give.

    Columns: offence, ref_area, year, the breakdowns, source, version, value_low, value_high, source_count,
    same_as (the first of the sources that show one figure), relation (`one_figure`, `independent`,
    `not_declared`), is_apart (the intervals do not all meet), combined_low, combined_high (the limits of
    `combined_sources`), linked_persons (of a total, where lists were linked: the
    different persons on them; lists are no sources, so it stands beside and bounds nothing).
    """
    is_total = " AND ".join(f"{quoted(n)} = '{TOTAL}'" for n in breakdowns(contract))
    cell = cell_columns(contract)
    connection.execute(f"""
        CREATE OR REPLACE TABLE sources_side_by_side AS
        SELECT
            {cell}, source, version, value_low, value_high, source_count, same_as, relation,
            max(value_low) OVER same_cell > min(value_high) OVER same_cell AS is_apart,
            low AS combined_low,
            high AS combined_high,
            CASE WHEN {is_total} THEN linked.persons END AS linked_persons
        FROM shared_figures
        JOIN source_groups USING (offence, ref_area, source)
        JOIN combined_sources USING ({cell})
        LEFT JOIN (
            SELECT offence, ref_area, try_cast(time_period AS INTEGER) AS year, max(persons) AS persons
            FROM linked_lists
            GROUP BY ALL
        ) AS linked USING (offence, ref_area, year)
        WINDOW same_cell AS (PARTITION BY {cell})
        ORDER BY {cell}, source
    """)
