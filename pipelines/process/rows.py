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

from pipelines.collect.database import literal, quoted
from pipelines.collect.store import Store
from pipelines.collect.submissions import Submission
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column, Table
from pipelines.process.checking import Check, checked
from pipelines.process.predicates import start
from pipelines.process.speaking import request_of
from pipelines.process.values import given

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "submissions"
SQL_TYPES = {"year": "INTEGER", "date": "DATE", "count": "BIGINT", "amount": "DECIMAL(18, 4)"}


@dataclass(frozen=True)
class Judgement:
    """What was found in one submission; `made_from` is the fingerprint of bytes, contract and code."""

    submission: str
    made_from: str
    verdict: str
    row_count: int
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
    return Judgement(submission_id, made_from, check.verdict, check.reading.row_count, findings)


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


def typed_rows(table: Table, submission_id: str) -> str:
    """The SQL of the typed rows: provenance, then the columns of the contract in their order."""
    cells = ",\n            ".join(part for column in table.columns for part in _typed(column, table))
    key = ", ".join(f"mapped.{quoted(column)}" for column in table.key)
    return f"""
        SELECT
            {literal(submission_id)} AS submission,
            line,
            {cells}
        FROM mapped {_join_values(table)}
        ORDER BY line, {key}
    """


def _join_values(table: Table) -> str:
    """The SQL that puts the parsed value beside each row; nothing where the table has none."""
    if not table.value_columns():
        return ""
    names = ("given_value", "given_status", "given_unit")
    same = " AND ".join(f"{name} = {cell}" for name, cell in zip(names, given(table), strict=True))
    return f"JOIN reported_values ON {same}"


def typed_columns(table: Table) -> dict[str, str]:
    """Name and SQL type of each column of the typed rows."""
    kinds = {"submission": "VARCHAR", "line": "BIGINT"}
    for column in table.columns:
        match column.type:
            case "value":
                kinds |= {"value_kind": "VARCHAR", "value_low": "DOUBLE", "value_high": "DOUBLE"}
                kinds |= {"obs_status": "VARCHAR", "value_written": "VARCHAR"}
            case "period":
                kinds |= {column.name: "VARCHAR", "year": "INTEGER", "frequency": "VARCHAR"}
            case "codes":
                kinds[column.name] = "VARCHAR[]"
            case _:
                kinds.setdefault(column.name, SQL_TYPES.get(column.type, "VARCHAR"))
    return kinds


def _typed(column: Column, table: Table) -> list[str]:
    """The SQL of the typed columns that one column of the contract becomes."""
    cell, name = f"mapped.{quoted(column.name)}", quoted(column.name)
    filled = f"nullif({cell}, '')"
    match column.type:
        case "value":
            return _typed_value()
        case "code" if column.name == "obs_status" and table.value_columns():
            return []  # stands with the value, as it was understood
        case "period":
            year = f"try_cast({start(cell)}[:4] AS INTEGER) AS year"
            return [f"{filled} AS {name}", year, f"{_frequency(cell)} AS frequency"]
        case "codes":
            return [f"CASE WHEN {cell} <> '' THEN string_split({cell}, '|') END AS {name}"]
        case kind if kind in SQL_TYPES:
            return [f"CAST({filled} AS {SQL_TYPES[kind]}) AS {name}"]
        case _:
            return [f"{filled} AS {name}"]


def _typed_value() -> list[str]:
    named = {"kind": "value_kind", "low": "value_low", "high": "value_high", "status": "obs_status"}
    return [*(f"reported_values.{part} AS {to}" for part, to in named.items()), "value_written"]


def _frequency(cell: str) -> str:
    """SDMX CL_FREQ of a period: A (a year, also one that begins elsewhere), S, Q, M."""
    return f"""CASE
                WHEN length({cell}) = 4 OR {cell} LIKE '%/P1Y' THEN 'A'
                WHEN {cell} LIKE '%-S_' THEN 'S'
                WHEN {cell} LIKE '%-Q_' THEN 'Q'
                ELSE 'M'
            END"""
