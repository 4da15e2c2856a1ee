"""From the bytes of a file to UTF-8 bytes, and how sure that is.

A byte order mark decides; then strict UTF-8; then the zero bytes of UTF-16 and UTF-32; then the
candidates of each language, scored by words and letters. What does not belong here: separators,
records, meaning.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.collect.letters import weight_of_text
from pipelines.collect.vocabulary import hits

BOM = codecs.BOM_UTF8
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = (
    ("cp1252", "western", "fr es en"),
    ("mac_roman", "western", "fr es en"),
    ("cp850", "western", "fr es en"),
    ("cp1256", "arabic", "ar"),
    ("iso8859_6", "arabic", "ar"),
    ("cp864", "arabic", "ar"),
    ("mac_arabic", "arabic", "ar"),
    ("cp1251", "russian", "ru"),
    ("koi8_r", "russian", "ru"),
    ("cp866", "russian", "ru"),
    ("iso8859_5", "russian", "ru"),
    ("mac_cyrillic", "russian", "ru"),
    ("cp855", "russian", "ru"),
    ("gb18030", "chinese", "zh"),
    ("big5", "taiwan", "zh"),
    ("big5hkscs", "taiwan", "zh"),
    ("cp1251", "ukrainian", "uk"),
    ("koi8_u", "ukrainian", "uk"),
    ("cp1250", "polish", "pl"),
    ("iso8859_2", "polish", "pl"),
    ("cp1250", "czech", "cs"),
    ("iso8859_2", "czech", "cs"),
    ("cp852", "czech", "cs"),
    ("cp1250", "hungarian", "hu"),
    ("iso8859_2", "hungarian", "hu"),
    ("cp1250", "balkan", "hr"),
    ("cp1250", "romanian", "ro"),
    ("cp1254", "turkish", "tr"),
    ("cp1253", "greek", "el"),
    ("iso8859_7", "greek", "el"),
    ("cp1255", "hebrew", "he"),
    ("shift_jis", "japanese", "ja"),
    ("cp932", "japanese", "ja"),
    ("euc_jp", "japanese", "ja"),
    ("cp949", "korean", "ko"),
)
SAMPLE = 1 << 16
PLAUSIBLE, CLEAR, FEW = 0.35, 0.12, 3


@dataclass(frozen=True)
class Decoded:
    """UTF-8 bytes without a mark, the name of the encoding they came in, and where it broke (-1: nowhere).

    `others` are encodings under which the text would read otherwise and no less likely: the sender is asked.
    """

    text: bytes
    encoding: str
    fault_at: int = -1
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    encoding: str
    language: str
    text: str
    score: float
    letters: int
    words: int


def decode(content: bytes, language: str = "", words: Callable[[], frozenset[str]] = frozenset) -> Decoded:
    """Recognise the encoding. `words` gives the vocabulary, and is called only where it is needed."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return _strictly(content, name)
    if content.startswith(BOM):
        return _utf8(content[len(BOM) :].removeprefix(BOM), "utf-8-sig")
    if b"\0" in content:
        name = _by_zero_bytes(content)
        return _strictly(content, name) if name else _utf8(content, "utf-8")
    plain = _utf8(content, "utf-8")
    if plain.fault_at < 0 or _is_broken_utf8(content):
        return plain
    return _by_language(content, language, words()) or plain


def decode_as(content: bytes, encoding: str) -> Decoded:
    """Read in the encoding that the sender named. Raises LookupError where there is no such encoding."""
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "utf-8-sig"):
        return _utf8(content.removeprefix(BOM), encoding)
    return _strictly(content, encoding)


def _utf8(text: bytes, encoding: str) -> Decoded:
    if text.isascii():
        return Decoded(text, encoding)
    try:
        codecs.utf_8_decode(text, "strict", True)
    except UnicodeDecodeError as error:
        return Decoded(text, encoding, fault_at=error.start)
    return Decoded(text, encoding)


def _strictly(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content.decode(encoding, "replace").encode("utf-8", "replace")
        return Decoded(before, encoding, fault_at=error.start)
    return Decoded(text.removeprefix("\ufeff").encode("utf-8", "replace"), encoding)


def _by_zero_bytes(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: the zero bytes of separators stand at one place of 2 or 4."""
    sample = content[: SAMPLE - SAMPLE % 4]
    zeros = [sample[i::4].count(0) for i in range(4)]
    quarter = len(sample) / 4
    if len(content) % 4 == 0:
        if zeros[3] > 0.99 * quarter and zeros[2] > 0.9 * quarter:
            return "utf-32-le"
        if zeros[0] > 0.99 * quarter and zeros[1] > 0.9 * quarter:
            return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if even + odd < 0.05 * len(sample):
        return ""
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else ""


def _is_broken_utf8(content: bytes) -> bool:
    """Whether the text is UTF-8 with a few bytes that are not: then no other encoding is meant."""
    kept = content.decode("utf-8", "ignore")
    whole = sum(1 for char in kept if char > "\x7f")
    broken = sum(1 for char in content.decode("utf-8", "replace") if char == "\ufffd")
    return whole > broken


def _by_language(content: bytes, language: str, words: frozenset[str]) -> Decoded | None:
    """The likeliest candidate; None where none makes letters that a language has."""
    lines = [line for line in content.replace(b"\r", b"\n").split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)[:SAMPLE]
    sample = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
    ranked = sorted(_candidates(content, sample, language, words), key=lambda c: -c.score)
    if not ranked or ranked[0].score < PLAUSIBLE:
        return None
    best, rival = _best_two(ranked)
    doubtful = rival is not None and (
        _margin(best, rival) < CLEAR or (best.letters < FEW and not best.words and rival.score >= PLAUSIBLE)
    )
    return Decoded(
        content.decode(best.encoding).encode("utf-8", "replace"),
        best.encoding,
        others=(rival.encoding,) if doubtful and rival else (),
    )


def _best_two(ranked: list[_Candidate]) -> tuple[_Candidate, _Candidate | None]:
    """The likeliest candidate and the likeliest under which the text reads otherwise."""
    best = ranked[0]
    rival = next((c for c in ranked[1:] if c.text != best.text and c.score > 0), None)
    if rival and _margin(best, rival) < 0:
        return rival, best
    return best, rival


def _margin(best: _Candidate, rival: _Candidate) -> float:
    """How much likelier `best` is; where single bytes are letters, judged by the words that differ."""
    difference = best.score - rival.score
    ours, theirs = (re.split(r"[\s,;|]+", c.text) for c in (best, rival))
    if len(ours) != len(theirs) or difference >= CLEAR:
        return difference
    differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    a, b = (" ".join(words) for words in zip(*differing, strict=True))
    return weight_of_text(a, best.language)[0] - weight_of_text(b, rival.language)[0]


def _candidates(content: bytes, sample: bytes, language: str, words: frozenset[str]) -> list[_Candidate]:
    found: list[_Candidate] = []
    refused: set[str] = set()
    for encoding, letters, languages in CANDIDATES:
        if encoding in refused or not _decodes(content, encoding):
            refused.add(encoding)
            continue
        text = sample.decode(encoding, "replace")
        weight, count = weight_of_text(text, letters)
        weight *= 1.0 if count or letters == "western" else 0.3
        known, of_all = hits(text, words)
        score = (
            weight
            + (1.5 * known / of_all if of_all else 0.0)
            + (0.25 if language in languages.split() else 0.0)
        )
        found.append(_Candidate(encoding, letters, text, score, count, known))
    return found


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
