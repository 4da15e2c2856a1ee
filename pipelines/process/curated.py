"""The curated tables of an edition: one Parquet a table, every row with its provenance and its times.

What does not belong here: analyses of the figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, open_memory, quoted
from pipelines.collect.submissions import Submission
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.process.editions import Edition, replacing
from pipelines.process.editions import damaged as damaged
from pipelines.process.filling import fill
from pipelines.process.judgements import Judged
from pipelines.process.rows import FOLDER
from pipelines.process.typed import typed_columns
from pipelines.process.versions import make_history, make_speakers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUBMISSIONS = {
    "submission": "VARCHAR",
    "reporter": "VARCHAR",
    "source": "VARCHAR",
    "table": "VARCHAR",
    "profile": "VARCHAR",
    "verdict": "VARCHAR",
    "is_already_public": "BOOLEAN",
    "is_complete": "BOOLEAN",
    "declared_independent": "BOOLEAN",
    "known_from": "TIMESTAMP",
    "received_at": "TIMESTAMP",
    "withdrawn_at": "TIMESTAMP",
    "row_count": "BIGINT",
    "sha256": "VARCHAR",
}
FINDINGS = {
    "submission": "VARCHAR",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "column": "VARCHAR",
    "letter": "VARCHAR",
    "lines": "BIGINT[]",
    "count": "BIGINT",
    "answer": "VARCHAR",
}


def curate(edition: Edition, contract: Contract, judged: Judged) -> dict[str, int]:
    """Write `tables/` of the edition; the number of rows by table. Every accepted row is in one of them."""
    counts = {}
    with open_memory() as connection:
        for name in contract.names("tables"):
            counts[name] = _curate_table(connection, edition, contract.table(name), judged)
        counts["submissions"] = _curate_submissions(connection, edition, judged)
        counts["findings"] = _curate_findings(connection, edition, judged)
    return counts


def _curate_table(connection: DuckDBPyConnection, edition: Edition, table: Table, judged: Judged) -> int:
    """Write one table: the rows known before the edition's end, as their history then stood."""
    submissions = [s for s in judged.accepted() if s.receipt["table"] == table.name]
    make_speakers(connection, submissions)
    _gather_rows(connection, table, edition.store.curated / FOLDER, submissions)
    make_history(connection, table)
    key = ", ".join(map(quoted, table.key))
    until = f"{literal(edition.until.isoformat() if edition.until else 'infinity')}::TIMESTAMP"
    query = f"""
        SELECT * REPLACE (CASE WHEN known_to < {until} THEN known_to END AS known_to)
        FROM history
        WHERE known_from < {until}
        ORDER BY known_from, submission, line, {key}
    """
    return _write(connection, edition.table(table.name), query)


def _gather_rows(
    connection: DuckDBPyConnection, table: Table, folder: Path, submissions: list[Submission]
) -> None:
    """Make `rows`: the typed rows of the submissions, a column that an older contract lacked being NULL."""
    import duckdb

    kinds = typed_columns(table).items()
    columns = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in kinds)
    query = f"SELECT {columns} WHERE FALSE"
    if submissions:
        files = ", ".join(literal(str(folder / s.id / "rows.parquet")) for s in submissions)
        query += f" UNION ALL BY NAME FROM read_parquet([{files}], union_by_name = true)"
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE rows AS {query}")
    except duckdb.Error:
        raise damaged(folder) from None


def _curate_submissions(connection: DuckDBPyConnection, edition: Edition, judged: Judged) -> int:
    """Write a row per submission known at the edition's date, held and faulty ones too."""
    rows = [_submission_row(submission, judged, edition) for submission in _known(judged, edition)]
    fill(connection, "submissions_now", SUBMISSIONS, rows)
    query = "FROM submissions_now ORDER BY known_from, received_at, submission"
    return _write(connection, edition.table("submissions"), query)


def _known(judged: Judged, edition: Edition) -> list[Submission]:
    """The submissions whose figures were known at the edition's date."""
    return [s for s in judged.submissions.values() if edition.knows(s.known_from)]


def _submission_row(submission: Submission, judged: Judged, edition: Edition) -> tuple[object, ...]:
    withdrawn_at = submission.withdrawn_at
    receipt, judgement = submission.receipt, judged.judgements.get(submission.id)
    return (
        submission.id,
        receipt["reporter"],
        receipt["source"],
        receipt["table"],
        receipt.get("profile", ""),
        judgement.verdict if judgement else "faulty",
        bool(receipt["is_already_public"]),
        bool(receipt.get("is_complete")),
        bool(receipt.get("declared_independent")),
        submission.known_from.replace(tzinfo=None),
        submission.received_at.replace(tzinfo=None),
        withdrawn_at.replace(tzinfo=None) if withdrawn_at and edition.knows(withdrawn_at) else None,
        receipt["row_count"],
        receipt["sha256"],
    )


def _curate_findings(connection: DuckDBPyConnection, edition: Edition, judged: Judged) -> int:
    """Write a row per finding, without the values it was found on."""
    rows = [
        [
            submission.id,
            *(finding[name] for name in FINDINGS if name not in ("submission", "answer")),
            submission.answers.get(finding["rule"]),
        ]
        for submission in _known(judged, edition)
        if submission.id in judged.judgements
        for finding in judged.judgements[submission.id].findings
    ]
    fill(connection, "findings_now", FINDINGS, rows)
    query = "FROM findings_now ORDER BY submission, rule, lines"
    return _write(connection, edition.table("findings"), query)


def _write(connection: DuckDBPyConnection, path: Path, query: str) -> int:
    """Write the rows of a query as Parquet in one step; their number."""
    with replacing(path) as beside:
        connection.execute(f"COPY ({query}) TO {literal(str(beside))} (FORMAT parquet)")
    found = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})").fetchone()
    return int(found[0]) if found else 0
