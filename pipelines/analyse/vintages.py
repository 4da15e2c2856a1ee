"""The versions of a series: the days on which a source published a whole series anew, and its present state.

A vintage is a day on which a complete submission became known, or the day of the last change where that
is later or no complete one was ever sent. What does not belong here: what changed between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_vintages(connection: DuckDBPyConnection) -> None:
    """Make `vintages` (source, offence, version DATE) and `vintage_rows`: the rows of `victims` that stood at each.

    From the views `victims` and `submissions`. Only what is already public.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE public_rows AS SELECT * FROM victims WHERE is_already_public AND known_from IS DISTINCT FROM known_to"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE vintages AS "
        "WITH whole AS (SELECT DISTINCT source, offence, known_from::DATE AS version FROM public_rows "
        "SEMI JOIN (SELECT submission FROM submissions WHERE is_complete) USING (submission)), "
        "last AS (SELECT source, offence, max(greatest(known_from, coalesce(known_to, known_from)))::DATE AS version "
        "FROM public_rows GROUP BY ALL) SELECT * FROM whole UNION SELECT * FROM last ORDER BY ALL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE vintage_rows AS SELECT v.version, r.* FROM public_rows r JOIN vintages v USING (source, offence) "
        "WHERE r.known_from < v.version + INTERVAL 1 DAY AND (r.known_to IS NULL OR r.known_to >= v.version + INTERVAL 1 DAY)"
    )
