"""The columns of the contract that a file does not fill, and which rules cannot be judged without them.

A column that may be left out stands for what the contract, or a profile, puts there. One that must be there,
or may be there under a name that is not known, stands for nothing: what depends on it would be a second
finding for one cause. What does not belong here: the finding about the header itself
(`collect.reading.headers`), and single cells that a profile cannot fill (NULL: `collect.mapping.map`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.collect.mapping.map import Mapping
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.read import Reading
from pipelines.contract.cldr import listed
from pipelines.contract.rules import Rule
from pipelines.contract.tables import Table
from pipelines.contract.text import N_

NOT_JUDGED = N_(
    "These columns are missing or have an unknown name, so what depends on them was not judged: %(columns)s."
)
GAINSAID = N_(
    "The publisher's metadata speak against the profile, so what stands on its word alone was not judged: "
    "%(columns)s."
)
READ_FIRST = N_("The rows were not judged: how the file is to be read must be known first.")
HEADER_FIRST = N_("The rows were not judged: the header must be right first.")
FIGURES = ("obs_status", "unit", "denominator")
"""What a figure must be read with, besides its value, before parts are added."""
ACROSS_ROWS = ("unique_key", "sum_of_parts")


@dataclass(frozen=True)
class Gaps:
    """What the rows of a file lack, in columns of the contract.

    `absent`: in every row what the contract puts there, or nothing; they tell no two rows apart.
    `unsure`: stand for nothing in any row, so that no rule is judged that needs one.
    `said`: what a profile says of all rows beside a column that nobody knows and that may tell them apart.
    `named`: the unsure ones, and those that stand for nothing in some rows only; all are said to the sender.
    `gainsaid`: the profile's own word where the publisher's metadata speak against it.
    """

    absent: frozenset[str] = frozenset()
    unsure: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()
    gainsaid: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Table, mapping: Mapping) -> Gaps:
        """The gaps of a file whose columns became those of the table in this way."""
        empty = [c for c in table.columns if c.name not in mapping.positions]
        free = {c.name for c in empty if c.name not in mapping.constants} if mapping.has_unknown else set()
        nothing = {c.name for c in empty} & {*mapping.lost, *mapping.gainsaid, *free}
        in_order = table.column_names
        return cls(
            mapping.absent | nothing,
            tuple(name for name in in_order if name in nothing),
            mapping.constants if mapping.has_unknown else frozenset(),
            tuple(name for name in in_order if name in {*nothing, *mapping.lost} - mapping.gainsaid),
            tuple(name for name in in_order if name in mapping.gainsaid),
        )

    def can_be_judged(self, rule: Rule, columns: tuple[str, ...], table: Table) -> bool:
        """Whether the file has what `rule`, bound to `columns`, needs."""
        needed = set(columns)
        if rule.kind == "sum_of_parts":
            needed.update(table.key, table.value_columns(), FIGURES)
        if rule.kind in ACROSS_ROWS and not needed.isdisjoint(self.said):
            return False
        return not self.absent.issuperset(columns) and needed.isdisjoint(self.unsure)

    def notes(self) -> list[Note]:
        """What is said of the columns that stand for nothing; no note where there are none."""
        return [*_note(NOT_JUDGED, self.named), *_note(GAINSAID, self.gainsaid)]


NO_GAPS = Gaps()


def _note(message: str, columns: Iterable[str]) -> list[Note]:
    names = list(columns)
    return [Note(message, {"columns": listed(names)}, "not_judged")] if names else []


def not_judged(reading: Reading, *, is_asked: bool) -> list[Note]:
    """That no row of a file was judged, and why; no note where they were, or where there are none."""
    if reading.can_be_judged or not reading.row_count:
        return []
    return [Note(READ_FIRST if is_asked else HEADER_FIRST, {}, "not_judged")]
