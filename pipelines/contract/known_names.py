"""Names of codes beside their labels: common, formal and former ones, and which names mean several codes.

Sources, in one table by spelling: the labels, the aliases that persons have confirmed, the lists of names in
`schemas/names/`, and for areas Unicode's CLDR through Babel. The table is made when a word that is no code
asks for it, never for a file that is right. A name never stands for a code by itself: it only makes what is
proposed certain. Headers have such a list too. What does not belong here: likeness (`nearest`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from pipelines.contract.codes import CodeList, word_key
from pipelines.contract.loading import Contract
from pipelines.contract.text import LANGUAGES

COLUMNS = "columns"
"""The list of names that are headers: its codes are names of columns."""
OTHER_CODES = ("iso2", "m49")
"""Attributes of areas that name them in other lists."""
_ARTICLES = frozenset(("the", "la", "le", "les", "l", "el", "los", "las"))
_ALIKE = {"st": "saint", "ste": "sainte"}
_ARABIC = str.maketrans("ةى", "هي", "ـ")
_MARKS = re.compile(r"[-\u2010-\u2015'\u2018\u2019\u02bc\u00b4`\".,،;:()/]+")
"""Signs that say nothing between the words of a name; < and + do: they are those of ages."""
_JOINED = re.compile(r"(?<=\w)['’‘ʼ`´.](?=\w\b)")


def spelling_key(text: str) -> str:
    """What spellings of one name share besides `word_key`: accents, punctuation, articles, `St` for Saint."""
    plain = unicodedata.normalize("NFKD", word_key(text.replace("&", " and ")))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).translate(_ARABIC)
    words = _MARKS.sub(" ", _JOINED.sub("", letters)).split()
    told = [_ALIKE.get(word, word) for word in words if word not in _ARTICLES]
    return " ".join(told or words)


def names_of(codes: CodeList, contract: Contract) -> Mapping[str, tuple[str, ...]]:
    """Every name by `spelling_key` -> the codes that it may mean, in the order of the list."""

    def make() -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for name, code in _names(codes, contract):
            if key := spelling_key(name):
                found.setdefault(key, set()).add(code)
        place = {code: number for number, code in enumerate(codes.codes)}
        return {key: tuple(sorted(meant, key=place.__getitem__)) for key, meant in found.items()}

    return contract.derived(f"names_of/{codes.name}", make)


def header_key(header: str) -> str:
    """`spelling_key` of a header, in which underscores are blanks."""
    return spelling_key(header.replace("_", " "))


def columns_meant(header: str, contract: Contract) -> tuple[str, ...]:
    """The columns of ours that a common header means, in the order in which a table is asked for them."""

    def make() -> dict[str, tuple[str, ...]]:
        return {header_key(name.name): name.codes for name in contract.name_list(COLUMNS).names}

    return contract.derived("columns_meant", make).get(header_key(header), ())


def _names(codes: CodeList, contract: Contract) -> Iterator[tuple[str, str]]:
    """Each name with one code that it may mean."""
    for code in codes.codes.values():
        yield code.code, code.code
        yield from ((label, code.code) for label in code.labels.values())
        yield from ((code.attributes.get(name, ""), code.code) for name in OTHER_CODES)
    yield from aliases_of(codes, contract).items()
    if codes.name in contract.names("names"):
        for name in contract.name_list(codes.name).names:
            yield from ((name.name, code_meant) for code_meant in name.codes if code_meant in codes)
    yield from _cldr_names(codes)


def aliases_of(codes: CodeList, contract: Contract) -> dict[str, str]:
    """Confirmed alias -> code, without those that stand for the code of another column."""
    is_aliased = codes.name in contract.names("aliases")
    listed = contract.alias_list(codes.name).aliases if is_aliased else ()
    return {alias.alias: alias.code for alias in listed if alias.code in codes}


def _cldr_names(codes: CodeList) -> Iterator[tuple[str, str]]:
    """The names of States, territories and regions in six languages, where the codes say which they are."""
    listed = {
        territory: code.code
        for code in codes.codes.values()
        for territory in (code.attributes.get(name) for name in OTHER_CODES)
        if territory
    }
    if not listed:
        return
    from babel import Locale

    for language in LANGUAGES:
        territories = Locale(language).territories
        yield from ((territories[known], code) for known, code in listed.items() if known in territories)
