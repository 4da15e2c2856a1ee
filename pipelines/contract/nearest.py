"""Which codes a word that is none of them may mean: suggestions for a person, never an answer.

Compared are the labels in all six languages, the codes, confirmed aliases, and the English descriptions:
by the words that both have ("organ removal" stands in a label), and where that finds no whole words, by the
likeness of letters, for slips of the finger. What does not belong here: words that are known exactly
(`CodeList.by_word`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from pipelines.contract.codes import CodeList
from pipelines.contract.loading import Contract

MOST = 3
LONGEST_WORD = 200
"""A longer cell is no word that a likeness is tried on."""
LEAST, SAME_LETTERS = 0.45, 0.7
"""Candidates below the first are not named; letters are compared from the second upwards."""
WHOLE_WORDS = 0.75
"""Where no candidate is as sure by its words, letters are compared too."""
DESCRIBED = 0.5
"""How sure a word is that stands in the description of a code only."""
HIGHEST = 0.89
"""Nothing that is only near is surer than this."""
ENDINGS, ARABIC_ENDINGS, SHORTEST_STEM = 2, 3, 4
"""Words that begin alike with so many letters, and end with at most so many others, are nearly the same."""
ARABIC_ARTICLE = "ال"
SMALL_WORDS = frozenset(
    (
        *("and", "or", "of", "for", "the", "in", "by", "with", "from", "de", "la", "le", "les", "des", "et"),
        *("y", "o", "para", "por", "en"),
    )
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Near:
    """A code that may be meant, and how sure that is (below 1)."""

    code: str
    sureness: float


@dataclass(frozen=True)
class _Name:
    """A name of a code in words; `weight` is 1 for a label, less for a description."""

    code: str
    text: str
    words: frozenset[str]
    weight: float


class Nearest:
    """The codes of one list, ready to be searched; made once (`Contract.derived`)."""

    def __init__(self, codes: CodeList, aliases: Mapping[str, str]) -> None:
        self.codes = codes
        own = {alias: code for alias, code in aliases.items() if code in codes}
        self.names = [_name(code, text, weight) for code, text, weight in _texts(codes)]
        self.names += [_name(code, alias, 1.0) for alias, code in own.items()]
        self.by_letters = {n.text: n.code for n in self.names if n.weight == 1}
        self.by_letters |= {code.casefold(): code for code in codes.codes}

    def find(self, word: str, most: int = MOST) -> list[Near]:
        """The codes that the word may mean, the surest first; of codes as sure, in the order of the list."""
        text = " ".join(word.casefold().split())
        if not text or len(text) > LONGEST_WORD:
            return []
        found = self._by_words(text)
        if max(found.values(), default=0) < WHOLE_WORDS:
            for code, sureness in self._by_letters(text).items():
                found[code] = max(found.get(code, 0), sureness)
        order = {code: place for place, code in enumerate(self.codes.codes)}
        ranked = sorted(found.items(), key=lambda item: (-item[1], order[item[0]]))
        return [Near(code, round(sureness, 2)) for code, sureness in ranked[:most]]

    def _by_words(self, text: str) -> dict[str, float]:
        words = _words(text)
        found: dict[str, float] = {}
        for name in self.names:
            sureness = _sureness(text, words, name)
            if sureness >= max(LEAST, found.get(name.code, 0)):
                found[name.code] = sureness
        return found

    def _by_letters(self, text: str) -> dict[str, float]:
        near = difflib.get_close_matches(text, self.by_letters, n=2 * MOST, cutoff=SAME_LETTERS)
        found: dict[str, float] = {}
        for name in near:
            ratio = difflib.SequenceMatcher(None, name, text).ratio()
            code = self.by_letters[name]
            found[code] = max(found.get(code, 0), min(ratio, HIGHEST))
        return found


def nearest_of(codes: CodeList, contract: Contract) -> Nearest:
    """The search for codes that may be meant, with the aliases that persons have confirmed."""

    def make() -> Nearest:
        is_aliased = codes.name in contract.names("aliases")
        aliases = contract.alias_list(codes.name).aliases if is_aliased else ()
        return Nearest(codes, {alias.alias: alias.code for alias in aliases})

    return contract.derived(f"nearest/{codes.name}", make)


def _texts(codes: CodeList) -> Iterator[tuple[str, str, float]]:
    for code in codes.codes.values():
        for label in dict.fromkeys(code.labels.values()):
            if label:
                yield code.code, label, 1.0
        if code.description:
            yield code.code, code.description, DESCRIBED


def _name(code: str, text: str, weight: float) -> _Name:
    plain = " ".join(text.casefold().split())
    return _Name(code, plain, _words(plain), weight)


def _words(text: str) -> frozenset[str]:
    found = frozenset(map(_without_article, _WORD.findall(text)))
    return (found - SMALL_WORDS) or found


def _sureness(text: str, words: frozenset[str], name: _Name) -> float:
    """How much of the word stands in the name, and how much of the name is the word."""
    shared = sum(_likeness(word, name.words) for word in words)
    if not shared and not (is_within := _is_written_without_blanks(text) and text in name.text):
        return 0.0
    covered = shared / len(words) if shared else float(is_within)
    focus = min(1.0, shared / len(name.words)) if shared else len(text) / len(name.text)
    whole = 0.15 if re.search(rf"\b{re.escape(text)}\b", name.text) or not shared else 0.0
    return min(HIGHEST, covered * (0.6 + 0.25 * focus) + whole) if name.weight == 1 else covered * name.weight


def _likeness(word: str, others: frozenset[str]) -> float:
    if word in others:
        return 1.0
    if len(word) < SHORTEST_STEM:
        return 0.0
    return 0.8 if any(_begin_alike(word, other) for other in others) else 0.0


def _begin_alike(one: str, other: str) -> bool:
    """Whether the two differ in their endings only, as forms of one word do: органов and органы."""
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    longest = ARABIC_ENDINGS if "\u0600" <= one[0] <= "\u06ff" else ENDINGS
    return stem >= SHORTEST_STEM and max(len(one), len(other)) - stem <= longest


def _without_article(word: str) -> str:
    is_joined = word.startswith(ARABIC_ARTICLE) and len(word) > len(ARABIC_ARTICLE) + 2
    return word.removeprefix(ARABIC_ARTICLE) if is_joined else word


def _is_written_without_blanks(text: str) -> bool:
    """Whether it is Chinese: its words are not set apart, so a part of a name is looked for as it is."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
