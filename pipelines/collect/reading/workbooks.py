"""Workbooks (xlsx, xlsb, ods, xls): looked at from outside first, then opened in a child process with limits.

What does not belong here: opening a workbook (see `workbook_child`), header and rows (see `tables`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipelines.collect.reading.archives import Examined, Refusal, examine
from pipelines.collect.reading.beside import COMMENT, SHEET, Beside
from pipelines.collect.reading.beside_said import judge_persons, note
from pipelines.collect.reading.faults import Faults
from pipelines.collect.reading.kinds import ZIP
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.collect.reading.records import Records, find_records
from pipelines.collect.reading.sheets import OtherSheet, separator_within
from pipelines.collect.reading.tables import Form, read_table
from pipelines.contract.cldr import listed
from pipelines.contract.findings import column_letter
from pipelines.contract.labels import labels_of
from pipelines.contract.loading import Contract
from pipelines.contract.text import N_, Counted, N_many, _

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading, Wishes

MEGABYTE = 1 << 20
SECONDS, SECONDS_A_MEGABYTE, MOST_SECONDS = 5, 1.0, 120
"""Of the processor, by the size when unpacked: about ten times what an honest workbook takes."""
WAITS = 20
"""So many times as long it may take by the clock: another program may have the processor."""
ROOT = Path(__file__).parents[3]
REFUSALS = {
    "password": N_("it is protected by a password; save a copy without one"),
    "damaged": N_("it is damaged or of a kind that cannot be opened; save it as .xlsx or as CSV (UTF-8)"),
    "too_large": N_("it asks for more memory or time than is allowed; send it as CSV (UTF-8)"),
    "no_sheet": N_("there is no such sheet; it has: %(sheets)s"),
    "no_data": N_("no sheet has a cell with a value"),
    "error_cells": N_("a cell holds an error such as #REF!; mend the formula or write the value"),
    "formulas": N_("a formula has no stored value; copy the cells and paste them as values"),
    "doubled": N_("two cells stand at one place (%(cells)s); open it in a spreadsheet and save it anew"),
}
HIDDEN_COLUMNS = N_many(
    "%(count)d hidden column was read too (%(columns)s).",
    "%(count)d hidden columns were read too (%(columns)s).",
)


@dataclass(frozen=True)
class Opened:
    """What the child process gave back: a description, and the rows of the sheet as CSV text."""

    said: dict[str, Any]
    text: bytes


def read_workbook(
    content: bytes, layout: Layout, contract: Contract, reading: Reading, faults: Faults, wishes: Wishes
) -> None:
    """Read one sheet of a workbook into `reading`; faults become findings, doubts become questions."""
    size = len(content)
    reading.encoding = "workbook"
    if content.startswith(ZIP):
        examined = examine(content)
        if isinstance(examined, Refusal):
            faults.add(
                "STR-002" if examined.kind == "not_a_workbook" else "STR-015",
                found=_(examined.what),
                kind=examined.kind,
            )
            return
        reading.encoding, size = examined.kind, examined.size
    opened = open_workbook(content, [layout] if layout.known else _of_contract(contract), wishes, size)
    said = opened.said
    reading.encoding = said.get("format", reading.encoding)
    _take_beside(said, reading, contract)
    if refused := said.get("refused"):
        shown = {"sheets": listed(said.get("sheets", ())), "cells": listed(said.get("cells", ()))}
        what = _(REFUSALS[refused]) % shown
        lines = tuple(said.get("lines", ()))
        faults.add("STR-015", found=what, kind=refused, lines=lines, count=max(1, len(lines)))
    elif said.get("choices"):
        what = _("Several sheets have data: %(names)s. Which one is meant?")
        faults.ask("sheet", what % {"names": listed(said["choices"])})
    else:
        _read_sheet(opened, layout, reading, faults)


def _read_sheet(opened: Opened, layout: Layout, reading: Reading, faults: Faults) -> None:
    said = opened.said
    _note(said, reading)
    records = find_records(opened.text, ",")
    numbered = np.arange(len(records)) + int(said["first_row"])
    records = Records(records.start, records.end, records.cells, numbered, records.misquoted)
    if mark := separator_within(opened.text, records):
        what = _(
            "The sheet has one column, and in its cells stands the separator %(name)s. Paste it as text?"
        )
        faults.ask("separator", what % {"name": mark})
        return
    read_table(opened.text, records, Form(","), layout, reading, faults)
    reading.delimiter = ""
    _ask_about_merges(said["merged"], reading, faults)


def _take_beside(said: dict[str, Any], reading: Reading, contract: Contract) -> None:
    """Take the comments, and the first rows of sheets that are not read: the workbook is kept as a whole."""
    reading.other_sheets = [OtherSheet(**sheet) for sheet in said.get("beside", ())]
    reading.beside = [
        piece
        for sheet, letter, row, text in said.get("comments", ())
        for piece in Beside(COMMENT, row, (text,), sheet, letter).pieces()
    ]
    reading.beside += [
        piece
        for sheet in reading.other_sheets
        for row, cells in enumerate(sheet.rows, sheet.first_line)
        for piece in Beside(SHEET, row, tuple(cells), sheet.number).pieces()
        if piece.filled
    ]
    judge_persons(reading, contract)


def _lines_of_comments(beside: list[Beside]) -> list[int]:
    """The line of each comment on the sheet that is read; one in pieces counts once."""
    cells = ((line.line, line.letter) for line in beside if line.where == COMMENT and not line.sheet)
    return [line for line, _letter in dict.fromkeys(cells)]


def _note(said: dict[str, Any], reading: Reading) -> None:
    if said["is_named"]:
        message = "The sheet %(name)s was read; other sheets were not: %(others)s."
        others = listed(said["others"]) or "-"
        reading.notes.append(Note(message, {"name": said["sheet"], "others": others}, "sheet"))
    if said["format"] != "xlsx":
        message = "A workbook of the kind %(kind)s was read; .xlsx or CSV (UTF-8) is surer."
        reading.notes.append(Note(message, {"kind": said["format"]}, "format"))
    done: tuple[tuple[str, str | Counted], ...] = (
        (
            "formulas",
            N_many(
                "%(count)d cell is a formula; the value it last had was read (line %(lines)s).",
                "%(count)d cells are formulas; the values they last had were read (lines %(lines)s).",
            ),
        ),
        (
            "dates",
            N_many(
                "%(count)d date was written as year-month-day (line %(lines)s).",
                "%(count)d dates were written as year-month-day (lines %(lines)s).",
            ),
        ),
        (
            "hidden",
            N_many(
                "%(count)d hidden row was read too (line %(lines)s).",
                "%(count)d hidden rows were read too (lines %(lines)s).",
            ),
        ),
        ("pasted", N_("One cell held the whole text; it was read line by line.")),
    )
    for kind, words in done:
        if lines := said.get(kind):
            reading.notes.append(
                note_lines(kind, words, lines["lines"], lines["count"], of_lines=lines["of_lines"])
            )
    if hidden := said["hidden_columns"]:
        letters = listed([column_letter(number - 1) for number in hidden])
        reading.notes.append(
            Note(HIDDEN_COLUMNS, {"count": len(hidden), "columns": letters}, "hidden_columns")
        )
    note(COMMENT, _lines_of_comments(reading.beside), reading)


def _ask_about_merges(merged: list[list[int]], reading: Reading, faults: Faults) -> None:
    """Merged cells are harmless only as titles above the header (rows and columns count from 1)."""
    doubtful = [m for m in merged if not (m[0] == m[2] < reading.header_line and m[1] == 1)]
    if doubtful and not any(f.context.get("kind") == "header_lines" for f in reading.findings):
        what = _("Cells are merged in the table. Which cells do they stand for?")
        faults.findings[:] = [f for f in faults.findings if f.rule not in ("STR-006", "STR-007", "STR-001")]
        reading.columns = ()
        faults.ask("merged_cells", what, lines=tuple(sorted({m[0] for m in doubtful})))


def unpacked_size(content: bytes) -> int:
    """The bytes of a workbook when unpacked; it was looked at before and is sound."""
    examined = examine(content) if content.startswith(ZIP) else None
    return examined.size if isinstance(examined, Examined) else len(content)


def _of_contract(contract: Contract) -> list[Layout]:
    """The layouts of all tables, in every language: a filled template is known by its header."""
    tables = map(contract.table, contract.names("tables"))
    return [Layout.of_table(table, labels_of(table)) for table in tables]


def open_workbook(content: bytes, layouts: list[Layout], wishes: Wishes, size: int) -> Opened:
    """Run the child process on the bytes; a child that dies or takes too long is a refusal.

    `layouts` are those by which the sheet may be known; `size` is the number of bytes when unpacked.
    """
    limit = min(MOST_SECONDS, SECONDS + int(SECONDS_A_MEGABYTE * size / MEGABYTE))
    asked = {
        "sheet": wishes.sheet,
        "layouts": [layout.by_key for layout in layouts],
        "seconds": limit,
    }
    command = [
        sys.executable,
        "-m",
        "pipelines.collect.reading.workbook_child",
        json.dumps(asked, ensure_ascii=False),
    ]
    environment = {
        "PYTHONPATH": str(ROOT),
        "PATH": os.defpath,
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=WAITS * limit, env=environment
        )
    except subprocess.TimeoutExpired:
        return Opened({"refused": "too_large"}, b"")
    head, _line, text = done.stdout.partition(b"\n")
    if done.returncode or not head.startswith(b"{"):
        return Opened({"refused": "too_large" if done.returncode < 0 else "damaged"}, b"")
    return Opened(json.loads(head), text)
