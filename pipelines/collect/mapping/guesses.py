"""What the columns of an unknown file may be: guesses with how sure they are and why, decided by nobody yet.

Deterministic: names and words are compared with the contract (`SURE` where they are the same), with the
profiles that exist, and by likeness. What does not belong here: the text of the draft (`drafts`), and how
periods and numbers are written (`written`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cached_property

from pipelines.collect.mapping.guess import SURE, ColumnGuess, Foreign, Guess
from pipelines.collect.mapping.written import FIGURE, periods_of
from pipelines.collect.reading.layouts import name_key
from pipelines.contract.codes import TOTAL, CodeList
from pipelines.contract.known_names import columns_meant, names_of, spelling_key
from pipelines.contract.labels import current_language, labels_of
from pipelines.contract.loading import Contract
from pipelines.contract.nearest import nearest_of
from pipelines.contract.profiles import Profile
from pipelines.contract.tables import Table
from pipelines.contract.text import _

AS_IN_PROFILE = 0.9
COMMON_NAME = 0.89
"""A common header is surer than any likeness, and yet to be confirmed: Country may be that of citizenship."""
NEAR, FEW, EMPTY = 0.6, 0.5, 0.5
NEAR_WORD, MOST_NEAR = 0.75, 40
"""A word is near a code from the first on; of more words than the second none is compared by likeness."""
ORIGIN = re.compile(
    r"citizen|national|origin|nacional|origen|origem|ciudadan|citoyen|граждан|происхожд|جنسية|منشأ|国籍|國籍|来源国",
    re.IGNORECASE,
)
"""Names of columns of areas that are where the victims are from, not what the row is about."""


class Guesser:
    """Guesses for the files of one table."""

    def __init__(self, contract: Contract, table: Table) -> None:
        self.contract, self.table = contract, table

    def column(self, column: Foreign) -> ColumnGuess:
        """What a column may be, by its name and its cells."""
        found: dict[str, Guess] = {}
        for guess in (*self._by_name(column), *self._by_cells(column)):
            if guess.to not in found or found[guess.to].sureness < guess.sureness:
                found[guess.to] = guess
        place = {name: number for number, name in enumerate(self.table.column_names)}
        if ORIGIN.search(column.name):
            place["ref_area"] = len(place)
        ranked = sorted(found.values(), key=lambda g: (-g.sureness, place[g.to]))
        return ColumnGuess(column.name, ranked)

    def with_words(self, guess: ColumnGuess, column: Foreign) -> ColumnGuess:
        """The same, with the guesses about each word of the column for its best guess."""
        if guess.best is None:
            guess.several = {word: self._anywhere(word) for word in column.cells}
            return guess
        declared = self.table.column(guess.best.to)
        if declared.code_list:
            guess.words = {word: self.words(declared.name, word) for word in column.cells}
        elif declared.type == "period":
            guess.periods, left = periods_of(word for word in column.cells if word)
            guess.words = {word: [] for word in left}
        return guess

    def words(self, to: str, word: str) -> list[Guess]:
        """What a word of a column that fills `to` may stand for, the surest first; empty: nothing is near."""
        listed = self.contract.code_list(self.table.column(to).code_list)
        if not word:
            return self._of_empty_cells(to, listed)
        if word in listed:
            return [Guess(word, SURE, _("the code"), "are_ours")]
        if code := self._named(listed, word):
            is_label = name_key(word) in map(name_key, listed[code].labels.values())
            return [Guess(code, SURE, _("a name of the code"), "by_label" if is_label else "")]
        if seen := self._words_of_profiles.get((to, word)):
            return [Guess(seen[0], AS_IN_PROFILE, _("as in the profile %(name)s") % {"name": seen[1]})]
        found = nearest_of(listed, self.contract).find(word)
        return [Guess(near.code, near.sureness, _like(listed, near.code)) for near in found]

    def _of_empty_cells(self, to: str, listed: CodeList) -> list[Guess]:
        """What an empty cell may be: the total of a breakdown, or nothing where the column may be empty."""
        if TOTAL in listed:
            return [Guess(TOTAL, EMPTY, _("an empty cell may be the total"))]
        return [] if self.table.column(to).required else [Guess("", EMPTY, _("an empty cell"))]

    def _anywhere(self, word: str) -> tuple[str, list[Guess]] | None:
        """The coded column with the surest guess about a word (of several the first), and its guesses."""
        if not word:
            return None
        coded = [c.name for c in self.table.columns if c.code_list]
        found = [(to, guesses) for to in coded if (guesses := self.words(to, word))]
        best = max(found, key=lambda pair: pair[1][0].sureness, default=None)
        return best if best and best[1][0].sureness >= NEAR_WORD else None

    def said_by_name(self, name: str) -> dict[str, Guess]:
        """What the name of a column of values says of every value in it: our coded column -> the code."""
        found = self._anywhere(name)
        return {found[0]: found[1][0]} if found and found[1][0].to != TOTAL else {}

    def _by_name(self, column: Foreign) -> Iterable[Guess]:
        for guess in self._by_name_alone(column.name):
            listed = self.table.column(guess.to).code_list
            if guess.sureness >= AS_IN_PROFILE or not listed or self._knows_half(guess.to, column):
                yield guess

    def _knows_half(self, to: str, column: Foreign) -> bool:
        """Whether half the words of the column may be codes of ours: a name that is near is not enough."""
        words = [word for word in column.cells if word][:MOST_NEAR]
        near = [word for word in words if not FIGURE.fullmatch(word) and self.words(to, word)]
        return len(near) >= FEW * len(words)

    def _by_name_alone(self, name: str) -> Iterable[Guess]:
        key = name_key(name)
        if key in self._column_names:
            yield Guess(self._column_names[key], SURE, _("the name of the column"))
        meant = [to for to in columns_meant(name, self.contract) if to in self.table.column_names]
        if meant:
            yield Guess(meant[0], COMMON_NAME, _("a common name of the column"))
            return
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
            elif near := self._near(declared.name, words):
                yield Guess(
                    declared.name,
                    near,
                    _("its words are like those of the list %(list)s") % {"list": declared.code_list},
                )
        for declared in self.table.columns:
            share = _share_of_shape(declared.type, words)
            if share >= FEW:
                because = _("%(percent)d %% of its cells look so") % {"percent": round(100 * share)}
                yield Guess(
                    declared.name, round(share * (0.8 if declared.type == "period" else 0.7), 2), because
                )

    def _near(self, to: str, words: list[str]) -> float:
        """How sure it is that the words are codes of ours by likeness; 0 where half of them are not near."""
        if len(words) > MOST_NEAR or any(map(FIGURE.fullmatch, words)):
            return 0.0
        best = [guesses[0].sureness for word in words if (guesses := self.words(to, word))]
        near = [sureness for sureness in best if sureness >= NEAR_WORD]
        return round(0.85 * sum(near) / len(words), 2) if len(near) >= FEW * len(words) else 0.0

    def _exact(self, to: str, word: str) -> bool:
        listed = self.contract.code_list(self.table.column(to).code_list)
        known = word in listed or bool(self._named(listed, word))
        return known or (to, word) in self._words_of_profiles

    def _named(self, listed: CodeList, word: str) -> str:
        """The code that the word is a name of; empty where it is none, or that of several."""
        meant = names_of(listed, self.contract).get(spelling_key(word), ())
        return meant[0] if len(meant) == 1 else ""

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


def _share_of_shape(column_type: str, words: list[str]) -> float:
    """The share of the words that are written like periods or figures, for columns of these types."""
    if column_type == "period":
        return 1 - len(periods_of(words)[1]) / len(words)
    if column_type == "value":
        return sum(bool(FIGURE.fullmatch(word)) for word in words) / len(words)
    return 0.0


def _like(listed: CodeList, code: str) -> str:
    return _("like %(name)s") % {"name": listed[code].label(current_language())}
