"""Letters that were broken before the file was sent: read in a wrong encoding and saved again, or lost.

What does not belong here: choosing the encoding of the file itself (see `encodings`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.faults import Faults

SAMPLE = 1 << 18
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_LOST = re.compile(rb"\?{3,}")
MISREAD_AS = ("cp1252", "latin-1", "cp1251", "cp1256", "mac_roman", "cp850", "cp1250")


def judge_letters(text: bytes, faults: Faults) -> None:
    """Findings about broken letters: UTF-8 text read in another encoding, and letters replaced by marks."""
    lost = _lines_with_lost_letters(text)
    if lost:
        faults.add_lines("STR-013", lost, kind="mojibake")
    elif not text.isascii() and (lines := _misread_lines(text)):
        faults.add_lines("STR-013", lines, kind="mojibake")


def _lines_with_lost_letters(text: bytes) -> list[int]:
    """Lines with the replacement character, or with rows of question marks in several places."""
    if not text.isascii() and "\ufffd".encode() in text:
        return [n for n, line in enumerate(text.split(b"\n"), 1) if "\ufffd".encode() in line]
    if not text.isascii() and _CONTROL.search(text):
        return [n for n, line in enumerate(text.split(b"\n"), 1) if _CONTROL.search(line)]
    if b"?" not in text or b"???" not in text:
        return []
    lines = [n for n, line in enumerate(text.split(b"\n"), 1) if _LOST.search(line)]
    return lines if len(lines) >= 3 else []


def _misread_lines(text: bytes) -> list[int]:
    sample = text[:SAMPLE].decode("utf-8", "ignore")
    runs = _RUN.findall(sample)
    if not runs:
        return []
    for encoding in MISREAD_AS:
        mended = sum(1 for run in runs if _is_misread(run, encoding))
        if (mended >= 2 and mended * 10 >= len(runs) * 6) or mended == len(runs) == 1:
            lines = enumerate(text.decode("utf-8", "ignore").split("\n"), 1)
            return [n for n, line in lines if any(_is_misread(run, encoding) for run in _RUN.findall(line))]
    return []


def _is_misread(run: str, encoding: str) -> bool:
    """Whether the run, written in `encoding`, is UTF-8 for fewer characters."""
    try:
        mended = _bytes_of(run, encoding).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False
    return len(mended) < len(run) and mended.isprintable()


def _bytes_of(run: str, encoding: str) -> bytes:
    if encoding != "cp1252":
        return run.encode(encoding)
    return b"".join(c.encode("latin-1") if "\x80" <= c <= "\x9f" else c.encode("cp1252") for c in run)
