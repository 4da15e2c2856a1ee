"""A world put straight into DuckDB, as the curated tables of an edition would hold it: no files, no checks.

Goes through the same typed rows and the same history as `process.curated`. What does not belong here: files.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipelines.collect.database import literal, quoted
from pipelines.collect.submissions import Submission, read_time
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column, Table
from pipelines.process.curated import FINDINGS, SUBMISSIONS
from pipelines.process.filling import fill
from pipelines.process.typed import typed_columns, unordered_rows
from pipelines.process.values import make_values, rate_units
from pipelines.process.versions import make_history, make_speakers
from pipelines.worlds.world import Sheet, World

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROVENANCE = {
    "reporter": "VARCHAR",
    "source": "VARCHAR",
    "is_already_public": "BOOLEAN",
    "received_at": "TIMESTAMP",
    "known_from": "TIMESTAMP",
    "known_to": "TIMESTAMP",
}
"""What a history adds to the typed rows."""
FIRST_LINE = 2
"""The line of the first row: the header is line 1."""


def load_world(world: World, connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make every table of the contract, `submissions` and `findings`, with their curated columns."""
    for name in contract.names("tables"):
        table, sheets = contract.table(name), world.of(name)
        if sheets:
            _load_table(connection, contract, table, sheets)
        else:
            fill(connection, name, typed_columns(table) | PROVENANCE, [])
    submissions = [_submission(sheet) for sheet in world.sheets]
    rows = [_submission_row(submission) for submission in submissions]
    fill(connection, "submissions", SUBMISSIONS, rows)
    fill(connection, "findings", FINDINGS, [])


def _load_table(
    connection: DuckDBPyConnection, contract: Contract, table: Table, sheets: list[Sheet]
) -> None:
    _make_mapped(connection, table, sheets)
    make_values(connection, table, rate_units(contract), False)
    make_speakers(connection, [_submission(sheet) for sheet in sheets])
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rows AS
        SELECT places.submission, places.line, typed.* EXCLUDE (submission, line)
        FROM ({unordered_rows(table, "")}) AS typed
        JOIN places ON places.place = typed.line
    """)
    make_history(connection, table)
    connection.execute(
        f"CREATE OR REPLACE TABLE {quoted(table.name)} AS FROM history ORDER BY known_from, submission, line"
    )


def _make_mapped(connection: DuckDBPyConnection, table: Table, sheets: list[Sheet]) -> None:
    """Make `mapped`, the cells as text with a running `line`, and `places`: submission and line of each."""
    counts = [sheet.row_count for sheet in sheets]
    size = sum(counts)
    # objects are handed over as they are: DuckDB reads the arrays where they stand
    world_cells = {name: _column(table, name, sheets) for name in table.column_names}
    world_cells["line"] = np.arange(size)
    world_places = {
        "place": np.arange(size),
        "submission": np.repeat(np.array([sheet.name for sheet in sheets], dtype=object), counts),
        "line": np.concatenate([np.arange(count) for count in counts] or [np.arange(0)]) + FIRST_LINE,
    }
    cells = ", ".join(f"{_as_text(column)} AS {quoted(column.name)}" for column in table.columns)
    written = f", {quoted(value)}::VARCHAR AS value_written" if (value := _value(table)) else ""
    connection.register("world_cells", world_cells)
    connection.register("world_places", world_places)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE mapped AS SELECT line, {cells}{written} FROM world_cells"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE places AS FROM world_places")
    connection.unregister("world_cells")
    connection.unregister("world_places")


def _column(table: Table, name: str, sheets: list[Sheet]) -> Any:
    """The cells of one column over all sheets; empty where a sheet does not have it."""
    parts = [
        sheet.cells[name] if name in sheet.cells else np.full(sheet.row_count, "", dtype=object)
        for sheet in sheets
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=object)


def _as_text(column: Column) -> str:
    cell = f"{quoted(column.name)}::VARCHAR"
    return f"coalesce(nullif({cell}, ''), {literal(column.default)})" if column.default else cell


def _value(table: Table) -> str:
    return next(iter(table.value_columns()), "")


def _submission(sheet: Sheet) -> Submission:
    """The sheet as it would stand in a store, received when it became known."""
    receipt = {
        "submission": sheet.name,
        "reporter": sheet.reporter,
        "source": sheet.source,
        "table": sheet.table,
        "is_already_public": True,
        "is_complete": True,
        "known_since": sheet.known_since,
        "received_at": sheet.known_since,
        "sha256": "",
        "row_count": sheet.row_count,
        "verdict": "accepted",
    }
    return Submission(receipt, (), Path())


def _submission_row(submission: Submission) -> tuple[object, ...]:
    receipt, known = submission.receipt, _naive(submission.receipt["known_since"])
    said = {"submission": submission.id, "profile": "", "known_from": known, "received_at": known}
    return tuple((receipt | said).get(name) for name in SUBMISSIONS)


def _naive(text: str) -> datetime:
    return read_time(text).replace(tzinfo=None)
