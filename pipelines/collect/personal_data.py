"""Columns whose name means data about a person: such a file is refused before anything is stored.

The words are data (`schemas/code_lists/personal_data_words.csv`); one that begins with `=` only counts where
it stands alone, or beside a word for a person ("name" and "name of the victim", but not "country name").
What does not belong here: cells that look like personal data (rules of the kind `free_of`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.layouts import INVISIBLE, name_key
from pipelines.collect.reading.read import Reading
from pipelines.contract.codes import LANGUAGES, Code, CodeList
from pipelines.contract.findings import Finding, column_letter
from pipelines.contract.loading import Contract
from pipelines.contract.rules import PersonalColumn
from pipelines.contract.text import _

LOOKED_AT = 200
"""So many rows are looked at to tell a column of names from one of numbers (French "nombre")."""
LONGEST_PHRASE = 5
ALONE = "="
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ARTICLE = re.compile("^و?ال(?=..)")


def personal_columns(reading: Reading, contract: Contract, exempt: frozenset[str]) -> list[Finding]:
    """A finding for each column whose name means data about a person; it carries no name and no value.

    `exempt` are the columns that the contract or a profile knows, by `name_key`.
    """
    rule = next((r for r in contract.general_rules if isinstance(r, PersonalColumn)), None)
    if rule is None:
        return []
    named = rule.words
    words = contract.derived(f"words/{named}", lambda: Words(contract.code_list(named)))
    beside = reading.other_sheets  # they are not read, but the workbook is stored as a whole
    sheets = [_Sheet(0, reading.header, reading.header_line, partial(_rows, reading))]
    sheets += [
        _Sheet(other.number, other.header, other.header_line, partial(list, other.body)) for other in beside
    ]
    return [
        Finding(
            rule.id, rule.severity, _("sheet %(number)d") % {"number": sheet.number} if sheet.number else "",
            column_letter(position), (sheet.header_line,), count=1, context={"meaning_code": code.code},
        )
        for sheet in sheets
        for position, cell in enumerate(sheet.header)
        if name_key(cell) not in exempt and (code := words.meaning_of(cell))
        if code.attributes["cells"] != "words" or not _holds_numbers(sheet.rows(), position)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    """A table whose header is looked at; `number` is 0 for the one that is read."""

    number: int
    header: Sequence[str]
    header_line: int
    rows: Callable[[], list[list[str]]]


@dataclass(frozen=True)
class _Phrase:
    """A phrase of one language in compact form, what it means, and whether it must stand alone."""

    text: str
    language: str
    code: Code
    is_alone: bool


class Words:
    """The words of the list, ready to be compared with the names of columns."""

    def __init__(self, codes: CodeList) -> None:
        self.beside: dict[str, frozenset[str]] = {}
        self.phrases: list[_Phrase] = []
        for code in codes.codes.values():
            for language in LANGUAGES:
                phrases = code.attributes[f"words_{language}"].split("|")
                if code.attributes["kind"] == "person":
                    self.beside[language] = frozenset(word for p in phrases for word in plain_words(p))
                else:
                    self.phrases += [
                        _Phrase("".join(plain_words(p)), language, code, p.startswith(ALONE)) for p in phrases
                    ]

    def meaning_of(self, name: str) -> Code | None:
        """What data about a person the column of this name holds; None where its name does not say so."""
        words = plain_words(name)
        found = (p.code for p in self.phrases if self._is_in(p, words))
        return next(found, None)

    def _is_in(self, phrase: _Phrase, words: list[str]) -> bool:
        if _HAN.match(phrase.text):
            return self._is_in_chinese(phrase, "".join(words))
        beside = self.beside[phrase.language]
        return any(
            "".join(words[begin:stop]) == phrase.text
            and (not phrase.is_alone or beside.issuperset(words[:begin] + words[stop:]))
            for begin, stop in _stretches(len(words))
        )

    def _is_in_chinese(self, phrase: _Phrase, name: str) -> bool:
        if not phrase.is_alone:
            return phrase.text in name
        for word in sorted(self.beside["zh"], key=len, reverse=True):
            name = name.replace(word, "")
        return name == phrase.text


def plain_words(text: str) -> list[str]:
    """The words of a name without case, accents, digits, article, plural s: "FirstNames_1" is first name."""
    text = unicodedata.normalize("NFKC", text.translate(INVISIBLE))
    text = "".join(c for c in text if not unicodedata.combining(c))  # what stands over Arabic letters
    words = _WORD.findall(_HUMP.sub(" ", text).casefold())
    return [_singular(_without_accents(_ARTICLE.sub("", word))) for word in words]


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    for begin in range(count):
        for stop in range(begin + 1, min(count, begin + LONGEST_PHRASE) + 1):
            yield begin, stop


def _rows(reading: Reading) -> list[list[str]]:
    return [row for _line, row in islice(reading.rows(), LOOKED_AT)]


def _holds_numbers(rows: Sequence[list[str]], position: int) -> bool:
    """Whether every cell under the name is a number, or empty; False where there are no cells."""
    cells = (row[position] for row in rows if position < len(row))
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(is_number(cell) for cell in filled)
