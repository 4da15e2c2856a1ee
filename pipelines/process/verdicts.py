"""What comes of a check: the reading, the findings in their order, and the verdict.

What does not belong here: finding anything (`checking`), and showing it (`reports`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.collect.mapping.map import Mapping
from pipelines.collect.reading.faults import ASKS
from pipelines.collect.reading.read import Note, Reading
from pipelines.contract.findings import Finding
from pipelines.contract.rules import ERROR, WARNING
from pipelines.process.shift import Shift

ACCEPTED, WITH_WARNINGS, HELD = "accepted", "accepted_with_warnings", "held"


@dataclass
class Check:
    """A file's reading, findings and verdict.

    `for_now` is what is said of the day of the check and is not true for ever: it is shown, never sealed.
    """

    verdict: str
    reading: Reading
    findings: tuple[Finding, ...]
    mapping: Mapping = field(default_factory=Mapping)
    shift: Shift | None = None
    is_refused: bool = False
    """Whether it must not be stored at all, for it has columns with data about persons."""
    for_now: tuple[Note, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether the submission may change a number."""
        return self.verdict != HELD

    @property
    def is_readable(self) -> bool:
        """Whether the file could be read as a table at all, with or without faults."""
        return bool(self.reading.delimiter or self.reading.header)

    @property
    def asks(self) -> bool:
        """Whether nothing stands against it but questions of how to read it, which its sender can answer."""
        errors = {finding.rule for finding in self.findings if finding.severity == ERROR}
        return errors == {ASKS}

    @property
    def notes(self) -> list[Note]:
        """Everything that was done to read and map the file: true for ever, and sealed with it."""
        return [*self.reading.notes, *self.mapping.notes]

    @property
    def all_notes(self) -> list[Note]:
        """The notes, and what is true on the day of the check only."""
        return [*self.notes, *self.for_now]


def verdict(findings: tuple[Finding, ...]) -> str:
    """Held where there is an error, accepted with warnings where there is a warning, else accepted."""
    severities = {finding.severity for finding in findings}
    return HELD if ERROR in severities else WITH_WARNINGS if WARNING in severities else ACCEPTED


def order_of(mapping: Mapping) -> Callable[[Finding], tuple[object, ...]]:
    """Errors first, then by kind, by the place of the column, by the first line."""
    severities: dict[str, int] = {ERROR: 0, WARNING: 1}
    families = {"STR": 0, "MAP": 1, "COL": 2}

    def key(finding: Finding) -> tuple[object, ...]:
        place = mapping.positions.get(finding.column, -1)
        first = finding.lines[0] if finding.lines else 0
        return (
            severities.get(finding.severity, 2),
            families.get(finding.rule[:3], 3),
            place,
            finding.rule,
            first,
        )

    return key
