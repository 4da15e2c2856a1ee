"""What the columns of an unknown file may be: guesses with how sure they are and why, decided by nobody yet.

Deterministic: names and words are compared with the contract (`SURE` where they are the same), with the
profiles that exist, and by likeness. What does not belong here: the text of the draft (`profile_drafts`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.collect.reading.layouts import name_key
from pipelines.contract.codes import CodeList
from pipelines.contract.labels import current_language, labels_of
from pipelines.contract.loading import Contract
from pipelines.contract.nearest import nearest_of
from pipelines.contract.profiles import Profile
from pipelines.contract.tables import Table
from pipelines.contract.text import _

SURE, AS_IN_PROFILE = 1.0, 0.9
NEAR, FEW = 0.6, 0.5
VALUE = re.compile(r"[<>]?\s?\d[\d\s.,'’\u00a0\u202f]*")
YEAR, FISCAL_YEAR = re.compile(r"\d{4}"), re.compile(r"\d{4}[/–-]\d{2,4}")


@dataclass(frozen=True)
class Guess:
    """What a name or word may stand for, how sure that is (1 is certain), and why."""

    to: str
    sureness: float
    because: str

    @property
    def is_sure(self) -> bool:
        """Whether the name or word is the contract's own."""
        return self.sureness == SURE


@dataclass
class Foreign:
    """A column of the file: its name, and its distinct cells in the order in which they first stand."""

    name: str
    cells: dict[str, None] = field(default_factory=dict)


@dataclass
class ColumnGuess:
    """The guesses about one column, best first, and about each of its words for the best one.

    Where no column of ours is near, `several` says of each word which column it may fill, with which code.
    """

    name: str
    guesses: list[Guess]
    words: dict[str, list[Guess]] = field(default_factory=dict)
    pattern: str = ""
    several: dict[str, tuple[str, list[Guess]] | None] = field(default_factory=dict)

    @property
    def best(self) -> Guess | None:
        """The best guess; None where there is none."""
        return self.guesses[0] if self.guesses else None


