"""The distinct cells of every column with how often and where they stand: counted row by row in a usual file,
by the database in a large one.

What does not belong here: judging them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.collect.database import open_scratch, quoted
from pipelines.collect.reading.columns import MOST_DISTINCT, Column, Row
from pipelines.contract.findings import SHOWN_LINES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.collect.reading.read import Reading

BATCH, LARGE = 20_000, 100_000


@dataclass
class Counted:
    """The columns, how many rows were counted, the last row of the file (none where not all were counted),
    and all rows where they are few."""

    columns: list[Column]
    row_count: int = 0
    last: Row = (0, [])
    few: list[Row] = field(default_factory=list)


def count_cells(reading: Reading, most: int = 0) -> Counted:
    """Count the cells of all rows, or of about the first `most`, where it is not 0."""
    columns = [Column(position, name) for position, name in enumerate(reading.header)]
    if reading.row_count > LARGE and not most:
        return _by_database(reading, columns)
    counted = Counted(columns)
    for batch in _batches(reading, most):
        lines = [line for line, _cells in batch]
        by_column = zip(*(cells for _line, cells in batch), strict=False)
        for column, cells in zip(columns, by_column, strict=False):
            column.add(lines, cells)
        counted.last = batch[-1]
        counted.few = batch if reading.row_count == len(batch) else []
    counted.row_count = columns[0].row_count if columns else 0
    if counted.row_count < reading.row_count:
        counted.last = (0, [])
    return counted


def _batches(reading: Reading, most: int) -> Iterator[list[Row]]:
    """The rows, some thousands at a time; at most about `most` of them, where it is not 0."""
    rows = reading.rows()
    taken = 0
    while (batch := list(islice(rows, BATCH))) and not (most and taken >= most):
        taken += len(batch)
        yield batch


def _by_database(reading: Reading, columns: list[Column]) -> Counted:
    with open_scratch() as connection:
        reading.load_by_position(connection)
        for column in columns:
            count_column(connection, column, str(column.position))
        last = connection.execute("SELECT * FROM text WHERE line = (SELECT max(line) FROM text)").fetchone()
    line, *cells = last or (0,)
    return Counted(columns, reading.row_count, (int(line), cells))


def count_column(connection: DuckDBPyConnection, column: Column, name: str) -> None:
    """Fill the column from the one called `name` in the table `text`."""
    cell = quoted(name)
    found = connection.execute(
        f"SELECT {cell}, count(*), min(line) FROM text GROUP BY 1 ORDER BY 3 LIMIT {MOST_DISTINCT}"
    ).fetchall()
    column.row_count = connection.execute("SELECT count(*) FROM text").fetchall()[0][0]
    column.counts = {cell: count for cell, count, _line in found}
    column.cells = {cell: [line] for cell, _count, line in found}
    repeated = connection.execute(
        f"SELECT {cell}, min(line, {SHOWN_LINES}) FROM text GROUP BY 1 HAVING count(*) > 1 "
        f"ORDER BY min(line) LIMIT {MOST_DISTINCT}"
    ).fetchall()
    column.cells.update((cell, lines) for cell, lines in repeated if cell in column.cells)
