"""The example row of a template, left in a file: it counts as data, which is said.

What does not belong here: taking it out, for a real row may look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.contract.findings import SHOWN_LINES
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def example_left_in(connection: DuckDBPyConnection, table: Table, columns: tuple[str, ...]) -> list[Note]:
    """A note where rows of `text`, whose columns are `columns`, are the template's example cell by cell."""
    examples = {column.name: column.example for column in table.columns}
    filled = {name for name, example in examples.items() if example}
    if not filled or not filled.issubset(columns):
        return []
    same = " AND ".join(f"{quoted(name)} = {literal(examples[name])}" for name in columns if name in examples)
    found = connection.execute(
        f"SELECT line FROM text WHERE {same} ORDER BY line LIMIT {SHOWN_LINES}"
    ).fetchall()
    message = "The example row of the template still stands in the file and counts as data (lines %(lines)s)."
    return [note_lines("example_row", message, (line for (line,) in found), len(found))] if found else []
