"""A column of a file as its distinct cells with their lines. What does not belong here: judgement."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.contract.findings import SHOWN_LINES, column_letter

MOST_DISTINCT = 200_000


@dataclass
class Column:
    """Distinct cells -> [how often, first lines]; beyond `MOST_DISTINCT` only what looks odd is kept."""

    position: int
    name: str
    cells: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    row_count: int = 0

    def add(self, line: int, cell: str) -> None:
        """Count one cell."""
        self.row_count += 1
        counts = self.counts
        if cell in counts:
            counts[cell] += 1
            if counts[cell] <= SHOWN_LINES:
                self.cells[cell].append(line)
        elif len(counts) < MOST_DISTINCT:
            counts[cell] = 1
            self.cells[cell] = [line]

    @property
    def letter(self) -> str:
        """The letter a spreadsheet gives the column."""
        return column_letter(self.position)

    def lines_of(self, cells: list[str]) -> list[int]:
        """The first lines on which these cells stand, in order."""
        return sorted(line for cell in cells for line in self.cells[cell])[:SHOWN_LINES]

    def count_of(self, cells: list[str]) -> int:
        """On how many lines these cells stand."""
        return sum(self.counts[cell] for cell in cells)
