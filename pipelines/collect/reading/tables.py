"""From the records of a text to a table: where the header is, which records are rows, what is cleaned.

What does not belong here: bytes and encodings, and what a cell means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipelines.collect.reading import beside_said
from pipelines.collect.reading.beside import ABOVE, BELOW, LONGEST_LINE, lines_of, too_long
from pipelines.collect.reading.cleaning import clean_name, rows_in
from pipelines.collect.reading.delimiters import SAMPLE_RECORDS, cells_of
from pipelines.collect.reading.faults import ASKS, BYTES_IN_A_LINE, COLUMNS, Faults
from pipelines.collect.reading.headers import Head, is_a_row, is_number, judge_header, spans_lines
from pipelines.collect.reading.keeping import Shape, keep_rows, spans_of
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.records import Records
from pipelines.collect.reading.rows import Rows, rows_of
from pipelines.contract.text import N_many, _, ngettext

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading

MOST_COLUMNS = 1_000
LARGEST_CELL, LARGEST_UNASKED = 32_767, 5_000
_OVERRIDES = re.compile(rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
_BLANK_BEFORE_QUOTE = re.compile(rb'(?:^|[,;\t|])[ \t]+"')
_SINGLY_QUOTED = re.compile(r"'.*'|‘.*’|`.*['`]", re.DOTALL)
_BACKSLASH_QUOTE = re.compile(rb'\\"')


@dataclass(frozen=True)
class Form:
    """How the text is written: the separator, and the line end that stands inside cells."""

    delimiter: str
    line_end: str = "\n"


def read_table(
    text: bytes, records: Records, form: Form, layout: Layout, reading: Reading, faults: Faults
) -> None:
    """Read the records into `reading`: header, rows, notes; faults become findings."""
    head = _head(text, records, form.delimiter)
    at = head.place(layout)
    cleaned = [clean_name(cell) for cell in head.records[at]]
    header = [name for name, _done in cleaned]
    if len(header) > MOST_COLUMNS:
        faults.too_large(COLUMNS, len(header), MOST_COLUMNS)
        return
    reading.header, reading.header_line = tuple(header), int(records.line[at])
    _note_names(sum(1 for _name, done in cleaned if done), reading)
    below = faults.apart()
    rows = rows_of(text, records, at, len(header), form.delimiter, below, reading.notes)
    _take_beside(text, records, at, rows, form.delimiter, reading, faults)
    _sort_out_quotes(text, records, below, faults)
    spans = spans_of(records, rows.index)
    full = _full_columns(text, spans, header, form.delimiter)
    before = len(faults.findings)
    is_sound = _judge(header, head, at, full, layout, reading, faults)
    can_be_judged = is_sound or _lacks_columns_only(header, layout, faults, before)
    faults.findings += below.findings
    is_known = not (layout.takes_any or layout.allows_others)
    _judge_cells(text, records, form.delimiter, LARGEST_CELL if is_known else LARGEST_UNASKED, faults)
    reading.row_count = len(rows.index)
    if not len(rows.index) and not below.findings and not any(f.rule == ASKS for f in faults.findings):
        faults.add("STR-001", lines=(reading.header_line,))
    if is_sound and len(rows.index):
        reading.columns = tuple(
            layout.name_of(n) or n.strip() for n, is_full in zip(header, full, strict=True) if n or is_full
        )
    if can_be_judged and len(rows.index):
        reading.judged_columns = reading.columns or _judged_columns(header, full, layout)
    kept = [i for i, (name, is_full) in enumerate(zip(header, full, strict=True)) if name or is_full]
    shape = Shape(kept, len(header), form.delimiter, form.line_end, rows.has_extra)
    keep_rows(text, records, rows.index, shape, reading)
    first = [head.records[i] for i in rows.index.tolist()[: len(head.records)] if i < len(head.records)]
    beside_said.ask(reading, header, first, layout, faults)
    if not is_known and first:
        beside_said.ask_about_units(first[0], int(records.line[rows.index[0]]), first[1:], faults)


def _take_beside(
    text: bytes, records: Records, at: int, rows: Rows, delimiter: str, reading: Reading, faults: Faults
) -> None:
    """Take the lines above the header and under the rows, and say them; refuse what is too long for it."""
    long = too_long(records, np.concatenate((np.arange(at), rows.remarks)))
    if len(long):
        found = int((records.end - records.start)[long].max())
        faults.too_large(BYTES_IN_A_LINE, found, LONGEST_LINE, records.line[long])
    reading.beside += lines_of(ABOVE, text, records, range(at), delimiter)
    reading.beside += lines_of(BELOW, text, records, rows.remarks, delimiter)
    beside_said.judge_persons(reading, faults.contract)
    beside_said.note(ABOVE, records.line[:at].tolist(), reading)
    beside_said.note(BELOW, records.line[rows.remarks].tolist(), reading)


def _head(text: bytes, records: Records, delimiter: str) -> Head:
    faulty = set(records.misquoted[:SAMPLE_RECORDS].tolist())
    return Head(
        [
            [] if i in faulty else cells_of(text[records.start[i] : records.end[i]], delimiter)
            for i in range(min(len(records), SAMPLE_RECORDS))
        ]
    )


def _judge(
    header: list[str], head: Head, at: int, full: list[bool], layout: Layout, reading: Reading, faults: Faults
) -> bool:
    line = reading.header_line
    filled = [name for name in header if name]
    if layout.takes_any and len(filled) > 1:
        what = ""
        if all(is_number(name) for name in filled):
            what = _("The first line has only numbers. Which are the names of the columns?")
        elif is_a_row(head.records, at):
            what = _("The first line has numbers as the rows do. Which are the names of the columns?")
        if what:
            faults.ask("no_header", what, lines=(line,))
            return False
        if all(map(_SINGLY_QUOTED.fullmatch, filled)):
            what = _("Single quotation marks stand around the names. Do the marks belong to the cells?")
            faults.ask("single_quotes", what, lines=(line,))
            return False
    if (layout.takes_any or layout.allows_others) and (more := spans_lines(head.records, at, full)):
        what = ngettext(
            "The header seems to stand on %(count)d line. Which names do the columns have?",
            "The header seems to stand on %(count)d lines. Which names do the columns have?",
            more + 1,
        )
        faults.ask("header_lines", what % {"count": more + 1}, lines=tuple(range(line, line + more + 1)))
        return False
    return judge_header(header, line, layout, full, faults, reading.notes)


def _lacks_columns_only(header: list[str], layout: Layout, faults: Faults, before: int) -> bool:
    """Whether the header of a file in a known layout is faulty only in columns that are unknown or missing,
    so that the others can be judged; not where it is a question how to read the file."""
    is_known = not (layout.takes_any or layout.allows_others)
    of_header = {finding.rule for finding in faults.findings[before:]}
    is_asked = any(finding.rule == ASKS for finding in faults.findings)
    return is_known and not is_asked and of_header <= layout.column_rules and any(map(layout.name_of, header))


def _judged_columns(header: list[str], full: list[bool], layout: Layout) -> tuple[str, ...]:
    """The known names by position; an unknown one gets a name that no column of the contract has."""
    return tuple(
        layout.name_of(name) or f"unknown {position}"
        for position, (name, is_full) in enumerate(zip(header, full, strict=True))
        if name or is_full
    )


def _sort_out_quotes(text: bytes, records: Records, below: Faults, faults: Faults) -> None:
    """Where every misplaced quote follows one foreign habit, ask about the habit instead."""
    if not len(records.misquoted):
        return
    wrong = [text[records.start[i] : records.end[i]] for i in records.misquoted[:500].tolist()]
    habits = {
        "blank_before_quote": all(_BLANK_BEFORE_QUOTE.search(r) for r in wrong),
        "backslash": any(_BACKSLASH_QUOTE.search(r) for r in wrong)
        and all(b'\\"' in r or b' "' in r for r in wrong),
    }
    habit = next((name for name, holds in habits.items() if holds), "")
    if habit:
        below.findings[:] = [f for f in below.findings if f.rule != "STR-009"]
        lines = tuple(int(records.line[i]) for i in records.misquoted.tolist())
        what = {
            "blank_before_quote": _(
                "A blank stands before quotation marks. Do the marks belong to the cells?"
            ),
            "backslash": _(
                "A backslash stands before quotation marks. Is it how a mark inside a cell is written?"
            ),
        }
        faults.ask(habit, what[habit], lines=lines)


def _full_columns(text: bytes, spans: list[tuple[int, int]], header: list[str], delimiter: str) -> list[bool]:
    """For each column whether some row has a cell there; looked up only for columns without a name."""
    if not spans:
        return [True] * len(header)
    full = [bool(name) for name in header]
    nameless = [position for position, name in enumerate(header) if not name]
    if nameless:
        for begin, stop in spans:
            for cells in rows_in(text[begin:stop], delimiter):
                for position in nameless:
                    full[position] = full[position] or bool(cells[position].strip())
    return full


def _judge_cells(text: bytes, records: Records, delimiter: str, largest: int, faults: Faults) -> None:
    long = np.flatnonzero((records.end - records.start) > largest)
    for index in long[:20].tolist():
        cells = cells_of(text[records.start[index] : records.end[index]], delimiter)
        position = max(range(len(cells)), key=lambda i: len(cells[i]), default=0)
        if cells and len(cells[position]) > largest:
            count = len(cells[position])
            what = ngettext(
                "A cell has %(count)d character, which is very many. Is this meant?",
                "A cell has %(count)d characters, which is very many. Is this meant?",
                count,
            )
            line = (int(records.line[index]),)
            faults.ask("large_cell", what % {"count": count}, lines=line, position=position)
            break
    if not text.isascii():
        named: set[tuple[int, int]] = set()
        for found in list(_OVERRIDES.finditer(text))[:20]:
            index = int(np.searchsorted(records.start, found.start(), "right")) - 1
            before = text[records.start[index] : found.start()]
            position = len(cells_of(before, delimiter)) - 1
            if (index, position) in named:
                continue
            named.add((index, position))
            character = f"U+{ord(found[0].decode()):04X}"
            faults.add("STR-012", lines=(int(records.line[index]),), position=position, found=character)


def _note_names(count: int, reading: Reading) -> None:
    message = N_many(
        "Blanks or invisible marks were taken off the name of %(count)d column.",
        "Blanks or invisible marks were taken off the names of %(count)d columns.",
    )
    if count:
        reading.notes.append(Note(message, {"count": count}, "names_cleaned"))
