"""Whether every accepted row arrived: the rows of the submissions beside the rows of the curated table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.collect.submissions import Submission
from pipelines.contract.tables import Table
from pipelines.process.editions import Edition, damaged
from pipelines.process.judgements import Judged
from pipelines.process.rows import FOLDER

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def counts(
    connection: DuckDBPyConnection, edition: Edition, table: Table, judged: Judged
) -> list[tuple[int, int]]:
    """(rows in `curated`, rows accepted) for each submission that is due or found; `curated` is open.

    A row may stand several times, for each stretch in which it speaks; it counts once. In an edition of
    the past, submissions withdrawn since are left out: what they spoke for began only when they arrived.
    """
    due = {s.id: edition.store.curated / FOLDER / s.id / "rows.parquet" for s in _due(edition, table, judged)}
    passed_over = {s.id for s in judged.submissions.values() if edition.until and s.withdrawn_at}
    accepted = _accepted(connection, [*due.values()])
    key = ", ".join(f"{quoted(column)}" for column in table.key)
    found = dict(
        connection.execute(
            f"SELECT submission, count(DISTINCT (line, {key})) FROM curated GROUP BY ALL"
        ).fetchall()
    )
    ids = sorted({*found, *due} - passed_over)
    return [(found.get(i, 0), accepted.get(i, 0)) for i in ids]


def _due(edition: Edition, table: Table, judged: Judged) -> list[Submission]:
    accepted = [s for s in judged.accepted() if s.receipt["table"] == table.name]
    until = edition.until
    return [s for s in accepted if until is None or s.known_from.replace(tzinfo=None) < until]


def _accepted(connection: DuckDBPyConnection, files: list[Path]) -> dict[str, int]:
    if not files:
        return {}
    listed = ", ".join(literal(str(path)) for path in files)
    try:
        rows = connection.execute(
            f"SELECT submission, count(*) FROM read_parquet([{listed}]) GROUP BY ALL"
        ).fetchall()
    except Exception as error:
        raise damaged(files[0].parents[1]) from error
    return dict(rows)
