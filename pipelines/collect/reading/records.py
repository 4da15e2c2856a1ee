"""Where the records of a CSV text lie: offsets, number of cells, physical line numbers.

Strict RFC 4180 over the bytes: a quote opens only at the beginning of a cell and closes only at its
end. The usual file is scanned whole by numpy; around a misplaced quote it is scanned record by record,
so that the fault has a line and the lines after it stay right. What does not belong here: meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
Part = tuple[Positions, Positions, Positions, Positions]
BLOCK, LARGE_BLOCK, SMALL_BLOCK = 1 << 20, 1 << 22, 1 << 18
MOST_MISQUOTED, MOST_LINES_OF_A_CELL = 20_000, 200
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
    return _scan_mixed(text, delimiter) if b'"' in text else _scan_unquoted(text, ord(delimiter))


def _scan_unquoted(text: bytes, delimiter: int) -> Records:
    """Between two line ends there are as many cells as there are marks: in blocks that a cache can hold."""
    found = [_scan_block(text, delimiter, begin, stop) for begin, stop in blocks_of(text)]
    end = np.concatenate([ends for ends, _cells in found]) if found else np.empty(0, np.int64)
    width = np.concatenate([cells for _ends, cells in found]) if found else np.empty(0, np.int64)
    return _records(end, width, np.arange(1, len(end) + 1))


def _scan_block(text: bytes, delimiter: int, begin: int, stop: int) -> tuple[Positions, Positions]:
    """Of each line of a block: where it ends, and its number of cells."""
    block = np.frombuffer(text, np.uint8, stop - begin, begin)
    marks = np.flatnonzero((block == delimiter) | (block == NEWLINE))
    newlines = np.flatnonzero(block[marks] == NEWLINE)
    return marks[newlines] + begin, np.diff(newlines, prepend=-1)


def blocks_of(text: bytes) -> Iterator[tuple[int, int]]:
    """Where the blocks of whole lines begin and stop; the text ends with a line end."""
    begin = 0
    while begin < len(text):
        stop = text.rfind(b"\n", begin, begin + BLOCK) + 1 or text.index(b"\n", begin) + 1
        yield begin, stop
        begin = stop


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


def _scan_mixed(text: bytes, delimiter: str) -> Records:
    """Block by block: whole where the quotes are in place, record by record where they are not."""
    record = _record_pattern(delimiter)
    parts: list[Part] = []
    position = line = misquoted = careful_until = 0
    while position < len(text):
        part = None
        if misquoted < MOST_MISQUOTED:
            part = _whole_block(text, position, LARGE_BLOCK, delimiter) if position >= careful_until else None
            if part is None:
                careful_until = max(careful_until, position + LARGE_BLOCK)
                part = _whole_block(text, position, SMALL_BLOCK, delimiter)
            part = part or _by_record(text, position, position + SMALL_BLOCK, record, delimiter)
            misquoted += int(np.count_nonzero(part[2] == 0))
        else:
            part = _plain_lines(text, position, SMALL_BLOCK, ord(delimiter))
        stop = int(part[1][-1]) + 1
        parts.append((part[0], part[1], part[2], part[3] + line))
        line += text.count(b"\n", position, stop)
        position = stop
    starts, ends, cells, lines = (np.concatenate([part[i] for part in parts]) for i in range(4))
    return Records(starts, ends, cells, lines, np.flatnonzero(cells == 0))


def _whole_block(text: bytes, begin: int, size: int, delimiter: str) -> Part | None:
    """The records of a block of about `size` bytes; None where a quote in it is out of place."""
    stop = text.find(b"\n", min(begin + size, len(text) - 1)) + 1
    quotes = text.count(b'"', begin, stop)
    for _more in range(MOST_LINES_OF_A_CELL):  # the block may have been cut inside a quoted cell
        if quotes % 2 == 0 or stop == len(text):
            break
        longer = text.index(b"\n", stop) + 1
        quotes += text.count(b'"', stop, longer)
        stop = longer
    found = _scan_quoted(text[begin:stop], ord(delimiter))
    return (found.start + begin, found.end + begin, found.cells, found.line) if found else None


def _by_record(text: bytes, begin: int, stop: int, record: re.Pattern[bytes], delimiter: str) -> Part:
    """The records that begin in [begin, stop); one whose quotes are misplaced has 0 cells and one line."""
    rows: list[tuple[int, int, int, int]] = []
    line = 1
    while begin < min(stop, len(text)):
        found = record.match(text, begin)
        end = found.end() - 1 if found else text.index(b"\n", begin)
        rows.append((begin, end, _count_cells(found[0], delimiter) if found else 0, line))
        line += text.count(b"\n", begin, end) + 1
        begin = end + 1
    start, ends, cells, lines = np.array(rows, np.int64).reshape(-1, 4).T
    return start, ends, cells, lines


def _plain_lines(text: bytes, begin: int, size: int, delimiter: int) -> Part:
    """The physical lines of a block (after very many misquoted ones): no cell spans two of them any more."""
    stop = text.find(b"\n", min(begin + size, len(text) - 1)) + 1
    array = np.frombuffer(text, np.uint8, stop - begin, begin)
    end = np.flatnonzero(array == NEWLINE)
    quotes, marks = np.flatnonzero(array == QUOTE), np.flatnonzero(array == delimiter)
    before = np.searchsorted(quotes, np.concatenate(([0], end[:-1] + 1)))  # quotes before each line
    at, marked = np.searchsorted(end, quotes), np.searchsorted(end, marks)
    is_inside = (np.searchsorted(quotes, marks) - before[marked]) % 2 == 1
    cells = np.bincount(marked[~is_inside], minlength=len(end)) + 1
    cells[_misquoted_lines(array, quotes, at, before, delimiter)] = 0
    lines = _records(end, cells, np.arange(1, len(end) + 1))
    return lines.start + begin, lines.end + begin, lines.cells, lines.line


def _misquoted_lines(
    array: npt.NDArray[np.uint8], quotes: Positions, at: Positions, before: Positions, delimiter: int
) -> Positions:
    """The lines, by number, that have a quote out of place, or an odd count of them."""
    border = np.zeros(256, np.bool_)
    border[[QUOTE, NEWLINE, delimiter]] = True
    is_opening = (np.arange(len(quotes)) - before[at]) % 2 == 0
    first = is_opening & (quotes == 0)
    is_placed = np.where(is_opening, border[array[quotes - 1]] | first, border[array[quotes + 1]])
    is_odd = np.bincount(at, minlength=len(before)) % 2 == 1
    return np.union1d(at[~is_placed], np.flatnonzero(is_odd))


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
