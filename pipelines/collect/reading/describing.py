"""The reading alone, whatever the contract: what `tipor read` shows.

What does not belong here: how a file is read, how the answer is printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from pipelines.collect.reading.evidence import judge_values
from pipelines.collect.reading.faults import ASKS, kind_of
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.problems import Problem
from pipelines.collect.reading.read import Note, Reading, read
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.contract.text import _

ACCEPT, ACCEPT_NOTE, ASK, REJECT = "accept", "accept_note", "ask", "reject"
ROWS_IN_A_PART = 10_000
MENDED = ("blank_row", "duplicate_row")
"""The kinds of notes that are problems of a refused file."""
EXIT_CODES = {ACCEPT: 0, ACCEPT_NOTE: 0, ASK: 3, REJECT: 1}


@dataclass
class Description:
    """How a file was read: the outcome, what was done, what is wrong or must be asked."""

    outcome: str
    reading: Reading
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """The rows, header first; none of a file that is refused."""
        return list(self._rows())

    def _rows(self) -> Iterator[list[str]]:
        if self.outcome != REJECT:
            yield list(self.reading.header)
            yield from (cells for _line, cells in self.reading.rows())

    @property
    def exit_code(self) -> int:
        """0 accepted, 1 refused, 3 to be asked."""
        return EXIT_CODES[self.outcome]

    def as_json(self, *, with_rows: bool = False) -> dict[str, Any]:
        """The answer for machines; `rows` (header first) only where they are asked for."""
        reading = self.reading
        answer: dict[str, Any] = {
            "outcome": self.outcome,
            "encoding": reading.encoding,
            "delimiter": reading.delimiter,
            "header_line": reading.header_line,
            "columns": list(reading.columns or reading.header),
            "record_count": reading.row_count,
            "notes": [note.shown() for note in self.notes],
            "problems": [asdict(problem) for problem in self.problems],
        }
        return answer | ({"rows": self.rows} if with_rows else {})

    def json_text(self, *, with_rows: bool = False) -> Iterator[str]:
        """The same as text, in parts: the rows of a large file are never all held at once."""
        answer = json.dumps(self.as_json(), ensure_ascii=False)
        if not with_rows:
            yield answer
            return
        yield answer.removesuffix("}") + ', "rows": ['
        rows, mark = self._rows(), ""
        while batch := list(islice(rows, ROWS_IN_A_PART)):
            yield mark + json.dumps(batch, ensure_ascii=False)[1:-1]
            mark = ", "
        yield "]}"


def describe_reading(
    content: bytes,
    contract: Contract,
    *,
    columns: tuple[str, ...] = (),
    language: str = "",
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Description:
    """Read `content` with the header `columns`, or any header, and judge its form and what its cells show."""
    layout = Layout.of_names(columns) if columns else Layout.of_any()
    reading = read(
        content, layout, contract, language=language, encoding=encoding, delimiter=delimiter, sheet=sheet
    )
    evidence = judge_values(reading)
    problems = [_problem(finding, contract) for finding in reading.findings] + evidence.problems
    notes = reading.notes + evidence.notes
    outcome = _outcome(problems, notes)
    if outcome == REJECT:
        problems += _noted_lines(notes)
        notes = [note for note in notes if note.kind not in MENDED]
    return Description(outcome, reading, notes, problems)


def _outcome(problems: list[Problem], notes: list[Note]) -> str:
    if any(not problem.asks for problem in problems):
        return REJECT
    if problems:
        return ASK
    return ACCEPT_NOTE if notes else ACCEPT


def _problem(finding: Finding, contract: Contract) -> Problem:
    rule = contract.rule(finding.rule)
    shown = {
        "value": finding.value,
        "named": finding.value,
        "suggestion": finding.suggestion,
        **finding.context,
    }
    message = _(rule.message) % shown
    if finding.suggestion:
        message += " " + _("Did you mean %(name)s?") % {"name": finding.suggestion}
    return Problem(
        line=finding.lines[0] if finding.lines else None,
        column=finding.letter,
        kind=kind_of(finding),
        message=message,
        lines=list(finding.lines),
        count=finding.count,
        asks=finding.rule == ASKS,
    )


def _noted_lines(notes: list[Note]) -> list[Problem]:
    """Blank rows of a refused file, so that its sender mends all in one pass."""
    return [
        Problem(note.lines[0], "", note.kind, note.text(), list(note.lines), len(note.lines))
        for note in notes
        if note.kind in MENDED
    ]
