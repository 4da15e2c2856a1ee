"""The example row of a template, left in a file: it counts as data, so its sender is asked.

What does not belong here: taking it out, for a real row may look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.contract.findings import Finding
from pipelines.contract.rules import WARNING
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXAMPLE_LEFT = "STR-016"


def example_left_in(
    connection: DuckDBPyConnection, table: Table, columns: tuple[str, ...], shown_lines: int
) -> list[Finding]:
    """A warning where rows of `text` (with these columns) are the template's example cell by cell."""
    examples = {column.name: column.example for column in table.columns}
    filled = {name for name, example in examples.items() if example}
    if not filled or not filled.issubset(columns):
        return []
    same = " AND ".join(f"{quoted(name)} = {literal(examples[name])}" for name in columns if name in examples)
    found = connection.execute(f"SELECT line FROM text WHERE {same} ORDER BY line").fetchall()
    lines = tuple(int(line) for (line,) in found)
    shown = lines[: shown_lines or None]
    return [Finding(EXAMPLE_LEFT, WARNING, lines=shown, count=len(lines))] if lines else []
