"""What is found wrong with a submission: one language-free record per cause. Text is built at display."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

SHOWN_LINES = 20


@dataclass(frozen=True)
class Finding:
    """One cause: the rule, where, and what to write instead when that is certain.

    `value` is the offending cell as written: for the sender's screen only, never for logs or metadata; so
    are the figures in `context`. `header` is what stands over the column in the file (filled by
    `pipelines.process.headers`), which may be another name than the contract's `column`.
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
    header: str = ""


def column_letter(position: int) -> str:
    """The letter a spreadsheet gives the column at `position` (0 is A, 26 is AA)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position_of(letter: str) -> int:
    """The position from 0 of the column that a spreadsheet calls `letter`."""
    number = 0
    for character in letter:
        number = 26 * number + ord(character) - ord("A") + 1
    return number - 1


def first_lines(lines: Iterable[int]) -> tuple[int, ...]:
    """The first lines that are shown; the count says how many there are in all."""
    return tuple(sorted(lines)[:SHOWN_LINES])
