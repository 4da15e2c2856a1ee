"""What stands beside a table: the lines above its header and under its rows, and comments on cells.

What does not belong here: which lines these are (see `rows`, `workbook_scan`), whether they are about persons
(see `particulars`), and what is said or asked about them (see `beside_said`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.collect.reading.delimiters import cells_of
from pipelines.collect.reading.records import Positions, Records

_BETWEEN = ", "
ABOVE, BELOW, COMMENT, SHEET = "above", "below", "comment", "sheet"
LONGEST = 10_000
"""So many characters are looked at in one piece; of what is longer all pieces are looked at."""
LONGEST_LINE = 50_000
"""A longer line (in bytes) is refused: to look at all of it would take too long."""
OVERLAP = 500
"""So much of a piece of a long cell stands in the next one too, lest a word or number is cut in two."""


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
        """All of it as one text."""
        return _BETWEEN.join(self.filled)

    def pieces(self) -> Iterator[Beside]:
        """The line, in pieces of no more than `LONGEST` characters where it is longer."""
        cells: list[str] = []
        size = 0
        for cell in (part for whole in self.cells for part in _parts(whole)):
            if size + _size(cell) > LONGEST:
                yield replace(self, cells=tuple(cells))
                last = cells[-1]
                cells = [last] if len(last) <= OVERLAP and _size(last, cell) <= LONGEST else []
                size = _size(*cells)
            cells.append(cell)
            size += _size(cell)
        yield replace(self, cells=tuple(cells))


def lines_of(
    where: str, text: bytes, records: Records, places: Sequence[int] | Positions, delimiter: str
) -> list[Beside]:
    """The records at `places` (indexes) that hold something; of one that is too long, as much as may be."""
    found = []
    for place in map(int, places):
        record = text[records.start[place] : records.end[place]]
        line = Beside(where, int(records.line[place]), tuple(cells_of(record[:LONGEST_LINE], delimiter)))
        found += [piece for piece in line.pieces() if piece.filled]
    return found


def too_long(records: Records, places: Positions) -> Positions:
    """Those of the records at `places` that are longer than may stand beside a table."""
    return places[(records.end - records.start)[places] > LONGEST_LINE]


def _size(*cells: str) -> int:
    return sum(len(cell) + len(_BETWEEN) for cell in cells)


def _parts(cell: str) -> list[str]:
    """The cell, in parts that overlap where it is longer than a piece may be."""
    most = LONGEST - len(_BETWEEN)
    last = max(1, len(cell) - OVERLAP)
    return [cell[start : start + most] for start in range(0, last, most - OVERLAP)]
