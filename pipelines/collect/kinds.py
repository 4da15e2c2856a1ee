"""What a file is, by its bytes and never by its name. What does not belong here: how text is encoded."""

from __future__ import annotations

SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls or .doc)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a rich-text document"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
)


def other_kind(content: bytes) -> str:
    """What the file is if it is certainly not text, in English words; empty where it may be text."""
    return next((kind for signature, kind in SIGNATURES if content.startswith(signature)), "")
