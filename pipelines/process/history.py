"""A submission against what stood before: what disappears, and what is unlike the other years of its series.

Looks at the tables `sent` and `standing` (`shift`). What does not belong here: faults within the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal, quoted
from pipelines.collect.mapping.map import Mapping
from pipelines.contract.cldr import filled, listed
from pipelines.contract.codes import TOTAL
from pipelines.contract.findings import Finding
from pipelines.contract.rules import CategoryDisappears, OutsideHistory, RowsDisappear, Rule
from pipelines.contract.tables import Table
from pipelines.contract.text import ngettext
from pipelines.process.judging import SHOWN_VALUES
from pipelines.process.shift import differences

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN_PLACES = 5


def what_disappears(
    connection: DuckDBPyConnection, table: Table, mapping: Mapping, *, is_complete: bool
) -> list[Finding]:
    """The findings about rows and categories that are in `standing` and no longer in `sent`."""
    found: list[Finding] = []
    for rule in table.rules:
        match rule:
            case RowsDisappear():
                found += _rows_that_disappear(connection, table, rule, is_complete)
            case CategoryDisappears():
                found += _categories_that_disappear(connection, table, rule, mapping, is_complete)
    return found


def unlike_other_years(
    connection: DuckDBPyConnection, table: Table, mapping: Mapping, shown_lines: int
) -> list[Finding]:
    """The findings about figures of `sent` that are unlike other years, of the file or of `standing`."""
    rules = [rule for rule in table.rules if isinstance(rule, OutsideHistory) and _has_series(table)]
    return [
        finding
        for rule in rules
        for finding in _unlike_the_others(connection, table, rule, mapping, shown_lines)
    ]


def _rows_that_disappear(
    connection: DuckDBPyConnection, table: Table, rule: Rule, is_complete: bool
) -> list[Finding]:
    """One finding for the rows that are gone one by one, with the first of their areas and years.

    Rows of a category that is gone as a whole are a finding of that category.
    """
    named = [c for c in ("ref_area", "time_period", "year") if c in table.column_names][:2]
    place = " || ' ' || ".join(f"{quoted(column)}::VARCHAR" for column in named) or "''"
    remain = " AND ".join(f"NOT ({_is_gone(table, 'removed', column)})" for column in table.dimensions())
    rows = connection.execute(f"""
        WITH {differences(table, is_complete)}
        SELECT {place}, count(*)
        FROM removed
        WHERE {remain or "TRUE"}
        GROUP BY ALL
        ORDER BY ALL
    """).fetchall()
    count = sum(number for _place, number in rows)
    if not count:
        return []
    places = [name for name, _number in rows[:SHOWN_PLACES]] + ["…"] * (len(rows) > SHOWN_PLACES)
    words = filled(ngettext("%(count)d row", "%(count)d rows", count), {"count": count})
    context = {"rows": words, "places": listed(places)}
    return [Finding(rule.id, rule.severity, count=count, context=context)]


def _categories_that_disappear(
    connection: DuckDBPyConnection, table: Table, rule: Rule, mapping: Mapping, is_complete: bool
) -> list[Finding]:
    """One finding for each code of a breakdown that stood in the cells spoken for, and is nowhere now."""
    found = []
    scope = ", ".join(map(quoted, table.complete_within))
    for column in table.dimensions():
        rows = connection.execute(f"""
            WITH {differences(table, is_complete)}
            SELECT {quoted(column)}, [{scope}], count(*)
            FROM restated
            WHERE {_is_gone(table, "restated", column)}
            GROUP BY ALL
            ORDER BY ALL
        """).fetchall()
        letter = mapping.letter(column)
        found += [
            Finding(
                rule.id,
                rule.severity,
                column,
                letter,
                count=count,
                value=code,
                context={"scope": listed(within)},
            )
            for code, within, count in rows
        ]
    return found


def _is_gone(table: Table, relation: str, column: str) -> str:
    """The condition under which a row's category stands nowhere in what was sent of the same series."""
    keys = [*table.complete_within, column]
    same = " AND ".join(f"sent.{quoted(key)} = {relation}.{quoted(key)}" for key in keys)
    return f"NOT EXISTS (FROM sent WHERE {same})"


def _unlike_the_others(
    connection: DuckDBPyConnection, table: Table, rule: OutsideHistory, mapping: Mapping, shown_lines: int
) -> list[Finding]:
    """A finding for each figure of the file that is unlike the other years of its series.

    A series has one figure a year and is total in every breakdown but sex; years that the file does not give
    are those that stood before.
    """
    from pipelines.process.limits import tail_probability

    series: dict[tuple[str, ...], dict[int, tuple[float, int | None]]] = {}
    for *key, year, figure, line in connection.execute(_figures(table)).fetchall():
        series.setdefault(tuple(key), {}).setdefault(year, (figure, line))
    unlike: list[tuple[int, dict[str, Any]]] = []
    for years in series.values():
        for year, (figure, line) in years.items():
            others = [value for other, (value, _line) in years.items() if other != year]
            if line is not None and tail_probability(figure, others) < rule.chance:
                said = {"figure": figure, "year": year, "lowest": min(others), "highest": max(others)}
                unlike.append((line, said))
    return _told_apart(rule, mapping, table.value_columns()[0], sorted(unlike, key=_line), shown_lines)


def _told_apart(
    rule: Rule, mapping: Mapping, column: str, unlike: list[tuple[int, dict[str, Any]]], shown_lines: int
) -> list[Finding]:
    """A finding for each of the first figures; those beyond `SHOWN_VALUES` share one, counted."""
    letter = mapping.letter(column)
    found = [
        Finding(rule.id, rule.severity, column, letter, (line,), 1, context=said)
        for line, said in unlike[:SHOWN_VALUES]
    ]
    if rest := unlike[SHOWN_VALUES:]:
        lines = tuple(line for line, _said in rest[: shown_lines or None])
        context = {"other_values": len(rest)} | rest[0][1]
        found.append(Finding(rule.id, rule.severity, column, letter, lines, len(rest), context=context))
    return found


def _line(unlike: tuple[int, dict[str, Any]]) -> int:
    return unlike[0]


def _figures(table: Table) -> str:
    """The SQL of all counts: key of the series, year, figure, line (NULL: stood before); the file first."""
    broken_down = [column for column in table.dimensions() if column != "sex"]
    key = [column for column in table.key if column not in ("time_period", *broken_down)]
    is_total = " AND ".join(f"{quoted(column)} = {literal(TOTAL)}" for column in broken_down) or "TRUE"
    is_count = "value_kind IN ('COUNT', 'ZERO', 'NIL_RETURN') AND frequency = 'A'"
    columns = ", ".join(map(quoted, key))
    return f"""
        WITH figures AS (
            SELECT {columns}, year, value_low AS figure, line
            FROM sent
            WHERE {is_total} AND {is_count}
            UNION ALL
            SELECT {columns}, year, value_low, NULL
            FROM standing
            WHERE {is_total} AND {is_count}
        )
        FROM figures
        ORDER BY {columns}, year, line NULLS LAST
    """


def _has_series(table: Table) -> bool:
    """Whether the table has figures over time."""
    return bool(table.value_columns()) and any(column.type == "period" for column in table.columns)
