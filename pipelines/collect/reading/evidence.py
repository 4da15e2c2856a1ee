"""What the cells of a file say about themselves when no contract is there to ask.

Formulas, look-alike letters, numbers written in two ways, dates that could be two days, cut values.

Each column is judged by its distinct cells. What does not belong here: rules of a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.problems import Problem
from pipelines.collect.reading.suspects import judge_column, judge_names, judge_table

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading


BATCH, MOST_OF_A_REFUSED_FILE = 20_000, 100_000
UNNAMED = ("header_lines", "merged_cells", "no_header", "sheet")


@dataclass
class Evidence:
    """What was found in the cells, and the rows where they were asked for."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def _batches(reading: Reading, most: int) -> Iterator[list[tuple[int, list[str]]]]:
    """The rows, some thousands at a time; at most about `most` of them, where it is not 0."""
    rows = reading.rows()
    taken = 0
    while (batch := list(islice(rows, BATCH))) and not (most and taken >= most):
        taken += len(batch)
        yield batch


def judge_values(reading: Reading, *, keep_rows: bool = False) -> Evidence:
    """Go through the rows once and judge every column by itself, then the columns beside each other."""
    evidence = Evidence()
    if reading.is_prose:
        evidence.rows = [cells for _line, cells in reading.rows()] if keep_rows else []
        return evidence
    columns = [Column(position, name) for position, name in enumerate(reading.header)]
    last: tuple[int, list[str]] = (0, [])
    for batch in _batches(reading, MOST_OF_A_REFUSED_FILE if reading.findings else 0):
        lines = [line for line, _cells in batch]
        for column, cells in zip(
            columns, zip(*(cells for _line, cells in batch), strict=False), strict=False
        ):
            column.add(lines, cells)
        last = batch[-1]
        if keep_rows:
            evidence.rows += [cells for _line, cells in batch]
    if any(finding.context.get("kind") in UNNAMED for finding in reading.findings):
        return evidence
    evidence.problems += judge_names(reading)
    for column in columns:
        problems, notes = judge_column(column, reading.delimiter)
        evidence.problems += problems
        evidence.notes += notes
    problems, notes = judge_table(columns, last, reading)
    evidence.problems += problems
    evidence.notes += notes
    return evidence
