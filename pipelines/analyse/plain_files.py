"""A delimited text file of the analyst's own, as columns of text: no contract, no store.

What does not belong here: submissions, which are read by `collect.reading`, and what a cell means.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass

from pipelines.contract.errors import UNREADABLE, TiporError
from pipelines.contract.text import _, ngettext

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class PlainTable:
    """Header and rows as text, blanks at the ends of cells removed; `lines` are physical, from 1."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    sha256: str


def read_plain(content: bytes) -> PlainTable:
    """The table in the bytes; no columns where the file is empty. Raises TiporError (unreadable)."""
    digest = hashlib.sha256(content).hexdigest()
    text = _decoded(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    columns: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            cells = tuple(cell.strip() for cell in record)
            if not any(cells):
                continue
            if not columns:
                columns = cells
                continue
            if len(cells) != len(columns):
                text = ngettext(
                    "Line %(line)d has %(count)d cell, the header has %(expected)d.",
                    "Line %(line)d has %(count)d cells, the header has %(expected)d.",
                    len(cells),
                )
                said = {"line": reader.line_num, "count": len(cells), "expected": len(columns)}
                raise _unreadable(text % said)
            rows.append(cells)
            lines.append(reader.line_num)
    except csv.Error:
        raise _unreadable(_("Line %(line)d is not well formed.") % {"line": reader.line_num}) from None
    return PlainTable(columns, tuple(rows), tuple(lines), digest)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise _unreadable(_("The file is not text."))
    return text


def _unreadable(what: str) -> TiporError:
    return TiporError(
        what, _("Save it as CSV (UTF-8), one header line, and try again."), exit_code=UNREADABLE
    )
