"""The rows of a table kept as CSV text: as they stand in the file, or cleaned where some cell must be.

Blanks are taken off whole stretches of text at once; only rows with something else to clean are read cell
by cell. What does not belong here: which records are rows, what is done to a cell (see `cleaning`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pipelines.collect.reading.cleaning import TO_READ, Cleaner, needs_cleaning, rows_in, write_row
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.records import Positions, Records
from pipelines.collect.reading.trimming import SEPARATORS, trim
from pipelines.contract.text import N_many

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading

LARGE_IF_REFUSED = 8 << 20
BLOCK, ROWS_IN_A_BLOCK = 1 << 22, 20_000
MOST_READ = 0.2
"""Where more of the rows of a block must be read, all of them are."""
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Shape:
    """Which cells of a row are kept, how wide the header is, and what the line ends within cells were."""

    kept: list[int]
    width: int
    delimiter: str
    line_end: str = "\n"
    has_extra: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether columns are left out."""
        return len(self.kept) < self.width

    def of(self, cells: list[str]) -> list[str]:
        """The kept cells of a row."""
        return [cells[i] for i in self.kept] if self.is_cut else cells[: self.width]


def keep_rows(text: bytes, records: Records, rows: Positions, shape: Shape, reading: Reading) -> None:
    """Keep `rows`, the indexes of records, in the reading; what is done to them is noted."""
    spans, lines = spans_of(records, rows), records.line[rows]
    restores = shape.line_end != "\n" and b'"' in text
    is_refused = len(text) > LARGE_IF_REFUSED and bool(reading.findings) and not reading.judged_columns
    is_rewritten = shape.has_extra or shape.is_cut or restores
    if is_refused or not (is_rewritten or needs_cleaning(text, shape.delimiter)):
        reading.keep(text, spans, lines)
        return
    cleaner = Cleaner()
    can_trim = not is_rewritten and shape.delimiter in SEPARATORS
    if can_trim and not (shape.delimiter == "\t" and b'"' in text):
        written = _Trimming(text, records, rows, shape.delimiter, cleaner).written()
        reading.csv_delimiter = shape.delimiter
    else:
        written = _read_all(text, spans, lines, shape, restores, cleaner)
        reading.csv_delimiter = ","
    reading.notes += cleaner.notes()
    reading.header = tuple(reading.header[i] for i in shape.kept)
    if shape.is_cut:
        _note_empty_columns(shape.width - len(shape.kept), reading)
    reading.keep(written, [], lines)


def _read_all(
    text: bytes, spans: Spans, lines: Positions, shape: Shape, restores: bool, cleaner: Cleaner
) -> bytearray:
    """All rows cell by cell."""
    written = bytearray()
    block: list[str] = []
    for line, cells in zip(lines.tolist(), _cells(text, spans, shape.delimiter), strict=True):
        row = cleaner.row(line, shape.of(cells))
        block.append(write_row([c.replace("\n", shape.line_end) for c in row] if restores else row))
        if len(block) >= ROWS_IN_A_BLOCK:
            written += "".join(block).encode()
            block.clear()
    return written + "".join(block).encode()


@dataclass
class _Trimming:
    """Goes through the rows block by block."""

    text: bytes
    records: Records
    rows: Positions
    delimiter: str
    cleaner: Cleaner
    _written: bytearray = field(default_factory=bytearray)

    def written(self) -> bytearray:
        """The rows, cleaned, as they were separated before."""
        for begin, stop in self._blocks():
            self._write(begin, stop)
        return self._written

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Places in `rows` between which the rows are neighbours and make about a block of text."""
        begin = 0
        breaks = (np.flatnonzero(np.diff(self.rows) != 1) + 1).tolist()
        starts = self.records.start[self.rows]
        for end in (*breaks, len(self.rows)):
            while begin < end:
                full = int(np.searchsorted(starts[begin:end], starts[begin] + BLOCK)) + begin
                stop = min(end, max(full, begin + 1))
                yield begin, stop
                begin = stop

    def _write(self, begin: int, stop: int) -> None:
        starts = self.records.start[self.rows[begin:stop]]
        origin, end = int(starts[0]), int(self.records.end[self.rows[stop - 1]]) + 1
        read = self._to_read(starts, origin, end)
        if len(read) > MOST_READ * (stop - begin):
            self._read(begin, stop)
            return
        block = np.frombuffer(self.text, np.uint8, end - origin, origin)
        trimmed = trim(block, self.delimiter)
        is_other = ~np.isin(trimmed.rows, read)
        lines = self.records.line[self.rows[begin + trimmed.rows[is_other][:100]]].tolist()
        count = trimmed.count
        if len(read):  # what was trimmed in rows that are read is counted there
            count -= sum(self._count(begin + row) for row in trimmed.rows[~is_other].tolist())
        self.cleaner.note("blanks", count, lines, int(np.count_nonzero(is_other)))
        position = 0
        for row in read.tolist():
            at = int(starts[row]) - origin
            self._written += block[position:at][trimmed.kept[position:at]].tobytes()
            self._read(begin + row, begin + row + 1)
            position = int(self.records.end[self.rows[begin + row]]) + 1 - origin
        self._written += block[position:][trimmed.kept[position:]].tobytes()

    def _to_read(self, starts: Positions, origin: int, end: int) -> Positions:
        """The rows of a block, by number, that have something else to clean; of too many the first ones."""
        most = MOST_READ * len(starts)
        rows: dict[int, None] = {}
        while len(rows) <= most and (found := TO_READ.search(self.text, origin, end)):
            row = int(np.searchsorted(starts, found.start(), "right")) - 1
            rows[row] = None
            origin = int(starts[row + 1]) if row + 1 < len(starts) else end
        return np.array(list(rows), np.int64)

    def _count(self, place: int) -> int:
        begin, end = self._span(place, place + 1)
        return trim(np.frombuffer(self.text, np.uint8, end - begin, begin), self.delimiter).count

    def _span(self, begin: int, stop: int) -> tuple[int, int]:
        return int(self.records.start[self.rows[begin]]), int(self.records.end[self.rows[stop - 1]]) + 1

    def _read(self, begin: int, stop: int) -> None:
        """Rows cell by cell."""
        lines = self.records.line[self.rows[begin:stop]].tolist()
        cells = _cells(self.text, [self._span(begin, stop)], self.delimiter)
        rows = (self.cleaner.row(line, row) for line, row in zip(lines, cells, strict=True))
        self._written += "".join(write_row(row, self.delimiter) for row in rows).encode()


def _note_empty_columns(count: int, reading: Reading) -> None:
    message = N_many(
        "%(count)d column without a name or any cell was left out.",
        "%(count)d columns without a name or any cell were left out.",
    )
    reading.notes.append(Note(message, {"count": count}, "empty_columns"))


def _cells(text: bytes, spans: Spans, delimiter: str) -> Iterator[list[str]]:
    for begin, stop in spans:
        yield from rows_in(text[begin:stop], delimiter)


def spans_of(records: Records, rows: Positions) -> Spans:
    """The stretches of text that hold `rows`, neighbours joined."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) != 1)
    first, last = np.concatenate((rows[:1], rows[breaks + 1])), np.concatenate((rows[breaks], rows[-1:]))
    return [(int(a), int(b) + 1) for a, b in zip(records.start[first], records.end[last], strict=True)]
