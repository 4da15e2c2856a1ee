"""Faults of a file's form as findings, and the short word for each kind of fault.

What does not belong here: how a fault is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.contract.cldr import filled
from pipelines.contract.findings import Finding, column_letter, first_lines
from pipelines.contract.loading import Contract
from pipelines.contract.text import Counted, N_many, ngettext

ASKS = "STR-014"
WITH_SCALE = "name_with_scale"
"""The hint that a column's name says in which unit or scale its figures are."""
KINDS = {
    "STR-001": "no_rows",
    "STR-002": "not_a_table",
    "STR-003": "encoding",
    "STR-004": "unknown_column",
    "STR-005": "missing_column",
    "STR-006": "duplicate_column",
    "STR-007": "blank_column_name",
    "STR-008": "cell_count",
    "STR-009": "quote",
    "STR-010": "control_character",
    "STR-011": "too_large",
    "STR-012": "direction_override",
    "STR-013": "mojibake",
    "STR-014": "question",
    "STR-015": "workbook",
}

BYTES = N_many("%(count)d byte", "%(count)d bytes")
BYTES_IN_A_LINE = N_many("%(count)d byte in one line", "%(count)d bytes in one line")
LINES = N_many("%(count)d line", "%(count)d lines")
COLUMNS = N_many("%(count)d column", "%(count)d columns")
"""What there can be too much of."""


def kind_of(finding: Finding) -> str:
    """The short word for a finding of form, such as `quote` or `too_few_cells`."""
    return str(finding.context.get("kind") or KINDS.get(finding.rule, finding.rule))


class Faults:
    """Adds findings of form to a list, with the severity that the contract declares."""

    def __init__(self, contract: Contract, findings: list[Finding]) -> None:
        self.contract = contract
        self.rules = {rule.id: rule for rule in contract.general_rules}
        self.findings = findings

    def apart(self) -> Faults:
        """The same rules with a list of findings of their own, to be joined later."""
        other = copy(self)
        other.findings = []
        return other

    def add(
        self, rule: str, *, lines: tuple[int, ...] = (), position: int = -1, value: str | None = None,
        suggestion: str = "", count: int = 1, **context: Any,
    ) -> None:  # fmt: skip
        """One finding; `position` is the column's place (from 0), `context` fills the rule's message."""
        finding = Finding(
            rule=rule,
            severity=self.rules[rule].severity,
            lines=first_lines(lines),
            count=max(count, len(lines)),
            letter=column_letter(position) if position >= 0 else "",
            value=value,
            suggestion=suggestion,
            context=context,
        )
        self.findings.append(finding)

    def add_lines(self, rule: str, lines: Sequence[int] | npt.NDArray[np.int64], **context: Any) -> None:
        """One finding about all of `lines`; none where there are none."""
        if len(lines):
            self.add(rule, lines=first_lines(int(n) for n in lines), count=len(lines), **context)

    def too_large(
        self, unit: Counted, found: int, limit: int, lines: Sequence[int] | npt.NDArray[np.int64] = ()
    ) -> None:
        """That there are so many of something, more than the limit; both are said in the same unit."""
        of, most = _counted(unit, found), _counted(unit, limit)
        shown = first_lines(int(n) for n in lines)
        self.add("STR-011", lines=shown, count=max(1, len(lines)), found=of, limit=most)

    def ask(self, kind: str, what: str, *, lines: tuple[int, ...] = (), position: int = -1) -> None:
        """A question that only the sender can answer: nothing is chosen in silence."""
        self.add(ASKS, lines=lines, position=position, kind=kind, what=what)


def _counted(unit: Counted, count: int) -> str:
    return filled(ngettext(*unit, count), {"count": count})
