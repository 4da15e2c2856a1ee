"""What a submission would change: rows added, removed and changed against what stood at the last run.

Said before a steward sends, for what disappears is easily overlooked. What does not belong here: whether
the change is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal, quoted
from pipelines.collect.submissions import read_time
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.editions import Edition
from pipelines.process.rows import typed_rows

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
        return _("+%(added)d rows, -%(removed)d, %(changed)d changed") % {
            "added": self.added, "removed": self.removed, "changed": self.changed
        }  # fmt: skip


def shift(
    connection: DuckDBPyConnection, table: Table, edition: Edition, said: Mapping[str, Any]
) -> Shift | None:
    """The shift from the last run's table to `mapped`; None where nothing of this sender's source stood there."""
    path = edition.table(table.name)
    if not path.is_file():
        return None
    moment = read_time(said["known_since"]) if said.get("known_since") else datetime.now(UTC)
    at = literal(moment.replace(tzinfo=None).isoformat())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE standing AS FROM read_parquet({literal(str(path))}) "
        f"WHERE reporter = {literal(said['reporter'])} AND source = {literal(said['source'])} "
        f"AND known_from <= {at}::TIMESTAMP AND (known_to IS NULL OR known_to > {at}::TIMESTAMP)"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sent AS {typed_rows(table, '')}")
    if connection.execute("SELECT count(*) FROM standing").fetchone() == (0,):
        return None
    found = connection.execute(_differences(table, bool(said.get("is_complete")))).fetchone()
    return Shift(*map(int, found)) if found else None


def _differences(table: Table, is_complete: bool) -> str:
    key = ", ".join(map(quoted, table.key))
    spoken = ", ".join(map(quoted, table.complete_within if is_complete else table.restates_by))
    restated = f"standing SEMI JOIN sent USING ({spoken})" if spoken else "standing"
    known = [
        column.name
        for column in table.columns
        if column.name not in table.key and column.type not in ("value", "text")
    ]
    content = (
        ["value_kind", "value_low", "value_high"]
        if table.value_columns()
        else [c for c in known if c != "obs_status"]
    )
    differs = " OR ".join(f"o.{quoted(c)} IS DISTINCT FROM n.{quoted(c)}" for c in content) or "FALSE"
    return (
        f"SELECT (SELECT count(*) FROM sent ANTI JOIN standing USING ({key})), "
        f"(SELECT count(*) FROM ({restated.replace('standing', 'FROM standing', 1)}) ANTI JOIN sent USING ({key})), "
        f"(SELECT count(*) FROM standing o JOIN sent n USING ({key}) WHERE {differs})"
    )
