"""What a submission would change: rows added, removed and changed against what stood at the last run.

Said before a steward sends, for what disappears is easily overlooked. What does not belong here: whether
the change is right.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.collect.submissions import Submission, read_time
from pipelines.contract.cldr import filled, listed, number
from pipelines.contract.tables import Table
from pipelines.contract.text import ngettext
from pipelines.process.editions import Edition, damaged
from pipelines.process.typed import typed_columns, unordered_rows

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
        added = ngettext("+%(count)d row", "+%(count)d rows", self.added)
        changed = ngettext("%(count)d changed", "%(count)d changed", self.changed)
        return listed(
            [
                filled(added, {"count": self.added}),
                f"-{number(self.removed)}",
                filled(changed, {"count": self.changed}),
            ]
        )


@dataclass(frozen=True)
class Sender:
    """Whose figures of which source are compared, and since when they are known (empty: now)."""

    reporter: str
    source: str
    known_since: str


def make_before_and_after(
    connection: DuckDBPyConnection, table: Table, edition: Edition | None, sender: Sender
) -> bool:
    """Make `sent`, the typed rows of `mapped`, and `standing`, what stood at the last run; whether any did.

    `standing` is what this sender's source said when the submission takes its place in time; empty where
    there was no run, and NULL in columns that came into the contract since. Raises TiporError where the
    table of the last run is damaged.
    """
    kinds = typed_columns(table).items()
    columns = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in kinds)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE standing AS SELECT {columns} WHERE FALSE")
    if edition and edition.table(table.name).is_file():
        _add_what_stood(connection, edition.table(table.name), sender)
    stood = connection.execute("SELECT count(*) FROM standing").fetchone() != (0,)
    # Where there is nothing to compare with, only the figures of a few rows are asked for.
    kind = "TABLE" if stood else "VIEW"
    connection.execute(f"CREATE TEMP {kind} sent AS {unordered_rows(table, '')}")
    return stood


def is_behind(edition: Edition, table: Table, sender: Sender) -> bool:
    """Whether the last run did not know some submission of this source and table that may count.

    The figures of such a one are in no table yet, and so are not compared. Only receipts are opened.
    """
    store = edition.store
    try:
        known = set(json.loads(edition.record.read_bytes())["submissions"])
    except (OSError, ValueError, KeyError, TypeError):
        known = set()
    begin = f"{sender.reporter}-{table.name}-"
    since = (i for i in store.ids() if i.startswith(begin) and i not in known)
    return any(_may_count(submission, sender) for i in since for submission in store.submissions(ids=[i])[0])


def _may_count(submission: Submission, sender: Sender) -> bool:
    is_active = submission.verdict != "held" and not submission.withdrawn_at
    return is_active and submission.receipt["source"] == sender.source


def shift(connection: DuckDBPyConnection, table: Table, *, is_complete: bool) -> Shift | None:
    """The shift from `standing` to `sent`."""
    found = connection.execute(f"""
        WITH {differences(table, is_complete)}
        SELECT
            (SELECT count(*) FROM added),
            (SELECT count(*) FROM removed),
            (SELECT count(*) FROM changed)
    """).fetchone()
    return Shift(*map(int, found)) if found else None


def _add_what_stood(connection: DuckDBPyConnection, path: Path, sender: Sender) -> None:
    import duckdb

    moment = read_time(sender.known_since) if sender.known_since else datetime.now(UTC)
    at = f"{literal(moment.replace(tzinfo=None).isoformat())}::TIMESTAMP"
    try:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE standing AS
            FROM standing
            UNION ALL BY NAME
            SELECT *
            FROM read_parquet({literal(str(path))})
            WHERE reporter = {literal(sender.reporter)}
                AND source = {literal(sender.source)}
                AND known_from <= {at}
                AND (known_to IS NULL OR known_to > {at})
        """)
    except duckdb.Error:
        raise damaged(path) from None


def differences(table: Table, is_complete: bool) -> str:
    """The SQL (for WITH) of the rows restated, added, removed and changed."""
    key = ", ".join(map(quoted, table.key))
    spoken = ", ".join(map(quoted, table.complete_within if is_complete else table.restates_by))
    restated = f"SEMI JOIN sent USING ({spoken})" if spoken else ""
    content = [f"standing.{quoted(c)} IS DISTINCT FROM sent.{quoted(c)}" for c in _content(table)]
    return f"""
        restated AS (
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
    """


def _content(table: Table) -> list[str]:
    """The columns whose change is a change of a row: its figures, or all that is coded where it has none."""
    if table.value_columns():
        amounts = [column.name for column in table.columns if column.type in ("count", "amount")]
        return ["value_kind", "value_low", "value_high", *amounts]
    return [c.name for c in table.columns if c.name not in table.key and c.type != "text"]
