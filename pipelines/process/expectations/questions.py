"""What is asked of Great Expectations, as data: an expectation by name, its arguments, and its rows.

What does not belong here: which questions a rule asks (`suites`), and asking them (`engine`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Values = list[Any]


@dataclass(frozen=True)
class Question:
    """One expectation on the frame of a rule's columns.

    `only` keeps the rows whose columns have one of the values, `filled` those whose columns are not empty.
    `needs` are the readings of cells (`cells.name_of`) that the arguments name, each of one column.
    """

    rule: str
    expectation: str
    arguments: dict[str, Any]
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Frame:
    """A small table: named columns of one length. Texts are `str` or None, numbers `float` or None."""

    texts: dict[str, Values] = field(default_factory=dict)
    numbers: dict[str, Values] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(next(iter([*self.texts.values(), *self.numbers.values()]), ()))
