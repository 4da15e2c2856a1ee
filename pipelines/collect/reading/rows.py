"""Which records are rows of data: as wide as the header, not blank, not a title and not a remark.

What is left out is said in a note, what is uneven is a finding. What does not belong here: the cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.collect.reading.delimiters import DELIMITERS, cells_of
from pipelines.collect.reading.faults import BYTES_IN_A_LINE, Faults
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.collect.reading.records import Positions, Records
from pipelines.collect.reading.second_tables import second_table, titles_of_headers
from pipelines.collect.reading.under_rows import under_rows
from pipelines.contract.text import N_many, _

LONGEST_LINE = 1 << 20
Mask = npt.NDArray[np.bool_]
REMARK = re.compile(
    r"\s*(?:[*†‡#]|\(?\d\)|notes?\b|sources?\b|fuentes?\b|notas?\b|remarques?\b|источник|примечани|المصدر|ملاحظ|مصدر"
    r"|来源|來源|资料来源|备注|注[:：]|footnote|total\b|generated|exported|end of)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rows:
    """The indexes of the records that are rows, and of the remarks under them.

    `has_extra`: their cells must be cut to the header's width.
    """

    index: Positions
    has_extra: bool
    remarks: Positions


def rows_of(
    text: bytes,
    records: Records,
    header_at: int,
    width: int,
    delimiter: str,
    faults: Faults,
    notes: list[Note],
) -> Rows:
    """The rows under the header; `width` is the number of the header's cells."""
    place = np.arange(len(records))
    after = place > header_at
    length = records.end - records.start
    faulty = np.zeros(len(records), bool)
    faulty[records.misquoted] = True
    long = after & (length > LONGEST_LINE)
    blank = _blank(text, records, after & ~faulty & ~long, delimiter)
    sound = after & ~faulty & ~long & ~blank
    second = second_table(text, records, np.flatnonzero(sound), width, delimiter)
    _say_second_table(records, second, faults)
    remark = _remarks(text, records, after, blank | faulty | long, width, delimiter) & ~second
    titles = titles_of_headers(text, records, sound & ~second, header_at, delimiter)
    end = np.flatnonzero(after & (faulty | long | second)).max(initial=-1)
    among = np.flatnonzero(sound & (place > end))
    remark = under_rows(text, records, among, remark | titles, width, delimiter, faults.contract)
    told = sound & ~second & ~remark
    extra = _extra_empty(text, records, told & (records.cells > width), width, delimiter)
    _say_uneven(records, told & ~extra, width, faults)
    if long.any():
        faults.too_large(BYTES_IN_A_LINE, int(length[long].max()), LONGEST_LINE, records.line[long])
    _note_left_out(records, blank & after, extra, notes)
    index = np.flatnonzero(told & ((records.cells == width) | extra))
    return Rows(index, bool(extra.any()), np.flatnonzero(remark))


def _blank(text: bytes, records: Records, among: Mask, delimiter: str) -> Mask:
    length = records.end - records.start
    blank: Mask = among & ((length == 0) | ((length == records.cells - 1) & (records.cells > 1)))
    short = length <= 4 * records.cells + 8
    for index in np.flatnonzero(among & ~blank & short & _hollow_ends(text, records, delimiter)):
        cells = cells_of(text[records.start[index] : records.end[index]], delimiter)
        blank[index] = not any(cell.strip() for cell in cells)
    return blank


def _hollow_ends(text: bytes, records: Records, delimiter: str) -> Mask:
    """The records that begin and end with a separator, a quote or a blank: only these can be blank."""
    array = np.frombuffer(text, np.uint8)
    hollow = np.zeros(256, np.bool_)
    hollow[list(delimiter.encode() + b'" \t\xc2\xa0')] = True
    begin: Mask = hollow[array[records.start]]
    begin[begin] = hollow[array[np.maximum(records.end[begin] - 1, 0)]]
    return begin


