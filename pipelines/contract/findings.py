"""What is found wrong with a submission: one language-free record per cause. Text is built at display."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

SHOWN_LINES = 20


@dataclass(frozen=True)
class Finding:
    """One cause: the rule, where, and what to write instead when that is certain.

    `value` is the offending cell as written: for the sender's screen only, never for logs or metadata.
    """

    rule: str
    severity: str
    column: str = ""
    letter: str = ""
    lines: tuple[int, ...] = ()
    count: int = 0
    value: str | None = None
    suggestion: str = ""
    is_certain: bool = False
    context: dict[str, Any] = field(default_factory=dict)


def column_letter(position: int) -> str:
    """The letter a spreadsheet gives the column at `position` (0 is A, 26 is AA)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def first_lines(lines: Iterable[int]) -> tuple[int, ...]:
    """The first lines that are shown; the count says how many there are in all."""
    return tuple(sorted(lines)[:SHOWN_LINES])
