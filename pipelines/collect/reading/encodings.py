"""From the bytes of a file to UTF-8 bytes, and how sure that is.

A byte order mark decides; then strict UTF-8; then the zero bytes of UTF-16 and UTF-32; then the
candidates of each language, scored by words and letters. What does not belong here: separators,
records, meaning.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipelines.collect.reading.letters import letters_of_words, weight_of_text
from pipelines.collect.reading.misplaced import misplaced
from pipelines.collect.reading.vocabulary import hits, words_of_other_languages

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
    ("cp852", "polish", "pl"),
    ("cp852", "hungarian", "hu"),
    ("mac_latin2", "polish", "pl"),
    ("mac_latin2", "czech", "cs"),
    ("cp1257", "baltic", "lt"),
    ("cp1250", "balkan", "hr"),
    ("cp1250", "romanian", "ro"),
    ("cp1254", "turkish", "tr"),
    ("cp1253", "greek", "el"),
    ("iso8859_7", "greek", "el"),
    ("cp1255", "hebrew", "he"),
    ("cp874", "thai", "th"),
    ("shift_jis", "japanese", "ja"),
    ("cp932", "japanese", "ja"),
    ("euc_jp", "japanese", "ja"),
    ("cp949", "korean", "ko"),
)
SAMPLE = 1 << 16
_OUTSIDE, _LINE_END = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\r\n]")
PLAUSIBLE, CLEAR, FEW, FEWEST_ZEROS, SPREAD = 0.35, 0.12, 3, 4, 0.25
LATIN = ("western", "polish", "czech", "hungarian", "romanian", "turkish", "balkan", "baltic")
CYRILLIC = ("russian", "ukrainian")
EASTERN = ("chinese", "taiwan", "japanese", "korean")
"""Two odd bytes always make a letter of these: one or two letters say nothing."""
SAID = 0.12
"""What the language that was said adds: it tips the balance, and is never enough alone (see `CLEAR`)."""
CLEAR_BY_LETTERS = 0.25
"""Between two Latin alphabets, where no word is known: they share most of their letters."""
NOT_OF_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Encodings of Python that are of names or of source code, not of files; utf-7 hides what it holds."""


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
    if plain.fault_at < 0:
        return plain
    sample = _telling_lines(content)
    if _is_broken_utf8(sample):
        return plain
    return _by_language(content, sample, language, words()) or plain


def decode_as(content: bytes, encoding: str) -> Decoded:
    """Read in the encoding that the sender named, whose name is told as where it is found out.

    Raises LookupError where there is no such encoding.
    """
    if "\0" in encoding or (name := codecs.lookup(encoding).name) in NOT_OF_FILES:
        raise LookupError(encoding)
    if name in ("utf-8", "utf-8-sig"):
        has_mark = content.startswith(BOM)
        return _utf8(content.removeprefix(BOM), "utf-8-sig" if has_mark else "utf-8")
    names = (known for known, _letters, _of in CANDIDATES)
    return _strictly(content, next((known for known in names if codecs.lookup(known).name == name), name))


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
    if even + odd < max(FEWEST_ZEROS, 0.05 * len(sample)):
        return ""
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else ""


def _is_broken_utf8(sample: bytes) -> bool:
    """Whether the text is UTF-8 with a few bytes that are not: then no other encoding is meant."""
    kept = sample.decode("utf-8", "ignore")
    whole = len(kept) - len(kept.encode("ascii", "ignore"))
    return whole > sample.decode("utf-8", "replace").count("\ufffd")


def _telling_lines(content: bytes) -> bytes:
    """The first lines that have bytes outside ASCII, about `SAMPLE` bytes of them."""
    lines: list[bytes] = []
    size = 0
    end = 0
    while size <= SAMPLE and (found := _OUTSIDE.search(content, end)):
        begin = max(content.rfind(mark, end, found.start()) for mark in (b"\r", b"\n")) + 1 or end
        after = _LINE_END.search(content, found.end())
        end = after.start() if after else len(content)
        lines.append(content[begin:end])
        size += end - begin
    return b"\n".join(lines)[: 4 * SAMPLE]


def _by_language(content: bytes, sample: bytes, language: str, words: frozenset[str]) -> Decoded | None:
    """The likeliest candidate; None where none makes letters that a language has."""
    candidates = _candidates(sample, language)
    ranked = _ranked(content, _by_words(candidates, words))
    if ranked and (ranked[0].words < FEW or _is_doubtful(ranked, language)):
        ranked = _ranked(content, _by_words(candidates, words | words_of_other_languages()))
    if not ranked or ranked[0].score < PLAUSIBLE:
        return None
    best, rival = _best_two(ranked)
    others = (rival.encoding if rival else "",) if _is_doubtful(ranked, language) else ()
    return Decoded(content.decode(best.encoding).encode("utf-8", "replace"), best.encoding, others=others)