class Guesser:
    """Guesses for the files of one table."""

    def __init__(self, contract: Contract, table: Table) -> None:
        self.contract, self.table = contract, table

    def column(self, column: Foreign) -> ColumnGuess:
        """What a column may be, by its name and its cells."""
        found: dict[str, Guess] = {}
        for guess in (*self._by_name(column.name), *self._by_cells(column)):
            if guess.to not in found or found[guess.to].sureness < guess.sureness:
                found[guess.to] = guess
        ranked = sorted(found.values(), key=lambda g: (-g.sureness, g.to))
        return self._with_words(ColumnGuess(column.name, ranked), column)

    def _with_words(self, guess: ColumnGuess, column: Foreign) -> ColumnGuess:
        if guess.best is None:
            guess.several = {word: self._anywhere(word) for word in column.cells}
            return guess
        declared = self.table.column(guess.best.to)
        if declared.code_list:
            guess.words = {word: self.words(declared.name, word) for word in column.cells}
        elif declared.type == "period" and all(YEAR.fullmatch(word) for word in column.cells):
            guess.pattern = r"(\d{4})"
        return guess

    def words(self, to: str, word: str) -> list[Guess]:
        """What a word of a column that fills `to` may stand for, the surest first; empty: nothing is near."""
        listed = self.contract.code_list(self.table.column(to).code_list)
        if word in listed:
            return [Guess(word, SURE, _("the code"))]
        names = self._names(listed)
        if code := names.get(name_key(word)):
            return [Guess(code, SURE, _("a name of the code"))]
        if seen := self._words_of_profiles.get((to, word)):
            return [Guess(seen[0], AS_IN_PROFILE, _("as in the profile %(name)s") % {"name": seen[1]})]
        found = nearest_of(listed, self.contract).find(word)
        return [Guess(near.code, near.sureness, _like(listed, near.code)) for near in found]

    def _anywhere(self, word: str) -> tuple[str, list[Guess]] | None:
        """The coded column with the surest guess about a word (of several the first), and its guesses."""
        coded = [c.name for c in self.table.columns if c.code_list]
        found = [(to, guesses) for to in coded if (guesses := self.words(to, word))]
        return max(found, key=lambda pair: pair[1][0].sureness, default=None)

    def _by_name(self, name: str) -> Iterable[Guess]:
        key = name_key(name)
        if key in self._column_names:
            yield Guess(self._column_names[key], SURE, _("the name of the column"))
        for to, profile in sorted(self._columns_of_profiles.get(key, {}).items()):
            yield Guess(to, AS_IN_PROFILE, _("as in the profile %(name)s") % {"name": profile})
        for near in difflib.get_close_matches(key, self._column_names, n=2, cutoff=NEAR):
            ratio = difflib.SequenceMatcher(None, near, key).ratio()
            sureness = round(min(ratio, 0.89), 2)
            yield Guess(self._column_names[near], sureness, _("like %(name)s") % {"name": near})

    def _by_cells(self, column: Foreign) -> Iterable[Guess]:
        words = [word for word in column.cells if word]
        if not words:
            return
        for declared in self.table.columns:
            if not declared.code_list:
                continue
            guesses = [self._exact(declared.name, word) for word in words]
            share = sum(guesses) / len(words)
            if share >= FEW:
                because = _("words of the list %(list)s: %(known)d of %(count)d") % {
                    "known": sum(guesses),
                    "count": len(words),
                    "list": declared.code_list,
                }
                yield Guess(declared.name, round(share * 0.85, 2), because)
        for declared in self.table.columns:
            shape = {"period": (YEAR, FISCAL_YEAR), "value": (VALUE,)}.get(declared.type, ())
            share = sum(any(p.fullmatch(word) for p in shape) for word in words) / len(words)
            if share >= FEW:
                because = _("%(percent)d %% of its cells look so") % {"percent": round(100 * share)}
                yield Guess(
                    declared.name, round(share * (0.8 if declared.type == "period" else 0.7), 2), because
                )

    def _exact(self, to: str, word: str) -> bool:
        listed = self.contract.code_list(self.table.column(to).code_list)
        known = word in listed or name_key(word) in self._names(listed)
        return known or (to, word) in self._words_of_profiles

    def _names(self, listed: CodeList) -> dict[str, str]:
        """Every name of the list, and every confirmed alias of areas -> the code, where only one has it."""
        if listed.name not in self._names_by_list:
            found: dict[str, set[str]] = {}
            for code in listed.codes.values():
                for name in (code.code, *code.labels.values()):
                    found.setdefault(name_key(name), set()).add(code.code)
            if listed.name in self.contract.names("aliases"):
                for alias in self.contract.alias_list(listed.name).aliases:
                    found.setdefault(name_key(alias.alias), set()).add(alias.code)
            names = {name: next(iter(codes)) for name, codes in found.items() if name and len(codes) == 1}
            self._names_by_list[listed.name] = names
        return self._names_by_list[listed.name]

    @cached_property
    def _names_by_list(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _column_names(self) -> dict[str, str]:
        """Every name, title and translated label of a column, by key -> the column."""
        labels = {name_key(label): name for label, name in labels_of(self.table).items()}
        return labels | {name_key(name): name for name in self.table.column_names}

    @cached_property
    def _columns_of_profiles(self) -> dict[str, dict[str, str]]:
        """Their column, by key -> our column -> the first profile that reads it so."""
        found: dict[str, dict[str, str]] = {}
        for profile in self._profiles:
            mapped = [(name, to) for name, way in profile.mapped() for to in (way.to,) if to]
            values = [(name, value.to) for name, value in profile.values.items()]
            other = [(o, to) for o, name in profile.other_names.items() for n, to in mapped if n == name]
            for name, to in [*mapped, *values, *other]:
                found.setdefault(name_key(name), {}).setdefault(to, profile.name)
        return found

    @cached_property
    def _words_of_profiles(self) -> dict[tuple[str, str], tuple[str, str]]:
        """(our column, their word) -> (our code, the first profile that says so); of several, the first."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for profile in self._profiles:
            for _name, way in profile.mapped():
                for word, to in way.codes.map.items() if way.codes and not way.when else ():
                    column, code = next(iter(to.items()), ("", "")) if isinstance(to, dict) else (way.to, to)
                    if word and column:
                        found.setdefault((column, word), (code, profile.name))
        return found

    @cached_property
    def _profiles(self) -> list[Profile]:
        profiles = (self.contract.profile(name) for name in self.contract.names("profiles"))
        return [profile for profile in profiles if profile.table == self.table.name]


def _like(listed: CodeList, code: str) -> str:
    return _("like %(name)s") % {"name": listed[code].label(current_language())}
