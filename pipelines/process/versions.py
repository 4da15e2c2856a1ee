"""Which submission speaks for a cell, from when to when.

A submission restates the cells it contains; a complete one also withdraws what it no longer contains,
within its source and the table's `complete_within`. At any time the newest submission that is active and
speaks for a cell decides it. A withdrawn one is active from its receipt to its withdrawal, any other since
its figures are known (docs/decisions/0001). What does not belong here: what the figures mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.collect.submissions import Submission
from pipelines.contract.tables import Table
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOREVER = "'infinity'::TIMESTAMP"
SPEAKER = {
    "submission": "VARCHAR",
    "rank": "INTEGER",
    "reporter": "VARCHAR",
    "source": "VARCHAR",
    "is_already_public": "BOOLEAN",
    "is_complete": "BOOLEAN",
    "known_from": "TIMESTAMP",
    "received_at": "TIMESTAMP",
    "withdrawn_at": "TIMESTAMP",
}


def make_speakers(connection: DuckDBPyConnection, submissions: Sequence[Submission]) -> None:
    """Make `speakers`: a row per accepted submission, with the times between which it is active (UTC).

    `rank` orders them: by the time since which they are known, then as they were received.
    """
    ordered = sorted(submissions, key=lambda s: (s.known_from, s.received_at, s.id))
    fill(connection, "accepted", SPEAKER, [_speaker(rank, s) for rank, s in enumerate(ordered)])
    connection.execute(f"""
        CREATE OR REPLACE TABLE speakers AS
        SELECT *,
            CASE
                WHEN withdrawn_at IS NULL THEN known_from
                ELSE greatest(known_from, received_at)
            END AS active_from,
            coalesce(withdrawn_at, {FOREVER}) AS active_to
        FROM accepted
    """)


def _speaker(rank: int, submission: Submission) -> tuple[object, ...]:
    receipt, withdrawn_at = submission.receipt, submission.withdrawn_at
    return (
        submission.id,
        rank,
        receipt["reporter"],
        receipt["source"],
        bool(receipt["is_already_public"]),
        bool(receipt.get("is_complete")),
        _naive(submission.known_from),
        _naive(submission.received_at),
        _naive(withdrawn_at) if withdrawn_at else None,
    )


def _naive(time: datetime) -> datetime:
    """UTC without a zone, as DuckDB's TIMESTAMP."""
    return time.replace(tzinfo=None)


def make_history(connection: DuckDBPyConnection, table: Table) -> None:
    """Make `history` from `rows` and `speakers`: every accepted row with `known_from` and `known_to`.

    A row has one entry for each stretch of time in which its submission speaks for its cell (several where
    a withdrawal brings it back), and one of no length where it never does. `known_to` is NULL while it
    still does.
    """
    _place_rows(connection, table)
    _make_claims(connection)
    _make_turns(connection)
    _make_stretches(connection)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE history AS
        SELECT
            placed.* EXCLUDE (
                cell, scope, rank, is_complete, withdrawn_at, active_from, active_to, known_from
            ),
            coalesce(stretches.known_from, placed.known_from) AS known_from,
            CASE
                WHEN stretches.cell IS NULL THEN placed.known_from
                ELSE stretches.known_to
            END AS known_to
        FROM placed
        LEFT JOIN stretches USING (cell, rank)
    """)


def _place_rows(connection: DuckDBPyConnection, table: Table) -> None:
    """Make `placed`: the rows with their speaker, their cell, and the scope of a complete submission."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE placed AS
        SELECT
            rows.*,
            speakers.* EXCLUDE (submission),
            {_joined(table.restates_by)} AS cell,
            {_joined(table.complete_within)} AS scope
        FROM rows
        JOIN speakers USING (submission)
    """)


def _joined(columns: tuple[str, ...]) -> str:
    """The SQL of one text for several columns; equal texts mean equal cells, an empty one is a value too."""
    texts = ", ".join(f"coalesce({quoted(column)}::VARCHAR, '')" for column in columns)
    return f"concat_ws(chr(31), {texts})" if texts else "''"


def _make_claims(connection: DuckDBPyConnection) -> None:
    """Make `claims`: who speaks for which cell while active; `is_held` where it has rows of the cell.

    A complete submission also speaks for every cell of its scope that it does not hold.
    """
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE claims AS
        WITH held AS (
            SELECT DISTINCT rank, reporter, source, cell, scope, is_complete, active_from, active_to
            FROM placed
        ),
        known AS (
            SELECT DISTINCT reporter, source, cell, scope
            FROM held
        ),
        whole AS (
            SELECT DISTINCT rank, reporter, source, scope, active_from, active_to
            FROM held
            WHERE is_complete
        )
        SELECT rank, reporter, source, cell, active_from, active_to, TRUE AS is_held
        FROM held
        UNION ALL
        SELECT rank, reporter, source, cell, active_from, active_to, FALSE
        FROM whole
        JOIN known USING (reporter, source, scope)
        ANTI JOIN held USING (rank, cell)
    """)


def _make_turns(connection: DuckDBPyConnection) -> None:
    """Make `turns`: at each moment at which something may change for a cell, who speaks (NULL: nobody)."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE turns AS
        WITH points AS (
            SELECT DISTINCT reporter, source, cell, unnest([active_from, active_to]) AS point
            FROM claims
        ),
        newest AS (
            SELECT reporter, source, cell, point, max(rank) AS rank, arg_max(is_held, rank) AS is_held
            FROM points
            JOIN claims USING (reporter, source, cell)
            WHERE active_from <= point AND point < active_to
            GROUP BY ALL
        )
        SELECT reporter, source, cell, point, rank, is_held
        FROM points
        LEFT JOIN newest USING (reporter, source, cell, point)
    """)


def _make_stretches(connection: DuckDBPyConnection) -> None:
    """Make `stretches`: from when to when a submission's rows stand for a cell it holds."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE stretches AS
        WITH changes AS (
            SELECT *
            FROM turns
            WINDOW series AS (PARTITION BY reporter, source, cell ORDER BY point)
            QUALIFY lag(rank) OVER series IS DISTINCT FROM rank
        ),
        reigns AS (
            SELECT *, lead(point) OVER (PARTITION BY reporter, source, cell ORDER BY point) AS until
            FROM changes
        )
        SELECT cell, rank, point AS known_from, nullif(until, {FOREVER}) AS known_to
        FROM reigns
        WHERE is_held
    """)
