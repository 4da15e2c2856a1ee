"""Files in which every line was put in quotation marks as a whole, and the marks in it doubled.

A spreadsheet does this to a file that it read as one column. What does not belong here: other quoting.
"""

from __future__ import annotations

from pipelines.collect.reading.delimiters import fits, sample_of
from pipelines.collect.reading.layouts import Layout


def unwrap(text: bytes, layout: Layout) -> bytes:
    """The lines without the quotes around them, line for line; empty where the file is not of this kind."""
    sample = [line for line in sample_of(text).split(b"\n") if line.strip()]
    wrapped = [line for line in sample if _inner(line) is not None]
    if len(wrapped) < 2 or len(wrapped) < len(sample) - 1:
        return b""
    best = fits(_unwrapped(b"\n".join(sample) + b"\n"), layout)[0]
    return _unwrapped(text) if best.makes_a_table and best.share > 0.8 else b""


def _unwrapped(text: bytes) -> bytes:
    lines = []
    for line in text.split(b"\n"):
        inner = _inner(line)
        lines.append(line if inner is None else inner)
    return b"\n".join(lines)


def _inner(line: bytes) -> bytes | None:
    """What one pair of quotes around the whole line holds; None where there is no such pair."""
    body = line.rstrip(b" ,;")
    if len(body) < 2 or not (body.startswith(b'"') and body.endswith(b'"')):
        return None
    inner = body[1:-1]
    plain = inner.replace(b'""', b"")
    return None if b'"' in plain else inner.replace(b'""', b'"')