def _ranked(content: bytes, candidates: list[_Candidate]) -> list[_Candidate]:
    """The six likeliest of the candidates in which the whole file can be read, likeliest first."""
    ranked: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda c: -c.score):
        is_credible = candidate.language not in EASTERN or candidate.letters >= FEW or candidate.words
        if len(ranked) < 6 and is_credible and _decodes(content, candidate.encoding):
            ranked.append(candidate)
    return ranked


def _is_doubtful(ranked: list[_Candidate], language: str) -> bool:
    """Whether the likeliest rests on very few letters, or another is nearly as likely."""
    best, rival = _best_two(ranked)
    if 0 < best.letters < FEW and not best.words and not _is_of(best.encoding, language):
        return True
    return rival is not None and _margin(best, rival) < _clear(best, rival)


def _clear(best: _Candidate, rival: _Candidate) -> float:
    """The margin from which the likelier of two is taken without asking.

    Where no word decides, it is by the letters alone, whose weights spread by about `SPREAD`: the mean of n
    of them is known to `SPREAD / sqrt(n)`, a difference of two means to that times the root of two. Twice
    this error is wanted, so that a short note says less than a long file; some 35 letters reach `CLEAR`.
    """
    if best.words > rival.words:
        return CLEAR
    by_letters = not best.words and best.language in LATIN and rival.language in LATIN
    least = CLEAR_BY_LETTERS if by_letters else CLEAR
    return max(least, 2 * SPREAD * math.sqrt(2 / max(best.letters, 1)))


def _is_of(encoding: str, language: str) -> bool:
    """Whether the sender's language is one that the encoding was made for."""
    return bool(language) and any(e == encoding and language in of.split() for e, _letters, of in CANDIDATES)


def _best_two(ranked: list[_Candidate]) -> tuple[_Candidate, _Candidate | None]:
    """The likeliest candidate and the likeliest under which the text reads otherwise."""
    possible = _possible(ranked)
    best = possible[0]
    rival = next((c for c in possible[1:] if c.text != best.text and c.score > 0), None)
    if rival and _margin(best, rival) < 0:
        return rival, best
    return best, rival


def _possible(ranked: list[_Candidate]) -> list[_Candidate]:
    """The candidates without those that another of their script rules out; the order stays.

    Two encodings of one script give letters that are about as common (`стать€`, `статья`). What tells them
    apart is what no language writes: where one reading has it (in a tenth of its words or more, so that the
    slips of a good file rule nothing out) and the other has not even a tenth of that, the other is meant.
    """
    places = {c.encoding: misplaced(c.text) for c in ranked}

    def is_ruled_out(candidate: _Candidate) -> bool:
        own = places[candidate.encoding]
        if not own or own < 0.1 * hits(candidate.text, frozenset())[1]:
            return False
        of_script = (c for c in ranked if _script(c) == _script(candidate))
        return any(places[c.encoding] <= 0.1 * own for c in of_script)

    return [c for c in ranked if not is_ruled_out(c)] or ranked


def _script(candidate: _Candidate) -> str:
    """The script of the encoding's language; `western` and the like are one."""
    if candidate.language in LATIN:
        return "latin"
    return "cyrillic" if candidate.language in CYRILLIC else candidate.language


def _margin(best: _Candidate, rival: _Candidate) -> float:
    """How much likelier `best` is; where single bytes are letters, judged by the cells that differ."""
    difference = best.score - rival.score
    ours, theirs = (re.split(r"[\n\t,;|]+", c.text) for c in (best, rival))
    if len(ours) != len(theirs) or difference >= CLEAR:
        return difference
    differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.split() != b.split()]
    if not differing:  # they differ in the kind of their blanks only
        return math.inf
    a, b = ("\n".join(cells) for cells in zip(*differing, strict=True))
    return weight_of_text(a, best.language)[0] - weight_of_text(b, rival.language)[0]


def _candidates(sample: bytes, language: str) -> list[_Candidate]:
    """The encodings in which the sample can be read, scored by their letters."""
    found: list[_Candidate] = []
    for encoding, letters, languages in CANDIDATES:
        try:
            text = sample.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        weight, _count = weight_of_text(text, letters)
        count = letters_of_words(text)
        weight *= 1.0 if count or letters == "western" else 0.3
        said = SAID if language in languages.split() else 0.0
        found.append(_Candidate(encoding, letters, text, weight + said, count, 0))
    return found


def _by_words(candidates: list[_Candidate], words: frozenset[str]) -> list[_Candidate]:
    """The candidates with what the words add that are known, out of those outside ASCII."""
    found = []
    for candidate in candidates:
        known, of_all = hits(candidate.text, words)
        score = candidate.score + (1.5 * known / of_all if of_all else 0.0)
        found.append(replace(candidate, score=score, words=known))
    return found


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
