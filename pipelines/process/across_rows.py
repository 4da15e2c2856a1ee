"""Rules that no single row can break: a key that stands twice, parts that exceed their total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.contract.codes import CodeList
from pipelines.process.predicates import Setting
from pipelines.process.values import given

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Group:
    """Rows that break a rule together: how many, their lines, and the line they are compared with."""

    count: int
    lines: tuple[int, ...]
    first_line: int


def repeated(connection: DuckDBPyConnection, key: tuple[str, ...], sound: str, lines: str) -> list[Group]:
    """Groups of rows that repeat the key of an earlier row; `lines` are those of the repetitions."""
    cells = ", ".join(quoted(c) for c in key)
    rows = connection.execute(
        f"WITH twice AS MATERIALIZED (SELECT {cells} FROM mapped WHERE {sound} GROUP BY {cells} HAVING count(*) > 1), "
        f"met AS (SELECT {cells}, line, row_number() OVER (PARTITION BY {cells} ORDER BY line) AS nth, "
        f"min(line) OVER (PARTITION BY {cells}) AS first FROM mapped SEMI JOIN twice USING ({cells})) "
        f"SELECT count(*), {lines}, first FROM met WHERE nth > 1 GROUP BY {cells}, first ORDER BY first, min(line)"
    ).fetchall()
    return [Group(count, tuple(found), first) for count, found, first in rows]


def parts_above_total(
    connection: DuckDBPyConnection, setting: Setting, column: str, lines: str
) -> list[Group]:
    """Groups of rows that differ only in `column` and whose parts add up to more than their total.

    The least that the parts can be is compared with the most that the total can be.
    """
    table = setting.table
    pairs = partition_pairs(setting.contract.code_list(table.column(column).code_list))
    if not pairs or not table.value_columns():
        return []
    keys = " AND ".join(
        f"{one} = {other}"
        for one, other in zip(("given_value", "given_status", "given_unit"), given(table), strict=True)
    )
    others = ", ".join(quoted(c) for c in table.key if c != column)
    listed = ", ".join(f"({literal(parent)}, {literal(child)})" for parent, child in pairs)
    rows = connection.execute(
        f"WITH partition(parent, child) AS (VALUES {listed}), "
        f"known AS (SELECT m.line, {others}, m.{quoted(column)} AS code, v.low, v.high FROM mapped m JOIN reported_values v "
        f"ON {keys}), "
        f"parts AS (SELECT {others}, parent, sum(low) AS low, list(line) AS lines FROM known JOIN partition ON code = child "
        f"WHERE low IS NOT NULL GROUP BY {others}, parent), "
        f"broken AS (SELECT t.line AS total_line, unnest(list_prepend(t.line, p.lines)) AS line FROM known t JOIN parts p USING ({others}) "
        f"WHERE p.parent = t.code AND p.low > t.high) "
        f"SELECT count(*), {lines}, total_line FROM broken GROUP BY total_line ORDER BY total_line"
    ).fetchall()
    return [Group(count, tuple(found), first) for count, found, first in rows]


def partition_pairs(codes: CodeList) -> list[tuple[str, str]]:
    """(parent, child) for every code that stands in the partition of another, as a part or as the rest."""
    return [(c.parent, c.code) for c in codes.codes.values() if c.parent and c.part in ("part", "rest")]
