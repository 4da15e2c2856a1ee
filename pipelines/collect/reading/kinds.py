"""What a file is, by its bytes and never by its name. What does not belong here: how text is encoded."""

from __future__ import annotations

import re

from pipelines.contract.text import N_

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = (ZIP, OLD_OFFICE)
SIGNATURES = (
    (b"PK\x05\x06", N_("an empty zip archive")),
    (b"PK\x07\x08", N_("a part of a zip archive")),
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
STARTS = (
    (b"%pdf", N_("a PDF")),
    (b"%!ps", N_("a PostScript document")),
    (b"mime-version:", N_("a web page")),
    (b"<?xml", N_("an XML document")),
    (b"<stata_dta>", N_("a data file of a statistics program")),
    (b"$fl2", N_("a data file of a statistics program")),
    (b'{"', N_("a JSON document")),
    (b"[{", N_("a JSON document")),
    (b"[[", N_("a JSON document")),
)
"""What stands first, in lower case and without blanks."""
SMALLEST = {b"{}": N_("a JSON document"), b"[]": N_("a JSON document")}
_WEB = re.compile(
    rb"<(?:!--|(?:!doctype|html|head|body|style|meta|title|script|div|span|font|center|p|h[1-6]|table|thead|tbody|tr|t[dh])\b)",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?/?>")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
START = 1 << 12


def other_kind(content: bytes) -> str:
    """What the file is if it is certainly not a text table, in English words; empty where it may be one."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    start = _without_mark(content[:START]).lstrip()
    plain = b"".join(start[:200].lower().split())
    if plain in SMALLEST:
        return SMALLEST[plain]
    for mark, kind in STARTS:
        if plain.startswith(mark):
            return kind
    return _markup(start, _without_mark(content[-START:]).rstrip()) if start.startswith(b"<") else ""


def _without_mark(content: bytes) -> bytes:
    """The bytes as of one a character, without a byte order mark: enough to know a kind by its ASCII."""
    for mark in _MARKS:
        content = content.removeprefix(mark)
    return content.replace(b"\0", b"")


def _markup(start: bytes, end: bytes) -> str:
    """A web page, or an XML document whose first element is the last to end; a header may hold a tag too."""
    if _WEB.match(start) and not _is_cell(start):
        return N_("a web page")
    root = _ROOT.match(start)
    if root and end.endswith((b"</" + root[1] + b">", b"/>")):
        return N_("an XML document")
    return ""


def _is_cell(start: bytes) -> bool:
    """Whether the tags stand in a first line of names with separators, and only there."""
    first, _end, rest = start.partition(b"\n")
    return (
        b"<" not in rest and any(first.count(mark) > 1 for mark in (b",", b";", b"\t", b"|")) and bool(rest)
    )
