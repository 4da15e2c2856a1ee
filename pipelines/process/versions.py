"""Which submission speaks for a cell, from when to when.

A submission restates the cells it contains; a complete one also withdraws what it no longer contains,
within its source and the table's `complete_within`. At any time the newest submission that is active and
speaks for a cell decides it. A withdrawn one is active from its receipt to its withdrawal, any other since
its figures are known (docs/decisions/0001). What does not belong here: what the figures mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.collect.submissions import Submission
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOREVER = "'infinity'::TIMESTAMP"


def make_speakers(connection: DuckDBPyConnection, submissions: Sequence[Submission]) -> None:
    """Make `speakers`: a row per accepted submission, with the times between which it is active (UTC).

    `rank` orders them: by the time since which they are known, then as they were received.
    """
    ordered = sorted(submissions, key=lambda s: (s.known_from, s.received_at, s.id))
    columns = {
        "submission": ("VARCHAR", [s.id for s in ordered]),
        "rank": ("INTEGER", list(range(len(ordered)))),
        "reporter": ("VARCHAR", [s.receipt["reporter"] for s in ordered]),
        "source": ("VARCHAR", [s.receipt["source"] for s in ordered]),
        "is_already_public": ("BOOLEAN", [bool(s.receipt["is_already_public"]) for s in ordered]),
        "is_complete": ("BOOLEAN", [bool(s.receipt.get("is_complete")) for s in ordered]),
        "known_from": ("TIMESTAMP", [_naive(s.known_from) for s in ordered]),
        "received_at": ("TIMESTAMP", [_naive(s.received_at) for s in ordered]),
        "withdrawn_at": ("TIMESTAMP", [_naive(s.withdrawn_at) for s in ordered]),
    }
    parts = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, (kind, _) in columns.items())
    connection.execute(
        f"CREATE OR REPLACE TABLE speakers AS SELECT *, CASE WHEN withdrawn_at IS NULL THEN known_from "
        f"ELSE greatest(known_from, received_at) END AS active_from, coalesce(withdrawn_at, {FOREVER}) AS active_to "
        f"FROM (SELECT {parts})",
        [values for _, values in columns.values()],
    )


def _naive(time):  # type: ignore[no-untyped-def]
    """UTC without a zone, as DuckDB's TIMESTAMP."""
    return time.replace(tzinfo=None) if time else None


def make_history(connection: DuckDBPyConnection, table: Table) -> None:
    """Make `history` from `rows` and `speakers`: every accepted row with `known_from` and `known_to`.

    A row has one entry for each stretch of time in which its submission speaks for its cell (several where
    a withdrawal brings it back), and one of no length where it never does. `known_to` is NULL while it still does.
    """
    cell = (
        "concat_ws(chr(31), "
        + ", ".join(f"coalesce({quoted(c)}::VARCHAR, '')" for c in table.restates_by)
        + ")"
    )
    scope = (
        "concat_ws(chr(31), '', "
        + ", ".join(f"coalesce({quoted(c)}::VARCHAR, '')" for c in table.complete_within)
        + ")"
    )
    if not table.complete_within:
        scope = "''"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE placed AS SELECT r.*, s.* EXCLUDE (submission), {cell} AS cell, {scope} AS scope "
        f"FROM rows r JOIN speakers s USING (submission)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE claims AS "
        "WITH held AS (SELECT DISTINCT rank, reporter, source, cell, scope, is_complete, active_from, active_to FROM placed), "
        "known AS (SELECT DISTINCT reporter, source, cell, scope FROM held), "
        "whole AS (SELECT DISTINCT rank, reporter, source, scope, active_from, active_to FROM held WHERE is_complete) "
        "SELECT rank, reporter, source, cell, active_from, active_to, TRUE AS is_held FROM held "
        "UNION ALL SELECT w.rank, reporter, source, k.cell, w.active_from, w.active_to, FALSE "
        "FROM whole w JOIN known k USING (reporter, source, scope) "
        "WHERE NOT EXISTS (FROM held h WHERE h.rank = w.rank AND h.cell = k.cell)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stretches AS "
        "WITH points AS (SELECT DISTINCT reporter, source, cell, unnest([active_from, active_to]) AS point FROM claims), "
        "winners AS (SELECT reporter, source, cell, point, arg_max(rank, rank) AS rank, arg_max(is_held, rank) AS is_held "
        "FROM points p LEFT JOIN claims c USING (reporter, source, cell) "
        "WHERE c.active_from <= p.point AND p.point < c.active_to GROUP BY ALL), "
        "all_points AS (SELECT reporter, source, cell, point, rank, is_held FROM points LEFT JOIN winners USING (reporter, source, cell, point)), "
        "changes AS (SELECT *, lag(rank) OVER w IS DISTINCT FROM rank AS is_change FROM all_points "
        "WINDOW w AS (PARTITION BY reporter, source, cell ORDER BY point)), "
        "turns AS (SELECT *, lead(point) OVER (PARTITION BY reporter, source, cell ORDER BY point) AS until FROM changes WHERE is_change) "
        "SELECT cell, rank, point AS known_from, nullif(until, 'infinity'::TIMESTAMP) AS known_to FROM turns WHERE is_held"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE history AS "
        "SELECT p.* EXCLUDE (cell, scope, rank, is_complete, withdrawn_at, active_from, active_to, known_from), "
        "coalesce(s.known_from, p.known_from) AS known_from, "
        "CASE WHEN s.cell IS NULL THEN p.known_from ELSE s.known_to END AS known_to "
        "FROM placed p LEFT JOIN stretches s USING (cell, rank)"
    )