def _remarks(text: bytes, records: Records, after: Mask, skip: Mask, width: int, delimiter: str) -> Mask:
    """The records at the end that are no rows: one cell of words, or what a blank row sets apart."""
    remark = np.zeros(len(records), bool)
    told = np.flatnonzero(after & ~skip)
    if width < 2:
        return remark
    for index in told[::-1][:50]:
        cells = cells_of(text[records.start[index] : records.end[index]], delimiter)
        filled = [cell for cell in cells if cell.strip()]
        if _is_torn(cells, width):
            remark[index] = True
            continue
        if len(filled) > max(1, width // 4):
            break
        is_apart = (len(cells) < width or width > 3) and not _has_other_separators(filled, width)
        remark[index] = len(filled) == 1 and not is_number(filled[0]) and _is_said(filled[0], is_apart)
    return _apart(records, told, remark, text, width, delimiter)


def _has_other_separators(filled: list[str], width: int) -> bool:
    """Whether the only filled cell is a whole row that another separator cuts."""
    return len(filled) == 1 and any(filled[0].count(mark) == width - 1 for mark in DELIMITERS)


def _is_torn(cells: list[str], width: int) -> bool:
    """Whether these are the pieces of one remark with separators in it."""
    is_uneven = 1 < len(cells) != width
    return is_uneven and bool(REMARK.match(cells[0])) and all(c.startswith(" ") for c in cells[1:])


def _is_said(words: str, is_apart: bool) -> bool:
    """Whether the only words of a line are a remark; a row of few columns may have one long cell too."""
    return bool(REMARK.match(words)) or (is_apart and len(words) >= 25 and " " in words)


def _apart(records: Records, told: Positions, remark: Mask, text: bytes, width: int, delimiter: str) -> Mask:
    """Add what stands below a gap of blank rows at the end and is not as full as a row."""
    if len(told) < 3:
        return remark
    tail = told[-12:]
    for place in range(len(tail) - 1, 0, -1):
        if (
            records.line[tail[place]] - records.line[tail[place - 1]] > 1
            and tail[place] - tail[place - 1] > 1
        ):
            below = tail[place:]
            if all(_is_sparse(text, records, int(i), width, delimiter) for i in below):
                remark[below] = True
    return remark


def _is_sparse(text: bytes, records: Records, index: int, width: int, delimiter: str) -> bool:
    cells = cells_of(text[records.start[index] : records.end[index]], delimiter)
    return sum(1 for cell in cells if cell.strip()) <= max(1, width // 3)


def _extra_empty(text: bytes, records: Records, among: Mask, width: int, delimiter: str) -> Mask:
    """Records that are too wide, but only by empty cells at the end."""
    extra = np.zeros(len(records), bool)
    for index in np.flatnonzero(among):
        start, end = int(records.start[index]), int(records.end[index])
        surplus = int(records.cells[index]) - width
        if text[end - surplus : end] == delimiter.encode() * surplus:
            extra[index] = True
        else:
            extra[index] = not any(cell.strip() for cell in cells_of(text[start:end], delimiter)[width:])
    return extra


def _say_second_table(records: Records, second: Mask, faults: Faults) -> None:
    if second.any():
        line = int(records.line[second][0])
        what = _("Another table begins here, with other columns. Send it in a file of its own.")
        faults.ask("another_table", what, lines=(line,))


def _say_uneven(records: Records, told: Mask, width: int, faults: Faults) -> None:
    faults.add_lines("STR-009", records.line[records.misquoted[records.misquoted > 0]])
    many, few = told & (records.cells > width), told & (records.cells < width)
    for kind, uneven in (("too_many_cells", many), ("too_few_cells", few)):
        found = _from_to(records.cells[uneven])
        faults.add_lines("STR-008", records.line[uneven], expected=width, found=found, kind=kind)


def _from_to(counts: npt.NDArray[np.int64]) -> str:
    """The lowest and the highest of the counts, such as 5-7; one number where they are the same."""
    ends = dict.fromkeys((int(counts.min()), int(counts.max()))) if len(counts) else ()
    return "–".join(map(str, ends))


def _note_left_out(records: Records, blank: Mask, extra: Mask, notes: list[Note]) -> None:
    for kind, mask, message in (
        (
            "blank_row",
            blank,
            N_many(
                "%(count)d blank row was left out (line %(lines)s).",
                "%(count)d blank rows were left out (lines %(lines)s).",
            ),
        ),
        (
            "extra_cells",
            extra,
            N_many(
                "Empty cells beyond the last column were left out in %(count)d line (%(lines)s).",
                "Empty cells beyond the last column were left out in %(count)d lines (%(lines)s).",
            ),
        ),
    ):
        lines = records.line[mask]
        if len(lines):
            notes.append(note_lines(kind, message, (int(n) for n in lines[:100]), len(lines)))
