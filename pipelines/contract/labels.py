"""The names that columns bear in front of a person, in six languages: what templates write and reading knows.

A title is translated by the message catalogues; until a language has one, the English title stands. Where
two columns of a table would bear one name, they bear the contract's own. What does not belong here: codes,
whose labels stand in their lists.
"""

from __future__ import annotations

import gettext
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from pipelines.contract import text
from pipelines.contract.direction import END_ISOLATE, ISOLATE, RIGHT_TO_LEFT, isolated
from pipelines.contract.text import LANGUAGES

if TYPE_CHECKING:
    from pipelines.contract.tables import Table

Say = Callable[[str], str]
_MARKS = dict.fromkeys(map(ord, ISOLATE + END_ISOLATE))


@cache
def words_in(language: str) -> Say:
    """A function that says a message in this language, whatever the reader's; else in English."""
    catalogue = gettext.translation("tipor", text._LOCALES, languages=[language], fallback=True)
    if language in RIGHT_TO_LEFT:
        return lambda message: isolated(catalogue.gettext(message))
    return catalogue.gettext


def review_notice_in(language: str) -> str:
    """In the language: that no native reader has reviewed its texts; empty where one has, and in English."""
    catalogue = gettext.translation("tipor", text._LOCALES, languages=[language], fallback=True)
    return "" if text.is_reviewed(catalogue) else words_in(language)(text.UNREVIEWED)


def has_catalogue(language: str) -> bool:
    """Whether messages can be said in this language; English needs no catalogue."""
    return language == "en" or gettext.find("tipor", text._LOCALES, languages=[language]) is not None


def current_language() -> str:
    """The language in which the reader is spoken to, of which there is a catalogue; else English."""
    language = text._catalogue.info().get("language", "en")[:2]
    return language if language in LANGUAGES else "en"


def column_labels(table: Table, language: str) -> dict[str, str]:
    """Column name -> its label in the language, no two alike; the names themselves without a language."""
    if not language:
        return {name: name for name in table.column_names}
    say = words_in(language)
    labels = {column.name: " ".join(say(column.title).translate(_MARKS).split()) for column in table.columns}
    used = Counter(label.casefold() for label in labels.values())
    own = {name.casefold() for name in table.column_names}
    return {
        name: label
        if used[label.casefold()] == 1 and label.casefold() not in own - {name.casefold()}
        else name
        for name, label in labels.items()
    }


def labels_of(table: Table) -> Mapping[str, str]:
    """Label in lower case -> column name in all six languages; without labels that mean two columns."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for name, label in column_labels(table, language).items():
            found.setdefault(label.casefold(), set()).add(name)
    return {label: next(iter(names)) for label, names in found.items() if len(names) == 1}
