"""Which codes a word that is none of them may mean: suggestions for a person, never an answer.

A name that several codes have leads to these. Other words are compared with the labels in all six languages,
confirmed aliases and the English descriptions by the words that both have ("organ removal" stands in a
label), and where that finds no whole words, with every known name by its letters, for slips of the finger.
What does not belong here: names that are known exactly (`known_names`), and what is certain (`known_words`).
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, takewhile

from pipelines.contract.codes import CodeList, word_key
from pipelines.contract.known_names import aliases_of, names_of, spelling_key
from pipelines.contract.loading import Contract

MOST = 3
LONGEST_WORD = 200
"""A longer cell is no word that a likeness is tried on."""
LEAST, SAME_LETTERS = 0.45, 0.75
"""Candidates below the first are not named; letters are compared from the second upwards."""
WHOLE_WORDS = 0.75
"""Where no candidate is as sure by its words, letters are compared too."""
DESCRIBED = 0.5
"""How sure a word is that stands in the description of a code only."""
HIGHEST = 0.89
"""Nothing that is only near is surer than this."""
SHORTEST_SLIP, FEW_SLIPS, LONG, MOST_SLIPS = 5, 2, 10, 3
"""In a shorter word no slip is looked for: UK is near UKR. So many letters may differ, more in long words."""
A_SLIP, COMPARED = 0.05, 60
"""How much less sure a name is with one slip more; with two more it is not named."""
ENDINGS, ARABIC_ENDINGS, SHORTEST_STEM = 2, 3, 4
"""Words that begin alike with so many letters, and end with at most so many others, are nearly the same."""
ARABIC_ARTICLE = "ال"
SMALL_WORDS = frozenset(
    (
        *("and", "or", "of", "for", "the", "in", "by", "with", "from", "de", "la", "le", "les", "des", "et"),
        *("y", "o", "para", "por", "en"),
    )
)
SHORTEST = 4
"""Of a shorter word that is no name nothing is said, but in Chinese."""
SHORTEST_PART = 3
"""A part of a Chinese name with fewer signs stands in too many: 王国 is the kingdom of several."""
FEW_BEARERS = 5
"""A word that more codes have in their names leads to none of them."""
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
    """The codes of one list, ready to be searched; made once (`Contract.derived`).

    `inflects`: its names are common words with endings; those of places are not, and alike by chance.
    """

    def __init__(
        self,
        codes: CodeList,
        known: Mapping[str, tuple[str, ...]],
        aliases: Mapping[str, str],
        *,
        inflects: bool,
    ) -> None:
        self.codes, self.known, self.inflects = codes, known, inflects
        self.names = [_name(code, text, weight) for code, text, weight in _texts(codes)]
        self.names += [_name(code, alias, 1.0) for alias, code in aliases.items()]

    def find(self, word: str, most: int = MOST) -> list[Near]:
        """The codes that the word may mean, the surest first; of codes as sure, in the order of the list."""
        text = word_key(word)
        if not text or len(text) > LONGEST_WORD:
            return []
        if meant := self.known.get(spelling_key(word)):
            return [Near(code, HIGHEST) for code in meant]
        # So short a part of a place's name is a slip of others: "sede", of Santa Sede and of Suède.
        fewest = SHORTEST if self.inflects else SHORTEST_SLIP
        if len(text) < fewest and not _is_written_without_blanks(text):
            return []
        found = self._by_words(text)
        if max(found.values(), default=0) < WHOLE_WORDS:
            for code, sureness in self._by_letters(spelling_key(word)).items():
                found[code] = max(found.get(code, 0), sureness)
        order = {code: place for place, code in enumerate(self.codes.codes)}
        ranked = sorted(found.items(), key=lambda item: (-item[1], order[item[0]]))
        return [Near(code, round(sureness, 2)) for code, sureness in ranked[:most]]

    def _by_words(self, text: str) -> dict[str, float]:
        words = _words(text)
        found: dict[str, float] = {}
        for name in self.names:
            sureness = _sureness(text, words, name, self.inflects)
            if sureness >= max(LEAST, found.get(name.code, 0)) and self._tells(words, name):
                found[name.code] = sureness
        is_borne_by_many = len(found) > FEW_BEARERS and _is_written_without_blanks(text)
        return {} if is_borne_by_many else found

    def _tells(self, words: frozenset[str], name: _Name) -> bool:
        """Whether a word that both have leads to few codes: that an area is a republic says nothing."""
        shared = [word for word in words if _likeness(word, name.words, self.inflects)]
        return not shared or any(self._bearers[word] <= FEW_BEARERS for word in shared)

    def _by_letters(self, text: str) -> dict[str, float]:
        """The codes of the names with the fewest slips, and of those with one more: a doubt is not hidden."""
        if len(text) < SHORTEST_SLIP:
            return {}
        most = MOST_SLIPS if len(text) >= LONG else FEW_SLIPS
        lengths = range(len(text) - most, len(text) + most + 1)
        alike = chain.from_iterable(self._by_length.get(length, ()) for length in lengths)
        near = difflib.get_close_matches(text, alike, n=COMPARED, cutoff=SAME_LETTERS)
        slips = {name: count for name in near if (count := _slips(text, name)) <= most}
        fewest = min(slips.values(), default=0)
        found: dict[str, float] = {}
        for name, count in sorted(slips.items(), key=lambda item: item[1]):
            for code in self.known[name] if count <= fewest + 1 else ():
                found.setdefault(code, HIGHEST - A_SLIP * count)
        return found

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for name in self.known:
            if len(name) >= SHORTEST_SLIP - 1:
                found[len(name)].append(name)
        return found

    @cached_property
    def _bearers(self) -> Counter[str]:
        """How many codes bear a word in their names."""
        words = {(name.code, word) for name in self.names if name.weight == 1 for word in name.words}
        return Counter(word for _code, word in words)


def nearest_of(codes: CodeList, contract: Contract) -> Nearest:
    """The search for codes that may be meant, with the aliases that persons have confirmed."""

    def make() -> Nearest:
        are_places = codes.name in contract.names("names")
        known, aliases = names_of(codes, contract), aliases_of(codes, contract)
        return Nearest(codes, known, aliases, inflects=not are_places)

    return contract.derived(f"nearest/{codes.name}", make)


def _texts(codes: CodeList) -> Iterator[tuple[str, str, float]]:
    for code in codes.codes.values():
        for label in dict.fromkeys(code.labels.values()):
            if label:
                yield code.code, label, 1.0
        if code.description:
            yield code.code, code.description, DESCRIBED


def _name(code: str, text: str, weight: float) -> _Name:
    plain = word_key(text)
    return _Name(code, plain, _words(plain), weight)


def _words(text: str) -> frozenset[str]:
    found = frozenset(map(_without_article, _WORD.findall(text)))
    return (found - SMALL_WORDS) or found


def _sureness(text: str, words: frozenset[str], name: _Name, inflects: bool) -> float:
    """How much of the word stands in the name, and how much of the name is the word."""
    shared = sum(_likeness(word, name.words, inflects) for word in words)
    if not shared and not (is_within := _is_written_without_blanks(text) and text in name.text):
        return 0.0
    covered = shared / len(words) if shared else float(is_within)
    focus = min(1.0, shared / len(name.words)) if shared else len(text) / len(name.text)
    whole = 0.15 if re.search(rf"\b{re.escape(text)}\b", name.text) or not shared else 0.0
    return min(HIGHEST, covered * (0.6 + 0.25 * focus) + whole) if name.weight == 1 else covered * name.weight


def _slips(one: str, other: str) -> int:
    """How many letters are other ones, too many or missing; two that are exchanged count as two."""
    edits = difflib.SequenceMatcher(None, other, one, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in edits if tag != "equal")


def _likeness(word: str, others: frozenset[str], inflects: bool) -> float:
    if word in others:
        return 1.0
    if not inflects or len(word) < SHORTEST_STEM:
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
    """Whether it is Chinese of some length: its words are not set apart, so it is looked for within names."""
    return len(text) >= SHORTEST_PART and any("\u4e00" <= letter <= "\u9fff" for letter in text)
