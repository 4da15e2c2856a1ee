"""Categories that went between two versions while others of their kind stayed: of a source, or of one area.

Reads `gone` (made by `vanished`). What does not belong here: what is said of them, and how grave it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.cells import Row
from pipelines.analyse.signals.observations import DIMENSIONS, SERIES
from pipelines.collect.database import records

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_OF_IT = 0.8
FEWEST_CELLS, FEWEST_PERSONS = 3, 10
IN_SOURCE = "table_name, source, offence, version, measure, unit"
IN_AREA = f"{SERIES}, version, measure, unit"


def vanished_categories(connection: DuckDBPyConnection) -> list[Row]:
    """The cells of categories of which nearly all went, in areas and years that still say something.

    As `gone`, with `what` (the breakdown that went) and `has_siblings` (others of its kind stayed). Of a
    whole source whatever it held; of one area only what held persons, while others stayed there.
    """
    _make_went(connection)
    return records(
        connection,
        f"""
        WITH wider AS (
            SELECT went.*, wider.breakdown AS wider, len(wider.words) AS length
            FROM went
            JOIN (SELECT DISTINCT {IN_AREA}, breakdown, words FROM went) AS wider USING ({IN_AREA})
            WHERE len(wider.words) > 0 OR len(went.words) = 0
        )
        SELECT * EXCLUDE (wider, length, words), wider AS what
        FROM wider
        WHERE list_has_all(words, string_split(wider, ' ')) OR wider = breakdown
        QUALIFY row_number() OVER (
            PARTITION BY {IN_AREA}, time_period, label ORDER BY length, wider
        ) = 1
        ORDER BY ALL
        """,
    )


def _make_went(connection: DuckDBPyConnection) -> None:
    """Make `went`: the cells of vanished categories; `words` are the labels of the breakdown.

    Where 'under 18' went, 'girls under 18' did not go by themselves: the query above says the widest.
    """
    most = "{0} FILTER (is_gone) OVER {1} >= greatest({2}, {3} * {0} OVER {1})"
    of_source, of_area = (
        most.format("count(*)", window, FEWEST_CELLS, MOST_OF_IT) for window in ("category", "own_category")
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE went AS
        WITH kinds AS (
            SELECT
                *, {DIMENSIONS} AS dimensions, {of_source} AS is_of_source, {of_area} AS is_of_area,
                sum(low_before) FILTER (is_gone) OVER own_category >= {FEWEST_PERSONS} AS has_persons
            FROM gone
            WHERE NOT is_year_gone
            WINDOW
                category AS (PARTITION BY {IN_SOURCE}, breakdown),
                own_category AS (PARTITION BY {IN_AREA}, breakdown)
        ),
        beside AS (
            SELECT
                *,
                depth > 0 AND count(*) FILTER (NOT is_gone) OVER (
                    PARTITION BY {IN_SOURCE}, dimensions
                ) > 0 AS has_siblings_in_source,
                depth > 0 AND count(*) FILTER (NOT is_gone) OVER (
                    PARTITION BY {IN_AREA}, dimensions
                ) > 0 AS has_siblings_in_area
            FROM kinds
        )
        SELECT
            * EXCLUDE (has_siblings_in_source, has_siblings_in_area),
            if(is_of_source, has_siblings_in_source, has_siblings_in_area) AS has_siblings,
            list_filter(string_split(breakdown, ' '), lambda word: word <> '') AS words
        FROM beside
        WHERE is_gone AND (is_of_source OR (is_of_area AND has_siblings_in_area AND has_persons))
    """)
