"""Letters that were broken before the file was sent: read in a wrong encoding and saved again, or lost.

What does not belong here: choosing the encoding of the file itself (see `encodings`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from pipelines.collect.reading.faults import Faults
from pipelines.collect.reading.letters import is_usual
from pipelines.collect.reading.misread import was_misread, written_in
from pipelines.collect.reading.records import Positions

SAMPLE = 1 << 18
MOSTLY, LONG = ("cp1252", "latin-1"), 6
"""One word alone is misread in one of these, or is long: any short word makes sense in some encoding."""
NONE: Positions = np.empty(0, np.int64)
_OUTSIDE = re.compile(rb"[\x80-\xff]+")
_REPLACED = re.compile("\ufffd".encode())
_HAN_BEHIND_A_LETTER = re.compile(rb"(?<=[A-Za-z])[\xe4-\xe9]")
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
    if len(lost):
        faults.add_lines("STR-013", lost, kind="mojibake")
    elif not text.isascii():
        faults.add_lines("STR-013", _misread_lines(text, is_unicode), kind="mojibake")


def _lines_with_lost_letters(text: bytes) -> Positions:
    """Lines with the replacement character, or with rows of question marks in several places."""
    if not text.isascii() and _REPLACED.search(text):
        return _lines_of(text, _REPLACED)
    if not text.isascii() and _CONTROL.search(text):
        return _lines_of(text, _CONTROL)
    if b"?" not in text:
        return NONE
    if _LOST_LETTER.search(text[:SAMPLE]):
        return _lines_of(text, _LOST_LETTER)
    lines = _lines_of(text, _LOST) if b"???" in text else NONE
    return lines if len(lines) >= 3 else NONE


def _misread_lines(text: bytes, is_unicode: bool) -> Positions:
    sample = text[:SAMPLE].decode("utf-8", "ignore")
    runs = _RUN.findall(sample)
    for encoding in MISREAD_AS if runs else ():
        mended = sum(1 for run in runs if _is_misread(run, encoding))
        is_only_one = mended == len(runs) == 1 and (encoding in MOSTLY or len(runs[0]) >= LONG)
        if (mended >= 2 and mended * 10 >= len(runs) * 6) or is_only_one:
            return _lines_of(text, _OUTSIDE, partial(_is_run, encoding=encoding))
    if any(_is_misread(han, "gb18030") for han in _HAN_IN_A_WORD.findall(sample)):
        return _lines_of(text, _HAN_BEHIND_A_LETTER)
    return _lines_of(text, _OUTSIDE) if is_unicode and was_misread(sample) else NONE


def _lines_of(
    text: bytes, pattern: re.Pattern[bytes], holds: Callable[[bytes], bool] | None = None
) -> Positions:
    """The lines, from 1, on which something is found (of which `holds` is true); each find is judged once."""
    judge = lru_cache(1 << 16)(holds) if holds else None
    found = (find.start() for find in pattern.finditer(text) if judge is None or judge(find[0]))
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    lines: Positions = np.searchsorted(ends, np.fromiter(found, np.int64)) + 1
    return lines[np.diff(lines, prepend=0) > 0]


def _is_run(run: bytes, encoding: str) -> bool:
    """Whether these bytes of UTF-8 are at least two characters, misread in the encoding."""
    text = run.decode("utf-8", "ignore")
    return len(text) > 1 and _is_misread(text, encoding)


def _is_misread(run: str, encoding: str) -> bool:
    """Whether the run, written in `encoding`, is UTF-8 for fewer characters (or as many of Han)."""
    content = written_in(run, encoding)
    try:
        mended = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    is_shorter = len(mended) < len(run) or (encoding == "gb18030" and len(mended) == len(run))
    return bool(mended) and is_shorter and all(map(is_usual, mended))
