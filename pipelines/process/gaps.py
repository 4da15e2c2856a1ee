"""The columns of the contract that a file does not have, and which rules cannot be judged without them.

A column that may be left out stands for what the contract puts there. One that must be there, or may be
there under a name that is not known, stands for nothing: what depends on it would be a second finding for
one cause. What does not belong here: the finding about the header itself (`collect.reading.headers`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.collect.reading.notes import Note
from pipelines.contract.cldr import listed
from pipelines.contract.rules import Rule
from pipelines.contract.tables import Table
from pipelines.contract.text import N_

NOT_JUDGED = N_(
    "These columns are missing or have an unknown name, so what depends on them was not judged: %(columns)s."
)
FIGURES = ("obs_status", "unit", "denominator")
"""What a figure must be read with, besides its value, before parts are added."""


@dataclass(frozen=True)
class Gaps:
    """`absent` are all columns that are not there; `unsure` those of them that stand for nothing."""

    absent: frozenset[str] = frozenset()
    unsure: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Table, columns: Iterable[str]) -> Gaps:
        """The gaps of a file with these columns, some of which the table may not know."""
        there = set(columns)
        missing = [column for column in table.columns if column.name not in there]
        has_unknown = not there.issubset(table.column_names)
        unsure = (c.name for c in missing if has_unknown or c.required or c.is_needed)
        return cls(frozenset(c.name for c in missing), tuple(unsure))

    def can_be_judged(self, rule: Rule, columns: tuple[str, ...], table: Table) -> bool:
        """Whether the file has what `rule`, bound to `columns`, needs."""
        needed = set(columns)
        if rule.kind == "sum_of_parts":
            needed.update(table.key, table.value_columns(), FIGURES)
        return not self.absent.issuperset(columns) and needed.isdisjoint(self.unsure)

    def notes(self) -> list[Note]:
        """What is said of the columns that stand for nothing; no note where there are none."""
        return [Note(NOT_JUDGED, {"columns": listed(self.unsure)}, "not_judged")] if self.unsure else []


NO_GAPS = Gaps()
