"""Rules that no single row can break: a key that stands twice. Parts that exceed their total: see `parts`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Group:
    """Rows that break a rule together: how many, their lines, and the line they are compared with.

    `said` is what the rule's message says of them besides.
    """

    count: int
    lines: tuple[int, ...]
    first_line: int
    said: dict[str, Any] = field(default_factory=dict)


def repeated(connection: DuckDBPyConnection, key: tuple[str, ...], sound: str, lines: str) -> list[Group]:
    """Groups of rows that repeat the key of an earlier row; `lines` are those of the repetitions.

    Makes the table `repeated_keys` of these keys.
    """
    cells = ", ".join(quoted(c) for c in key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated_keys AS "
        f"SELECT {cells} FROM mapped WHERE {sound} GROUP BY {cells} HAVING count(*) > 1"
    )
    rows = connection.execute(
        f"WITH met AS (SELECT {cells}, line, row_number() OVER (PARTITION BY {cells} ORDER BY line) AS nth, "
        f"min(line) OVER (PARTITION BY {cells}) AS first "
        f"FROM mapped SEMI JOIN repeated_keys USING ({cells})) "
        f"SELECT count(*), {lines}, first FROM met WHERE nth > 1 "
        f"GROUP BY {cells}, first ORDER BY first, min(line)"
    ).fetchall()
    return [Group(count, tuple(found), first) for count, found, first in rows]
