"""A delimited text file of the analyst's own, as columns of text: no contract, no store.

Encoding and cells are read as those of a submission are (`collect.reading`); what is left is the table. What
does not belong here: submissions, what a cell means (`plain_numbers`) and what a column is (`plain_columns`).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass

from pipelines.collect.reading.cleaning import clean_cell
from pipelines.collect.reading.delimiters import declared_delimiter
from pipelines.collect.reading.encodings import decode
from pipelines.contract.errors import UNREADABLE, TiporError
from pipelines.contract.text import _, ngettext

DELIMITERS = (",", ";", "\t", "|", " ")
SAMPLE = 1 << 14
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x19]")
"""Signs that no text has."""
Record = tuple[str, ...]


@dataclass(frozen=True)
class PlainTable:
    """Header and rows as text, cleaned as submissions are; `lines` are physical, from 1.

    A column without a name that is empty throughout is left out; one with cells keeps its empty name.
    """

    columns: Record
    rows: tuple[Record, ...]
    lines: tuple[int, ...]
    sha256: str

    def column(self, at: int) -> Record:
        """The cells of a column."""
        return tuple(row[at] for row in self.rows)


def sha256_of(content: bytes) -> str:
    """The hash by which a file is known beside a result."""
    return hashlib.sha256(content).hexdigest()


def read_plain(content: bytes) -> PlainTable:
    """The table in the bytes; no columns where the file is empty. Raises TiporError (unreadable)."""
    text = _decoded(content)
    declared, length = declared_delimiter(text.encode())
    delimiter = declared or _delimiter(text)
    records = _records(text[length:], delimiter, first_line=2 if length else 1)
    if not records:
        return PlainTable((), (), (), sha256_of(content))
    (_line, header), *body = records
    columns = _columns(header, [cells for _line, cells in body])
    rows = tuple(_as_wide(cells, len(columns), line) for line, cells in body)
    lines = tuple(line for line, _cells in body)
    return _without_empty(PlainTable(columns, rows, lines, sha256_of(content)))


def _decoded(content: bytes) -> str:
    found = decode(content)
    text = found.text.decode("utf-8", "replace")
    if found.fault_at >= 0 and "\0" not in text:
        text = content.decode("cp1252", "replace")
    if NO_TEXT.search(text):
        raise _unreadable(_("The file is not text."))
    return text


def _delimiter(text: str) -> str:
    """The separator under which most lines are as wide as the header; of several the one that makes most."""

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(cells) for _line, cells in _records(sample, delimiter)]
        except TiporError:
            return 0.0, 0
        if not widths or widths[0] < 2:
            return 0.0, 0
        return sum(width - widths[0] in (0, 1) for width in widths) / len(widths), widths[0]

    sample = text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1] or text[:SAMPLE]
    usual, blank = DELIMITERS[:-1], DELIMITERS[-1]
    best = max(usual, key=fit)
    return blank if fit(best) == (0.0, 0) and fit(blank)[0] == 1 else best


def _records(text: str, delimiter: str, first_line: int = 1) -> list[tuple[int, Record]]:
    """Physical line and cleaned cells of every record that has any. Raises TiporError (unreadable)."""
    found = []
    is_blank = delimiter == " "
    stream = io.StringIO("\n".join(map(str.strip, text.splitlines())) if is_blank else text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=is_blank, strict=True)
    try:
        for record in reader:
            cells = tuple(clean_cell(cell)[0].strip() for cell in record)
            if any(cells):
                found.append((reader.line_num + first_line - 1, cells))
    except csv.Error:
        line = reader.line_num + first_line - 1
        raise _unreadable(_("Line %(line)d is not well formed.") % {"line": line}) from None
    return found


def _columns(header: Record, rows: list[Record]) -> Record:
    """The names; where all rows have one cell more, as R writes names of rows, the first has none."""
    names_of_rows = {cells[0] for cells in rows if cells[0] and len(cells) == len(header) + 1}
    if rows and len(names_of_rows) == len(rows):
        return ("", *header)
    return header


def _as_wide(cells: Record, width: int, line: int) -> Record:
    """The cells of a row, without empty ones past the header. Raises TiporError where the widths differ."""
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    if len(cells) != width:
        text = ngettext(
            "Line %(line)d has %(count)d cell, the header has %(expected)d.",
            "Line %(line)d has %(count)d cells, the header has %(expected)d.",
            len(cells),
        )
        raise _unreadable(text % {"line": line, "count": len(cells), "expected": width})
    return cells


def _without_empty(plain: PlainTable) -> PlainTable:
    kept = [at for at, name in enumerate(plain.columns) if name or any(plain.column(at))]
    if len(kept) == len(plain.columns):
        return plain
    return picked(plain, kept)


def picked(plain: PlainTable, columns: list[int]) -> PlainTable:
    """The table with these columns only, in this order."""
    names = tuple(plain.columns[at] for at in columns)
    rows = tuple(tuple(row[at] for at in columns) for row in plain.rows)
    return PlainTable(names, rows, plain.lines, plain.sha256)


def _unreadable(what: str) -> TiporError:
    return TiporError(
        what, _("Save it as CSV (UTF-8), one header line, and try again."), exit_code=UNREADABLE
    )
