"""What is done to cells without changing what they say: blanks, invisible marks, digits of other scripts.

The usual file needs none of it, which a few searches over its bytes show. What does not belong here:
judging a cell, or guessing what a number's marks mean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from pipelines.collect.reading.digits import IN_UTF8, in_plain_digits
from pipelines.collect.reading.layouts import INVISIBLE
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.contract.text import N_many

BLANKS = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN_BLANKS = dict.fromkeys(map(ord, BLANKS), " ")
_FORCED_TEXT = re.compile(r'="([^"]*)"')
COMPUTES = "=+-@\t\r＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula; lists of ours put an apostrophe before it."""
_GUARDED = re.compile(rf"'(?=[{BLANKS}]*[{re.escape(COMPUTES)}])")
_GUARDS = rb"'[ \t]*(?:[=+\-@\t\r]|\xef\xbc[\x9d\x8b\x8d\xa0])"
_TO_CLEAN = re.compile(
    rb"\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80|\xef\xbb\xbf|\xc2\xad|\xd8\x9c"
    rb"|" + IN_UTF8
)
TO_READ = re.compile(_TO_CLEAN.pattern + rb'|="|' + _GUARDS)
"""What only a look at the cell can clean."""
_MARKED = re.compile("[" + "".join(map(re.escape, map(chr, INVISIBLE))) + "]")
BLOCK = 1 << 20
KINDS = {
    "blanks": N_many(
        "Blanks at the ends of %(count)d cell were taken off (line %(lines)s).",
        "Blanks at the ends of %(count)d cells were taken off (lines %(lines)s).",
    ),
    "marks": N_many(
        "Invisible marks were taken out of %(count)d cell (line %(lines)s).",
        "Invisible marks were taken out of %(count)d cells (lines %(lines)s).",
    ),
    "digits": N_many(
        "Digits of another script were written as 0-9 in %(count)d cell (line %(lines)s).",
        "Digits of another script were written as 0-9 in %(count)d cells (lines %(lines)s).",
    ),
    "forced_text": N_many(
        'The spreadsheet\'s ="..." around %(count)d cell was taken off (line %(lines)s).',
        'The spreadsheet\'s ="..." around %(count)d cells was taken off (lines %(lines)s).',
    ),
    "guard": N_many(
        "The apostrophe that stops a spreadsheet computing was taken off %(count)d cell (line %(lines)s).",
        "The apostrophe that stops a spreadsheet computing was taken off %(count)d cells (lines %(lines)s).",
    ),
}


def needs_cleaning(text: bytes, delimiter: str) -> bool:
    """Whether some cell may have something to clean; False for the usual file."""
    blanks = b" " if delimiter == "\t" else b" \t"
    if any(_stands_at_an_edge(text, blank, delimiter) for blank in blanks if blank in text):
        return True
    if (b"=" in text and b'="' in text) or (b"'" in text and re.search(_GUARDS, text)):
        return True
    return not text.isascii() and bool(_TO_CLEAN.search(text))


def _stands_at_an_edge(text: bytes, blank: int, delimiter: str) -> bool:
    """Whether the character stands first or last in a cell."""
    array = np.frombuffer(text, np.uint8)
    is_edge = np.zeros(256, np.bool_)
    is_edge[np.frombuffer(delimiter.encode() + b'"\n', np.uint8)] = True
    if array[0] == blank:
        return True
    for begin in range(0, len(text), BLOCK):
        places = np.flatnonzero(array[begin : begin + BLOCK] == blank) + begin
        before, after = array[np.maximum(places - 1, 0)], array[np.minimum(places + 1, len(text) - 1)]
        if is_edge[before].any() or is_edge[after].any():
            return True
    return False


def clean_cell(cell: str) -> tuple[str, str]:
    """The cell as it is read, and the kinds of what was done (words of `KINDS`, joined by blanks)."""
    done = []
    text = cell
    if _MARKED.search(text):
        text = text.translate(INVISIBLE)
        done.append("marks")
    if text != (stripped := text.strip(BLANKS)):
        text = stripped
        done.append("blanks")
    if text.startswith("'") and _GUARDED.match(text):
        text = text[1:].strip(BLANKS)
        done.append("guard")
    if text.startswith('="') and (forced := _FORCED_TEXT.fullmatch(text)):
        text = forced[1]
        done.append("forced_text")
    if text != (plain := in_plain_digits(text)):
        text = plain
        done.append("digits")
    return text, " ".join(done)


def clean_name(cell: str) -> tuple[str, bool]:
    """The name of a column as it is read, with plain blanks within it, and whether anything was done."""
    name = clean_cell(cell)[0].translate(_PLAIN_BLANKS)
    return name, name != cell


@dataclass
class Cleaner:
    """Cleans rows and keeps count of what was done, and of the first lines where."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    line_counts: dict[str, int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _done: dict[str, str] = field(default_factory=dict)

    def row(self, line: int, cells: list[str]) -> list[str]:
        """The cells of one row, cleaned."""
        texts = list(map(self._texts.get, cells))
        if None in texts:
            self._learn(cells)
            texts = [self._texts[cell] for cell in cells]
        if texts != cells:
            for cell in cells:
                if cell in self._done:
                    self._count(self._done[cell], line)
        return cast("list[str]", texts)

    def _learn(self, cells: list[str]) -> None:
        if len(self._texts) > 300_000:
            self._texts.clear()
            self._done.clear()
        for cell in cells:
            text, done = clean_cell(cell)
            self._texts[cell] = text
            if done:
                self._done[cell] = done

    def _count(self, done: str, line: int) -> None:
        for kind in done.split(" "):
            self.counts[kind] = self.counts.get(kind, 0) + 1
            if self._last.get(kind) == line:
                continue
            self._last[kind] = line
            self.line_counts[kind] = self.line_counts.get(kind, 0) + 1
            first = self.lines.setdefault(kind, [])
            if len(first) < 100:
                first.append(line)

    def note(self, kind: str, count: int, lines: list[int], of_lines: int) -> None:
        """Count what was done elsewhere to `count` cells on `of_lines` other lines, first on these."""
        if count > 0:
            self.counts[kind] = self.counts.get(kind, 0) + count
            self.line_counts[kind] = self.line_counts.get(kind, 0) + of_lines
            first = self.lines.setdefault(kind, [])
            first += lines[: 100 - len(first)]

    def notes(self) -> list[Note]:
        """What was done, one note a kind."""
        return [
            note_lines(k, KINDS[k], sorted(self.lines[k]), n, of_lines=self.line_counts[k])
            for k, n in sorted(self.counts.items())
        ]


def rows_in(text: bytes | bytearray, delimiter: str) -> Iterator[list[str]]:
    """The rows of CSV text whose quotes are in place, as cells; bytes that are no text are replaced."""
    csv.field_size_limit(1 << 30)
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", errors="replace", newline="\n")
    yield from csv.reader(lines, delimiter=delimiter)


def write_row(cells: list[str], delimiter: str = ",") -> str:
    """One record of CSV with quotes where they are needed only."""
    joined = delimiter.join(cells)
    is_plain = joined.count(delimiter) == len(cells) - 1 and not (
        '"' in joined or "\n" in joined or "\r" in joined
    )
    return (joined if is_plain else delimiter.join(_quoted(cell, delimiter) for cell in cells)) + "\n"


def _quoted(cell: str, delimiter: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if delimiter in cell or "\n" in cell or "\r" in cell else cell
