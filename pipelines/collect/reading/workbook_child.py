"""The child process that opens a workbook: bytes in by stdin, one line of JSON and CSV text out by stdout.

It limits its own memory and time before it opens anything. What does not belong here: judgement.
"""

from __future__ import annotations

import datetime
import io
import itertools
import json
import sys
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from pipelines.collect.reading.cleaning import write_row
from pipelines.collect.reading.workbook_choice import choose
from pipelines.collect.reading.workbook_comments import is_too_much
from pipelines.collect.reading.workbook_scan import MOST_CELLS, Scan

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MEMORY = 400 << 20
SHOWN, FEW = 20, 3
ROWS_BESIDE, COLUMNS_BESIDE, LONGEST_BESIDE = 40, 1_000, 200
"""So much is looked at of a sheet that is not read."""
Cell = Any
_TIMES = {datetime.datetime, datetime.date, datetime.time, datetime.timedelta}


def main() -> None:
    """Read the workbook on stdin as the JSON argument asks."""
    asked = json.loads(sys.argv[1])
    _limit(asked["seconds"])
    content = sys.stdin.buffer.read()
    try:
        said, sheet = _choose(content, asked)
        if sheet is None:
            _say(said)
        else:
            _write(said, sheet)
    except MemoryError:
        _say({"refused": "too_large"})


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent's time limit remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _choose(content: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], CalamineSheet | None]:
    """The sheet to be read with what is said of it; no sheet where the parent must refuse or ask."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if (
        len(content) > 8
        and content.startswith(b"\xd0\xcf")
        and "EncryptedPackage".encode("utf-16-le") in content
    ):
        return {"refused": "password"}, None
    scan = Scan(content)
    if scan.most_cells > MOST_CELLS or is_too_much(scan.comments):
        return {"refused": "too_large"}, None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _of_sheets(book, scan, asked)
    except PasswordError:
        return {"refused": "password"}, None
    except (CalamineError, OSError, ValueError):
        return {"refused": "damaged"}, None


def _of_sheets(
    book: CalamineWorkbook, scan: Scan, asked: dict[str, Any]
) -> tuple[dict[str, Any], CalamineSheet | None]:
    shown = [
        m.name for m in book.sheets_metadata if str(m.visible).endswith("Visible") and "Work" in str(m.typ)
    ]
    wanted = asked["sheet"]
    if wanted:
        place = {str(i): name for i, name in enumerate(book.sheet_names, 1)}
        name = wanted if wanted in book.sheet_names else place.get(wanted)
        if name is None:
            return {"refused": "no_sheet", "sheets": book.sheet_names}, None
        return _said(book, name, scan, {}), book.get_sheet_by_name(name)
    sheets = {name: book.get_sheet_by_name(name) for name in shown or book.sheet_names}
    filled = {name: sheet for name, sheet in sheets.items() if sheet.start is not None}
    if not filled:
        return {"refused": "no_data"}, None
    names = choose(filled, asked["layouts"])
    if len(names) > 1:
        return {"choices": names, **_beside(book, "", scan, sheets)}, None
    return _said(book, names[0], scan, sheets), filled[names[0]]


def _said(book: CalamineWorkbook, name: str, scan: Scan, opened: dict[str, CalamineSheet]) -> dict[str, Any]:
    others = [other for other in book.sheet_names if other != name]
    found = scan.of_sheet(book.sheet_names.index(name))
    said: dict[str, Any] = {"sheet": name, "others": others, "is_named": bool(others), "format": scan.format}
    said |= _beside(book, name, scan, opened)
    if found.errors:
        return said | {"refused": "error_cells", "lines": _first(found.errors)}
    if found.empty_formulas:
        return said | {"refused": "formulas", "lines": _first(found.empty_formulas)}
    if found.doubled:
        rows = [int(place.lstrip(ascii_uppercase)) for place in found.doubled]
        return said | {"refused": "doubled", "lines": _first(rows), "cells": found.doubled[:FEW]}
    if found.formulas:
        said["formulas"] = _counted(found.formulas)
    if found.hidden:
        said["hidden"] = _counted(found.hidden)
    said["hidden_columns"] = found.hidden_columns
    return said


def _beside(
    book: CalamineWorkbook, name: str, scan: Scan, opened: dict[str, CalamineSheet]
) -> dict[str, Any]:
    """What stands beside the sheet that is read: rows of the others, all comments (its own: sheet 0)."""
    place = book.sheet_names.index(name) if name else -1
    return {
        "beside": [
            _first_rows(number, opened.get(other) or _sheet(book, other))
            for number, other in enumerate(book.sheet_names, 1)
            if other != name
        ],
        "comments": [
            (0 if comment.sheet == place else comment.sheet + 1, comment.letter, comment.row, comment.text)
            for comment in scan.comments
        ],
    }


def _first(lines: list[int]) -> list[int]:
    """The first of the different lines."""
    return sorted(set(lines))[:SHOWN]


def _counted(lines: list[int]) -> dict[str, Any]:
    """How many cells there are (one line each in `lines`), on how many lines, and the first of these."""
    return {"lines": _first(lines), "count": len(lines), "of_lines": len(set(lines))}


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | None:
    try:
        return book.get_sheet_by_name(name)
    except Exception:  # a sheet of charts or the like: calamine has an error of its own for each format
        return None


def _first_rows(number: int, sheet: CalamineSheet | None) -> dict[str, Any]:
    """What a parent's `OtherSheet` is made of."""
    row_at, column_at = (sheet.start if sheet else None) or (0, 0)
    rows = itertools.islice(sheet.iter_rows(), ROWS_BESIDE) if sheet else ()
    cells = [[""] * column_at + [_text(cell)[:LONGEST_BESIDE] for cell in row] for row in rows]
    return {"number": number, "first_line": row_at + 1, "rows": [row[:COLUMNS_BESIDE] for row in cells]}


