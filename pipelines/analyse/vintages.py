"""The versions of a series: the days on which a source published a whole series anew, and its present state.

A vintage is a day on which a complete submission became known, or the day of the last change where that
is later or no complete one was ever sent. What does not belong here: what changed between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_vintages(connection: DuckDBPyConnection) -> None:
    """Make `vintages` (source, offence, version DATE) and `vintage_rows`: the rows that stood at each.

    From the views `victims` and `submissions`. Only what is already public.
    """
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE public_rows AS
        SELECT *
        FROM victims
        WHERE is_already_public AND known_from IS DISTINCT FROM known_to
    """)
    _make_days(connection)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE vintage_rows AS
        WITH days AS (
            SELECT *, version + INTERVAL 1 DAY AS day_end
            FROM vintages
        )
        SELECT version, public_rows.*
        FROM public_rows
        JOIN days USING (source, offence)
        WHERE known_from < day_end AND (known_to IS NULL OR known_to >= day_end)
    """)


def _make_days(connection: DuckDBPyConnection) -> None:
    """Make `vintages`: the days of complete submissions, and the day of the last change.

    A complete submission that was withdrawn is no version, and a series of which nothing stands has none.
    """
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE vintages AS
        WITH standing AS (
            SELECT DISTINCT source, offence
            FROM public_rows
            WHERE known_to IS NULL
        ),
        complete AS (
            SELECT submission
            FROM submissions
            WHERE is_complete AND withdrawn_at IS NULL
        ),
        whole AS (
            SELECT DISTINCT source, offence, known_from::DATE AS version
            FROM public_rows
            SEMI JOIN complete USING (submission)
        ),
        last AS (
            SELECT source, offence, max(greatest(known_from, coalesce(known_to, known_from)))::DATE AS version
            FROM public_rows
            GROUP BY ALL
        ),
        days AS (
            FROM whole
            UNION
            FROM last
        )
        FROM days
        SEMI JOIN standing USING (source, offence)
        ORDER BY ALL
    """)
