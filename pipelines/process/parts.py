"""Totals below their parts, within one submission: the same notion of parts as `analyse.totals`.

Parts that do not overlap are added; of codes that may overlap the largest counts alone; a band that is not
given is at least what its own parts make; a figure for which a breakdown was not asked stands for the total
where none is given. Compared are the least that the parts can be with the most that the total can be.
What does not belong here: sums over two breakdowns at once, over parts of a year, and over submissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.contract.codes import NOT_ASKED, TOTAL, CodeList
from pipelines.contract.tables import Table
from pipelines.process.across_rows import Group
from pipelines.process.predicates import Setting
from pipelines.process.values import given

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COMPONENT = "component"
"""Rows that differ only by it are one figure in parts that may overlap."""


def parts_above_total(
    connection: DuckDBPyConnection,
    setting: Setting,
    column: str,
    others: tuple[str, ...],
    lines: str,
    repeated: tuple[str, ...] = (),
) -> list[Group]:
    """Groups of rows alike in `others` in which the parts by `column` are more than their total.

    Figures whose key (`repeated`) stands twice are not known, so they are not added. The lines of a group are
    those of the total and of the parts; `first_line` is the total's. Said of it are the least that the parts
    can be, the most that the total can be, and what they are about.
    """
    table, codes = setting.table, setting.contract.code_list(setting.table.column(column).code_list)
    stand = _codes_in(connection, column)
    parents = [parent for parent in summed_codes(codes) if stand & _below(codes, parent)]
    if not table.value_columns() or not parents or not stand & {*parents, NOT_ASKED}:
        return []
    alike = tuple(name for name in others if name != COMPONENT)
    _make_known(connection, table, column, alike, repeated)
    dimensions = (*(name for name in table.dimensions() if name in alike), column)
    not_asked = [name for name in dimensions if NOT_ASKED in _codes_in(connection, name)]
    if not _make_suspects(connection, parents, column, alike, not_asked):
        return []
    _make_figures(connection, column, alike, not_asked)
    for dimension in not_asked:
        _take_what_was_not_asked(connection, dimension, (*alike, column))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE broken "
        "(first BIGINT, lines BIGINT[], parts DOUBLE, total DOUBLE, place VARCHAR[])"
    )
    about = _about(table, column, alike)
    for parent in parents:
        _compare(connection, codes, parent, column, alike, about)
    rows = connection.execute(f"""
        WITH numbered AS (
            SELECT row_number() OVER () AS number, *
            FROM (SELECT DISTINCT * REPLACE (list_sort(list_distinct(lines)) AS lines) FROM broken)
        ),
        met AS (
            SELECT * REPLACE (unnest(lines) AS lines)
            FROM numbered
        )
        SELECT count(*), {lines}, first, parts, total, place
        FROM met
        GROUP BY number, first, parts, total, place
        ORDER BY first, number
    """).fetchall()
    return [
        Group(count, tuple(found), first, {"parts": parts, "total": total, "place": tuple(place)})
        for count, found, first, parts, total, place in rows
    ]


def _about(table: Table, column: str, alike: tuple[str, ...]) -> str:
    """The SQL of what a group is about: area, time, and the breakdowns that are not their total."""
    named = [name for name in table.place_columns() if name in alike]
    broken_down = [name for name in table.dimensions() if name in alike and name != column]
    cells = ", ".join(f"total.{quoted(name)}" for name in (*named, *broken_down))
    return f"list_filter([{cells}], lambda cell: cell NOT IN ('', {literal(TOTAL)}, {literal(NOT_ASKED)}))"


def _codes_in(connection: DuckDBPyConnection, column: str) -> set[str]:
    rows = connection.execute(f"SELECT DISTINCT {quoted(column)} FROM mapped").fetchall()
    return {code for (code,) in rows}


def _make_known(
    connection: DuckDBPyConnection,
    table: Table,
    column: str,
    alike: tuple[str, ...],
    repeated: tuple[str, ...],
) -> None:
    """Make `known`: the rows of `mapped` that have a figure which adds up, with its limits."""
    names = zip(("given_value", "given_status", "given_unit"), given(table), strict=True)
    same = " AND ".join(f"{one} = {other}" for one, other in names)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT line, {_listed((*alike, column))}, low, high
        FROM mapped {f"ANTI JOIN repeated_keys USING ({_listed(repeated)})" if repeated else ""}
        JOIN reported_values ON {same}
        WHERE low IS NOT NULL AND {_adds_up(table)}
    """)


