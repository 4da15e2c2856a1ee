"""The typed rows of a submission: the columns of the contract as the warehouse holds them, with their line.

What does not belong here: what a value says (`values`), and where the rows are kept (`rows`).
"""

from __future__ import annotations

from pipelines.collect.database import literal, quoted
from pipelines.contract.tables import Column, Table
from pipelines.process.predicates import start
from pipelines.process.values import given

SQL_TYPES = {"year": "INTEGER", "date": "DATE", "count": "BIGINT", "amount": "DECIMAL(18, 4)"}


def typed_rows(table: Table, submission_id: str) -> str:
    """The SQL of the typed rows: provenance, then the columns of the contract; ordered by line."""
    key = ", ".join(f"mapped.{quoted(column)}" for column in table.key)
    return f"{unordered_rows(table, submission_id)} ORDER BY line, {key}"


def unordered_rows(table: Table, submission_id: str) -> str:
    """As `typed_rows`, in any order: for counting and comparing."""
    cells = ",\n            ".join(part for column in table.columns for part in _typed(column, table))
    return f"""
        SELECT
            {literal(submission_id)} AS submission,
            line,
            {cells}
        FROM mapped {_join_values(table)}
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
