"""How a publisher writes values becomes how the contract writes them; figures under one label get numbers.

What does not belong here: what a value means (`process.values`), which column it stands in (`mapping`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.collect.reading.notes import Note
from pipelines.contract.findings import SHOWN_LINES
from pipelines.contract.profiles import ValueParsing
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COMPONENT = "component"


def value_cell(name: str, parsing: ValueParsing, unit: str, rate_units: list[str]) -> str:
    """The SQL of a value as the contract writes it; a text that is not written as declared stays as it is.

    `unit` is the SQL of the row's unit.
    """
    written = quoted(name)
    cell = written
    if parsing.thousands:
        mark, decimal = re.escape(parsing.thousands), re.escape(parsing.decimal)
        grouped = literal(rf"<?\d{{1,3}}({mark}\d{{3}})+({decimal}\d+)?")
        bare = f"replace({cell}, {literal(parsing.thousands)}, '')"
        cell = f"CASE WHEN regexp_full_match({written}, {grouped}) THEN {bare} ELSE {cell} END"
    if parsing.decimal != ".":
        cell = f"replace({cell}, {literal(parsing.decimal)}, '.')"
    if parsing.has_zero_decimals:
        zeros, digits = literal(r"^(\d+)\.0+$"), literal(r"\1")
        whole = f"regexp_replace({cell}, {zeros}, {digits})"
        cell = f"CASE WHEN {unit} IN {literals(rate_units)} THEN {cell} ELSE {whole} END"
    words = "".join(f" WHEN {literal(word)} THEN {literal(to)}" for word, to in parsing.tokens.items())
    return f"(CASE {written}{words} ELSE {cell} END)" if words else f"({cell})"


def number_components(connection: DuckDBPyConnection, table: Table) -> list[Note]:
    """Number the rows of `mapped` that share a key, in the order of the file; says how many there were."""
    key = ", ".join(quoted(name) for name in table.key if name != COMPONENT)
    connection.execute(
        f"CREATE TEMP TABLE shared AS SELECT rowid AS row, row_number() OVER same AS number, "
        f"count(*) OVER (PARTITION BY {key}) AS rows FROM mapped "
        f"WINDOW same AS (PARTITION BY {key} ORDER BY line)"
    )
    connection.execute(
        f"UPDATE mapped SET {COMPONENT} = CAST(number AS VARCHAR) FROM shared "
        f"WHERE mapped.rowid = shared.row AND shared.rows > 1"
    )
    found = connection.execute(
        "SELECT count(*), count(*) FILTER (number = 1) FROM shared WHERE rows > 1"
    ).fetchone()
    if not found or not found[0]:
        return []
    message = (
        "Rows that share all their labels were numbered as components, which are never added up "
        "(rows: %(count)d, different labels: %(labels)d)."
    )
    return [Note(message, {"count": int(found[0]), "labels": int(found[1])}, "components")]


def find_too_high(
    connection: DuckDBPyConnection, column: str, highest: float, unit: str, rate_units: list[str]
) -> tuple[int, tuple[int, ...], str] | None:
    """How many rates in `column` of `mapped` are above `highest`, their lines, and the first as written.

    `unit` is the SQL of the row's unit; where that is not known, there is nothing to compare.
    """
    found = connection.execute(
        f"SELECT count(*), min(line, {SHOWN_LINES}), arg_min(value_written, line) FROM mapped "
        f"WHERE {unit} IN {literals(rate_units)} AND try_cast({quoted(column)} AS DOUBLE) > ?",
        [highest],
    ).fetchone()
    return (int(found[0]), tuple(found[1]), str(found[2])) if found and found[0] else None
