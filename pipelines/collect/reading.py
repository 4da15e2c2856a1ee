"""Reading a file that somebody else made: bytes -> kind -> encoding -> separator -> header -> strict records.

Everything stays text; nothing is dropped without saying so; what was done is said in `notes`. What does
not belong here: what a cell means (rules), or how a foreign layout becomes ours (mapping).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipelines.collect.database import literal, readable_as_file
from pipelines.collect.encodings import decode
from pipelines.collect.kinds import other_kind
from pipelines.collect.layouts import Layout
from pipelines.collect.records import Records, find_records
from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.findings import Finding, column_letter, first_lines
from pipelines.contract.loading import Contract
from pipelines.contract.text import _

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DELIMITERS = (",", ";", "\t", "|")
LIMITS = {"bytes": 1 << 30, "columns": 1_000, "line": 1 << 20}


@dataclass(frozen=True)
class Note:
    """Something that was done to read the file: a gettext key with its parameters."""

    message: str
    parameters: dict[str, str | int] = field(default_factory=dict)

    def text(self) -> str:
        """The note in the reader's language."""
        return _(self.message) % self.parameters


@dataclass
class Reading:
    """How a file was read. `columns` are the header's names by position; empty where nothing could be read."""

    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    row_count: int = 0
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _text: bytes = b""
    _spans: list[tuple[int, int]] = field(default_factory=list)
    _lines: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def is_table(self) -> bool:
        """Whether there are columns and rows to judge."""
        return bool(self.columns) and self.row_count > 0

    def load(self, connection: DuckDBPyConnection) -> None:
        """Make the table `text`: `line`, then every column of the file as text, row for row.

        Raises TiporError (an error of ours) where the database read another number of rows.
        """
        lines = self._lines
        spec = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in self.columns)
        filled = ", ".join(literal(name) for name in self.columns)
        view = memoryview(self._text)
        content = view if not self._spans else b"".join(view[a:b] for a, b in self._spans)
        with readable_as_file(content) as path:
            source = (
                f"read_csv({literal(path)}, auto_detect = false, header = false, columns = {{{spec}}}, "
                f"delim = {literal(self.delimiter)}, quote = '\"', escape = '\"', force_not_null = [{filled}], "
                f"max_line_size = {4 * LIMITS['line']}, new_line = '\\n')"
            )
            connection.execute(f"CREATE TABLE file AS FROM {source}")
        loaded = connection.execute("SELECT count(*) FROM file").fetchone()
        if loaded != (self.row_count,):
            raise TiporError(_("The file was not read whole."), _("This is an error of tipor."), exit_code=OUR_ERROR)
        if len(lines) and np.array_equal(lines, np.arange(lines[0], lines[0] + len(lines))):
            connection.execute(f"CREATE VIEW text AS SELECT rowid + {int(lines[0])} AS line, * FROM file")
        else:
            connection.execute("CREATE TABLE text AS SELECT unnest AS line, file.* FROM unnest(?) POSITIONAL JOIN file", [lines])
        self._text, self._spans = b"", []


def read(content: bytes, layout: Layout, contract: Contract) -> Reading:
    """Read the bytes of a file against a layout; faults of form are findings of the reading."""
    reading = Reading()
    faults = _Faults(contract, reading)
    if len(content) > LIMITS["bytes"]:
        faults.add("STR-011", found=_("%(count)d bytes") % {"count": len(content)}, limit=LIMITS["bytes"])
        return reading
    if kind := other_kind(content):
        faults.add("STR-002", found=_(kind))
        return reading
    decoded = decode(content)
    reading.encoding = decoded.encoding
    text = _with_plain_line_ends(decoded.text, reading)
    if not text.strip(b"\n"):
        faults.add("STR-001")
        return reading
    if b"\0" in text:
        faults.add_lines("STR-010", _lines_of(text, b"\0"))
    if decoded.fault_at >= 0:
        faults.add_lines("STR-003", _broken_lines(text))
    if reading.findings:
        return reading
    _read_table(text, layout, reading, faults)
    return reading


def _read_table(text: bytes, layout: Layout, reading: Reading, faults: _Faults) -> None:
    header_line = _first_line_with_text(text)
    reading.delimiter = _choose_delimiter(header_line, layout)
    records = find_records(text, reading.delimiter)
    header_at = int(np.argmax(records.end > records.start))
    header = _cells(text[records.start[header_at] : records.end[header_at]], reading.delimiter)
    if len(header) > LIMITS["columns"]:
        faults.add("STR-011", found=_("%(count)d columns") % {"count": len(header)}, limit=LIMITS["columns"])
        return
    is_sound = _judge_header(header, int(records.line[header_at]), layout, faults)
    rows = _rows_to_load(text, records, header_at, len(header), reading, faults)
    reading.row_count = len(rows)
    if not len(rows) and not reading.findings:
        faults.add("STR-001")
    if is_sound and len(rows):
        reading.columns = tuple(layout.name_of(cell) or cell.strip() for cell in header)
        reading._text, reading._lines = text, records.line[rows]
        reading._spans = _spans(records, rows)


