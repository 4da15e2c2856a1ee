"""Sheets of a workbook seen as rows: the first rows of those that are not read, and a sheet of one column.

What does not belong here: reading a sheet (see `workbooks`), and judging what stands in these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipelines.collect.reading.cleaning import rows_in
from pipelines.collect.reading.delimiters import DELIMITERS
from pipelines.collect.reading.headers import Head
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.records import Records


def separator_within(text: bytes, records: Records) -> str:
    """The separator that every cell of a sheet of one column has equally often; empty where none does."""
    if len(records) < 2 or int(records.cells.max()) > 1:
        return ""
    cells = [cells[0] for cells in rows_in(text, ",") if cells and cells[0].strip()]
    for mark in DELIMITERS:
        counts = {cell.count(mark) for cell in cells}
        if len(counts) == 1 and counts != {0}:
            return mark
    return ""


@dataclass(frozen=True)
class OtherSheet:
    """The first rows of a sheet as text: its place in the workbook, and the row where they begin, from 1."""

    number: int
    first_line: int
    rows: list[list[str]]

    @cached_property
    def header_at(self) -> int:
        """Which of the rows looks like a header."""
        return Head(self.rows).place(Layout.of_any())

    @property
    def header(self) -> list[str]:
        """The cells of that row."""
        return self.rows[self.header_at] if self.rows else []

    @property
    def header_line(self) -> int:
        """The row of the sheet on which it stands, from 1."""
        return self.first_line + self.header_at

    @property
    def body(self) -> list[list[str]]:
        """The rows under it."""
        return self.rows[self.header_at + 1 :]
