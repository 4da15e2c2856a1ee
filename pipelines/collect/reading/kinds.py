"""What a file is, by its bytes and never by its name. What does not belong here: how text is encoded."""

from __future__ import annotations

from pipelines.contract.text import N_

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = (ZIP, OLD_OFFICE)
SIGNATURES = (
    (b"PK\x05\x06", N_("an empty zip archive")),
    (b"PK\x07\x08", N_("a part of a zip archive")),
    (b"%PDF", N_("a PDF")),
    (b"\x1f\x8b", N_("a compressed file (gzip)")),
    (b"BZh", N_("a compressed file (bzip2)")),
    (b"\xfd7zXZ", N_("a compressed file (xz)")),
    (b"\x28\xb5\x2f\xfd", N_("a compressed file (zstd)")),
    (b"\x89PNG", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"PAR1", N_("a Parquet file")),
    (b"ARROW1", N_("an Arrow file")),
    (b"{\\rtf", N_("a rich-text document")),
    (b"7z\xbc\xaf", N_("a compressed file (7z)")),
    (b"Rar!", N_("a compressed file (RAR)")),
    (b"SQLite format 3\0", N_("a database")),
    (b"\x7fELF", N_("a program")),
    (b"MZ\x90", N_("a program")),
)
MARKUP = (
    (b"<!doctype html", N_("a web page")),
    (b"<html", N_("a web page")),
    (b"<?xml", N_("an XML document")),
    (b"<table", N_("a web page")),
    (b'{"', N_("a JSON document")),
    (b"[{", N_("a JSON document")),
)


def other_kind(content: bytes) -> str:
    """What the file is if it is certainly not a text table, in English words; empty where it may be one."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    start = b"".join(content[:200].removeprefix(b"\xef\xbb\xbf").lower().split())
    return next((kind for mark, kind in MARKUP if start.startswith(mark.replace(b" ", b""))), "")
