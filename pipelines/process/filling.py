"""A DuckDB table from rows in Python. What does not belong here: what the rows mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def fill(
    connection: DuckDBPyConnection, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]
) -> None:
    """Make the table `name` anew: its columns are `kinds` (name: SQL type), its rows in the same order."""
    given = list(rows)
    columns = [list(column) for column in zip(*given, strict=True)] if given else [[] for _ in kinds]
    parts = ",\n".join(f"unnest(?::{kind}[]) AS {quoted(column)}" for column, kind in kinds.items())
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT {parts}", columns)
