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
from pipelines.collect.reading.faults import ASKS
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.problems import Problem
from pipelines.collect.reading.suspects import judge_column, judge_names, judge_table
from pipelines.collect.reading.totals import header_again
from pipelines.contract.text import N_many

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading


BATCH, MOST_OF_A_REFUSED_FILE = 20_000, 100_000
UNNAMED = ("header_lines", "merged_cells", "no_header", "sheet")


PARTLY = N_many(
    "The file is refused; of its cells, those of the first %(count)d row were judged.",
    "The file is refused; of its cells, those of the first %(count)d rows were judged.",
)


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
    is_unnamed = any(finding.context.get("kind") in UNNAMED for finding in reading.findings)
    evidence.problems += [] if is_unnamed else judge_names(reading)
    is_refused = bool(evidence.problems) or any(finding.rule != ASKS for finding in reading.findings)
    for batch in _batches(reading, MOST_OF_A_REFUSED_FILE if is_refused else 0):
        lines = [line for line, _cells in batch]
        for column, cells in zip(
            columns, zip(*(cells for _line, cells in batch), strict=False), strict=False
        ):
            column.add(lines, cells)
        last = batch[-1]
        if keep_rows:
            evidence.rows += [cells for _line, cells in batch]
    taken = columns[0].row_count if columns else 0
    if taken < reading.row_count and columns:
        evidence.notes.append(Note(PARTLY, {"count": taken}, "partly_judged"))
        last = (0, [])
    if is_unnamed:
        return evidence
    for column in columns:
        problems, notes = judge_column(column, reading.delimiter)
        evidence.problems += problems
        evidence.notes += notes
    problems, notes = judge_table(columns, last)
    evidence.problems = _without(evidence.problems, header_again(columns)) + problems
    evidence.notes += notes
    return evidence


def _without(problems: list[Problem], names: list[int]) -> list[Problem]:
    """The problems without the words in columns of numbers that are the header once more."""
    return [
        problem
        for problem in problems
        if not (problem.kind == "not_a_number" and set(problem.lines) <= set(names))
    ]
