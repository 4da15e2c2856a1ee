"""How a column is named to a person: by its letter, the header it has in the file, and the contract's name.

What does not belong here: which column a finding is about (`headers`).
"""

from __future__ import annotations

from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import current_language

LONGEST = 60
"""Longer headers are cut: they are titles rather than names."""


def named(header: str, column: str) -> str:
    """The header as it stands in the file, then the contract's name where that is another.

    The sign between them reads the same from left to right and from right to left.
    """
    own = printable(header)
    if own and column and own != column:
        return f"{_isolated(own)} = {_isolated(column)}"
    return own or column


def by_letter(letter: str, name: str) -> str:
    """The name with the letter of the spreadsheet before it; what there is of the two."""
    return f"{letter} ({name})" if letter and name else letter or name


def printable(header: str) -> str:
    """A header without signs that cannot be seen, and not longer than a line bears."""
    text = " ".join("".join(c if c.isprintable() else " " for c in header).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _isolated(name: str) -> str:
    return isolate(name) if current_language() in RIGHT_TO_LEFT else name
