"""What a name, a word or a column of an unknown file may be: guesses, each with how sure it is and why.

What does not belong here: how they are found (`guesses`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.collect.mapping.written import Shape

SURE = 1.0


@dataclass(frozen=True)
class Guess:
    """What a name or word may stand for, how sure that is (1 is certain), and why.

    `reads` is the switch of a profile (`are_ours`, `by_label`) by which the word is read, without a line.
    """

    to: str
    sureness: float
    because: str
    reads: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the name or word is the contract's own."""
        return self.sureness == SURE


@dataclass
class Foreign:
    """A column of the file: its name, and its distinct cells in the order in which they first stand."""

    name: str
    cells: dict[str, None] = field(default_factory=dict)


@dataclass
class ColumnGuess:
    """The guesses about one column, best first, and about each of its words for the best one.

    Where no column of ours is near, `several` says of each word which column it may fill, with which code.
    """

    name: str
    guesses: list[Guess]
    words: dict[str, list[Guess]] = field(default_factory=dict)
    periods: list[Shape] = field(default_factory=list)
    several: dict[str, tuple[str, list[Guess]] | None] = field(default_factory=dict)

    @property
    def best(self) -> Guess | None:
        """The best guess; None where there is none."""
        return self.guesses[0] if self.guesses else None
