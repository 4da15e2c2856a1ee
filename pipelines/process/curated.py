"""The curated tables of an edition: one Parquet a table, every row with its provenance and its times.

What does not belong here: analyses of the figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, open_memory, quoted
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.editions import Edition, replacing
from pipelines.process.judgements import Judged
from pipelines.process.rows import FOLDER, typed_columns
from pipelines.process.versions import make_history, make_speakers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUBMISSION_FIELDS = (
    "reporter",
    "source",
    "table",
    "profile",
    "known_since",
    "received_at",
    "sha256",
    "row_count",
)


def curate(edition: Edition, contract: Contract, judged: Judged) -> dict[str, int]:
    """Write `tables/` of the edition; the number of rows by table. Every accepted row is in one of them."""
    counts = {}
    with open_memory() as connection:
        for name in contract.names("tables"):
            counts[name] = _curate_table(connection, edition, contract.table(name), judged)
        counts["submissions"] = _write(
            connection, edition.table("submissions"), _submissions(connection, edition, judged)
        )
        counts["findings"] = _write(connection, edition.table("findings"), _findings(connection, judged))
    return counts


def _curate_table(connection: DuckDBPyConnection, edition: Edition, table: Table, judged: Judged) -> int:
    submissions = [s for s in judged.accepted() if s.receipt["table"] == table.name]
    files = [edition.store.curated / FOLDER / s.id / "rows.parquet" for s in submissions]
    make_speakers(connection, submissions)
    columns = ", ".join(
        f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in typed_columns(table).items()
    )
    empty = f"SELECT {columns} WHERE FALSE"
    found = (
        f" UNION ALL BY NAME SELECT * FROM read_parquet({_listed(files)}, union_by_name = true)"
        if files
        else ""
    )
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE rows AS {empty}{found}")
    except Exception as error:
        raise damaged(edition.store.curated / FOLDER) from error
    make_history(connection, table)
    key = ", ".join(quoted(column) for column in table.key)
    until = edition.until.isoformat() if edition.until else "infinity"
    cut = (
        f"SELECT * REPLACE (CASE WHEN known_to < {literal(until)}::TIMESTAMP THEN known_to END AS known_to) FROM history "
        f"WHERE known_from < {literal(until)}::TIMESTAMP ORDER BY known_from, submission, line, {key}"
    )
    return _write(connection, edition.table(table.name), cut)


def _submissions(connection: DuckDBPyConnection, edition: Edition, judged: Judged) -> str:
    """The SQL of a row per submission known at the edition's date, held and faulty ones too."""
    rows = []
    for submission in judged.submissions.values():
        if edition.until and submission.known_from.replace(tzinfo=None) >= edition.until:
            continue
        receipt, judgement = submission.receipt, judged.judgements.get(submission.id)
        rows.append({
            "submission": submission.id, "reporter": receipt["reporter"], "source": receipt["source"], "table": receipt["table"],
            "profile": receipt.get("profile", ""), "verdict": judgement.verdict if judgement else "faulty",
            "is_already_public": bool(receipt["is_already_public"]), "is_complete": bool(receipt.get("is_complete")),
            "known_from": submission.known_from.replace(tzinfo=None), "received_at": submission.received_at.replace(tzinfo=None),
            "withdrawn_at": submission.withdrawn_at.replace(tzinfo=None) if submission.withdrawn_at else None,
            "row_count": receipt["row_count"], "sha256": receipt["sha256"],
        })  # fmt: skip
    kinds = {
        "submission": "VARCHAR", "reporter": "VARCHAR", "source": "VARCHAR", "table": "VARCHAR", "profile": "VARCHAR",
        "verdict": "VARCHAR", "is_already_public": "BOOLEAN", "is_complete": "BOOLEAN", "known_from": "TIMESTAMP",
        "received_at": "TIMESTAMP", "withdrawn_at": "TIMESTAMP", "row_count": "BIGINT", "sha256": "VARCHAR",
    }  # fmt: skip
    return (
        _from_dicts(connection, "submissions_now", rows, kinds)
        + " ORDER BY known_from, received_at, submission"
    )


def _findings(connection: DuckDBPyConnection, judged: Judged) -> str:
    """The SQL of a row per finding, without the values it was found on."""
    rows = [
        {"submission": j.submission, **finding} for j in judged.judgements.values() for finding in j.findings
    ]
    kinds = {
        "submission": "VARCHAR", "rule": "VARCHAR", "severity": "VARCHAR", "column": "VARCHAR", "letter": "VARCHAR",
        "lines": "BIGINT[]", "count": "BIGINT",
    }  # fmt: skip
    return _from_dicts(connection, "findings_now", rows, kinds) + " ORDER BY submission, rule, lines"


def _from_dicts(
    connection: DuckDBPyConnection, name: str, rows: list[dict[str, object]], kinds: dict[str, str]
) -> str:
    parts = ", ".join(f"unnest(?::{kind}[]) AS {quoted(column)}" for column, kind in kinds.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {parts}",
        [[row[column] for row in rows] for column in kinds],
    )
    return f"SELECT * FROM {name}"


def _write(connection: DuckDBPyConnection, path: Path, query: str) -> int:
    with replacing(path) as beside:
        connection.execute(f"COPY ({query}) TO {literal(str(beside))} (FORMAT parquet)")
    found = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})").fetchone()
    return int(found[0]) if found else 0


def _listed(files: list[Path]) -> str:
    return "[" + ", ".join(literal(str(path)) for path in files) + "]"


def damaged(path: Path) -> TiporError:
    """The error for a file under `data/curated/` that cannot be read."""
    return TiporError(
        _("A file in %(folder)s is damaged.") % {"folder": path.name},
        _("Nothing is lost: remove data/curated and run `tipor run` again; it is made anew from data/raw."),
    )
