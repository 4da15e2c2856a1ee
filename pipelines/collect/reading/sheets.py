"""The sheets of a workbook that are not read: their first rows, for the whole workbook is stored.

What does not belong here: the sheet that is read, and judging what stands in these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipelines.collect.reading.headers import Head
from pipelines.collect.reading.layouts import Layout


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
