"""How likely a run of letters is in the language it would be in, for choosing between encodings.

Each language has its letters outside ASCII with a weight from 1 (common) to 0 (rare). What does not
belong here: bytes, encodings, words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipelines.collect.reading.misplaced import (
    WORD,
    accented_alone,
    joined_signs,
    late_capitals,
    of_two_scripts,
    script_of,
)
from pipelines.collect.reading.signs import OF_A_SIGN, signs_in_place

_BY_FREQUENCY = {
    "western": "éáíóèäüößàçñêãåøæúôâîëïûœùìòõÿýªº",
    "polish": "łąęóśżćńź",
    "czech": "íáéřžýčšěůúťďňôľĺŕä",
    "hungarian": "éáőöóüíúű",
    "romanian": "ăîâţşșț",
    "turkish": "ıüşöçğâîİ",
    "balkan": "čćšžđ",
    "baltic": "šėįųūžąčęāīēļņģķõäöü",
    "russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "ukrainian": "оаинтірвлкеємдпуяьгзбчйхжшюцщїфґ'",
    "greek": "ατοιεσνηρπκλυςμδόίάωέήύγχθφβώξζψϊϋ",
    "arabic": "اليمنوتربةعدسفحقكجأطهشصخضذثىإزغظءئؤآ،؟ًّپچژگ",
    "hebrew": "יוהלאמרשתבנכםעדחטגפקצזןםץךףס",
    "thai": "านรกอเง่มย้ลวดทสตะปบคหัิีุูืแโไใ์็จชพผขศซธภถณฐญฟษ๊๋ำึฤฉฝฮ",
}
_FLOOR = {
    "western": 0.65,
    "russian": 0.15,
    "ukrainian": 0.1,
    "arabic": 0.15,
    "greek": 0.2,
    "hebrew": 0.2,
    "thai": 0.3,
}
FREQUENT_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公"
    "无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组"
    "见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理世亚尔斯拉尼巴达马加哥阿克洛维瓦圭份器官肝肾膜受害男女岁"
    "國個為來們時對發會說學動體實點業開關於與這無經過還長電區數據統計總歲腎臟移植販運亞爾"
)
_EVERYDAY = {
    "chinese": ("gb2312", 0xB0, 0xD7),
    "taiwan": ("big5", 0xA4, 0xC6),
    "japanese": ("shift_jis", 0x88, 0x98),
}
KANA = re.compile(r"[\u3040-\u30ff]")
_WITHIN_A_LATIN_WORD = re.compile(r"(?<=[a-z])[\u3040-\ud7a3]|[\u3040-\ud7a3](?=[a-z])")
CURRENCY = frozenset("£€¥")
SIGNS = frozenset("\xa0°«»“”„’‘…–—·•©®™§№¿¡±²³½¼。、，；：？！（）《》「」・％ー「」※・")
_WORDS_OF_ONE_LETTER = {"LATIN": "àáóéí", "CYRILLIC": "авикосуя", "ARABIC": "وبلكف"}
_AT_A_DIGIT = re.compile(r"[^\W\d_\x00-\x7fµºª²³¹½¼¾]\d|\d[^\W\d_\x00-\x7fµºª²³¹½¼¾]")


@cache
def weights(language: str) -> dict[str, float]:
    """The letters of a language (both cases) and how common each is."""
    letters = _BY_FREQUENCY[language]
    floor = _FLOOR.get(language, 0.5)
    found: dict[str, float] = {}
    for rank, letter in enumerate(letters):
        weight = 1 - (1 - floor) * rank / len(letters)
        found.setdefault(letter, weight)
        if len(letter.upper()) == 1:
            found.setdefault(letter.upper(), weight * 0.9)
    return found | ({"ÿ": 0.1, "Ÿ": 0.1} if language == "western" else {})


def weight_of_text(text: str, language: str) -> tuple[float, int]:
    """The mean weight of what stands outside ASCII, from 1 down to -2, and how many are letters."""
    outside = [c for c in text if c > "\x7f"]
    if not outside:
        return 0.0, 0
    if language in ("chinese", "taiwan", "japanese", "korean"):
        total = sum(_eastern(c, language) for c in outside) - 1.5 * len(_WITHIN_A_LATIN_WORD.findall(text))
    else:
        known = weights(language)
        total = sum(known[c] if c in known else _other(c) for c in outside) - _disorder(text)
        of_a_sign = (known[c] if c in known else _other(c) for c in signs_in_place(text))
        total += sum(OF_A_SIGN - weight for weight in of_a_sign)
    return total / len(outside), sum(1 for c in outside if c.isalpha())


@lru_cache(maxsize=4096)
def is_usual(char: str) -> bool:
    """Whether the character is of a language that files come in: no letter of old or rare alphabets."""
    if char in SIGNS or char in CURRENCY or "\u4e00" <= char <= "\u9fff" or KANA.match(char):
        return True
    return (char.isalpha() and char < "\u0250") or any(char in weights(one) for one in _BY_FREQUENCY)


def letters_of_words(text: str) -> int:
    """How many letters outside ASCII the different words of the text have in all."""
    words = {word for word in WORD.findall(text) if not word.isascii()}
    return sum(1 for word in words for c in word if c > "\x7f")


def _eastern(char: str, language: str) -> float:
    if char in SIGNS:
        return 0.3
    if language == "korean":
        return 0.9 if "가" <= char <= "힣" else _other(char)
    if language == "japanese" and KANA.match(char):
        return 1.0
    if not "\u4e00" <= char <= "\u9fff":
        return _other(char)
    if char in FREQUENT_HAN:
        return 1.0
    return 0.6 if _is_everyday(char, language) else -0.6


def _is_everyday(char: str, language: str) -> bool:
    """Whether the character is of the first, everyday level of its national set."""
    encoding, low, high = _EVERYDAY[language]
    try:
        return low <= char.encode(encoding)[0] <= high
    except UnicodeEncodeError:
        return False


def _other(char: str) -> float:
    if char in CURRENCY:
        return 0.7
    if char in SIGNS:
        return 0.3
    category = unicodedata.category(char)
    if category[0] == "L":
        return -0.7
    return -2.0 if category in ("Cc", "Co", "Cn") else -1.0


def _disorder(text: str) -> float:
    """What speaks against a reading: what no language writes (`misplaced`), lone letters, digits."""
    total = 0.0
    for word in WORD.findall(text):
        if word.isascii():
            continue
        if len(word) == 1 and word.lower() not in _WORDS_OF_ONE_LETTER.get(script_of(word), word.lower()):
            total += 1.0
        total += late_capitals(word) + 1.5 * of_two_scripts(word)
    total += 1.5 * joined_signs(text) + accented_alone(text)
    return total + 0.8 * len(_AT_A_DIGIT.findall(text))
