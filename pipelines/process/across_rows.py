"""Rules that no single row can break: a key that stands twice, parts that exceed their total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.contract.codes import CodeList
from pipelines.contract.tables import Table
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
        f"WITH twice AS MATERIALIZED "
        f"(SELECT {cells} FROM mapped WHERE {sound} GROUP BY {cells} HAVING count(*) > 1), "
        f"met AS (SELECT {cells}, line, row_number() OVER (PARTITION BY {cells} ORDER BY line) AS nth, "
        f"min(line) OVER (PARTITION BY {cells}) AS first FROM mapped SEMI JOIN twice USING ({cells})) "
        f"SELECT count(*), {lines}, first FROM met WHERE nth > 1 "
        f"GROUP BY {cells}, first ORDER BY first, min(line)"
    ).fetchall()
    return [Group(count, tuple(found), first) for count, found, first in rows]


def parts_above_total(
    connection: DuckDBPyConnection, setting: Setting, column: str, others: tuple[str, ...], lines: str
) -> list[Group]:
    """Groups of rows alike in `others` whose parts by `column` add up to more than their total.

    The least that the parts can be is compared with the most that the total can be.
    """
    table = setting.table
    pairs = partition_pairs(setting.contract.code_list(table.column(column).code_list))
    pairs = _that_stand_in(connection, column, pairs) if table.value_columns() else []
    if not pairs:
        return []
    names = zip(("given_value", "given_status", "given_unit"), given(table), strict=True)
    keys = " AND ".join(f"{one} = {other}" for one, other in names)
    alike = ", ".join(quoted(c) for c in others)
    listed = ", ".join(f"({literal(parent)}, {literal(child)})" for parent, child in pairs)
    rows = connection.execute(
        f"WITH partition(parent, child) AS (VALUES {listed}), "
        f"known AS (SELECT m.line, {alike}, m.{quoted(column)} AS code, v.low, v.high "
        f"FROM mapped m JOIN reported_values v ON {keys} WHERE {_adds_up(table)}), "
        f"parts AS (SELECT {alike}, parent, child, line, low FROM known JOIN partition ON code = child "
        f"WHERE low IS NOT NULL), "
        f"sums AS (SELECT {alike}, parent, sum(low) AS low FROM parts GROUP BY {alike}, parent), "
        f"broken AS MATERIALIZED (SELECT t.line AS total_line, {alike}, parent "
        f"FROM known t JOIN sums s USING ({alike}) WHERE parent = t.code AND s.low > t.high), "
        f"met AS (SELECT total_line, total_line AS line FROM broken "
        f"UNION ALL SELECT total_line, line FROM broken JOIN parts USING ({alike}, parent)) "
        f"SELECT count(*), {lines}, total_line FROM met GROUP BY total_line ORDER BY total_line"
    ).fetchall()
    return [Group(count, tuple(found), first) for count, found, first in rows]


def _adds_up(table: Table) -> str:
    """The SQL that leaves out rates per head of each group, or of nobody knows whom: they do not add up."""
    if "denominator" not in table.column_names:
        return "TRUE"
    return "m.denominator NOT IN ('GROUP_POPULATION', '_U')"


def _that_stand_in(
    connection: DuckDBPyConnection, column: str, pairs: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The pairs of which both codes stand in the column; most files of breakdowns have none."""
    rows = connection.execute(f"SELECT DISTINCT {quoted(column)} FROM mapped").fetchall()
    codes = {code for (code,) in rows}
    return [pair for pair in pairs if codes.issuperset(pair)]


def partition_pairs(codes: CodeList) -> list[tuple[str, str]]:
    """(parent, child) for every code that stands in the partition of another, as a part or as the rest."""
    return [(c.parent, c.code) for c in codes.codes.values() if c.parent and c.part in ("part", "rest")]
