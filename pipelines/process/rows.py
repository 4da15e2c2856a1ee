"""What one submission holds, kept under `data/curated/submissions/<id>/`: made once, and again when needed.

    judgement.json   verdict, findings without values, what it was made from
    cells.parquet    every cell as the contract's text, with its line: what the second reading judges
    rows.parquet     the typed rows, of an accepted submission only

What does not belong here: what several submissions say together (`versions`).
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal
from pipelines.collect.store import Store
from pipelines.collect.submissions import Submission
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.process.checking import checked, today
from pipelines.process.speaking import request_of
from pipelines.process.typed import typed_rows
from pipelines.process.verdicts import Check

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "submissions"


@dataclass(frozen=True)
class Judgement:
    """What was found in one submission; `made_from` is the fingerprint of bytes, contract and code.

    `judged_on` is the day (UTC) of the judgement, for what may not lie in the future.
    """

    submission: str
    made_from: str
    verdict: str
    row_count: int
    judged_on: str
    findings: tuple[dict[str, Any], ...]

    @property
    def is_accepted(self) -> bool:
        """Whether its rows count."""
        return self.verdict != "held"


def kept(store: Store, submission: Submission, made_from: str) -> Judgement | None:
    """The judgement made before from the same bytes, contract and code; None where there is none whole."""
    folder = store.curated / FOLDER / submission.id
    try:
        found = json.loads((folder / "judgement.json").read_bytes())
        sizes = found.pop("sizes")
        judgement = Judgement(**found | {"findings": tuple(found["findings"])})
        is_whole = all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return judgement if is_whole and judgement.made_from == made_from else None


def sweep(store: Store) -> None:
    """Remove what a killed run left half written; the caller holds the run lock."""
    for left in (store.curated / FOLDER).glob(".*"):
        shutil.rmtree(left, ignore_errors=True)


def make(
    store: Store, contract: Contract, submission: Submission, content: bytes, made_from: str
) -> Judgement:
    """Judge one submission, whose verified bytes are `content`, and write its folder anew."""
    request = request_of(contract, submission)
    folder = store.curated / FOLDER / submission.id
    stage = folder.with_name(f".{submission.id}.{os.getpid()}")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        with checked(content, contract, request) as (check, connection):
            _write_tables(connection, request.table, check, submission.id, stage)
        judgement = _judgement(submission.id, made_from, check)
        sizes = {path.name: path.stat().st_size for path in stage.glob("*.parquet")}
        text = json.dumps(asdict(judgement) | {"sizes": sizes}, ensure_ascii=False, indent=1)
        (stage / "judgement.json").write_text(text + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return judgement


def _judgement(submission_id: str, made_from: str, check: Check) -> Judgement:
    names = ("rule", "severity", "column", "letter", "lines", "count")
    findings = tuple({name: getattr(f, name) for name in names} for f in check.findings)
    count, day = check.reading.row_count, today().isoformat()
    return Judgement(submission_id, made_from, check.verdict, count, day, findings)


def _write_tables(
    connection: DuckDBPyConnection, table: Table, check: Check, submission_id: str, stage: Path
) -> None:
    if not check.reading.is_table:
        return
    cells = f"SELECT {literal(submission_id)} AS submission, * FROM mapped ORDER BY line"
    queries = {"cells": cells}
    if check.is_accepted:
        queries["rows"] = typed_rows(table, submission_id)
    for name, query in queries.items():
        target = literal(str(stage / f"{name}.parquet"))
        connection.execute(f"COPY ({query}) TO {target} (FORMAT parquet)")
