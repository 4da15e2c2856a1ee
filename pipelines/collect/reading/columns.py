"""A column of a file as its distinct cells with their lines. What does not belong here: judgement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipelines.contract.findings import SHOWN_LINES, column_letter

Row = tuple[int, list[str]]
"""A physical line and its cells."""
MOST_DISTINCT = 200_000
_ID_NAMES = {"id", "key", "record_id", "case_id", "identifier", "identifiant", "identificador"}


@dataclass
class Column:
    """Distinct cells -> [how often, first lines]; beyond `MOST_DISTINCT` only what looks odd is kept."""

    position: int
    name: str
    cells: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    row_count: int = 0

    def add(self, lines: list[int], cells: tuple[str, ...]) -> None:
        """Count the cells of a batch of rows, with the lines these stand on."""
        self.row_count += len(cells)
        batch = Counter(cells)
        if len(self.counts) >= MOST_DISTINCT:
            batch = Counter({cell: count for cell, count in batch.items() if cell in self.counts})
        known, counts = self.cells, self.counts
        if len(batch) == len(cells) and counts.keys().isdisjoint(batch):  # every cell is a new one
            counts.update(batch)
            known.update((cell, [line]) for line, cell in zip(lines, cells, strict=True))
            return
        wanted = {cell for cell in batch if counts.get(cell, 0) < SHOWN_LINES}
        for cell, count in batch.items():
            counts[cell] = counts.get(cell, 0) + count
        if not wanted:
            return
        for line, cell in zip(lines, cells, strict=True):
            if cell in wanted:
                first = known.get(cell)
                if first is None:
                    known[cell] = [line]
                elif len(first) < SHOWN_LINES:
                    first.append(line)

    @property
    def letter(self) -> str:
        """The letter a spreadsheet gives the column."""
        return column_letter(self.position)

    @property
    def is_identifier(self) -> bool:
        """Whether the column names the rows, by its own name."""
        return self.name.strip().casefold() in _ID_NAMES

    def lines_of(self, cells: list[str]) -> list[int]:
        """The first lines on which these cells stand, in order."""
        return sorted(line for cell in cells for line in self.cells[cell])[:SHOWN_LINES]

    def count_of(self, cells: list[str]) -> int:
        """On how many lines these cells stand."""
        return sum(self.counts[cell] for cell in cells)
