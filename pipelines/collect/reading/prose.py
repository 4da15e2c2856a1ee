"""Whether a text is no table but running text: sentences, or verse, one line after the other.

What does not belong here: separators (see `delimiters`), what is done with such a text (see `texts`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.delimiters import Fit

SAMPLE, LEAST_CHARACTERS, LEAST_OF_LETTERS, LONG = 1 << 16, 200, 0.7, 25
WORDS = 6
EASTERN = "，、；،؛"
"""Commas that may have been meant as separators, where every line has equally many."""
_GAP = re.compile(r"\S {2,}\S")
"""Columns are aligned with blanks in a table that has no separator."""
_THAI = re.compile(r"[\u0e00-\u0e7f]{12,}")
_AFTER_A_SENTENCE = re.compile(
    r"[^\W\d_][.!?…:;,»”\")]*[.!?…:;,。！？、；：，،؟۔](?:[\s»”\")]|$)|[。！？，、]"
)


def is_prose(text: bytes, best: Fit) -> bool:
    """Whether nearly all of the text is words, in lines that the `best` separator does not cut evenly."""
    lines = [line for line in text[:SAMPLE].decode("utf-8", "replace").split("\n") if line.strip()]
    letters = sum(1 for line in lines for c in line if c.isalpha() or c == " " or _is_a_part(c))
    total = sum(map(len, lines))
    width = sum(map(_width, lines))
    aligned = sum(1 for line in lines if _GAP.search(line))
    if width < LEAST_CHARACTERS or letters <= LEAST_OF_LETTERS * total or aligned * 2 > len(lines):
        return False
    in_a_cell = width / len(lines) / (best.width if best.makes_a_table else 1)
    if best.width < 2:
        if any(len({line.count(mark) for line in lines}) == 1 and mark in lines[0] for mark in EASTERN):
            return False
        return in_a_cell >= LONG and 2 * sum(_width(line) for line in lines if _is_said(line)) >= width
    return in_a_cell >= LONG or _are_clauses(lines, best)


def _is_a_part(char: str) -> bool:
    """Whether it is a mark upon a letter, as in Thai or Devanagari."""
    return "\u0900" <= char <= "\u0eff" and not char.isalnum()


def _width(line: str) -> int:
    """Its length, in which a letter of the east, that says as much as two others, counts twice."""
    return sum(1 if char < "\u0e00" else 2 for char in line)


def _is_said(line: str) -> bool:
    """Whether the line has the mark of a sentence, or as many words as one."""
    return bool(_AFTER_A_SENTENCE.search(line)) or len(line.split()) >= WORDS or bool(_THAI.search(line))


def _are_clauses(lines: list[str], best: Fit) -> bool:
    """Whether what the separator cuts are parts of sentences: nearly always a blank, or nothing, follows."""
    parts = [part for line in lines for part in line.split(best.delimiter)[1:]]
    spoken = sum(1 for part in parts if not part or part[0] in " \r\u3000")
    return spoken > 0.9 * len(parts) and best.share < LEAST_OF_LETTERS
