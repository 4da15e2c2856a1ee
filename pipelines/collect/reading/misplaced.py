"""What no language writes: a reading in which it stands is one in a wrong encoding.

`стать€`, `—ледственный`, `ќстров≥в`, `Espa±a`: a sign joined to letters; `сТАТЬЯ`: a capital behind a small
letter; `нќвый`, `Cфера`: two scripts in one word; `ÃÓ ÌÂÄ`: words of accented letters alone. What does not
belong here: signs where they are usual (see `signs`), how common a letter is (see `letters`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"[^\W\d_]+")
_LETTER, _OUTSIDE = r"[^\W\d_]", r"[^\W\d_\x00-\x7f]"
_SYMBOLS = r"¢£¤¥¦¨¬¯±´¸×÷\u20a0-\u20cf\u2200-\u23ff\u2500-\u25ff"
"""Currencies, marks of calculation, accents without a letter, lines of boxes: no part of any word."""
_SIGNS = re.compile(
    rf"(?<={_LETTER})[{_SYMBOLS}“”„‚«»‹›](?={_LETTER})"
    rf"|(?<!\w)[{_SYMBOLS}–—](?={_OUTSIDE})"
    rf"|(?<!\w)[”»’](?={_OUTSIDE})(?![^”«»’\n]{{0,80}}[”«»’])"  # Swedish has ”ord”, German »Wort«
    rf"|(?<={_OUTSIDE})[{_SYMBOLS}‘](?!\w)"
    r"|№(?=[а-яё]{2})"
    rf"|(?<={_OUTSIDE})_?[&^\[\]{{}}$@*=<>\\](?={_OUTSIDE})"  # high bytes of Mac Arabic are such signs
)
_ACCENTED = r"[\xc0-\xd6\xd8-\xf6\xf8-\xff]"
_ACCENTED_ALONE = re.compile(rf"{_ACCENTED}{{3,}}|\b{_ACCENTED}{{2,}}\b")


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """LATIN, CYRILLIC, GREEK, ARABIC ...: the first word of the letter's Unicode name."""
    name = unicodedata.name(letter, "NONE").split()[0]
    return "LATIN" if letter in "ªºµ" else name


def joined_signs(text: str) -> int:
    """How many signs are joined to letters as no language joins them."""
    return len(_SIGNS.findall(text))


def late_capitals(word: str) -> int:
    """How many capitals stand behind a small letter, one of the two outside ASCII."""
    return sum(1 for a, b in pairwise(word) if (a > "\x7f" or b > "\x7f") and a.islower() and b.isupper())


def of_two_scripts(word: str) -> int:
    """How many letters outside ASCII a word has in which two scripts meet."""
    return sum(1 for c in word if c > "\x7f") if len({script_of(c) for c in word}) > 1 else 0


def accented_alone(text: str) -> int:
    """How many accented Latin letters stand three in a row, or are the whole of a word.

    Most letters of every Latin alphabet are plain; words like these are words of another script.
    """
    return sum(map(len, _ACCENTED_ALONE.findall(text)))


def misplaced(text: str) -> int:
    """How many places the text has that no language has."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    in_words = sum(late_capitals(word) + of_two_scripts(word) for word in words)
    return joined_signs(text) + accented_alone(text) + in_words
