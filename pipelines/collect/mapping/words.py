"""What a word of a foreign column stands for: a code by declaration, by name, or by a confirmed alias.

Never by likeness: a word that nothing knows gets no code, only a suggestion for a person. What does not
belong here: rows (`mapping`).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.collect.reading.layouts import name_key
from pipelines.contract.aliases import AliasList
from pipelines.contract.codes import CodeList
from pipelines.contract.profiles import Codes

LONGEST_WORD = 200
"""A longer cell is no word that a pattern or a likeness is tried on."""
NEAR = 0.75


@dataclass(frozen=True)
class Meaning:
    """What a word fills: our columns and their cells; `is_alias` where only an alias knows it."""

    cells: dict[str, str]
    is_alias: bool = False


@dataclass
class Words:
    """The words that one way of reading a column knows; `codes_of` is None where ours has no code list."""

    to: str
    codes: Codes
    codes_of: CodeList | None
    aliases: tuple[AliasList, ...] = ()
    _patterns: list[tuple[re.Pattern[str], str]] = field(init=False)

    def __post_init__(self) -> None:
        self._patterns = [(re.compile(pattern), text) for pattern, text in self.codes.patterns.items()]

    def meaning(self, word: str) -> Meaning | None:
        """What the word stands for; None where nothing knows it."""
        declared = self.codes.map.get(word)
        if declared is not None:
            return Meaning(declared if isinstance(declared, dict) else {self.to: declared})
        code = self._by_pattern(word) or self._by_code(word)
        if code is None and self.codes.by_label:
            code = self._labels.get(name_key(word))
        if code is not None:
            return Meaning({self.to: code})
        alias = self._aliases.get(name_key(word))
        return None if alias is None else Meaning({self.to: alias}, is_alias=True)

    def nearest(self, word: str) -> str:
        """The nearest word that is known, as a suggestion for a person; empty where none is near."""
        if not word or len(word) > LONGEST_WORD:
            return ""
        near = difflib.get_close_matches(name_key(word), self._known, n=1, cutoff=NEAR)
        return self._known[near[0]] if near else ""

    def _by_pattern(self, word: str) -> str | None:
        if len(word) > LONGEST_WORD:
            return None
        found = ((p.fullmatch(word), text) for p, text in self._patterns)
        return next((match.expand(text) for match, text in found if match), None)

    def _by_code(self, word: str) -> str | None:
        if self.codes_of is None:
            return None
        if self.codes.attribute and (code := self._attributes.get(word.rjust(self.codes.pad, "0"))):
            return code
        return word if self.codes.are_ours and word in self.codes_of else None

    @cached_property
    def _attributes(self) -> dict[str, str]:
        listed = self.codes_of.codes.values() if self.codes_of else ()
        return {word: c.code for c in listed if (word := c.attributes.get(self.codes.attribute, ""))}

    @cached_property
    def _labels(self) -> dict[str, str]:
        """Every name of the list in any language -> the code, where it is the only one of that name."""
        found: dict[str, set[str]] = {}
        for code in self.codes_of.codes.values() if self.codes_of else ():
            for label in code.labels.values():
                found.setdefault(name_key(label), set()).add(code.code)
        return {label: next(iter(codes)) for label, codes in found.items() if label and len(codes) == 1}

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """The lists that the profile names first win."""
        found: dict[str, str] = {}
        for listed in self.aliases:
            for alias in listed.aliases:
                found.setdefault(name_key(alias.alias), alias.code)
        return found

    @cached_property
    def _known(self) -> dict[str, str]:
        """Every word that is known, as it is written, by its key."""
        words = [alias.alias for listed in self.aliases for alias in listed.aliases]
        if self.codes_of and self.codes.by_label:
            words += [label for code in self.codes_of.codes.values() for label in code.labels.values()]
        if self.codes_of and self.codes.are_ours:
            words += self.codes_of.codes
        return {name_key(word): word for word in [*words, *self.codes.map] if word}
