"""Lines among the rows that hold no data but the names of the columns once more, or their numbers (1, 2, 3).

Under another header than the first the rows are another table, which is not judged by the first one. What
does not belong here: totals and remarks (`no_rows`), the header itself (`collect.reading.headers`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.collect.database import literals, quoted
from pipelines.collect.reading.layouts import Layout, name_key
from pipelines.contract.findings import Finding
from pipelines.contract.rules import ERROR

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HEADER_AGAIN, NUMBERED = "STR-019", "STR-020"
MOST_NAMES = 0.8
"""So large a part of a line's cells must be names of columns."""
FEWEST_NUMBERED = 3
LETTERS = ("AB", "АБ", "ab", "аб")
"""Columns of words before the numbered ones may have letters: А, Б, 1, 2."""


Stretch = tuple[int, int]
"""The first and the last of some lines."""


@dataclass(frozen=True)
class SecondHeaders:
    """The findings, and the lines that are no rows under the first header: in order, no two of a line."""

    findings: tuple[Finding, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    def hold(self, line: int) -> bool:
        """Whether the line is among those that are no rows."""
        at = bisect_right(self.stretches, line, key=lambda stretch: stretch[0])
        return at > 0 and line <= self.stretches[at - 1][1]


@dataclass(frozen=True)
class _Line:
    number: int
    cells: tuple[str, ...]


def second_headers(
    connection: DuckDBPyConnection, layout: Layout, columns: Sequence[str], header: Sequence[str], most: int
) -> SecondHeaders:
    """Those among the rows of `text`, with these columns under the names `header`; `most` lines are shown."""
    names = tuple(name for name in header if name)
    written = names if len(names) == len(columns) else tuple(columns)
    candidates = _candidates(connection, columns, written)
    numbered = [line.number for line in candidates if is_numbered(line.cells)]
    again = [line for line in candidates if _is_header(line.cells, layout, written)]
    same = [line.number for line in again if _is_the_same(line.cells, layout, columns, written)]
    tables = _other_tables([line.number for line in again], set(same), connection)
    findings = [*_about(NUMBERED, numbered, most), *_about(HEADER_AGAIN, same, most)]
    findings += _of_other_tables(connection, tables)
    return SecondHeaders(tuple(findings), joined([*((n, n) for n in (*numbered, *same)), *tables]))


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same lines in order, with those in one that share a line."""
    joined: list[Stretch] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            first, last = joined[-1][0], max(last, joined.pop()[1])
        joined.append((first, last))
    return tuple(joined)


def _other_tables(again: Sequence[int], same: set[int], connection: DuckDBPyConnection) -> list[Stretch]:
    """From each header with other columns to the line before the next header, or to the last line."""
    if same.issuperset(again):
        return []
    found = connection.execute("SELECT max(line) FROM text").fetchone()
    ends = [*(line - 1 for line in again[1:]), int(found[0]) if found else again[-1]]
    return [(line, end) for line, end in zip(again, ends, strict=True) if line not in same]


def is_numbered(cells: Sequence[str]) -> bool:
    """Whether the cells count the columns: 1, 2, 3, perhaps in brackets, perhaps with letters before them."""
    plain = [cell.strip("() ") for cell in cells]
    for letters in ("", *(word[:n] for word in LETTERS for n in (1, 2))):
        counted = [*letters, *map(str, range(1, len(plain) - len(letters) + 1))]
        if plain == counted and len(plain) - len(letters) >= FEWEST_NUMBERED:
            return True
    return False


def _candidates(connection: DuckDBPyConnection, columns: Sequence[str], names: Sequence[str]) -> list[_Line]:
    """The lines whose first cell is its column's name, or a 1: hardly any in a usual file.

    The other cells are fetched of these only: asked of all rows they would cost five times as much.
    """
    begins = {columns[0], names[0], "1", "(1)", *(word[0] for word in LETTERS)}
    began = f"SELECT place FROM placed WHERE {quoted(columns[0])} IN {literals(sorted(begins))}"
    places = [place for (place,) in connection.execute(began).fetchall()]
    if not places:
        return []
    cells = ", ".join(map(quoted, columns))
    rows = connection.execute(
        f"SELECT line, {cells} FROM placed WHERE place IN (SELECT unnest(?)) ORDER BY line", [places]
    )
    return [_Line(number, tuple(row)) for number, *row in rows.fetchall()]


def _is_header(cells: Sequence[str], layout: Layout, names: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    own = {name_key(name) for name in names}
    named = sum(1 for cell in filled if layout.name_of(cell) or name_key(cell) in own)
    return named > 1 and named >= MOST_NAMES * len(filled)


def _is_the_same(cells: Sequence[str], layout: Layout, columns: Sequence[str], names: Sequence[str]) -> bool:
    """Whether it names the same columns in the same order as the first header."""
    return all(
        name_key(cell) == name_key(name) or layout.name_of(cell) == column or not cell.strip()
        for cell, name, column in zip(cells, names, columns, strict=True)
    )


def _about(rule: str, lines: Sequence[int], most: int) -> Iterator[Finding]:
    if lines:
        yield Finding(rule, ERROR, lines=tuple(lines)[: most or None], count=len(lines))


def _of_other_tables(connection: DuckDBPyConnection, tables: Sequence[Stretch]) -> Iterator[Finding]:
    if not tables:
        return
    first, last = zip(*tables, strict=True)
    rows = connection.execute(
        "SELECT first, count(line) FROM (SELECT unnest(?::BIGINT[]) AS first, unnest(?::BIGINT[]) AS last) "
        "LEFT JOIN text ON line > first AND line <= last GROUP BY first ORDER BY first",
        [list(first), list(last)],
    )
    for line, count in rows.fetchall():
        context = {"hint": "another_table", "says": {"count": count}}
        yield Finding(HEADER_AGAIN, ERROR, lines=(line,), count=1, context=context)
