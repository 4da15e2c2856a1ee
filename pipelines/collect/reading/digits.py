"""Digits of other scripts (Arabic, Devanagari, Thai, full-width ...), all that Unicode knows, as 0 to 9.

What does not belong here: numbers written with other letters (Roman or Chinese numerals), which no table
of digits can read for sure.
"""

from __future__ import annotations

import re

ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0,
    0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50,
    0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140,
    0x1E2F0, 0x1E950, 0x1FBF0,
)  # fmt: skip
"""The zero of each script in Unicode 14 (category Nd); its other digits follow it."""
_PLAIN = {zero + value: str(value) for zero in ZEROS for value in range(10)}
_MARKS = {ord("٫"): ".", ord("٬"): "", ord("－"): "-", ord("．"): ".", ord("，"): ","}
_NUMBER = re.compile(r"[+\-−－<>≤≥]?\s*\d[\d\s.,'’٫٬．，/:\-%]*")


def _in_utf8() -> bytes:
    """A pattern of all the digits, by their first bytes; the ten of one script differ in the last only."""
    by_first: dict[bytes, list[bytes]] = {}
    for zero in ZEROS:
        first, last = chr(zero).encode(), chr(zero + 9).encode()
        rest = re.escape(first[1:-1]) + b"[" + re.escape(first[-1:]) + b"-" + re.escape(last[-1:]) + b"]"
        by_first.setdefault(first[:1], []).append(rest)
    return b"|".join(re.escape(first) + b"(?:" + b"|".join(rests) + b")" for first, rests in by_first.items())


IN_UTF8 = _in_utf8()
"""Finds such a digit in UTF-8 text."""


def in_plain_digits(cell: str) -> str:
    """A cell that is a number, or a date, with the digits 0 to 9; any other cell as it is."""
    if cell.isascii() or not _NUMBER.fullmatch(cell):
        return cell
    written = cell.translate(_PLAIN)
    return written.translate(_MARKS) if written != cell else cell
