"""Rows among the others that are their sum, though no word says so: a key is empty, and the number adds up.

Only asked about, and only in tables that a person may have written: one batch of rows. What does not belong
here: totals that are named, or stand last (see `totals`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.columns import Column, Row
from pipelines.collect.reading.problems import Problem
from pipelines.collect.reading.totals import ask_about_totals

MOST_BLANK, NUMERIC, LEAST_ROWS, LEAST_SUM = 0.2, 0.9, 4, 5
_WHOLE = re.compile(r"\d{1,15}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def judge_subtotals(columns: list[Column], rows: list[Row]) -> list[Problem]:
    """One question about all rows that have an empty key and the sum of the rows above them."""
    if len(rows) < LEAST_ROWS:
        return []
    keys, values = _keys(columns), _values(columns)
    if not keys or not values:
        return []
    hollow = [place for place, (_line, cells) in enumerate(rows) if any(not cells[i] for i in keys)]
    sums = [place for place in hollow if _is_sum(rows, place, hollow, values)]
    if not sums or 2 * len(sums) < len(hollow):
        return []
    return [ask_about_totals([rows[place][0] for place in sums])]


def _keys(columns: list[Column]) -> list[int]:
    """The columns of words that are filled, but for a few cells."""
    return [
        c.position
        for c in columns
        if 0 < c.counts.get("", 0) <= MOST_BLANK * c.row_count and not _share(c, _WHOLE) > 0.5
    ]


def _values(columns: list[Column]) -> list[int]:
    """The columns of whole numbers that are no years."""
    return [c.position for c in columns if _share(c, _WHOLE) >= NUMERIC and _share(c, _YEAR) < 0.5]


def _share(column: Column, shape: re.Pattern[str]) -> float:
    filled = column.row_count - column.counts.get("", 0)
    return column.count_of([c for c in column.counts if shape.fullmatch(c)]) / max(1, filled)


def _is_sum(rows: list[Row], place: int, hollow: list[int], values: list[int]) -> bool:
    """Whether every number of the row is the sum of those above it, back to the last such row or the top."""
    cells = rows[place][1]
    filled = [i for i in values if _WHOLE.fullmatch(cells[i])]
    before = max((other + 1 for other in hollow if other < place), default=0)
    return bool(filled) and (
        all(_adds_up(rows[before:place], i, int(cells[i])) for i in filled)
        or (before > 0 and all(_adds_up(_without(rows[:place], hollow), i, int(cells[i])) for i in filled))
    )


def _without(rows: list[Row], places: list[int]) -> list[Row]:
    left_out = set(places)
    return [row for place, row in enumerate(rows) if place not in left_out]


def _adds_up(above: list[Row], position: int, total: int) -> bool:
    """At least two numbers other than 0 make the total, and nothing else stands among them."""
    cells = [row[1][position] for row in above if row[1][position]]
    numbers = [int(cell) for cell in cells if _WHOLE.fullmatch(cell)]
    is_made_of_several = sum(1 for number in numbers if number) >= 2 and len(numbers) == len(cells)
    return is_made_of_several and total >= LEAST_SUM and sum(numbers) == total
