"""Where a State has linked its lists: how many persons they hold together, and how many entries.

What does not belong here: persons on no list (`multiple_systems`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_linked_lists(connection: DuckDBPyConnection) -> None:
    """Make `linked_lists` from the view `overlaps`: what now stands, and is public.

    A row per source, offence, ref_area and time_period: list_count, persons (each counted once), entries (the
    sum over the lists), repeated (entries that count a person again), largest_list.
    """
    connection.execute("""
        CREATE OR REPLACE TABLE linked_lists AS
        WITH standing AS (
            SELECT source, offence, ref_area, time_period, lists, persons
            FROM "overlaps"
            WHERE is_already_public AND known_to IS NULL AND persons IS NOT NULL
        ),
        by_list AS (
            SELECT source, offence, ref_area, time_period, list, sum(persons) AS entries
            FROM (SELECT * EXCLUDE (lists), unnest(lists) AS list FROM standing)
            GROUP BY ALL
        ),
        over_lists AS (
            SELECT
                source, offence, ref_area, time_period,
                count(*)::INTEGER AS list_count,
                sum(entries)::BIGINT AS entries,
                max(entries)::BIGINT AS largest_list
            FROM by_list
            GROUP BY ALL
        ),
        over_persons AS (
            SELECT source, offence, ref_area, time_period, sum(persons)::BIGINT AS persons
            FROM standing
            GROUP BY ALL
        )
        SELECT
            source, offence, ref_area, time_period,
            list_count, persons, entries, entries - persons AS repeated, largest_list
        FROM over_persons
        JOIN over_lists USING (source, offence, ref_area, time_period)
        ORDER BY source, offence, ref_area, time_period
    """)
