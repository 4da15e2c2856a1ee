"""A copy of the sender's own file in which every fault is marked where it stands, with what to write.

The sender's cells are as they were, but for an apostrophe in CSV before what a spreadsheet would compute,
which the reader takes off again; a column is added. As a workbook, faulty cells are coloured and each line
of the file is the row of the same number. A file with data about persons is never copied: callers ask
`Check.is_refused` first. What does not belong here: the list of findings (see `workbook`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.collect.reading.originals import Original
from pipelines.collect.spreadsheets import LONGEST_CELL, Book, workbook_bytes
from pipelines.contract.cldr import clauses
from pipelines.contract.errors import TiporError
from pipelines.contract.findings import Finding, position_of
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process import names, wording
from pipelines.process.reports.delimited import harmless
from pipelines.process.reports.listing import plain
from pipelines.process.reports.workbook import COLOURS, HEAD, add_sheet
from pipelines.process.verdicts import Check

MOST_ROWS = 1_048_576
WORST_FIRST = ("error", "warning", "note")


@dataclass
class Marks:
    """What is said of each line, and how bad it is at each cell (line, position from 0)."""

    said: dict[int, list[str]] = field(default_factory=dict)
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    of_file: list[str] = field(default_factory=list)

    def text(self, line: int) -> str:
        """All that is said of a line."""
        return clauses(self.said.get(line, []))


def marks_of(check: Check, contract: Contract, table: Table) -> Marks:
    """The marks of a check whose findings name all their lines (`shown_lines=0`)."""
    marks = Marks()
    for finding in check.findings:
        text = _text(finding, contract, table)
        if not finding.lines:
            marks.of_file.append(text)
        for line in finding.lines:
            marks.said.setdefault(line, []).append(text)
            if finding.letter:
                place = (line, position_of(finding.letter))
                marks.cells[place] = min(
                    finding.severity, marks.cells.get(place, finding.severity), key=WORST_FIRST.index
                )
    return marks


def marked_csv(records: Iterable[Original], check: Check, marks: Marks) -> bytes:
    """The file as CSV (UTF-8 with a mark) with a column more; every record without formulas is as it was."""
    delimiter = check.reading.delimiter or ","
    lines = []
    for record in records:
        text = _inert(record.text, record.cells, delimiter) if record.text else _row(record.cells, delimiter)
        if record.line == check.reading.header_line:
            text += delimiter + _row([_title(marks)], delimiter)
        elif record.line > check.reading.header_line and any(record.cells):
            text += delimiter + _row([marks.text(record.line)], delimiter)
        lines.append(text + "\r\n")
    return "".join(lines).encode("utf-8-sig")


def marked_xlsx(records: Iterable[Original], check: Check, marks: Marks) -> bytes:
    """The file as a workbook with a column more, faulty cells coloured. Raises TiporError where too long."""
    listed = list(records)
    if listed and listed[-1].line > MOST_ROWS:
        raise TiporError(
            _("The file has more lines than a sheet can hold."), _("Write the marked copy as .csv.")
        )
    return workbook_bytes(lambda book: _fill(book, listed, check, marks))


def _fill(book: Book, records: Sequence[Original], check: Check, marks: Marks) -> None:
    sheet = add_sheet(book, _("Marked copy"))
    plain_cell, head = book.add_format({"num_format": "@"}), book.add_format(HEAD)
    colours = {
        name: book.add_format({"num_format": "@", "bg_color": colour}) for name, colour in COLOURS.items()
    }
    header_line = check.reading.header_line
    width = max((len(record.cells) for record in records if record.line >= header_line), default=0)
    sheet.set_column(0, max(width - 1, 0), 16)
    sheet.set_column(width, width, 80)
    for record in records:
        for position, cell in enumerate(record.cells):
            severity = marks.cells.get((record.line, position))
            usual = head if record.line == header_line else plain_cell
            sheet.write_string(
                record.line - 1, position, cell[:LONGEST_CELL], colours[severity] if severity else usual
            )
        text = _title(marks) if record.line == header_line else marks.text(record.line)
        if text:
            sheet.write_string(
                record.line - 1,
                width,
                text[:LONGEST_CELL],
                head if record.line == header_line else plain_cell,
            )
    if header_line:
        sheet.freeze_panes(header_line, 0)


def _title(marks: Marks) -> str:
    title = _("What to correct (delete this column before you send the file)")
    said = clauses(marks.of_file)
    return wording.said_of(title, said) if said else title


def _text(finding: Finding, contract: Contract, table: Table) -> str:
    """What is wrong and what to write, with the column's name: on its own line it needs no line number."""
    where = names.named(finding.header, finding.column) or finding.letter
    parts = (wording.message(finding, contract, table), wording.proposal(finding))
    return plain(wording.said_of(where, " ".join(part for part in parts if part)))


def _inert(record: str, cells: list[str], delimiter: str) -> str:
    """The record as it is written; where a spreadsheet would compute, written anew with no formula."""
    if "\n" not in record and [*map(harmless, cells)] == cells:
        return record
    rows = [*csv.reader(io.StringIO(record), delimiter=delimiter)]  # several where a quote is misplaced
    computes = any(harmless(cell) != cell for row in rows for cell in row)
    return "\r\n".join(_row(row, delimiter) for row in rows) if computes else record


def _row(cells: list[str], delimiter: str) -> str:
    """One record of CSV, in which nothing computes."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(map(harmless, cells))
    return text.getvalue()
