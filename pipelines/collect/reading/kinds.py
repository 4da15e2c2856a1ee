"""What a file is, by its bytes and never by its name. What does not belong here: how text is encoded."""

from __future__ import annotations

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = (ZIP, OLD_OFFICE)
SIGNATURES = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"PK\x07\x08", "a part of a zip archive"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"{\\rtf", "a rich-text document"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
MARKUP = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML document"),
    (b"<table", "a web page"),
    (b'{"', "a JSON document"),
    (b"[{", "a JSON document"),
)


def other_kind(content: bytes) -> str:
    """What the file is if it is certainly not a text table, in English words; empty where it may be one."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    start = b"".join(content[:200].removeprefix(b"\xef\xbb\xbf").lower().split())
    return next((kind for mark, kind in MARKUP if start.startswith(mark.replace(b" ", b""))), "")
