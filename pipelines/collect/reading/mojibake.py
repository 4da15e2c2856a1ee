"""Letters that were broken before the file was sent: read in a wrong encoding and saved again, or lost.

What does not belong here: choosing the encoding of the file itself (see `encodings`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.collect.reading.faults import Faults
from pipelines.collect.reading.letters import is_usual
from pipelines.collect.reading.misread import was_misread, written_in

SAMPLE = 1 << 18
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_HAN_IN_A_WORD = re.compile(r"(?<=[A-Za-z])[\u4e00-\u9fff]+")
_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_LOST = re.compile(rb"\?{3,}")
_LOST_LETTER = re.compile(
    rb"(?:^|(?<=[\s,;|\"'(-]))[A-Za-z]+\?[a-z][A-Za-z'-]*(?=[\s,;|\"')]|$)", re.MULTILINE
)
"""A mark within a word, as in `C?te`; not in an address of the web."""
MISREAD_AS = (
    "cp1252", "latin-1", "cp1251", "cp1256", "mac_roman", "cp850", "cp1250", "cp437", "cp866", "koi8_r",
    "cp1254", "cp1253", "gb18030", "big5", "cp932", "mac_cyrillic",
)  # fmt: skip


def judge_letters(text: bytes, faults: Faults, *, is_unicode: bool) -> None:
    """Findings about broken letters: UTF-8 text read in another encoding, and letters replaced by marks.

    `is_unicode`: the file came in Unicode, so that odd letters are no wrong guess of its encoding.
    """
    lost = _lines_with_lost_letters(text)
    if lost:
        faults.add_lines("STR-013", lost, kind="mojibake")
    elif not text.isascii() and (lines := _misread_lines(text, is_unicode)):
        faults.add_lines("STR-013", lines, kind="mojibake")


def _lines_with_lost_letters(text: bytes) -> list[int]:
    """Lines with the replacement character, or with rows of question marks in several places."""
    if not text.isascii() and "\ufffd".encode() in text:
        return [n for n, line in enumerate(text.split(b"\n"), 1) if "\ufffd".encode() in line]
    if not text.isascii() and _CONTROL.search(text):
        return [n for n, line in enumerate(text.split(b"\n"), 1) if _CONTROL.search(line)]
    if b"?" not in text:
        return []
    if _LOST_LETTER.search(text[:SAMPLE]):
        return [n for n, line in enumerate(text.split(b"\n"), 1) if _LOST_LETTER.search(line)]
    if b"???" not in text:
        return []
    lines = [n for n, line in enumerate(text.split(b"\n"), 1) if _LOST.search(line)]
    return lines if len(lines) >= 3 else []


def _misread_lines(text: bytes, is_unicode: bool) -> list[int]:
    sample = text[:SAMPLE].decode("utf-8", "ignore")
    runs = _RUN.findall(sample)
    for encoding in MISREAD_AS if runs else ():
        mended = sum(1 for run in runs if _is_misread(run, encoding))
        if (mended >= 2 and mended * 10 >= len(runs) * 6) or mended == len(runs) == 1:
            return [
                n for n, line in _lines(text) if any(_is_misread(r, encoding) for r in _RUN.findall(line))
            ]
    if any(_is_misread(han, "gb18030") for han in _HAN_IN_A_WORD.findall(sample)):
        return [n for n, line in _lines(text) if _HAN_IN_A_WORD.search(line)]
    if is_unicode and was_misread(sample):
        return [n for n, line in enumerate(text.split(b"\n"), 1) if not line.isascii()]
    return []


def _lines(text: bytes) -> Iterator[tuple[int, str]]:
    return enumerate(text.decode("utf-8", "ignore").split("\n"), 1)


def _is_misread(run: str, encoding: str) -> bool:
    """Whether the run, written in `encoding`, is UTF-8 for fewer characters (or as many of Han)."""
    content = written_in(run, encoding)
    try:
        mended = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    is_shorter = len(mended) < len(run) or (encoding == "gb18030" and len(mended) == len(run))
    return bool(mended) and is_shorter and all(map(is_usual, mended))
