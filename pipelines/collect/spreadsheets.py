"""The one place that writes workbooks: in memory, typed strings only, the same bytes for the same content.

What does not belong here: what stands in a workbook, and reading one (see `workbooks`).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Book = Any
"""A workbook of XlsxWriter, which has no types."""
Sheet = Any
"""A sheet of it."""

MAKER = "tipor"
"""The author that stands in every workbook written here."""
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {
    "in_memory": True,  # nothing lies about in a folder for temporary files
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


def workbook_bytes(fill: Callable[[Book], None], *, subject: str = "") -> bytes:
    """The bytes of the workbook that `fill` writes its sheets into."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties({"author": MAKER, "subject": subject, "created": MADE})
        fill(book)
    return buffer.getvalue()


def sheet_name(title: str) -> str:
    """The title as the name of a sheet may be written."""
    return " ".join(title.translate(NOT_IN_SHEET_NAMES).split())[:LONGEST_SHEET_NAME].strip()


def column_range(sheet: Sheet, position: int, first_row: int, last_row: int) -> str:
    """The formula that means these cells of one column, rows counted from 0: for drop-downs."""
    from xlsxwriter.utility import quote_sheetname, xl_range_abs  # type: ignore[import-untyped]

    return f"={quote_sheetname(sheet.get_name())}!{xl_range_abs(first_row, position, last_row, position)}"
