"""The distinct values of the submissions of one table: what DuckDB groups for the second reading.

What does not belong here: whether they are right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal, quoted
from pipelines.contract.tables import Table
from pipelines.process.editions import damaged
from pipelines.process.expectations.questions import Values

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CELLS = "cells.parquet"
Columns = tuple[str, ...]


@dataclass(frozen=True)
class Distinct:
    """What stands in some columns, once for each submission (`owners`), and in how many rows (`weights`).

    `columns` are the columns that are judged (of several together, the first).
    """

    owners: list[str]
    columns: list[str]
    values: dict[str, Values]
    weights: list[int]

    @property
    def everything(self) -> int:
        """The number of rows of the data."""
        return sum(self.weights)


class Cells:
    """The cells of many submissions of one table, and which of them were found bad on the way."""

    def __init__(self, connection: DuckDBPyConnection, files: Iterable[Path], table: Table) -> None:
        """Read the `cells.parquet` of each. Raises TiporError where one is damaged."""
        self.connection = connection
        paths = list(files)
        listed = ", ".join(literal(str(path)) for path in paths)
        columns = ", ".join(quoted(name) for name in table.column_names)
        source = f"read_parquet([{listed}], union_by_name = true)"
        try:
            connection.execute(f"CREATE TABLE cells AS SELECT submission AS owner, {columns} FROM {source}")
        except Exception as error:
            raise damaged(paths[0].parents[1]) from error
        connection.execute("CREATE TABLE bad (owner VARCHAR, name VARCHAR, cell VARCHAR)")
        self._with_bad: set[str] = set()

    def below_one_another(self, columns: Columns, name: str) -> Distinct:
        """The mapped cells of each of the columns, one column below the other, as one column `name`."""
        parts = [
            f"SELECT owner, {literal(c)} AS judged, {quoted(c)} AS cell, count(*) FROM cells c "
            f"WHERE {self._sound((c,))} GROUP BY ALL"
            for c in columns
        ]
        rows = self.connection.execute(" UNION ALL ".join(parts) + " ORDER BY ALL").fetchall()
        owners, judged, cells, weights = _columns(rows, 4)
        return Distinct(owners, judged, {name: cells}, weights)

    def together(self, columns: Columns) -> Distinct:
        """Each combination of cells that are sound: mapped, and not found bad before."""
        listed = ", ".join(f"c.{quoted(column)}" for column in columns)
        rows = self.connection.execute(
            f"SELECT owner, {listed}, count(*) FROM cells c WHERE {self._sound(columns)} "
            f"GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        owners, *values, weights = _columns(rows, len(columns) + 2)
        return Distinct(owners, [columns[0]] * len(rows), dict(zip(columns, values, strict=True)), weights)

    def keys(self, columns: Columns) -> list[tuple[str, int, int]]:
        """(submission, times, keys): how many keys stand so many times; few rows, however large the file."""
        listed = ", ".join(f"c.{quoted(column)}" for column in columns)
        return self.connection.execute(
            f"WITH keys AS (SELECT owner, {listed}, count(*) AS times FROM cells c "
            f"WHERE {self._sound(columns)} GROUP BY ALL) "
            f"SELECT owner, times, count(*) FROM keys GROUP BY ALL ORDER BY ALL"
        ).fetchall()

    def remember_bad(self, owners: list[str], columns: list[str], cells: list[str]) -> None:
        """From now on these cells of these submissions are not sound."""
        self.connection.execute(
            "INSERT INTO bad SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [owners, columns, cells],
        )
        self._with_bad.update(columns)

    def _sound(self, columns: Columns) -> str:
        """The condition under which every cell was mapped and none of them is bad."""
        parts = [f"c.{quoted(column)} IS NOT NULL" for column in columns]
        parts += [_is_not_bad(column) for column in columns if column in self._with_bad]
        return " AND ".join(parts)


def _is_not_bad(column: str) -> str:
    same = f"b.owner = c.owner AND b.name = {literal(column)} AND b.cell = c.{quoted(column)}"
    return f"NOT EXISTS (FROM bad b WHERE {same})"


def _columns(rows: list[tuple[Any, ...]], width: int) -> list[Values]:
    return [[row[i] for row in rows] for i in range(width)]
