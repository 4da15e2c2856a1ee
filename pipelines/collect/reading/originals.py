"""The records of a file as they stand in it, before anything was cleaned: for a marked copy of it.

What does not belong here: which records are rows, and what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.collect.reading.delimiters import cells_of
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.read import Reading, Wishes
from pipelines.collect.reading.records import find_records


@dataclass(frozen=True)
class Original:
    """One record: its physical line, its cells, and its text where the file is a text."""

    line: int
    cells: list[str]
    text: str = ""


def original_records(content: bytes, reading: Reading, layout: Layout, sheet: str = "") -> Iterator[Original]:
    """Every record of the file that was read into `reading`, also those above the header and between rows."""
    if reading.delimiter:
        yield from _of_text(_decoded(content, reading.encoding), reading.delimiter)
    else:
        from pipelines.collect.reading.workbooks import open_workbook, unpacked_size

        opened = open_workbook(content, [layout], Wishes(sheet=sheet), unpacked_size(content))
        if "first_row" in opened.said:
            for row, record in enumerate(_of_text(opened.text, ","), int(opened.said["first_row"])):
                yield Original(row, record.cells)


def _decoded(content: bytes, encoding: str) -> bytes:
    text = content.decode(encoding, "replace").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (text if text.endswith("\n") else f"{text}\n").encode()


def _of_text(text: bytes, delimiter: str) -> Iterator[Original]:
    records = find_records(text, delimiter)
    for begin, stop, line in zip(records.start, records.end, records.line, strict=True):
        record = text[begin:stop]
        yield Original(int(line), cells_of(record, delimiter), record.decode("utf-8", "replace"))