def _choose_delimiter(line: str, layout: Layout) -> str:
    """The separator under which the header matches best; where none does, the one that gives most cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        cells = _cells(line.encode(), delimiter)
        return layout.matches(cells), len(cells)

    return max(DELIMITERS, key=fit)


def _cells(record: bytes, delimiter: str) -> list[str]:
    csv.field_size_limit(LIMITS["bytes"])
    return next(csv.reader(io.StringIO(record.decode()), delimiter=delimiter), [])


def _judge_header(header: list[str], line: int, layout: Layout, faults: _Faults) -> bool:
    names = [layout.name_of(cell) for cell in header]
    before = len(faults.reading.findings)
    for position, (cell, name) in enumerate(zip(header, names, strict=True)):
        if not cell.strip():
            faults.add("STR-007", lines=(line,), position=position)
        elif not name:
            faults.add("STR-004" if not layout.any_of else layout.unknown_rule, lines=(line,), position=position,
                       value=cell, suggestion=_nearest(cell, layout, names))  # fmt: skip
        elif name in names[:position]:
            faults.add("STR-006", lines=(line,), position=position, value=name)
        elif cell != name:
            faults.reading.notes.append(Note("The column name %(written)s was read as %(name)s.", {"written": cell, "name": name}))
    for name in layout.needed:
        if name not in names:
            faults.add(layout.missing_rule, lines=(line,), value=name)
    if layout.any_of and not set(layout.any_of) & set(names):
        faults.add("MAP-004", lines=(line,), value=", ".join(layout.any_of))
    return len(faults.reading.findings) == before


def _nearest(cell: str, layout: Layout, taken: list[str]) -> str:
    import difflib

    free = [name for name in layout.known if name not in taken]
    return next(iter(difflib.get_close_matches(cell.strip().casefold(), free, n=1, cutoff=0.6)), "")


def _rows_to_load(
    text: bytes, records: Records, header_at: int, width: int, reading: Reading, faults: _Faults
) -> npt.NDArray[np.int64]:
    """The records of data that have the header's width; the others are findings, blank ones a note."""
    after = np.arange(len(records)) > header_at
    length = records.end - records.start
    faulty = np.zeros(len(records), bool)
    faulty[records.misquoted] = True
    blank = after & ~faulty & ((length == 0) | ((length == records.cells - 1) & (records.cells > 1)))
    for index in np.flatnonzero(after & ~faulty & ~blank & (length < 2 * width + 2)):
        blank[index] = _is_blank(text[records.start[index] : records.end[index]], reading.delimiter)
    uneven = after & ~faulty & ~blank & (records.cells != width)
    long = after & (length > LIMITS["line"])
    faults.add_lines("STR-009", records.line[faulty & (np.arange(len(records)) >= header_at)])
    faults.add_lines("STR-008", records.line[uneven], expected=width)
    faults.add_lines("STR-011", records.line[long], found=_("a very long line"), limit=LIMITS["line"])
    trailing = blank & (np.arange(len(records)) > _last(after & ~blank))
    _note_blank(records.line[blank & ~trailing], reading)
    return np.flatnonzero(after & ~faulty & ~blank & ~uneven & ~long)


def _is_blank(record: bytes, delimiter: str) -> bool:
    return not record.replace(delimiter.encode(), b"").replace(b'"', b"").strip()


def _last(mask: npt.NDArray[np.bool_]) -> int:
    places = np.flatnonzero(mask)
    return int(places[-1]) if len(places) else len(mask)


def _note_blank(lines: npt.NDArray[np.int64], reading: Reading) -> None:
    if len(lines):
        shown = ", ".join(str(line) for line in first_lines(int(n) for n in lines))
        note = Note("%(count)d blank rows were left out (lines %(lines)s).", {"count": len(lines), "lines": shown})
        reading.notes.append(note)


def _spans(records: Records, rows: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """The stretches of text that hold `rows`, neighbours joined."""
    breaks = np.flatnonzero(np.diff(rows) != 1)
    first, last = np.concatenate((rows[:1], rows[breaks + 1])), np.concatenate((rows[breaks], rows[-1:]))
    return [(int(a), int(b) + 1) for a, b in zip(records.start[first], records.end[last], strict=True)]


def _with_plain_line_ends(text: bytes, reading: Reading) -> bytes:
    if b"\r" in text:
        returns, windows, newlines = text.count(b"\r"), text.count(b"\r\n"), text.count(b"\n")
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not returns == windows == newlines:
            reading.notes.append(Note("The line ends were not all of one kind; each was read as the end of a line."))
    return text if text.endswith(b"\n") else text + b"\n"


def _first_line_with_text(text: bytes) -> str:
    return next(line for line in io.BytesIO(text) if line.strip()).decode().rstrip("\n")


def _lines_of(text: bytes, mark: bytes) -> list[int]:
    return [number for number, line in enumerate(text.split(b"\n"), 1) if mark in line]


def _broken_lines(text: bytes) -> list[int]:
    return [number for number, line in enumerate(text.split(b"\n"), 1) if not _is_utf8(line)]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Faults:
    """Adds findings of form to a reading, with the severity that the contract declares."""

    def __init__(self, contract: Contract, reading: Reading) -> None:
        self.rules = {rule.id: rule for rule in contract.general_rules}
        self.reading = reading

    def add(
        self, rule: str, *, lines: tuple[int, ...] = (), position: int = -1, value: str | None = None,
        suggestion: str = "", count: int = 1, **context: object,
    ) -> None:  # fmt: skip
        self.reading.findings.append(
            Finding(
                rule=rule, severity=self.rules[rule].severity, lines=first_lines(lines), count=max(count, len(lines)),
                letter=column_letter(position) if position >= 0 else "", value=value, suggestion=suggestion, context=context,
            )  # fmt: skip
        )

    def add_lines(self, rule: str, lines: npt.NDArray[np.int64] | list[int], **context: object) -> None:
        if len(lines):
            self.add(rule, lines=first_lines(int(n) for n in lines), count=len(lines), **context)


