"""What stands beside a table: the lines above its header and under its rows, and comments on cells.

What does not belong here: which lines these are (see `rows`, `workbook_scan`), whether they are about persons
(see `particulars`), and what is said or asked about them (see `beside_said`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.collect.reading.delimiters import cells_of
from pipelines.collect.reading.records import Positions, Records

ABOVE, BELOW, COMMENT, SHEET = "above", "below", "comment", "sheet"
LONGEST = 10_000


@dataclass(frozen=True)
class Beside:
    """One line: its physical number (0: none is known), its cells, and where it stands.

    A comment has the `letter` of its column; `sheet` is the place of a sheet that is not read, from 1.
    """

    where: str
    line: int
    cells: tuple[str, ...]
    sheet: int = 0
    letter: str = ""

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell.strip() for cell in self.cells if cell.strip()]

    @property
    def text(self) -> str:
        """All of it as one text, no longer than is ever looked at."""
        return ", ".join(self.filled)[:LONGEST]


def lines_of(
    where: str, text: bytes, records: Records, places: Sequence[int] | Positions, delimiter: str
) -> list[Beside]:
    """The records at `places` (indexes) that hold something."""
    found = []
    for place in map(int, places):
        record = text[records.start[place] : records.end[place]]
        line = Beside(where, int(records.line[place]), tuple(cells_of(record[:LONGEST], delimiter)))
        if line.filled:
            found.append(line)
    return found
