"""The figures of several sources for one area, year and breakdown, beside each other.

They are compared. Only where every two of them are declared independent is there an interval: from the
largest of them to their sum. What does not belong here: the figures of one source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    `not_declared`), is_apart (the intervals do not all meet), combined_low, combined_high (only where all are
    independent; the top NULL where one is open), linked_persons (of a total, where lists were linked: the
    different persons on them; lists are no sources, so it stands beside and bounds nothing).
    """
    is_total = " AND ".join(f"{quoted(n)} = '{TOTAL}'" for n in breakdowns(contract))
    cell = ", ".join(["offence", "ref_area", "year", *map(quoted, breakdowns(contract))])
    _make_combined(connection, cell)
    connection.execute(f"""
        CREATE OR REPLACE TABLE sources_side_by_side AS
        SELECT
            {cell}, source, version, value_low, value_high, source_count, same_as, relation,
            max(value_low) OVER same_cell > min(value_high) OVER same_cell AS is_apart,
            CASE WHEN relation = 'independent' THEN combined_low END AS combined_low,
            CASE WHEN relation = 'independent' THEN combined_high END AS combined_high,
            CASE WHEN {is_total} THEN linked.persons END AS linked_persons
        FROM shared_figures
        JOIN source_groups USING (offence, ref_area, source)
        JOIN combined USING ({cell})
        LEFT JOIN (
            SELECT offence, ref_area, try_cast(time_period AS INTEGER) AS year, max(persons) AS persons
            FROM linked_lists
            GROUP BY ALL
        ) AS linked USING (offence, ref_area, year)
        WINDOW same_cell AS (PARTITION BY {cell})
        ORDER BY {cell}, source
    """)


def _make_combined(connection: DuckDBPyConnection, cell: str) -> None:
    """Make `combined`: per cell the largest and the sum over the groups, and how the groups are related.

    A group shows one figure: its part is the interval over what its sources say.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE combined AS
        WITH parts AS (
            SELECT
                {cell}, same_as,
                min(value_low) AS low,
                CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS high,
                list(source) AS sources
            FROM shared_figures
            JOIN source_groups USING (offence, ref_area, source)
            GROUP BY ALL
        ),
        open_pairs AS (
            SELECT offence, ref_area, [source, other_source] AS pair
            FROM source_pairs
            WHERE relation = 'not_declared'
        ),
        cells AS (
            SELECT
                {cell},
                max(low) AS combined_low,
                CASE WHEN count(high) = count(*) THEN sum(high) END AS combined_high,
                count(*) AS group_count,
                list(sources) AS groups,
                flatten(list(sources)) AS sources
            FROM parts
            GROUP BY ALL
        ),
        undeclared AS (
            SELECT DISTINCT {cell}
            FROM cells
            JOIN open_pairs USING (offence, ref_area)
            WHERE list_has_all(sources, pair)
                AND len(list_filter(groups, lambda one: list_has_all(one, pair))) = 0
        )
        SELECT
            cells.*,
            CASE
                WHEN group_count = 1 THEN 'one_figure'
                WHEN undeclared.offence IS NOT NULL THEN 'not_declared'
                ELSE 'independent'
            END AS relation
        FROM cells
        LEFT JOIN undeclared USING ({cell})
    """)
