"""Rows that are no data of their own: totals of the rows above, and the header once more.

What does not belong here: remarks under the table (see `rows`), the cells of one column (see `suspects`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.problems import Problem
from pipelines.contract.text import _

_WORDS = (
    r"(?:grand |general |sub-?)?totals?|sum|total g[ée]n[ée]ral|sous-total|total general|subtotal|ensemble"
    r"|suma|итого|всего|المجموع|الإجمالي|مجموع|合计|总计|總計|合計|小计|小計|totaal|summe|gesamt|totale"
)
_TOTAL = re.compile(rf"(?:{_WORDS})[\s:.,()/\-–\d]*", re.IGNORECASE)
_BEGINS_AS_TOTAL = re.compile(rf"(?:{_WORDS})(?!\w)", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{1,15}")
MOST_TOTALS, MOST_BLANK = 2, 0.2
LOOKED_AT = 8
"""In so many of the first columns a word such as "Total" may stand."""


def judge_rows(columns: list[Column], last: tuple[int, list[str]]) -> list[Problem]:
    """Questions about rows that seem to be a total, or the header once more."""
    problems = []
    if again := header_again(columns):
        message = _("The header stands here once more. Does another table begin?")
        problems.append(Problem(again[0], "", "header_again", message, again, len(again), asks=True))
    if totals := _totals_within(columns, last[0]):
        problems.append(ask_about_totals(totals))
    if columns and columns[0].row_count > 1 and (_is_named(columns, last[1]) or _is_sum(columns, last[1])):
        message = _("The last row seems to be the total of the others. Is it a row of data?")
        problems.append(Problem(last[0], "", "total_row", message, [last[0]], asks=True))
    return problems


def ask_about_totals(lines: list[int]) -> Problem:
    """One question about all rows, on these lines, that seem to be totals."""
    message = _("This row seems to be the total of others. Is it a row of data?")
    return Problem(lines[0], "", "total_row", message, lines, len(lines), asks=True)


def begins_as_total(cell: str) -> bool:
    """Whether the cell begins with a word for a total, in any of several languages."""
    return bool(_BEGINS_AS_TOTAL.match(cell))


def header_again(columns: list[Column]) -> list[int]:
    """The lines on which every column holds its own name."""
    named = [column for column in columns if column.name]
    if len(named) < 2:
        return []
    return sorted(set.intersection(*(set(column.cells.get(column.name, ())) for column in named)))


def _is_named(columns: list[Column], cells: list[str]) -> bool:
    """Whether the first filled cell of the last row is a word for a total, and stands in no other row."""
    first = next((cell for cell in cells if cell), "")
    return bool(_TOTAL.fullmatch(first)) and columns[0].counts.get(first, 0) <= 1


def _is_sum(columns: list[Column], cells: list[str]) -> bool:
    """Whether the last row alone begins with an empty cell, and holds the sum of the others of a column."""
    if (
        columns[0].counts.get("") != 1
        or cells[:1] != [""]
        or not all(_WHOLE.fullmatch(c) for c in cells if c)
    ):
        return False
    return any(_sums_up(column, cell) for column, cell in zip(columns, cells, strict=False) if cell)


def _sums_up(column: Column, cell: str) -> bool:
    numbers = [(int(c), n) for c, n in column.counts.items() if _WHOLE.fullmatch(c)]
    others = sum(number * count for number, count in numbers) - int(cell)
    return sum(count for _number, count in numbers) > 2 and others == int(cell) != 0


def _totals_within(columns: list[Column], last: int) -> list[int]:
    """Lines above the last whose first filled cell begins as a total, and which lack what others have."""
    gaps = {
        line
        for column in columns
        if 0 < column.counts.get("", 0) <= max(1, MOST_BLANK * column.row_count)
        for line in column.cells[""]
    }
    found: set[int] = set()
    before: set[int] | None = None  # lines on which all columns before this one are empty; None: all lines
    for column in columns[:LOOKED_AT]:
        for cell, count in column.counts.items():
            if count <= MOST_TOTALS and _BEGINS_AS_TOTAL.match(cell):
                lines = set(column.cells[cell])
                found |= lines if before is None else lines & before
        blank = set(column.cells.get("", ()))
        before = blank if before is None else before & blank
        if not before:
            break
    return sorted(found & gaps - {last})
