"""What is said, and asked, about the lines beside a table: they are left out, and may change what it means.

A line that says in which unit the figures are, that they cover a part of a year, or that they are about
another crime, is a question: nothing of it is read, and in silence the figures would be wrong. So is a row of
data that stands above the header. What does not belong here: which lines are about persons (`particulars`);
such a line is quoted nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.collect.reading.beside import ABOVE, BELOW, COMMENT, SHEET, Beside
from pipelines.collect.reading.beside_words import (
    is_a_unit,
    is_of_another_crime,
    names_a_unit,
    plain,
    states_scale,
    states_unit,
)
from pipelines.collect.reading.faults import Faults
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.listed_words import ListedWords, listed_words
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.collect.reading.part_years import (
    covers_part_of_a_year,
    is_part_of_a_year,
    names_parts_of_years,
)
from pipelines.collect.reading.particulars import OFFICE, meanings
from pipelines.contract.findings import position_of
from pipelines.contract.loading import Contract
from pipelines.contract.text import N_, N_many, _

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading

MOST_QUOTED = 5
LOOKED_AT, MOSTLY, FULL = 200, 0.9, 0.6
NOTES = {
    ABOVE: N_many(
        "%(count)d line above the header was not read as data (line %(lines)s).",
        "%(count)d lines above the header were not read as data (lines %(lines)s).",
    ),
    BELOW: N_many(
        "%(count)d line of remarks or totals under the table was left out (line %(lines)s).",
        "%(count)d lines of remarks or totals under the table were left out (lines %(lines)s).",
    ),
    COMMENT: N_many(
        "%(count)d comment on a cell was not read (line %(lines)s).",
        "%(count)d comments on cells were not read (lines %(lines)s).",
    ),
}
QUESTIONS = {
    "unit": N_(
        "What stands here beside the table says in which unit or scale the figures are. If it is so, write "
        "them in full, or say the unit in a column of the table. Then take out what stands here."
    ),
    "part_of_year": N_(
        "What stands here beside the table says that the figures cover only a part of a year. If it is so, "
        "write the period in every row, such as 2021-S1, 2021-Q3 or 2021-01/P6M. Then take out what stands "
        "here."
    ),
    "other_subject": N_(
        "What stands here beside the table names another crime than trafficking in persons. If the figures "
        "are about it, leave them out; if not, take out what stands here."
    ),
    "row_above": N_(
        "What stands here above the header looks like a row of data. If it is one, put it under the header; "
        "if not, take it out."
    ),
    "unit_row": N_(
        "This line under the header has nothing but a unit. Take it out; where the figures are not simply "
        "numbers of persons, say the unit in a column of the table."
    ),
}
KINDS = {ABOVE: "titles", BELOW: "remark", COMMENT: "comments"}
Rows = Sequence[list[str]]


def judge_persons(reading: Reading, contract: Contract) -> None:
    """Look once for what is about persons in all that stands beside the table."""
    reading.meanings = meanings(reading.beside, contract)


def note(where: str, lines: Sequence[int], reading: Reading) -> None:
    """Say which lines were left out, and quote them to the sender."""
    if not lines:
        return
    has_persons = any(meaning not in ("", OFFICE) for meaning in reading.meanings)  # others may be about them
    quotes = [
        (_place(line), "" if meaning or has_persons else line.text)
        for line, meaning in zip(reading.beside, reading.meanings, strict=True)
        if line.where == where and not line.sheet
    ]
    said = note_lines(KINDS[where], NOTES[where], lines, len(lines))
    more = max(0, len(quotes) - MOST_QUOTED)
    reading.notes.append(
        Note(said.message, said.parameters, said.kind, said.lines, tuple(quotes[:MOST_QUOTED]), more)
    )


def ask(reading: Reading, header: list[str], rows: Rows, layout: Layout, faults: Faults) -> None:
    """Ask about the lines beside the table that change what its figures mean; `rows` are its first."""
    lines = [line for line in reading.beside if line.where != SHEET and not line.sheet]
    if not lines:
        return
    words = listed_words(faults.contract)
    said = [(line, plain(line.text)) for line in lines]
    if not layout.knows_unit:
        has_unit = any(names_a_unit(layout.name_of(name) or name, words) for name in header)
        _ask("unit", [line for line, text in said if _states_unit(text, has_unit, words)], faults)
    if not _says_parts_of_years(header, rows, words):
        _ask("part_of_year", [line for line, text in said if covers_part_of_a_year(text, words)], faults)
    _ask("other_subject", [line for line, text in said if is_of_another_crime(text, words)], faults)
    above = [line for line in lines if line.where == ABOVE]
    _ask("row_above", [line for line in above if _is_a_row(list(line.cells), rows)], faults)


def ask_about_units(below: list[str], line: int, rows: Rows, faults: Faults) -> None:
    """Ask about a line right under the header that has nothing but units over numbers."""
    filled = [(place, cell) for place, cell in enumerate(below) if cell.strip()]
    if not 0 < len(filled) <= len(below) / 2 or not all(_is_numeric(place, rows) for place, _cell in filled):
        return
    words = listed_words(faults.contract)
    if all(is_a_unit(cell, words) for _place, cell in filled):
        faults.ask("unit_row", _(QUESTIONS["unit_row"]), lines=(line,))


def _ask(kind: str, lines: list[Beside], faults: Faults) -> None:
    if lines:
        position = position_of(lines[0].letter) if lines[0].letter else -1
        faults.ask(kind, _(QUESTIONS[kind]), lines=tuple(line.line for line in lines), position=position)


def _states_unit(text: str, has_unit: bool, words: ListedWords) -> bool:
    """Whether the text says a scale, or a unit in a table that has no column for it."""
    return states_scale(text, words) or (not has_unit and states_unit(text, words))


def _place(line: Beside) -> str:
    return f"{line.letter}{line.line}" if line.letter else _("line %(line)d") % {"line": line.line}


def _says_parts_of_years(header: list[str], rows: Rows, words: ListedWords) -> bool:
    """Whether the table itself says months, quarters or halves: by a column's name, or in most cells."""
    if any(names_parts_of_years(name, words) or is_part_of_a_year(name, words) for name in header):
        return True
    return any(
        sum(is_part_of_a_year(cell, words) for cell in cells) > len(cells) / 2
        for cells in (_column(place, rows) for place in range(len(header)))
        if cells
    )


def _column(place: int, rows: Rows) -> list[str]:
    return [row[place].strip() for row in rows[:LOOKED_AT] if place < len(row) and row[place].strip()]


def _is_numeric(place: int, rows: Rows) -> bool:
    """Whether nearly all filled cells of the column are numbers."""
    cells = _column(place, rows)
    return bool(cells) and sum(map(is_number, cells)) >= MOSTLY * len(cells)


def _is_a_row(cells: list[str], rows: Rows) -> bool:
    """Whether the cells are as many and as full as those of the rows, and numbers in the same columns."""
    if len(cells) < 2 or not rows or len(cells) != len(rows[0]):
        return False
    numeric = [place for place in range(len(cells)) if _is_numeric(place, rows)]
    usual = sum(bool(_column(place, rows)) for place in range(len(cells)))
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    return (
        len(filled) >= max(2, FULL * usual)
        and any(place in filled for place in numeric)
        and all(is_number(cells[place]) for place in numeric if place in filled)
        and all(place in numeric for place in filled if is_number(cells[place]))
    )
