"""From the bytes of a file to UTF-8 bytes. Other encodings join the candidates here.

What does not belong here: separators, records, meaning.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

BOM = codecs.BOM_UTF8


@dataclass(frozen=True)
class Decoded:
    """UTF-8 bytes without a mark, the name of the encoding they came in, and where it broke (-1: nowhere)."""

    text: bytes
    encoding: str
    fault_at: int = -1


def decode(content: bytes) -> Decoded:
    """Recognise the encoding. A byte order mark decides; otherwise the bytes must be strict UTF-8."""
    if content.startswith(BOM):
        text, encoding = content[len(BOM) :], "utf-8-sig"
    else:
        text, encoding = content, "utf-8"
    if text.isascii():
        return Decoded(text, encoding)
    try:
        codecs.utf_8_decode(text, "strict", True)
    except UnicodeDecodeError as error:
        return Decoded(text, encoding, fault_at=error.start)
    return Decoded(text, encoding)
