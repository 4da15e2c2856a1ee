"""Hand-made rows of the curated tables, as the patterns read them: `standing_<table>` in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.analyse.open_signals import make_held_out
from pipelines.analyse.patterns.detected_by import make_detected_by
from pipelines.analyse.patterns.patterns import PATTERNS, QUESTIONED, TABLES
from pipelines.analyse.signals.signals import NAMED
from pipelines.collect.database import open_memory, records
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill
from pipelines.process.typed import typed_columns
from pipelines.process.values import reported_value

Row = dict[str, Any]
PROVENANCE = {
    "reporter": "VARCHAR",
    "source": "VARCHAR",
    "is_already_public": "BOOLEAN",
    "received_at": "TIMESTAMP",
    "known_from": "TIMESTAMP",
    "known_to": "TIMESTAMP",
}
NEWEST = datetime(2024, 1, 1)
"""The day on which the usual rows became known: the present state of every series of them."""
SAID = {
    "reporter": "EGY",
    "source": "P13_RETURN",
    "is_already_public": True,
    "known_from": NEWEST,
    "submission": "S",
    "ref_area": "EGY",
    "offence": "TIP_OR",
    "measure": "DETECTED",
}


@contextmanager
def standing(contract: Contract, **tables: list[Row]) -> Iterator[DuckDBPyConnection]:
    """A database with every `standing_<table>`, those not given being empty."""
    with open_memory() as connection:
        for name in TABLES:
            keep(connection, contract, name, tables.get(name, []))
        yield connection


def keep(
    connection: DuckDBPyConnection, contract: Contract, table: str, rows: list[Row], name: str = ""
) -> None:
    """Make `standing_<table>`, or `name`, of rows that say only what differs from the usual."""
    kinds = typed_columns(contract.table(table)) | PROVENANCE
    usual = {column.name: column.default for column in contract.table(table).columns if column.default}
    whole = [SAID | usual | {"line": line} | _typed(row) for line, row in enumerate(rows, 2)]
    cells = [[row.get(column) for column in kinds] for row in whole]
    fill(connection, name or f"standing_{table}", kinds, cells)


def _typed(row: Row) -> Row:
    row = dict(row)
    if "value" in row:
        value = reported_value(row.pop("value"))
        row |= {"value_kind": value.kind, "value_low": value.low, "value_high": value.high}
    if "time_period" in row:
        row |= {"year": int(row["time_period"][:4]), "frequency": "A"}
    return row


def pattern(connection: DuckDBPyConnection, contract: Contract, name: str) -> list[Row]:
    """The rows of a pattern, made as a run makes them."""
    make_held_out(connection, QUESTIONED)
    make_detected_by(connection, contract)
    PATTERNS[name](connection, contract)
    return records(connection, f"FROM {name}")


def question(connection: DuckDBPyConnection, *named: tuple[str, str, int], **others: Any) -> None:
    """Make the curated tables of what stands, and an open signal on each (table, source, year) of Egypt."""
    for name in QUESTIONED:
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS FROM standing_{name}")
    said: Row = {"offence": "TIP_OR", "version": NEWEST.date(), "ref_area": "EGY", "severity": "high"}
    cells = [
        said | {"table": table, "source": source, "year": year, "signal": "x", "is_open": True} | others
        for table, source, year in named
    ]
    fill(connection, "signal_area_years", NAMED, [[row[name] for name in NAMED] for row in cells])


def only(rows: list[Row], **cells: Any) -> Row:
    """The one row that has these cells."""
    found = [row for row in rows if all(row[name] == cell for name, cell in cells.items())]
    assert len(found) == 1, (len(found), cells)
    return found[0]
