"""The words of the lines beside a table, as the patterns with which they are looked for.

The words are data (`schemas/code_lists/words_beside_tables.csv`): a row for each meaning, and its words by
language with `|` between them. A word is found in any case, where no other letter stands before or after it.
`*` stands for any letters, or none: `ministr*` is found where a word begins so, `*data` where one ends so.
`#` stands for a number of one or two digits, `{ORDINAL}` for the words of that row in the same language, a
blank for blanks, hyphens and underscores, and a Latin letter with an accent also for the one without it.
Chinese, which has no blanks, is found anywhere. What does not belong here: what a found word means.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pipelines.contract.codes import LANGUAGES, CodeList
from pipelines.contract.loading import Contract

LIST = "words_beside_tables"
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"(\{\w+\}|.)", re.DOTALL)


def listed_words(contract: Contract) -> ListedWords:
    """The words of the contract, read once and only where a line stands beside a table."""
    return contract.derived(LIST, lambda: ListedWords(contract.code_list(LIST)))


class ListedWords:
    """The words of the list by the code of what they mean; a pattern is made when it is first asked for."""

    def __init__(self, codes: CodeList) -> None:
        self._codes = codes
        self._found: dict[str, re.Pattern[str]] = {}

    def has(self, code: str, text: str) -> bool:
        """Whether one of the words of this meaning stands in the text."""
        return bool(self.pattern(code).search(text))

    def without(self, code: str, text: str) -> str:
        """The text without the words of this meaning."""
        return self.pattern(code).sub(" ", text)

    def pattern(self, code: str, form: str = "%s") -> re.Pattern[str]:
        """The pattern of the words of this meaning, in the place of `%s` in what may stand around them."""
        key = f"{code} {form}"
        if key not in self._found:
            self._found[key] = re.compile(
                form.replace("%s", f"(?:{self._alternatives(code)})"), re.IGNORECASE
            )
        return self._found[key]

    def _alternatives(self, code: str) -> str:
        bounded = [
            _with_bounds(word, self._spelled(word, language))
            for language in LANGUAGES
            for word in self._words(code, language)
        ]
        return "|".join(dict.fromkeys(bounded))

    def _words(self, code: str, language: str) -> list[str]:
        return [word for word in self._codes[code].attributes[f"words_{language}"].split("|") if word]

    def _spelled(self, word: str, language: str) -> str:
        return "".join(self._mark(mark, language) for mark in _MARKS.findall(word.strip("*") or word))

    def _mark(self, mark: str, language: str) -> str:
        if mark.startswith("{"):
            words = [self._spelled(word, language) for word in self._words(mark[1:-1], language)]
            return f"(?:{'|'.join(words)})"
        return _SPECIAL.get(mark) or _letter(mark)


_SPECIAL = {"*": r"\w*", "#": r"\d{1,2}", " ": r"[\s_-]+"}


@cache
def _letter(letter: str) -> str:
    """The letter, and where it is a Latin one with an accent the one without."""
    bare = unicodedata.normalize("NFD", letter)[0]
    return f"[{letter}{bare}]" if bare != letter and bare.isascii() else re.escape(letter)


def _with_bounds(word: str, spelled: str) -> str:
    """No letter may stand before and after the word, unless a `*` stands there or it is Chinese."""
    if _HAN.search(word):
        return spelled
    before = "" if word.startswith("*") or not _begins_a_word(word[0]) else r"(?<!\w)"
    after = r"\w*" if word.endswith("*") else r"(?!\w)" if _begins_a_word(word[-1]) else ""
    return before + spelled + after


def _begins_a_word(letter: str) -> bool:
    return letter.isalnum() or letter in "{}#"
