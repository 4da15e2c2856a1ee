"""What the XML of an xlsx says before it is opened, for the child process that opens workbooks.

What does not belong here: opening it, and comments on cells (see `workbook_comments`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import numpy as np

from pipelines.collect.reading.workbook_comments import Comment, comments_of

MOST_CELLS = 20_000_000
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')
_EXTREME = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*[^/]>')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*(?<!/)>')
_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_EDGES = re.compile(rb'\b(min|max)="(\d+)"')
BLOCK = 4 << 20


class Found:
    """Rows with formulas, with formulas that have no value, with errors; hidden rows and columns (from 1).

    `doubled` are the addresses at which two cells stand: each program shows another of them.
    """

    def __init__(self, xml: bytes = b"") -> None:
        self.formulas: list[int] = []
        self.empty_formulas: list[int] = []
        self.errors: list[int] = []
        self.hidden = [int(row) for row in _HIDDEN.findall(xml)] if b' hidden="' in xml else []
        self.hidden_columns = list(_hidden_columns(xml)) if b' hidden="' in xml else []
        self.doubled = _doubled(xml)
        if b"<f" not in xml and b":f" not in xml and b't="e"' not in xml:
            return
        for attributes, inner in _CELL.findall(xml):
            has_formula, is_error = _FORMULA.search(inner), b't="e"' in attributes
            if not (has_formula or is_error):
                continue
            place = _PLACE.search(attributes)
            row = int(place[2]) if place else 0
            if is_error:
                self.errors.append(row)
            elif has_formula:
                (self.formulas if _VALUE.search(inner) else self.empty_formulas).append(row)


class Scan:
    """What the XML of an xlsx says before it is opened: the farthest filled cell, formulas, errors."""

    def __init__(self, content: bytes) -> None:
        self.format = "xls"
        self.most_cells = 0
        self._sheets: list[Found] = []
        self.comments: list[Comment] = []
        if not content.startswith(b"PK"):
            return
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            self.format = "xlsb" if "xl/workbook.bin" in names else "ods" if "mimetype" in names else "xlsx"
            if self.format != "xlsx":
                return
            paths = _sheet_paths(archive)
            self.comments = comments_of(archive, paths)
            for path in paths:
                xml = archive.read(path) if path in names else b""
                cells = _extent(xml) if xml else 0
                self.most_cells = max(self.most_cells, cells)
                self._sheets.append(Found(xml) if cells <= MOST_CELLS else Found())
                del xml  # the next one is unpacked beside no other

    def of_sheet(self, index: int) -> Found:
        """What was found on the sheet at this place of the workbook."""
        return self._sheets[index] if index < len(self._sheets) else Found()


def _hidden_columns(xml: bytes) -> Iterator[tuple[int, int]]:
    """The first and the last number of each run of hidden columns."""
    for column in _COLUMN.findall(xml):
        edges = {name: int(number) for name, number in _EDGES.findall(column)}
        if b"min" in edges:
            yield edges[b"min"], edges.get(b"max", edges[b"min"])


def _doubled(xml: bytes) -> list[str]:
    """The addresses of filled cells that stand twice; compared by a number each, which takes less room."""
    numbers = [np.empty(0, np.int64)]
    for begin, stop in _blocks(xml):
        numbers.append(np.fromiter(map(hash, _FILLED.findall(xml, begin, stop)), np.int64))
    ordered = np.sort(np.concatenate(numbers))
    twice = set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
    if not twice:
        return []
    places = (place for place in _FILLED.findall(xml) if hash(place) in twice)
    return list(dict.fromkeys(place.decode() for place in places))


def _blocks(xml: bytes) -> Iterator[tuple[int, int]]:
    """Stretches of the XML that begin with a tag."""
    begin = 0
    while begin < len(xml):
        stop = xml.find(b"<", min(begin + BLOCK, len(xml)))
        yield begin, stop if stop > 0 else len(xml)
        begin = stop if stop > 0 else len(xml)


def _sheet_paths(archive: zipfile.ZipFile) -> list[str]:
    """The part of each sheet, in the order of the workbook."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        found = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        targets[found.get("Id", "")] = found.get("Target", "")
    ids = re.findall(r'<(?:\w+:)?sheet\b[^>]*\b\w+:id="([^"]*)"', book)
    return [_full_path(targets.get(relation, "")) for relation in ids]


def _full_path(target: str) -> str:
    return target[1:] if target.startswith("/") else "xl/" + target


def _extent(xml: bytes) -> int:
    """Rows times columns up to the farthest filled cell; looked at closely only where it may be large."""
    last = re.compile(rb'r="(\d+)"').search(xml, xml.rfind(b"<row") if b"<row" in xml else 0)
    rows = int(last[1]) if last else 1
    columns = max((_number(letters) for letters in set(_WIDE.findall(xml))), default=26)
    if rows * columns <= MOST_CELLS:
        return rows * columns
    filled = [(int(row), letters) for letters, row in _EXTREME.findall(xml)]
    if not filled:
        return 0
    return max(row for row, _letters in filled) * max(
        _number(letters) for letters in {c for _row, c in filled}
    )


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.decode():
        number = number * 26 + ord(letter) - 64
    return number
