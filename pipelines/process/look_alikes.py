"""Codes in letters that only look right: a Cyrillic Е in EGY, a full-width F.

What does not belong here: which letters look alike (`collect.reading.lookalikes`), words in their own script.
"""

from __future__ import annotations

import re

from pipelines.collect.reading.lookalikes import latin_of, named
from pipelines.contract.codes import CodeList
from pipelines.contract.known_words import certain_code
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column
from pipelines.process.proposals import Suggestion


def code_in_disguise(word: str, codes: CodeList, contract: Contract) -> str:
    """The code that the word shows to the eye, though it has letters of another script; empty where none."""
    latin = latin_of(word)
    if word.isascii() or not latin.isascii():
        return ""
    return certain_code(latin, codes, contract)


def as_it_looks(value: str, code: str) -> Suggestion:
    """The code, with the letters of the cell that only look like its own."""
    return Suggestion(code, is_certain=True, hint="look_alike", says={"letters": _foreign(value)})


def form_in_disguise(value: str, column: Column) -> Suggestion:
    """The same for a text of a form that the column asks for, such as the number of a case."""
    latin = latin_of(value)
    if value.isascii() or not latin.isascii() or not re.fullmatch(column.pattern, latin):
        return Suggestion()
    return as_it_looks(value, latin)


def _foreign(value: str) -> tuple[str, ...]:
    """The letters that are others than they seem, each with its name in Unicode."""
    return named(sign for sign in value if latin_of(sign) != sign)
