"""Where a State has linked its lists: how many persons they hold together, and how many entries.

What does not belong here: persons on no list (`multiple_systems`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.double_counting import wording
from pipelines.collect.database import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


METHOD = "double-counting-lists"


def make_linked_lists(connection: DuckDBPyConnection) -> None:
    """Make `linked_lists` from the view `overlaps` and `held_out`: what now stands, and is public.

    A row per reporter, source, offence, ref_area and time_period: list_count, persons (each counted once),
    entries (the sum over the lists), repeated (entries that count a person again), largest_list; then the
    form of results. The estimate is `persons`, which holds as far as the linkage does; `low` (the longest
    list) and `high` (all entries) hold whatever it missed or joined; `n` counts the entries. Offices that
    linked lists each for themselves are never added.
    """
    place = "reporter, source, offence, ref_area, time_period"
    connection.execute(f"""
        CREATE OR REPLACE TABLE linked_lists AS
        WITH standing AS (
            SELECT {place}, year, lists, persons
            FROM "overlaps"
            WHERE is_already_public AND known_to IS NULL AND persons IS NOT NULL
        ),
        by_list AS (
            SELECT {place}, list, sum(persons) AS entries
            FROM (SELECT * EXCLUDE (lists), unnest(lists) AS list FROM standing)
            GROUP BY ALL
        ),
        over_lists AS (
            SELECT
                {place},
                count(*)::INTEGER AS list_count,
                sum(entries)::BIGINT AS entries,
                max(entries)::BIGINT AS largest_list
            FROM by_list
            GROUP BY ALL
        ),
        over_persons AS (
            SELECT {place}, year, sum(persons)::BIGINT AS persons
            FROM standing
            GROUP BY ALL
        )
        SELECT
            {place},
            list_count, persons, entries, entries - persons AS repeated, largest_list,
            'persons_on_lists' AS what,
            '{METHOD}' AS method,
            persons::DOUBLE AS estimate,
            largest_list::DOUBLE AS low,
            entries::DOUBLE AS high,
            entries AS n,
            1::INTEGER AS areas,
            year::INTEGER AS first_year,
            year::INTEGER AS last_year,
            concat_ws(
                ' ', {literal(wording.linked())}, if(table_name IS NULL, NULL, {literal(wording.asked())})
            ) AS note,
            NULL::VARCHAR AS refusal,
            NULL::VARCHAR AS refusal_text
        FROM over_persons
        JOIN over_lists USING ({place})
        LEFT JOIN (FROM held_out WHERE table_name = 'overlaps') USING (source, offence, ref_area, year)
        ORDER BY {place}
    """)