def _write(said: dict[str, Any], sheet: CalamineSheet) -> None:
    if "refused" in said:
        _say(said)
        return
    row_at, column_at = sheet.start or (0, 0)
    said["merged"] = [[a + 1, b + 1, c + 1, d + 1] for (a, b), (c, d) in _merged(sheet)]
    said["first_row"] = row_at + 1
    last = column_at + sheet.width
    said["hidden_columns"] = [
        n for a, b in said["hidden_columns"] for n in range(max(a, column_at + 1), min(b, last) + 1)
    ]
    dates: list[int] = []
    text = io.BytesIO()  # one of text takes four bytes a character
    before = [""] * column_at
    for number, row in enumerate(sheet.iter_rows(), row_at + 1):
        if any(kind in _TIMES for kind in map(type, row)):
            dates += [number] * sum(1 for value in row if type(value) in _TIMES)
        text.write(write_row(before + list(map(_text, row))).encode("utf-8", "replace"))
    if dates:
        said["dates"] = _counted(dates)
    cell = _text(next(sheet.iter_rows())[0]) if sheet.width == sheet.height == 1 and not column_at else ""
    if "\n" in cell:
        said["pasted"] = _counted([row_at + 1])
        text = io.BytesIO("".join(write_row([line]) for line in cell.split("\n")).encode("utf-8", "replace"))
    _say(said)
    sys.stdout.buffer.write(text.getbuffer())


def _merged(sheet: CalamineSheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    try:
        return list(sheet.merged_cell_ranges or [])
    except Exception:  # calamine knows merged cells of some formats only
        return []


def _text(value: Cell) -> str:
    """The value as text: whole numbers without decimals, dates as ISO 8601."""
    kind = type(value)
    if kind is str:
        return _plain(value) if "\r" in value or "_x" in value else value
    if kind is float:
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ") if value.time() != datetime.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def _plain(text: str) -> str:
    """Line ends as one character; `_x000D_` is how Excel writes a carriage return."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _say(said: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
