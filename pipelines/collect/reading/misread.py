"""Text that was read in one old encoding while it was written in another, and then saved as UTF-8.

Cyrillic as `Ðîññèÿ`, Arabic as `ãÕÑ`, French as `AlgŽrie`. What does not belong here: UTF-8 that was
misread (see `mojibake`), choosing the encoding of the file itself (see `encodings`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.letters import CURRENCY, SIGNS, weight_of_text
from pipelines.collect.reading.misplaced import script_of

TRUE = (
    ("cp1251", "russian"), ("koi8_r", "russian"), ("cp866", "russian"), ("cp1256", "arabic"),
    ("iso8859_6", "arabic"), ("cp1252", "western"), ("mac_roman", "western"), ("cp850", "western"),
    ("gb18030", "chinese"), ("big5", "taiwan"), ("cp1250", "polish"),
)  # fmt: skip
TAKEN_FOR = ("cp1252", "cp1251", "mac_roman", "cp1256", "koi8_r", "cp866", "cp850", "cp437", "cp1250")
LETTERS = {
    "LATIN": ("western", "polish", "czech", "hungarian", "romanian", "turkish", "balkan"),
    "CYRILLIC": ("russian", "ukrainian"),
    "ARABIC": ("arabic",),
    "GREEK": ("greek",),
    "HEBREW": ("hebrew",),
    "CJK": ("chinese", "taiwan", "japanese"),
}
WITHOUT_SIGNS = dict.fromkeys(map(ord, SIGNS | CURRENCY | set("µºª")), " ")
"""Signs of print (dashes, quotes, degrees) are natural in any language and would be letters in another."""
_TOKEN = re.compile(r"[^\s,;|\"]+")
_ACCENTED = re.compile(r"[\xc0-\xff]{3,}")
MOST_TOKENS, FEWEST_TOKENS, FEWEST_LETTERS, FEWEST_KINDS = 200, 2, 4, 2
LONGEST_TOKEN = 60
NATURAL, GAIN, LIKELY = 0.55, 0.25, 0.65


def was_misread(sample: str) -> bool:
    """Whether the letters outside ASCII are natural in another reading of the text, and not as it stands."""
    outside = (token[:LONGEST_TOKEN] for token in _TOKEN.findall(sample) if not token.isascii())
    tokens = list(dict.fromkeys(outside))[:MOST_TOKENS]
    text = " ".join(tokens)
    telling = [c for c in text if c > "\x7f" and ord(c) not in WITHOUT_SIGNS]
    if len(tokens) < FEWEST_TOKENS or len(telling) < FEWEST_LETTERS or len(set(telling)) < FEWEST_KINDS:
        return False
    if not any(map(str.isalpha, telling)):
        return False
    natural = max(_as_it_stands(part.translate(WITHOUT_SIGNS)) for part in (text, _of_one_script(tokens)))
    if natural >= NATURAL:
        return False
    for taken_for in TAKEN_FOR:
        content = written_in(text, taken_for)
        for encoding, language in TRUE if content else ():
            mended = _decoded(content, encoding) if encoding != taken_for else ""
            if mended and weight_of_text(mended, language)[0] >= max(LIKELY, natural + GAIN):
                return True
    return False


def _of_one_script(tokens: list[str]) -> str:
    """The tokens of the script that has most of them: names in two scripts are no text in either."""
    by_script: dict[str, list[str]] = {}
    for token in tokens:
        first = next((c for c in token if c > "\x7f"), "")
        by_script.setdefault(script_of(first), []).append(token)
    return " ".join(max(by_script.values(), key=lambda of: sum(map(len, of))))


def _as_it_stands(text: str) -> float:
    """How natural the text is in the language that suits it best; many accented letters in a row are not."""
    first = next((c for c in text if c > "\x7f" and c.isalpha()), "")
    script = script_of(first) if first else ""
    named = LETTERS.get(script, LETTERS["LATIN"])
    in_a_row = sum(map(len, _ACCENTED.findall(text))) / sum(1 for c in text if c > "\x7f")
    best = -2.0
    for language in (*named, *(one for group in LETTERS.values() if group is not named for one in group)):
        best = max(best, weight_of_text(text, language)[0] - (in_a_row if script == "LATIN" else 0.0))
        if best >= NATURAL:
            break
    return best


def written_in(text: str, encoding: str) -> bytes:
    """The bytes of the text; empty where the encoding lacks a letter. cp1252 lets control characters be."""
    try:
        if encoding != "cp1252":
            return text.encode(encoding)
        return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text)
    except UnicodeEncodeError:
        return b""


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""
