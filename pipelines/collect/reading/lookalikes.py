"""Letters that look like others: a Cyrillic K in a Latin code. What does not belong here: direction marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.misplaced import script_of
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.problems import Problem
from pipelines.contract.cldr import listed
from pipelines.contract.text import _

LOOKALIKES = dict(
    zip(
        "АВЕЅZІЈКМНОРСТУХҮаеорсухіјѕһԁԛԝԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικραυχ",
        "ABESZIJKMHOPCTYXYaeopcyxijshdqwGABEZHIKMNOPTYXovikpauX",
        strict=True,
    )
)
_WORD = re.compile(r"[^\W_]+")


def foreign_letters(text: str) -> list[str]:
    """The letters of another script inside a word of Latin letters, or the other way round."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        letters = [c for c in word if c.isalpha()]
        latin = [c for c in letters if script_of(c) == "LATIN"]
        others = [c for c in letters if script_of(c) in ("CYRILLIC", "GREEK")]
        if latin and others:
            few = others if len(others) <= len(latin) else latin
            if any(c in LOOKALIKES for c in others):
                found += few
    return found


def latin_of(text: str) -> str:
    """The text with every look-alike letter as the Latin one, and full-width letters as the usual ones."""
    return "".join(LOOKALIKES.get(c, unicodedata.normalize("NFKC", c)) for c in text)


def named(letters: Iterable[str]) -> tuple[str, ...]:
    """Each letter once, with its name in Unicode."""
    return tuple(f"{letter} ({unicodedata.name(letter, '?')})" for letter in dict.fromkeys(letters))


def look_alike_message(cell: str, letters: list[str]) -> str:
    """Which letters of the cell only look right, and what to write."""
    message = _("A letter here looks like another but is not: %(letters)s. Write %(wanted)s.")
    return message % {"letters": listed(named(letters)), "wanted": latin_of(cell)}


def judge_letters(column: Column, cells: list[str]) -> tuple[list[Problem], list[Note]]:
    """Words of two scripts; and codes wholly of look-alikes among Latin codes."""
    outside = [cell for cell in cells if not cell.isascii()]
    mixed = {cell: letters for cell in outside if (letters := foreign_letters(cell))}
    mixed |= {cell: list(cell) for cell in _disguised(cells, outside) if cell not in mixed}
    problems = []
    for cell, letters in mixed.items():
        lines = column.lines_of([cell])
        text = look_alike_message(cell, letters)
        problems.append(Problem(lines[0], column.letter, "look_alike", text, lines, column.counts[cell]))
    return problems[:50], []


def _disguised(cells: list[str], outside: list[str]) -> list[str]:
    """Cells whose letters all look Latin, or are so in full width, where most others are Latin capitals."""
    codes = sum(1 for cell in cells if cell.isascii() and cell.isupper())
    if codes < 3 or codes < 0.8 * len(cells):
        return []
    return [cell for cell in outside if any(map(str.isalpha, cell)) and latin_of(cell).isascii()]
