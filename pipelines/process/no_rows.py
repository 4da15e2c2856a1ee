"""Lines among the rows that are none: totals, headings and remarks that stand under or between the figures,
other headers, and rows that are not whole because a value stands above.

They are one finding for one cause, and nothing else is asked of them. What does not belong here: remarks that
reading leaves out by itself, rows that lost a cell, and how other headers (`second_headers`) and rows that
are filled down (`fill_down`) are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipelines.collect.database import quoted
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.totals import begins_as_total
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table
from pipelines.process.fill_down import Hollow, are_many, filled_down, hollow_rows, make_filled
from pipelines.process.second_headers import Stretch, second_headers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_A_ROW = "STR-017"


def take_out(
    connection: DuckDBPyConnection,
    contract: Contract,
    table: Table,
    layout: Layout,
    columns: tuple[str, ...],
    header: Sequence[str],
    shown_lines: int,
) -> list[Finding]:
    """The findings about lines of `text` (with these columns) that are no rows, which are taken out of it.

    Rows that are filled down come back filled: their other cells are judged in the same pass. `header` are
    the names as written. The findings hold the submission: nothing is left out of figures that count.
    """
    headers = second_headers(connection, layout, columns, header, shown_lines)
    needed = [column.name for column in table.columns if column.required and column.name in columns]
    lacking = _lacking(connection, columns, needed) if needed else []
    filled = _filled_down(connection, contract, table, columns, lacking)
    hollow = [rows.only(lambda line: not headers.hold(line)) for rows in filled]
    known = {line for rows in hollow for line in rows.lines}
    lines = sorted(
        line
        for rows in lacking
        if begins_as_total(rows.word) or (rows.is_bare and len(needed) > 1)
        for line in rows.lines
        if line not in known and not headers.hold(line)
    )
    if known:
        make_filled(connection, columns, hollow)
    _leave_out(connection, headers.stretches, [*lines, *known], is_filled=bool(known))
    totals = Finding(NOT_A_ROW, ERROR, lines=tuple(lines[: shown_lines or None]), count=len(lines))
    return [*headers.findings, *filled_down(hollow, columns, shown_lines), *([totals] if lines else [])]


class _Lacking(NamedTuple):
    """Rows that lack a needed cell: the first word, whether they lack all of these, whether they lack all or
    fill one cell only, whether they lack the first of the needed, lines."""

    word: str
    is_empty: bool
    is_bare: bool
    lacks_first: bool
    lines: list[int]


def _filled_down(
    connection: DuckDBPyConnection,
    contract: Contract,
    table: Table,
    columns: tuple[str, ...],
    lacking: Sequence[_Lacking],
) -> list[Hollow]:
    """The rows that are filled down, looked for only where some lack as much as such rows do."""
    lacks_first = [rows for rows in lacking if rows.lacks_first]
    count = sum(len(rows.lines) for rows in lacks_first)
    if any(rows.is_empty for rows in lacks_first) or are_many(connection, count):
        return hollow_rows(connection, contract, table, columns)
    return []


def _lacking(connection: DuckDBPyConnection, columns: tuple[str, ...], needed: list[str]) -> list[_Lacking]:
    """The rows that lack a needed cell.

    Which they are is asked of the needed columns alone, and their cells are looked at as one text: all cells
    of all rows, or an expression for each cell, would cost more than the rows do.
    """
    cells, must, mark = ", ".join(map(quoted, columns)), ", ".join(map(quoted, needed)), "chr(31)"
    first = quoted(next(name for name in columns if name in needed))
    rows = (
        f"SELECT line, concat({must}) = '' AS is_empty, {first} = '' AS lacks_first, "
        f"trim(concat_ws({mark}, {cells}), {mark}) AS joined "
        f"FROM placed WHERE place IN (SELECT place FROM placed WHERE '' IN ({must}))"
    )
    found = connection.execute(
        f"SELECT split_part(joined, {mark}, 1), is_empty, is_empty OR NOT contains(joined, {mark}), "
        f"lacks_first, list(line) FROM ({rows}) GROUP BY ALL"
    ).fetchall()
    return [_Lacking(*row) for row in found]


def _leave_out(
    connection: DuckDBPyConnection, stretches: Sequence[Stretch], lines: Sequence[int], *, is_filled: bool
) -> None:
    """Take the lines, and all within the stretches, out of `text`; the table `filled` comes into it."""
    if not stretches and not lines:
        return
    connection.execute(
        "CREATE TABLE no_rows AS SELECT unnest(?::BIGINT[]) AS line UNION "
        "SELECT unnest(range(first, last + 1)) "
        "FROM (SELECT unnest(?::BIGINT[]) AS first, unnest(?::BIGINT[]) AS last)",
        [list(lines), [first for first, _last in stretches], [last for _first, last in stretches]],
    )
    kind = connection.execute(
        "SELECT count(*) FROM duckdb_views() WHERE view_name = 'text' AND NOT temporary"
    ).fetchone()
    connection.execute(f"ALTER {'VIEW' if kind != (0,) else 'TABLE'} text RENAME TO text_as_read")
    filled = " UNION ALL BY NAME FROM filled" if is_filled else ""
    connection.execute(f"CREATE VIEW text AS FROM text_as_read ANTI JOIN no_rows USING (line){filled}")
