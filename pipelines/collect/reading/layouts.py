"""Which columns a file may have: the contract's own layout, a profile's, a list of names, or any.

What does not belong here: the cells under the header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.contract.codes import word_key
from pipelines.contract.profiles import Profile
from pipelines.contract.tables import Table

OF_THE_CONTRACT = "STR-004"
"""The rule about a column that the contract's own layout does not know."""
NO_VALUES = "MAP-004"
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c\ufeff\u2060\u00ad"), None)


def name_key(name: str) -> str:
    """What two spellings of one name share: blanks at the ends, case and invisible marks do not matter."""
    plain = unicodedata.normalize("NFKC", name.translate(INVISIBLE))
    return word_key(plain)


@dataclass(frozen=True)
class Layout:
    """The names a header is compared with, and which of them must be there.

    `labels` are other words for the known names (translated headers). A layout with `takes_any` has no
    known names and takes the header as it stands; one with `allows_others` keeps columns it does not know.
    `knows_unit`: a person has confirmed in which unit the figures of such files are.
    """

    known: tuple[str, ...]
    needed: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    unknown_rule: str = OF_THE_CONTRACT
    missing_rule: str = "STR-005"
    labels: Mapping[str, str] = field(default_factory=dict)
    takes_any: bool = False
    allows_others: bool = False
    knows_unit: bool = False

    @classmethod
    def of_table(cls, table: Table, labels: Mapping[str, str] | None = None) -> Layout:
        """The layout of the contract itself; `labels` are translated headers -> names.

        A name of the contract is known with blanks, hyphens or nothing in the place of its underscores.
        """
        needed = tuple(c.name for c in table.columns if c.required or c.is_needed)
        spelled = {name.replace("_", sign): name for name in table.column_names for sign in (" ", "-", "")}
        return cls(table.column_names, needed, labels=spelled | dict(labels or {}))

    @classmethod
    def of_profile(cls, profile: Profile) -> Layout:
        """The layout a profile was written for."""
        values = profile.value_columns
        known = tuple(dict.fromkeys((*profile.columns, *values, *profile.ignored)))
        return cls(
            known,
            profile.needed,
            tuple(values),
            "MAP-002",
            "MAP-003",
            labels=profile.other_names,
            knows_unit=bool(profile.asserts.units),
        )

    @classmethod
    def of_names(cls, names: tuple[str, ...]) -> Layout:
        """These columns must be there; others are kept and said."""
        return cls(names, tuple(name for name in names if name.strip()), allows_others=True)

    @classmethod
    def of_any(cls) -> Layout:
        """Any header, as it stands."""
        return cls((), (), takes_any=True)

    @property
    def column_rules(self) -> frozenset[str]:
        """The rules about columns that are unknown or missing; beside them the other columns are judged."""
        return frozenset((self.unknown_rule, self.missing_rule, NO_VALUES))

    @cached_property
    def by_key(self) -> dict[str, str]:
        """`name_key` of every word for a column -> its known name."""
        labels = {name_key(label): name for label, name in self.labels.items()}
        return labels | {name_key(name): name for name in self.known if name.strip()}

    def matches(self, header: list[str]) -> int:
        """How many of the header's names are known."""
        return len({self.name_of(cell) for cell in header} - {""})

    def name_of(self, cell: str) -> str:
        """The known name that a header cell stands for (blanks and case do not matter); empty where none."""
        if self.takes_any:
            return " ".join(cell.translate(INVISIBLE).split(" ")).strip()
        return self.by_key.get(name_key(cell), "")
