"""What is wrong with a file, or must be asked, as `tipor read` tells it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.collect.reading.columns import Column


@dataclass(frozen=True)
class Problem:
    """One cause: its first physical line (None: the whole file), the column's letter, a word and a sentence.

    `lines` are the first twenty, `count` is how many there are; `asks` where the sender can answer it.
    """

    line: int | None
    column: str
    kind: str
    message: str
    lines: list[int] = field(default_factory=list)
    count: int = 1
    asks: bool = False


def problem_of(column: Column, kind: str, cells: list[str], message: str, *, asks: bool = False) -> Problem:
    """The problem of these cells of a column, on the lines where they stand."""
    lines = column.lines_of(cells)
    return Problem(lines[0], column.letter, kind, message, lines, column.count_of(cells), asks)