def _make_suspects(
    connection: DuckDBPyConnection,
    parents: list[str],
    column: str,
    alike: tuple[str, ...],
    not_asked: list[str],
) -> bool:
    """Make `suspects`: where all figures but a total are above a total. Most files have none; whether any is.

    What was not asked is taken for the total, so that nothing is missed that a closer look would find.
    """
    is_total = f"{quoted(column)} IN {literals([*parents, NOT_ASKED])}"
    made = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE suspects AS
        SELECT {", ".join(f"{_as_total(name, not_asked)} AS {quoted(name)}" for name in alike)}
        FROM known
        GROUP BY ALL
        HAVING sum(low) - min(low) FILTER ({is_total}) > min(high) FILTER ({is_total})
    """).fetchone()
    return made != (0,)


def _make_figures(
    connection: DuckDBPyConnection, column: str, alike: tuple[str, ...], not_asked: list[str]
) -> None:
    """Make `figures` of the suspects: one row a breakdown; several components are at least the largest."""
    cells = _listed((*alike, column))
    same = " AND ".join(
        f"{_as_total(f'known.{name}', not_asked)} = suspects.{quoted(name)}" for name in alike
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE figures AS
        SELECT
            {cells},
            max(low) AS low,
            CASE WHEN count(*) = 1 THEN max(high) END AS high,
            list(line) AS lines
        FROM known
        SEMI JOIN suspects ON {same}
        GROUP BY {cells}
    """)


def _as_total(name: str, not_asked: list[str]) -> str:
    """The SQL of a column, `_T` instead of `_X` where some row has that."""
    cell = ".".join(quoted(part) for part in name.split("."))
    if name.rpartition(".")[2] not in not_asked:
        return cell
    return f"CASE WHEN {cell} = {literal(NOT_ASKED)} THEN {literal(TOTAL)} ELSE {cell} END"


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, columns))


def _adds_up(table: Table) -> str:
    """The SQL that leaves out rates per head of each group, or of nobody knows whom: they do not add up."""
    if "denominator" not in table.column_names:
        return "TRUE"
    return "denominator NOT IN ('GROUP_POPULATION', '_U')"


def _take_what_was_not_asked(connection: DuckDBPyConnection, dimension: str, keys: tuple[str, ...]) -> None:
    connection.execute(f"""
        INSERT INTO figures BY NAME
        WITH taken AS (
            SELECT * REPLACE ({literal(TOTAL)} AS {quoted(dimension)})
            FROM figures
            WHERE {quoted(dimension)} = {literal(NOT_ASKED)}
        )
        FROM taken
        ANTI JOIN figures USING ({_listed(keys)})
    """)


def _compare(
    connection: DuckDBPyConnection,
    codes: CodeList,
    parent: str,
    column: str,
    alike: tuple[str, ...],
    about: str,
) -> None:
    """Add to `broken` where the parts of `parent` are more, and to `figures` a parent that is not given."""
    cell, keys = quoted(column), _listed(alike)
    added = [*codes.children(parent, "part"), *codes.children(parent, "rest")]
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE bounds AS
        WITH parts AS (
            SELECT *, {cell} IN {literals(added)} AS is_added
            FROM figures
            WHERE {cell} IN {literals(sorted(_below(codes, parent)))}
        ),
        sums AS (
            SELECT
                {keys},
                coalesce(sum(low) FILTER (is_added), 0) AS added_low,
                flatten(list(lines) FILTER (is_added)) AS added_lines,
                coalesce(max(low) FILTER (NOT is_added), 0) AS largest_low,
                arg_max(lines, low) FILTER (NOT is_added) AS largest_lines
            FROM parts
            GROUP BY {keys}
        )
        SELECT
            {keys},
            greatest(added_low, largest_low) AS low,
            if(added_low >= largest_low, added_lines, largest_lines) AS lines
        FROM sums
    """)
    connection.execute(f"""
        INSERT INTO broken
        SELECT list_min(total.lines), list_concat(total.lines, bounds.lines), bounds.low, total.high, {about}
        FROM figures total
        JOIN bounds USING ({keys})
        WHERE total.{cell} = {literal(parent)} AND bounds.low > total.high
    """)
    connection.execute(f"""
        INSERT INTO figures BY NAME
        SELECT *, {literal(parent)} AS {cell}, NULL AS high
        FROM bounds
        ANTI JOIN (FROM figures WHERE {cell} = {literal(parent)}) USING ({keys})
    """)


def summed_codes(codes: CodeList) -> list[str]:
    """The codes that have others below them in their list's partitions, the deepest first, the total last."""
    parents = {c.parent for c in codes.codes.values() if c.parent and c.part in ("part", "rest")}
    deepest_first = sorted(parents - {TOTAL}, key=lambda code: (-_depth(codes, code), code))
    return [*deepest_first, *([TOTAL] if TOTAL in codes else [])]


def _depth(codes: CodeList, code: str) -> int:
    parent = codes[code].parent
    return 1 + _depth(codes, parent) if parent else 0


def _below(codes: CodeList, parent: str) -> set[str]:
    """The codes whose figures are at most that of `parent`: its children; of the total, all there are."""
    if parent == TOTAL:
        return set(codes.codes) - {TOTAL, NOT_ASKED}
    return {code.code for code in codes.codes.values() if code.parent == parent}
