"""Rows whose first cells are empty because their value stands in a row above, as where cells were merged.

What does not belong here: totals and remarks, which lack the same cells (`no_rows`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.collect.reading.totals import begins_as_total
from pipelines.contract.findings import Finding, column_letter
from pipelines.contract.known_words import certain_code
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import NUMBER_TYPES, Table
from pipelines.process.headers import TELLING_APART

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILLED_DOWN = "STR-018"
MOST_LINES_BACK = 8
"""The row before stands at most so many lines above: blank rows may be between them."""
FEWEST, LARGE_PART = 2, 1 / 3
"""So many of all rows must be rows that lack some needed cells, not all: a few may have lost their cells."""


@dataclass(frozen=True)
class Hollow:
    """Rows whose first filled cell is `word`, in the column at `at`.

    `lacks` are the columns that every row needs and that are empty here; `lacks_all` is whether these are all
    that a row needs.
    """

    at: int
    word: str
    lacks: tuple[str, ...]
    lacks_all: bool
    lines: tuple[int, ...]

    def only(self, wanted: Callable[[int], bool]) -> Hollow:
        """Those of the rows whose lines are `wanted`."""
        return replace(self, lines=tuple(filter(wanted, self.lines)))


def hollow_rows(
    connection: DuckDBPyConnection, contract: Contract, table: Table, columns: Sequence[str]
) -> list[Hollow]:
    """The rows of `text` under a whole one; those that lack all differ in their codes from the row before.

    Those that lack the first cells only (a new year under the area) are filled down where others are, or
    where they are many: one alone has lost its cells.
    """
    required = {column.name for column in table.columns if column.required}
    needed = [name for name in columns if name in required]
    hollow = [
        rows
        for rows in _lacking_first(connection, table, columns, needed)
        if _is_said(rows, columns, table, contract)
    ]
    partly = sum(len(rows.lines) for rows in hollow if not rows.lacks_all)
    is_merged = are_many(connection, partly)
    if not is_merged and not any(rows.lacks_all for rows in hollow):
        return []
    whole = _first_whole(connection, needed) if hollow else None
    if whole is None:
        return []
    places = {rows.at for rows in hollow if rows.lacks_all}
    unlike = {at: _differing(connection, table, columns, hollow, at, whole) for at in places}
    found = [rows.only(unlike[rows.at].__contains__ if rows.lacks_all else whole.__lt__) for rows in hollow]
    is_merged = is_merged or any(rows.lines for rows in found if rows.lacks_all)
    kept = [rows for rows in found if rows.lines and (rows.lacks_all or is_merged)]
    return [] if all(begins_as_total(rows.word) for rows in kept) else kept


def are_many(connection: DuckDBPyConnection, count: int) -> bool:
    """Whether so many rows of `text` are too many to have lost their cells one by one."""
    if count < FEWEST:
        return False
    found = connection.execute("SELECT count(*) FROM text").fetchone()
    return count >= LARGE_PART * (found[0] if found else 0)


def filled_down(hollow: Sequence[Hollow], columns: Sequence[str], most: int) -> list[Finding]:
    """One finding for all such rows; none where there are none."""
    lines = sorted(line for rows in hollow for line in rows.lines)
    if not lines:
        return []
    lacking = {name for rows in hollow for name in rows.lacks}
    names = tuple(name for name in columns if name in lacking)
    only = names[0] if len(names) == 1 else ""
    letter = column_letter(list(columns).index(only)) if only else ""
    context = {TELLING_APART: names}
    return [
        Finding(FILLED_DOWN, ERROR, only, letter, tuple(lines[: most or None]), len(lines), context=context)
    ]


def make_filled(connection: DuckDBPyConnection, columns: Sequence[str], hollow: Sequence[Hollow]) -> None:
    """Make the table `filled` of these rows, with the values that stand above in their empty cells."""
    lacks = {name for rows in hollow for name in rows.lacks}
    cells = ", ".join(
        f"coalesce(last_value(nullif({cell}, '') IGNORE NULLS) OVER above, '') AS {cell}"
        if name in lacks
        else cell
        for name, cell in zip(columns, map(quoted, columns), strict=True)
    )
    rows = f"SELECT line, {cells} FROM text WINDOW above AS (ORDER BY line)"
    connection.execute(
        f"CREATE TABLE filled AS SELECT * FROM ({rows}) "
        f"SEMI JOIN (SELECT unnest(?::BIGINT[]) AS line) USING (line)",
        [[line for rows in hollow for line in rows.lines]],
    )


def _lacking_first(
    connection: DuckDBPyConnection, table: Table, columns: Sequence[str], needed: Sequence[str]
) -> list[Hollow]:
    """The rows with a figure that lack the first needed cell, by what they lack and begin with."""
    figures = [
        column.name for column in table.columns if column.type in NUMBER_TYPES and column.name in columns
    ]
    if not figures:
        return []
    joined, mark = f"concat_ws(chr(31), {', '.join(map(quoted, columns))})", "chr(31)"
    lacks = ", ".join(f"CASE WHEN {quoted(name)} = '' THEN 1 ELSE 0 END" for name in needed)
    rows = (
        f"SELECT line, [{lacks}] AS lacks, {joined} AS joined, ltrim({joined}, {mark}) AS filled FROM text "
        f"WHERE {quoted(needed[0])} = '' AND concat({', '.join(map(quoted, figures))}) <> ''"
    )
    found = connection.execute(
        f"SELECT length(joined) - length(filled), split_part(filled, {mark}, 1), lacks, list(line) "
        f"FROM ({rows}) GROUP BY ALL"
    ).fetchall()
    return [
        Hollow(at, word, tuple(compress(needed, lacking)), all(lacking), tuple(lines))
        for at, word, lacking, lines in found
    ]


def _is_said(rows: Hollow, columns: Sequence[str], table: Table, contract: Contract) -> bool:
    """Whether the first filled cell is what its column holds, so that it is a row and no heading."""
    column = next((c for c in table.columns if c.name == columns[rows.at]), None)
    if column is None or column.type in NUMBER_TYPES:
        return False
    if not column.code_list:
        return not begins_as_total(rows.word)
    return bool(certain_code(rows.word, contract.code_list(column.code_list), contract))


def _differing(
    connection: DuckDBPyConnection,
    table: Table,
    columns: Sequence[str],
    hollow: Sequence[Hollow],
    at: int,
    whole: int,
) -> set[int]:
    """The lines below `whole` that begin in the column at `at` with other codes than the row before."""
    types = {column.name: column.type for column in table.columns}
    told = [quoted(name) for name in columns[at:] if types.get(name) not in NUMBER_TYPES]
    lines = [line for rows in hollow if rows.at == at for line in rows.lines if line > whole]
    found = connection.execute(
        f"WITH hollow AS (SELECT unnest(?::BIGINT[]) AS line), "
        f"near AS (SELECT DISTINCT line - back AS line FROM hollow, range({MOST_LINES_BACK + 1}) of(back)), "
        f"told AS (SELECT line, concat_ws(chr(31), {', '.join(told)}) AS said "
        f"FROM text SEMI JOIN near USING (line)) "
        f"SELECT line FROM (SELECT line, said, lag(said) OVER (ORDER BY line) AS before FROM told) "
        f"SEMI JOIN hollow USING (line) WHERE said <> before",
        [lines],
    ).fetchall()
    return {line for (line,) in found}


def _first_whole(connection: DuckDBPyConnection, needed: Sequence[str]) -> int | None:
    """The line of the first row that has all that a row needs."""
    cells = ", ".join(map(quoted, needed))
    found = connection.execute(f"SELECT line FROM text WHERE '' NOT IN ({cells}) LIMIT 1").fetchone()
    return found[0] if found else None
