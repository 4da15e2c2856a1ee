"""Where the records of a CSV text lie: offsets, number of cells, physical line numbers.

Strict RFC 4180 over the bytes: a quote opens only at the beginning of a cell and closes only at its
end. The usual file is scanned whole by numpy; one with a misplaced quote is scanned record by record,
so that the fault has a line and the lines after it stay right. What does not belong here: meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
BLOCK = 1 << 24
QUOTE, NEWLINE = ord('"'), ord("\n")


@dataclass(frozen=True)
class Records:
    """One entry a record: [start, end) without the line end, number of cells, physical line (from 1)."""

    start: Positions
    end: Positions
    cells: Positions
    line: Positions
    misquoted: Positions

    def __len__(self) -> int:
        return len(self.start)

    def moved(self, lines: int) -> Records:
        """The same records, `lines` further down: as many were cut off above."""
        return Records(self.start, self.end, self.cells, self.line + lines, self.misquoted)


def find_records(text: bytes, delimiter: str) -> Records:
    """The records of `text`, whose line ends are `\\n` and which ends with one."""
    if b'"' not in text:
        return _scan_unquoted(text, ord(delimiter))
    scanned = _scan_quoted(text, ord(delimiter))
    return scanned if scanned is not None else _scan_slowly(text, delimiter)


def _scan_unquoted(text: bytes, delimiter: int) -> Records:
    ends: list[Positions] = []
    cells: list[Positions] = []
    begin = 0
    while begin < len(text):
        stop = text.rfind(b"\n", begin, begin + BLOCK) + 1 or text.index(b"\n", begin) + 1
        block = np.frombuffer(text, np.uint8, stop - begin, begin)
        newlines = np.flatnonzero(block == NEWLINE)
        marks = np.flatnonzero(block == delimiter)
        ends.append(newlines + begin)
        cells.append(np.diff(np.searchsorted(marks, newlines), prepend=0) + 1)
        begin = stop
    end = np.concatenate(ends) if ends else np.empty(0, np.int64)
    width = np.concatenate(cells) if cells else np.empty(0, np.int64)
    return _records(end, width, np.arange(1, len(end) + 1))


def _scan_quoted(text: bytes, delimiter: int) -> Records | None:
    """As RFC 4180 by the parity of the quotes; None where a quote stands in the middle of a cell."""
    array = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(array == QUOTE)
    if len(quotes) % 2 or not _quotes_are_in_place(array, quotes, delimiter):
        return None
    newlines = np.flatnonzero(array == NEWLINE)
    marks = np.flatnonzero(array == delimiter)
    ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
    marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    line = np.searchsorted(newlines, starts) + 1
    return _records(ends, np.diff(np.searchsorted(marks, ends), prepend=0) + 1, line)


def _quotes_are_in_place(array: npt.NDArray[np.uint8], quotes: Positions, delimiter: int) -> bool:
    border = np.array([QUOTE, NEWLINE, delimiter], np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[opening[opening > 0] - 1]
    return bool(np.isin(before, border).all() and np.isin(array[closing + 1], border).all())


def _scan_slowly(text: bytes, delimiter: str) -> Records:
    """Line by line where there are quotes; stretches of lines without a quote are taken whole."""
    lines = _Lines(text, ord(delimiter))
    record = _record_pattern(delimiter)
    parts: list[tuple[Positions, ...]] = []
    run: list[tuple[int, int, int, int]] = []
    current = 0
    for quoted in lines.with_quote.tolist():
        if quoted < current:
            continue
        if quoted > current:
            parts += [_run(run), lines.plain(current, quoted)]
            run = []
        start, line_end = int(lines.start[quoted]), int(lines.end[quoted])
        found = record.match(text, start)
        end, width = (found.end() - 1, _count_cells(found[0], delimiter)) if found else (line_end, 0)
        run.append((start, end, width, quoted + 1))
        current = quoted + 1 if end == line_end else int(np.searchsorted(lines.end, end)) + 1
    parts += [_run(run), lines.plain(current, len(lines.end))]
    starts, ends, cells, line = (np.concatenate([part[i] for part in parts]) for i in range(4))
    return Records(starts, ends, cells, line, np.flatnonzero(cells == 0))


def _run(records: list[tuple[int, int, int, int]]) -> tuple[Positions, ...]:
    return tuple(np.array(records, np.int64).reshape(-1, 4).T)


class _Lines:
    """The physical lines of a text: where they lie, their separators, and which have a quote."""

    def __init__(self, text: bytes, delimiter: int) -> None:
        array = np.frombuffer(text, np.uint8)
        self.end = np.flatnonzero(array == NEWLINE)
        self.start = np.concatenate((np.zeros(1, np.int64), self.end[:-1] + 1))
        self.cells = np.diff(np.searchsorted(np.flatnonzero(array == delimiter), self.end), prepend=0) + 1
        self.with_quote = np.unique(np.searchsorted(self.end, np.flatnonzero(array == QUOTE)))

    def plain(self, first: int, stop: int) -> tuple[Positions, ...]:
        """The lines [first, stop) as records of one line each: start, end, cells, line."""
        places = slice(first, stop)
        return self.start[places], self.end[places], self.cells[places], np.arange(first, stop) + 1


def _record_pattern(delimiter: str) -> re.Pattern[bytes]:
    """A whole record whose quotes are in place, with its line end."""
    mark = re.escape(delimiter.encode())
    cell = rb'(?:"[^"]*+(?:""[^"]*+)*+"|[^"\n' + mark + rb"]*+)"
    return re.compile(rb"(?:" + cell + mark + rb")*+" + cell + rb"\n")


def _count_cells(record: bytes, delimiter: str) -> int:
    return re.sub(rb'"[^"]*+"', b"", record).count(delimiter.encode()) + 1


def _records(end: Positions, cells: Positions, line: Positions) -> Records:
    start = np.empty_like(end)
    start[:1] = 0
    start[1:] = end[:-1] + 1
    return Records(start, end, cells, line, np.empty(0, np.int64))
