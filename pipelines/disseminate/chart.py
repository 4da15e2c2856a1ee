"""A finished chart and how its files are written. No drawing: that is `style` and the `*_chart` modules."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataTable:
    """The numbers of a chart as a person reads them, all text; the first cell names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """One chart on disk. `csv` holds exactly the drawn values; `notes` are the lines under the picture."""

    name: str
    title: str
    subtitle: str
    alt: str
    notes: tuple[str, ...]
    table: DataTable
    png: Path
    svg: Path
    csv: Path


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8, comma, line feed; None is an empty cell and a whole number has no decimals."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _plain(cell: object) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def write_whole(path: Path, content: bytes) -> Path:
    """Write the file under a temporary name, then rename it: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
