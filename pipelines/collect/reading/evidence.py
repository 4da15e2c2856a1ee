"""What the cells of a file say about themselves when no contract is there to ask.

Formulas, look-alike letters, numbers written in two ways, dates that could be two days, cut values.

Each column is judged by its distinct cells. What does not belong here: rules of a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.collect.reading.counting import count_cells
from pipelines.collect.reading.faults import ASKS
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.problems import Problem
from pipelines.collect.reading.suspects import judge_column, judge_names, judge_table
from pipelines.collect.reading.totals import header_again
from pipelines.contract.text import N_many

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading


MOST_OF_A_REFUSED_FILE = 100_000
UNNAMED = ("header_lines", "merged_cells", "no_header", "sheet")
PARTLY = N_many(
    "The file is refused; of its cells, those of the first %(count)d row were judged.",
    "The file is refused; of its cells, those of the first %(count)d rows were judged.",
)


@dataclass
class Evidence:
    """What was found in the cells."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def judge_values(reading: Reading) -> Evidence:
    """Judge every column by its distinct cells, then the columns beside each other."""
    evidence = Evidence()
    if reading.is_prose:
        return evidence
    is_unnamed = any(finding.context.get("kind") in UNNAMED for finding in reading.findings)
    evidence.problems += [] if is_unnamed else judge_names(reading)
    is_refused = bool(evidence.problems) or any(finding.rule != ASKS for finding in reading.findings)
    counted = count_cells(reading, MOST_OF_A_REFUSED_FILE if is_refused else 0)
    if counted.row_count < reading.row_count and counted.columns:
        evidence.notes.append(Note(PARTLY, {"count": counted.row_count}, "partly_judged"))
    if is_unnamed:
        return evidence
    for column in counted.columns:
        problems, notes = judge_column(column, reading.delimiter)
        evidence.problems += problems
        evidence.notes += notes
    problems, notes = judge_table(counted)
    evidence.problems = _without(evidence.problems, header_again(counted.columns)) + problems
    evidence.notes += notes
    return evidence


def _without(problems: list[Problem], names: list[int]) -> list[Problem]:
    """The problems without the words in columns of numbers that are the header once more."""
    return [
        problem
        for problem in problems
        if not (problem.kind == "not_a_number" and set(problem.lines) <= set(names))
    ]
