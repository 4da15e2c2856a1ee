"""What a finding proposes to write in the place of a cell. What does not belong here: finding it
(`suggestions`), and its sentences (`hints`, `wording`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

PROVISIONAL = frozenset(("(p)", "(P)", "(п)", "[p]", "[P]"))
"""Marks after a figure that say it may still change."""


@dataclass(frozen=True)
class Suggestion:
    """A text to write, and whether it is certain that this was meant.

    `nearest` are the codes that may be meant, the surest first, where there is not one text to write;
    `kinds` the kinds of value that a word in a column of numbers may mean; `ages` what a spreadsheet seems
    to have made a date of. `hint` names the sentences (`hints`, a blank between them) that say how the
    cell may be meant, with the parameters `says`.
    """

    text: str = ""
    is_certain: bool = False
    nearest: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    hint: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """What a finding needs for its sentence besides the text."""
        said = {"nearest": self.nearest, "kinds": self.kinds, "ages": self.ages, "hint": self.hint}
        found: dict[str, Any] = {name: what for name, what in said.items() if what}
        return found | ({"says": dict(self.says)} if self.says else {})


def beside(number: Suggestion, mark: str) -> Suggestion:
    """What is proposed for what stands before a mark, and where that which the mark says belongs."""
    return saying_too(number, "provisional" if mark in PROVISIONAL else "mark_beside", mark=mark)


def saying_too(number: Suggestion, hint: str, **says: str) -> Suggestion:
    """The proposal with a hint about what else the cell says: never certain, lest that is lost."""
    return replace(
        number, is_certain=False, hint=f"{number.hint} {hint}".strip(), says={**number.says, **says}
    )
