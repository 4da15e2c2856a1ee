"""The list of findings as a workbook: fitted columns, colours by severity, typed strings and no formulas.

What does not belong here: the marked copy of the sender's file (see `marked`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.collect.spreadsheets import LONGEST_CELL, Book, Sheet, sheet_name, workbook_bytes
from pipelines.contract.labels import current_language
from pipelines.contract.text import _
from pipelines.process.reports.listing import Row
from pipelines.process.reports.summary import counts, read_words, verdict_words
from pipelines.process.verdicts import Check

COLOURS = {"error": "#FFC7CE", "warning": "#FFEB9C", "note": "#DDEBF7"}
CELL = {"text_wrap": True, "valign": "top", "num_format": "@"}
HEAD = CELL | {"bold": True, "bg_color": "#E7E6E6", "border": 1}
NARROWEST, WIDEST = 6, 60
SUBJECT = "tipor-report"
"""Stands in the properties of a report: a newer one may be written over it."""
EVERYWHERE = "A1:XFD1048576"


def xlsx_report(check: Check, rows: Sequence[Row]) -> bytes:
    """Two sheets: the findings (`rows`, the head first), and how the file was read."""

    def fill(book: Book) -> None:
        _write_findings(book, check, rows)
        _write_reading(book, check)

    return workbook_bytes(fill, subject=SUBJECT)


def add_sheet(book: Book, title: str) -> Sheet:
    """A sheet in the reader's direction, without the green corners of numbers stored as text."""
    sheet = book.add_worksheet(sheet_name(title))
    sheet.ignore_errors({"number_stored_as_text": EVERYWHERE})
    if current_language() == "ar":
        sheet.right_to_left()
    return sheet


def _write_findings(book: Book, check: Check, rows: Sequence[Row]) -> None:
    sheet = add_sheet(book, _("Findings"))
    formats = {name: book.add_format(CELL | {"bg_color": colour}) for name, colour in COLOURS.items()}
    styles = [book.add_format(HEAD), *(formats[finding.severity] for finding in check.findings)]
    _fit(sheet, rows)
    for place, (row, style) in enumerate(zip(rows, styles, strict=True)):
        for position, cell in enumerate(row):
            sheet.write_string(place, position, cell[:LONGEST_CELL], style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)


def _write_reading(book: Book, check: Check) -> None:
    sheet = add_sheet(book, _("How it was read"))
    wrapped = book.add_format(CELL)
    sheet.set_column(0, 0, 100, wrapped)
    notes = [note.shown() for note in check.all_notes]
    lines = [verdict_words(check), counts(check), read_words(check), *notes]
    for place, line in enumerate(line for line in lines if line):
        sheet.write_string(place, 0, line[:LONGEST_CELL], wrapped)


def _fit(sheet: Sheet, rows: Sequence[Row]) -> None:
    """Make each column as wide as its longest cell, within reason."""
    for position in range(len(rows[0])):
        longest = max(len(row[position]) for row in rows)
        sheet.set_column(position, position, min(max(longest + 2, NARROWEST), WIDEST))
