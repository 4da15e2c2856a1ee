"""Lines among the rows that are none: totals, headings and remarks that stand under or between the figures.

They lack what every row needs. Each is one finding, and nothing else is asked of it. What does not belong
here: remarks that reading leaves out by itself, and rows that lack a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
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
    lacking = _lacking(connection, columns, needed)
    lines = sorted(
        line
        for first_cell, is_bare, of in lacking
        if begins_as_total(first_cell) or (is_bare and len(needed) > 1)
        for line in of
    )
    return [_finding(connection, tuple(lines), shown_lines)] if lines else []


def _lacking(
    connection: DuckDBPyConnection, columns: tuple[str, ...], needed: list[str]
) -> list[tuple[str, bool, list[int]]]:
    """The rows that lack a needed cell: first word, whether they lack all or fill one cell only, lines.

    The cells are looked at as one text: an expression for each would cost more than the rows do.
    """
    cells, must, mark = ", ".join(map(quoted, columns)), ", ".join(needed), "chr(31)"
    rows = (
        f"SELECT line, concat({must}) = '' AS is_empty, trim(concat_ws({mark}, {cells}), {mark}) AS joined "
        f"FROM text WHERE '' IN ({must})"
    )
    return connection.execute(
        f"SELECT split_part(joined, {mark}, 1), is_empty OR NOT contains(joined, {mark}), list(line) "
        f"FROM ({rows}) GROUP BY ALL"
    ).fetchall()


def _finding(connection: DuckDBPyConnection, lines: tuple[int, ...], shown_lines: int) -> Finding:
    connection.execute("CREATE TABLE no_rows AS SELECT unnest(?) AS line", [list(lines)])
    kind = connection.execute(
        "SELECT count(*) FROM duckdb_views() WHERE view_name = 'text' AND NOT temporary"
    ).fetchone()
    connection.execute(f"ALTER {'VIEW' if kind != (0,) else 'TABLE'} text RENAME TO text_as_read")
    connection.execute("CREATE VIEW text AS FROM text_as_read ANTI JOIN no_rows USING (line)")
    return Finding(NOT_A_ROW, ERROR, lines=lines[: shown_lines or None], count=len(lines))
