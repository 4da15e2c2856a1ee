"""The frames that Great Expectations sees: distinct cells, and beside them the readings that questions need.

What does not belong here: how a single cell is read (`cells`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.contract.tables import Table
from pipelines.process.expectations import suites
from pipelines.process.expectations.cells import READINGS, name_of
from pipelines.process.expectations.distinct import Distinct
from pipelines.process.expectations.questions import Frame, Question, Values


@dataclass(frozen=True)
class Sent:
    """What rules ask besides the cells: the State that sent them ("" for others), and the day of judging."""

    state: str
    judged_on: float


def frame_of(found: Distinct, asked: Sequence[Question], table: Table, sent: Mapping[str, Sent]) -> Frame:
    """The frame for these questions; `sent` is by submission."""
    frame = Frame(dict(found.values), {suites.JUDGED_ON: [sent[owner].judged_on for owner in found.owners]})
    for reading, column in {need for question in asked for need in question.needs}:
        name, cells = name_of(reading, column), found.values[column]
        if reading == suites.AREA_OF_REPORTER:
            frame.texts[name] = _after([sent[owner].state for owner in found.owners], cells)
        elif reading == suites.LISTED:
            lists = {c.name: c.code_list for c in table.columns}
            frame.texts[name] = _after([lists[judged] for judged in found.columns], cells)
        else:
            frame.numbers[name] = [READINGS[reading](cell) for cell in cells]
    return frame


def _after(words: list[str], cells: Values) -> Values:
    """Each cell after its word; nothing where there is none."""
    return [f"{word} {cell}" if word else None for word, cell in zip(words, cells, strict=True)]
