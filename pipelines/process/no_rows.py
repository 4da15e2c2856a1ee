"""Lines among the rows that are none: totals, headings and remarks that stand under or between the figures.

They lack what every row needs. Each is one finding, and nothing else is asked of it. What does not belong
here: remarks that reading leaves out by itself, and rows that lack a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import literals, quoted
from pipelines.collect.reading.totals import begins_as_total
from pipelines.contract.findings import Finding
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_A_ROW = "STR-017"


def take_out(
    connection: DuckDBPyConnection, table: Table, columns: tuple[str, ...], shown_lines: int
) -> list[Finding]:
    """The finding about lines of `text` (with these columns) that are no rows, which are taken out of it.

    The finding holds the submission: nothing is left out of figures that count.
    """
    needed = [quoted(column.name) for column in table.columns if column.required and column.name in columns]
    if not needed:
        return []
    lacking = " OR ".join(f"{cell} = ''" for cell in needed)
    if connection.execute(f"SELECT 1 FROM text WHERE {lacking} LIMIT 1").fetchone() is None:
        return []
    _make_lacking(connection, columns, needed, lacking)
    words = connection.execute("SELECT DISTINCT first_cell FROM lacking").fetchall()
    totals = [word for (word,) in words if begins_as_total(word)]
    is_empty = f"missing = {len(needed)} OR filled = 1" if len(needed) > 1 else "FALSE"
    found = connection.execute(
        f"SELECT line FROM lacking WHERE first_cell IN {literals(totals)} OR {is_empty} ORDER BY line"
    ).fetchall()
    lines = tuple(int(line) for (line,) in found)
    return [_finding(connection, lines, shown_lines)] if lines else []


def _make_lacking(
    connection: DuckDBPyConnection, columns: tuple[str, ...], needed: list[str], lacking: str
) -> None:
    """Make `lacking`: the rows that lack a needed cell, how many they lack and fill, and their first word."""
    cells = [quoted(name) for name in columns]
    filled = " + ".join(f"({cell} <> '')::INTEGER" for cell in cells)
    missing = " + ".join(f"({cell} = '')::INTEGER" for cell in needed)
    first = ", ".join(f"nullif({cell}, '')" for cell in cells)
    connection.execute(
        f"CREATE TEMP TABLE lacking AS SELECT line, {filled} AS filled, {missing} AS missing, "
        f"coalesce({first}, '') AS first_cell FROM text WHERE {lacking}"
    )


def _finding(connection: DuckDBPyConnection, lines: tuple[int, ...], shown_lines: int) -> Finding:
    connection.execute("CREATE TABLE no_rows AS SELECT unnest(?) AS line", [list(lines)])
    kind = connection.execute(
        "SELECT count(*) FROM duckdb_views() WHERE view_name = 'text' AND NOT temporary"
    ).fetchone()
    connection.execute(f"ALTER {'VIEW' if kind != (0,) else 'TABLE'} text RENAME TO text_as_read")
    connection.execute("CREATE VIEW text AS FROM text_as_read ANTI JOIN no_rows USING (line)")
    return Finding(NOT_A_ROW, ERROR, lines=lines[: shown_lines or None], count=len(lines))
