"""Reading a file that somebody else made: bytes -> kind -> encoding -> separator -> header -> strict records.

Everything stays text; nothing is dropped without saying so; what was done is said in `notes`. What does
not belong here: what a cell means (rules), or how a foreign layout becomes ours (mapping).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipelines.collect.database import literal, readable_as_file
from pipelines.collect.reading.beside import Beside
from pipelines.collect.reading.cleaning import rows_in
from pipelines.collect.reading.faults import BYTES, Faults
from pipelines.collect.reading.kinds import WORKBOOKS, other_kind
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.sheets import OtherSheet
from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.contract.text import _

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Layout", "Note", "Reading", "Wishes", "read"]

LARGEST = 1 << 30
LONGEST_CSV_LINE = 1 << 22


@dataclass(frozen=True)
class Wishes:
    """What the sender said about the file; empty where it is to be found out."""

    language: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass
class Reading:
    """How a file was read. `columns` are the header's names by position; empty where nothing could be read.

    `judged_columns` are the same, and also those of a header with unknown or missing columns only, in which
    a name that no column of the contract has stands for an unknown one: its rows are judged, never taken.
    `header` are the names as written; `header_line` is the physical line it stands on, from 1. `beside` is
    what stands beside the table (also on other sheets), `meanings` what each of it says of a person
    (`particulars`).
    """

    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    judged_columns: tuple[str, ...] = ()
    row_count: int = 0
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    header: tuple[str, ...] = ()
    header_line: int = 0
    is_prose: bool = False
    csv_delimiter: str = ","
    other_sheets: list[OtherSheet] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)
    _text: bytes | bytearray = b""
    _spans: list[tuple[int, int]] = field(default_factory=list)
    _lines: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def is_table(self) -> bool:
        """Whether the whole header is known and there are rows."""
        return bool(self.columns) and self.row_count > 0

    @property
    def can_be_judged(self) -> bool:
        """Whether there are columns and rows to judge, be it that others are unknown or missing."""
        return bool(self.judged_columns) and self.row_count > 0

    def keep(
        self, text: bytes | bytearray, spans: list[tuple[int, int]], lines: npt.NDArray[np.int64]
    ) -> None:
        """Take the rows: the stretches of CSV `text` that hold them, and the physical line of each."""
        self._text, self._spans, self._lines = text if len(lines) else b"", spans, lines

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its physical line, also of a file that is not sound; nothing after `load`."""
        numbers = iter(self._lines.tolist())
        for begin, stop in self._spans or [(0, len(self._text))]:
            text = self._text if stop - begin == len(self._text) else self._text[begin:stop]
            for cells in rows_in(text, self.csv_delimiter):
                yield next(numbers), cells

    def load(self, connection: DuckDBPyConnection) -> None:
        """Make the table `text`: `line`, then every column of the file as text, row for row.

        The view `placed` has the same rows with their `place`, by which a few of many are fetched in no time.

        Raises TiporError (an error of ours) where the database read another number of rows.
        """
        text, spans = self._text, self._spans
        self._text, self._spans = b"", []
        self._load(connection, self.judged_columns, _joined(text, spans))

    def load_by_position(self, connection: DuckDBPyConnection) -> None:
        """The same table of a reading whose header may be any: the columns are `0`, `1` ... The rows stay."""
        names = tuple(map(str, range(len(self.header))))
        self._load(connection, names, _joined(self._text, self._spans))

    def _load(self, connection: DuckDBPyConnection, names: tuple[str, ...], text: memoryview) -> None:
        lines = self._lines
        spec = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
        filled = ", ".join(map(literal, names))
        with readable_as_file(text) as path:
            del text
            source = (
                f"read_csv({literal(path)}, auto_detect = false, header = false, columns = {{{spec}}}, "
                f"delim = {literal(self.csv_delimiter)}, quote = '\"', escape = '\"', "
                f"force_not_null = [{filled}], max_line_size = {LONGEST_CSV_LINE}, new_line = '\\n')"
            )
            loaded = connection.execute(f"CREATE TABLE file AS FROM {source}").fetchone()
        if loaded != (self.row_count,):
            title = _("The file was not read whole.")
            raise TiporError(title, _("This is an error of tipor."), exit_code=OUR_ERROR)
        is_in_a_row = len(lines) > 0 and np.array_equal(lines, np.arange(lines[0], lines[0] + len(lines)))
        if is_in_a_row:
            connection.execute(f"CREATE VIEW text AS SELECT rowid + {int(lines[0])} AS line, * FROM file")
        else:
            connection.execute(
                "CREATE TABLE text AS SELECT unnest AS line, file.* FROM unnest(?) POSITIONAL JOIN file",
                [lines],
            )
        stored = "SELECT rowid AS place, * FROM text"
        if is_in_a_row:
            stored = f"SELECT rowid AS place, rowid + {int(lines[0])} AS line, * FROM file"
        connection.execute(f"CREATE VIEW placed AS {stored}")


def _joined(text: bytes | bytearray, spans: list[tuple[int, int]]) -> memoryview:
    """The stretches of text that hold the rows (all of it where there are none), one after the other."""
    view = memoryview(text)
    if len(spans) == 1:
        begin, stop = spans[0]
        return view[begin:stop]
    return memoryview(b"".join(view[a:b] for a, b in spans)) if spans else view


def read(
    content: bytes, layout: Layout, contract: Contract, *,
    language: str = "", encoding: str = "", delimiter: str = "", sheet: str = "",
) -> Reading:  # fmt: skip
    """Read the bytes of a file against a layout; faults of form are findings of the reading.

    The keywords are what the sender said of the file; without them it is found out, or asked.
    """
    wishes = Wishes(language, encoding, delimiter, sheet)
    reading = Reading()
    faults = Faults(contract, reading.findings)
    if len(content) > LARGEST:
        faults.too_large(BYTES, len(content), LARGEST)
        return reading
    if content.startswith(WORKBOOKS):
        from pipelines.collect.reading.workbooks import read_workbook

        read_workbook(content, layout, contract, reading, faults, wishes)
    elif kind := other_kind(content):
        faults.add("STR-002", found=_(kind))
    else:
        from pipelines.collect.reading.texts import read_text

        read_text(content, layout, contract, reading, faults, wishes)
    return reading
