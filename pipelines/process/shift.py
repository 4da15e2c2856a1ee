"""What a submission would change: rows added, removed and changed against what stood at the last run.

Said before a steward sends, for what disappears is easily overlooked. What does not belong here: whether
the change is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal, quoted
from pipelines.collect.submissions import read_time
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.editions import Edition, damaged
from pipelines.process.rows import typed_columns, typed_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Shift:
    """Numbers of rows; a row is the same where its key is."""

    added: int
    removed: int
    changed: int

    def text(self) -> str:
        """As a steward reads it: +14 rows, -2, 6 changed."""
        return _("+%(added)d rows, -%(removed)d, %(changed)d changed") % asdict(self)


def shift(
    connection: DuckDBPyConnection, table: Table, edition: Edition, said: Mapping[str, Any]
) -> Shift | None:
    """The shift from the last run's table to `mapped`; None where nothing of this sender's source stood.

    Raises TiporError where that table is damaged.
    """
    if not edition.table(table.name).is_file():
        return None
    _make_standing(connection, table, edition, said)
    if connection.execute("SELECT count(*) FROM standing").fetchone() == (0,):
        return None
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sent AS {typed_rows(table, '')}")
    found = connection.execute(_differences(table, bool(said.get("is_complete")))).fetchone()
    return Shift(*map(int, found)) if found else None


def _make_standing(
    connection: DuckDBPyConnection, table: Table, edition: Edition, said: Mapping[str, Any]
) -> None:
    """Make `standing`: what this sender's source said when the submission takes its place in time.

    Columns that came into the contract since the last run are NULL in it.
    """
    import duckdb

    path = edition.table(table.name)
    moment = read_time(said["known_since"]) if said.get("known_since") else datetime.now(UTC)
    at = f"{literal(moment.replace(tzinfo=None).isoformat())}::TIMESTAMP"
    kinds = typed_columns(table).items()
    columns = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in kinds)
    try:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE standing AS
            SELECT {columns}
            WHERE FALSE
            UNION ALL BY NAME
            SELECT *
            FROM read_parquet({literal(str(path))})
            WHERE reporter = {literal(said["reporter"])}
                AND source = {literal(said["source"])}
                AND known_from <= {at}
                AND (known_to IS NULL OR known_to > {at})
        """)
    except duckdb.Error:
        raise damaged(path) from None


def _differences(table: Table, is_complete: bool) -> str:
    """The SQL of the three numbers: rows added, removed and changed."""
    key = ", ".join(map(quoted, table.key))
    spoken = ", ".join(map(quoted, table.complete_within if is_complete else table.restates_by))
    restated = f"SEMI JOIN sent USING ({spoken})" if spoken else ""
    content = [f"standing.{quoted(c)} IS DISTINCT FROM sent.{quoted(c)}" for c in _content(table)]
    return f"""
        WITH restated AS (
            SELECT *
            FROM standing
            {restated}
        ),
        added AS (
            FROM sent
            ANTI JOIN standing USING ({key})
        ),
        removed AS (
            FROM restated
            ANTI JOIN sent USING ({key})
        ),
        changed AS (
            SELECT {key}
            FROM standing
            JOIN sent USING ({key})
            WHERE {" OR ".join(content) or "FALSE"}
        )
        SELECT
            (SELECT count(*) FROM added),
            (SELECT count(*) FROM removed),
            (SELECT count(*) FROM changed)
    """


def _content(table: Table) -> list[str]:
    """The columns whose change is a change of a row: its figures, or all that is coded where it has none."""
    if table.value_columns():
        amounts = [column.name for column in table.columns if column.type in ("count", "amount")]
        return ["value_kind", "value_low", "value_high", *amounts]
    return [c.name for c in table.columns if c.name not in table.key and c.type != "text"]
