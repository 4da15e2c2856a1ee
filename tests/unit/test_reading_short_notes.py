"""Is a file with an English header and a few words in an old encoding read rightly, or asked about?"""

from __future__ import annotations

import random
import re

import pytest
from babel import Locale

from pipelines.collect.reading.encodings import decode
from pipelines.collect.reading.misplaced import misplaced
from pipelines.collect.reading.vocabulary import words_of
from pipelines.contract.loading import Contract
from pipelines.process.checking import check

HEADER = "ref_area;time_period;offence;measure;sex;value;source_note\n"
ENCODINGS = {
    "ru": ("cp1251", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5"),
    "uk": ("cp1251", "koi8_u"),
    "bg": ("cp1251",),
    "el": ("cp1253", "iso8859_7"),
    "ar": ("cp1256", "iso8859_6"),
    "es": ("cp1252", "mac_roman", "cp850"),
    "fr": ("cp1252", "mac_roman", "cp850"),
}
PLAIN = ("статья 127.1 Уголовного кодекса", "Ростовская область", "По приговору суда", "Республика Дагестан")
SHORT = ("УК РФ", "ГУ МВД", "ст. 120 УК", "уточнено", "Петров И. С.", "статья 127.1 УК РФ")


def file_of(*notes: str) -> str:
    rows = (f"RUS;2021;TIP_OR;DETECTED;F;{n};{note}\n" for n, note in enumerate(notes, 3))
    return HEADER + "".join(rows)


def some_notes(language: str, chance: random.Random) -> list[str]:
    """Names of languages, coins, scripts and days, now and then with a number or capital letters."""
    locale = Locale.parse(language)
    names = (*locale.languages.values(), *locale.currencies.values(), *locale.days["format"]["wide"].values())
    words = sorted({word for name in names for word in re.findall(r"[^\W\d_]{3,}", name)})
    notes = []
    for _row in range(chance.randint(1, 3)):
        note = chance.sample(words, chance.randint(1, 4))
        note += [f"{chance.randint(1, 200)}.1"] if chance.random() < 0.4 else []
        note += [chance.choice(words)[:3].upper()] if chance.random() < 0.3 else []
        notes.append(" ".join(note))
    return notes


@pytest.mark.parametrize("said", [False, True], ids=["unsaid", "said"])
@pytest.mark.parametrize("language", ENCODINGS)
def test_a_few_words_are_read_rightly_or_asked_about(contract: Contract, language: str, said: bool) -> None:
    words, chance = words_of(contract), random.Random(11)
    for encoding in ENCODINGS[language]:
        for _case in range(40):
            text = file_of(*some_notes(language, chance))
            try:
                content = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            found = decode(content, language if said else "", lambda: words)
            assert found.others or found.text.decode("utf-8", "replace") == text, (encoding, text)


@pytest.mark.parametrize("language", ["", "ru"])
@pytest.mark.parametrize("note", PLAIN)
def test_signs_joined_to_letters_rule_an_encoding_out(contract: Contract, note: str, language: str) -> None:
    text = file_of(note, "")
    found = decode(text.encode("cp1251"), language, lambda: words_of(contract))
    assert (found.encoding, found.others, found.text.decode()) == ("cp1251", (), text)


@pytest.mark.parametrize("language", ["", "ru"])
@pytest.mark.parametrize("note", SHORT)
def test_very_few_letters_are_never_misread_in_silence(contract: Contract, note: str, language: str) -> None:
    text = file_of(note)
    found = decode(text.encode("cp1251"), language, lambda: words_of(contract))
    assert found.others or found.text.decode() == text


def test_the_language_of_the_reporter_counts_as_if_it_were_said(contract: Contract) -> None:
    content = file_of("Следственный комитет", "").encode("cp1251")
    words = words_of(contract)
    said, unsaid = (decode(content, language, lambda: words) for language in ("ru", ""))
    assert unsaid.others
    assert not said.others
    asked = [
        len(check(content, contract=contract, table="victims", reporter=reporter).reading.findings)
        for reporter in ("RUS", "")
    ]
    assert asked == [0, 1]


@pytest.mark.parametrize("text", ["стать€", "—ледственный", "ќстров≥в", "Espa±a", "сТАТЬЯ", "ÃÓ ÌÂÄ", "№шры"])
def test_what_no_language_writes_is_seen(text: str) -> None:
    assert misplaced(text)


@pytest.mark.parametrize(
    "text",
    ["l’été – “Côte”", "„дума“", "”Ärende” är", "5 €", "об’єкт", "№ 5", "№А-12", "«Дело»", "A—B",
     "عدد_الضحايا",
     "Algérie, où",
     "год—год"],
)  # fmt: skip
def test_what_a_language_writes_is_left_alone(text: str) -> None:
    assert misplaced(text) == 0
