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
    mark = re.escape(delimiter.encode())
    cell = re.compile(rb'(?:"(?:[^"]|"")*+"|[^"\n' + mark + rb"]*+)(?=(" + mark + rb"|\n))")
    starts, ends, cells, lines, misquoted = [], [], [], [], []
    position, line = 0, 1
    while position < len(text):
        stop, width = _one_record(text, position, cell)
        if not width:
            stop = text.index(b"\n", position)
            misquoted.append(len(starts))
        starts.append(position)
        ends.append(stop)
        cells.append(width)
        lines.append(line)
        line += text.count(b"\n", position, stop) + 1
        position = stop + 1
    columns = (np.array(column, np.int64) for column in (starts, ends, cells, lines, misquoted))
    return Records(*columns)


def _one_record(text: bytes, position: int, cell: re.Pattern[bytes]) -> tuple[int, int]:
    """The end of the record that starts at `position` and its number of cells; 0 where a quote is misplaced."""
    width = 0
    while found := cell.match(text, position):
        width += 1
        position = found.end() + 1
        if found[1] == b"\n":
            return position - 1, width
    return position, 0


def _records(end: Positions, cells: Positions, line: Positions) -> Records:
    start = np.empty_like(end)
    start[:1] = 0
    start[1:] = end[:-1] + 1
    return Records(start, end, cells, line, np.empty(0, np.int64))
