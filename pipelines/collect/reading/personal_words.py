"""The words that mean data about a person, ready to be compared with names of columns and with labels.

The words are data (`schemas/code_lists/personal_data_words.csv`); one that begins with `=` only counts where
it stands alone, or beside a word for a person ("name" and "name of the victim", but not "country name").
What does not belong here: what is done about such a name (see `collect.personal_data`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.collect.reading.layouts import INVISIBLE
from pipelines.contract.codes import LANGUAGES, Code, CodeList
from pipelines.contract.loading import Contract

LONGEST_PHRASE = 5
ALONE = "="
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ARTICLE = re.compile("^و?ال(?=..)")


def words_of(contract: Contract, code_list: str) -> Words:
    """The words of the list, made once for a contract."""
    return contract.derived(f"words/{code_list}", lambda: Words(contract.code_list(code_list)))


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
