"""The list of findings as CSV that a spreadsheet opens: with a mark for UTF-8, and no cell that computes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from pipelines.collect.reading.cleaning import BLANKS, COMPUTES
from pipelines.process.reports.listing import Row

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def csv_report(rows: Iterable[Row]) -> bytes:
    """The rows, the head first, as CSV (UTF-8 with a mark)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would take it for a formula.

    The reader takes the apostrophe off again and says so.
    """
    begins = cell.lstrip(BLANKS)
    is_formula = cell.startswith(tuple(COMPUTES)) or begins.startswith(tuple(COMPUTES))
    return f"'{cell}" if is_formula and not NUMBER.fullmatch(begins) else cell
