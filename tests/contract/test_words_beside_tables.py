"""Are the words of the lines beside a table whole, and found as their list writes them?"""

from __future__ import annotations

import re

import pytest

from pipelines.collect.reading.beside_words import is_of_another_crime
from pipelines.collect.reading.listed_words import LIST, ListedWords
from pipelines.contract.codes import LANGUAGES
from tests.contract.examples import CONTRACT

CODES = CONTRACT.code_list(LIST)
WORDS = ListedWords(CODES)


@pytest.mark.parametrize("code", CODES.codes)
def test_every_word_of_the_list_is_found_by_its_own_pattern(code: str) -> None:
    words = [w for lang in LANGUAGES for w in CODES[code].attributes[f"words_{lang}"].split("|") if w]
    plain = [word.replace("*", "").replace("#", "6") for word in words if "{" not in word]
    assert plain
    assert [word for word in plain if not WORDS.has(code, f"( {word.upper()} )")] == []


def test_every_row_named_in_a_phrase_is_in_the_list_and_has_words_in_that_language() -> None:
    for code in CODES.codes.values():
        for language in LANGUAGES:
            for named in re.findall(r"\{(\w+)\}", code.attributes[f"words_{language}"]):
                assert CODES[named].attributes[f"words_{language}"], (code.code, language, named)


@pytest.mark.parametrize(
    ("code", "text", "is_there"),
    [
        ("OFFICE", "Policia Nacional", True),
        ("OFFICE", "the ministry", True),
        ("OFFICE", "administrator", False),
        ("OF_A_TABLE", "Metadata", True),
        ("OF_A_TABLE", "John Constable", False),
        ("PART_OF_YEAR", "first nine months", True),
        ("PART_OF_YEAR", "half-year", True),
        ("PART_OF_YEAR", "half of the victims", False),
        ("ONE_PERSON", "victims", False),
    ],
)
def test_a_mark_in_a_word_says_where_it_is_found(code: str, text: str, is_there: bool) -> None:
    assert WORDS.has(code, text) == is_there


@pytest.mark.parametrize("text", ["Arms trafficking 2021", "trafficking of drugs", "Drug trafficking"])
def test_trafficking_in_other_things_is_another_crime(text: str) -> None:
    assert is_of_another_crime(text, WORDS)
    assert not is_of_another_crime(f"{text} and trafficking in persons", WORDS)
