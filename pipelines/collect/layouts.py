"""Which columns a file may have: the contract's own layout, or a profile's.

What does not belong here: the cells under the header.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.profiles import Profile
from pipelines.contract.tables import Table


@dataclass(frozen=True)
class Layout:
    """The names a header is compared with, and which of them must be there."""

    known: tuple[str, ...]
    needed: tuple[str, ...]
    any_of: tuple[str, ...]
    unknown_rule: str
    missing_rule: str

    @classmethod
    def of_table(cls, table: Table) -> Layout:
        """The layout of the contract itself."""
        needed = tuple(c.name for c in table.columns if c.required or c.is_needed)
        return cls(table.column_names, needed, (), "STR-004", "STR-005")

    @classmethod
    def of_profile(cls, profile: Profile) -> Layout:
        """The layout a profile was written for."""
        needed = tuple(name for name, mapped in profile.columns.items() if not mapped.is_optional)
        known = (*profile.columns, *profile.values, *profile.ignored)
        return cls(known, needed, tuple(profile.values), "MAP-002", "MAP-003")

    def matches(self, header: list[str]) -> int:
        """How many of the header's names are known."""
        return len({self.name_of(cell) for cell in header} - {""})

    def name_of(self, cell: str) -> str:
        """The known name that a header cell stands for (blanks and case do not matter); empty where none."""
        wanted = cell.strip().casefold()
        return next((name for name in self.known if name.casefold() == wanted), "")
