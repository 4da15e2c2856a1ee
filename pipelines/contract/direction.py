"""Text that runs both ways: what stands in Latin letters, and every value, is isolated in Arabic sentences.

Without the marks a terminal or a browser would show `--table` as `table--` and `<5` as `5>`. Lines without
Arabic letters are left alone, so that an example of a command can be copied. What does not belong here: the
direction of a whole page or sheet.
"""

from __future__ import annotations

import re
from functools import lru_cache

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
RIGHT_TO_LEFT = frozenset({"ar"})
_ARABIC = "\u0590-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC_LETTER = re.compile(f"[{_ARABIC}]")
_PLACEHOLDER = r"%\(\w+\)[sd]|\{\w+(?:![rs])?\}"
_LATIN = rf"[^\s\x08{_ARABIC}«»()\[\]\"“”‘’…·{ISOLATE}{END_ISOLATE}%{{}}`]"
_PLAIN_WORD = rf"(?:{_LATIN}|%%)+"
_PIECE = re.compile(
    rf"`[^`\n]+`|(?:{_PLAIN_WORD})?(?:{_PLACEHOLDER})(?:{_PLACEHOLDER}|{_PLAIN_WORD})*"
    rf"|{_PLAIN_WORD}(?: {_PLAIN_WORD})*"
)
_NEEDS_NO_MARK = re.compile(r"[^A-Za-z]*")
_MIRRORED = re.compile(r"[<>=%\-/+]\w|\{")
_ENDS = re.compile(r"(?s)((?:[.,:;!?]+ )*)(.*?)([ .,:;!?]*)")
"""What belongs to the sentence before a piece, the piece, and what belongs to the sentence after it."""


@lru_cache(maxsize=4096)
def isolated(text: str) -> str:
    """The text with its Latin pieces and its placeholders isolated, in lines that have Arabic letters."""
    return "\n".join(_line(line) if _ARABIC_LETTER.search(line) else line for line in text.split("\n"))


def isolate(value: str) -> str:
    """One value, isolated from the direction of what stands around it."""
    return f"{ISOLATE}{value}{END_ISOLATE}"


def _line(line: str) -> str:
    return _PIECE.sub(lambda found: _piece(found[0]), line)


def _piece(piece: str) -> str:
    parts = _ENDS.fullmatch(piece)
    before, core, after = parts.groups() if parts else ("", piece, "")
    if not core or (_NEEDS_NO_MARK.fullmatch(core) and not _MIRRORED.search(core)):
        return piece
    return before + isolate(core) + after
