"""A zip archive seen from outside: what its directory says, before anything in it is opened.

What does not belong here: the cells of a workbook.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from pipelines.contract.text import N_

MOST_ENTRIES, MOST_BYTES, MOST_PART, MOST_RATIO, FREE_BYTES = 2_000, 512 << 20, 256 << 20, 200, 1 << 20
PROLOG = 1 << 16
_ROOT = re.compile(rb"<[A-Za-z]")
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FORMATS = (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"))
OTHERS = (
    ("word/", N_("a Word document")),
    ("ppt/", N_("a presentation")),
    ("META-INF/MANIFEST.MF", N_("a Java archive")),
)


@dataclass(frozen=True)
class Refusal:
    """Why an archive is not opened: a word and an English sentence part."""

    kind: str
    what: str


@dataclass(frozen=True)
class Examined:
    """What kind of workbook an archive is, and how many bytes it has when unpacked."""

    kind: str
    size: int


def examine(content: bytes) -> Examined | Refusal:
    """Look at the directory and at the beginning of each XML part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            return _of_directory(entries) or _of_prologs(archive, entries) or _format(archive, entries)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Refusal(
            "damaged", "it is damaged or of a kind that cannot be opened; save it as .xlsx or as CSV (UTF-8)"
        )


def _of_directory(entries: list[zipfile.ZipInfo]) -> Refusal | None:
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_BYTES:
        return Refusal("bomb", "it unpacks to more than is allowed")
    if any(
        e.file_size > MOST_PART or e.file_size > FREE_BYTES + MOST_RATIO * max(1, e.compress_size)
        for e in entries
    ):
        return Refusal("bomb", "a part of it unpacks to far more than it seems to hold")
    if any(_leaves(name) for name in names):
        return Refusal("path", "a part of it names a place outside of it")
    if len(set(names)) != len(names):
        return Refusal("damaged", "it has two parts of one name")
    if any(
        name.lower().endswith(("vbaproject.bin", ".vba")) or "macrosheets/" in name.lower() for name in names
    ):
        return Refusal("macros", "it holds macros (programs); save it as .xlsx without them")
    if any(entry.flag_bits & 1 for entry in entries):
        return Refusal("password", "it is protected by a password; save a copy without one")
    return None


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]


def _of_prologs(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Refusal | None:
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(entry) as part:
            start = part.read(PROLOG).replace(b"\0", b"")
        if _DECLARED.search(start) or (entry.file_size > PROLOG and not _ROOT.search(start)):
            return Refusal("doctype", "a part of it declares entities (DOCTYPE), which no spreadsheet does")
    return None


def _format(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Examined | Refusal:
    names = {entry.filename for entry in entries}
    size = sum(entry.file_size for entry in entries)
    for name, kind in FORMATS:
        if name in names:
            return Examined(kind, size)
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        return Examined("ods", size)
    if any(name.startswith("xl/") for name in names):
        return Examined("xlsx", size)
    what = next(
        (kind for mark, kind in OTHERS if any(name.startswith(mark) for name in names)), N_("a zip archive")
    )
    return Refusal("not_a_workbook", what)
