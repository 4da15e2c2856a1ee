"""Whether a line above or below a table changes what its figures mean, in six languages.

A scale ("in thousands"), a unit ("per 100 000"), or another crime (smuggling of migrants). What does not
belong here: lists of words, which are data (`schemas/code_lists/words_beside_tables.csv`), parts of a year
(see `part_years`), and what is done about such a line (see `beside_said`).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.digits import ZEROS
from pipelines.collect.reading.listed_words import ListedWords

LONGEST = 2_000
"""So much of a line is looked at."""
_DIGITS = {zero + value: str(value) for zero in ZEROS for value in range(10)}
_HUNDRED_THOUSAND = r"(?:100|10|1)[\s., ’']?(?:000|k\b|тыс|тысяч)"
_SCALE = re.compile(
    r"\bin (?:the )?(?:hundreds|thousands|millions|lakhs?|crores?)\b|\b(?:thousands?|millions?"
    r"|hundreds) of "
    r"(?:persons|people|victims|cases|individuals)|[(（]\s*(?:in )?(?:hundreds|thousands|milliers"
    r"|millions|miles|millones|'?000s?)\s*[)）]|[x×]\s?1[., ]?000\b"
    r"|\b(?:figures|numbers|values|data|persons|people|victims|units?)\b[^.;]{0,20}['’‘]0?00s?\b"
    r"|(?<!\w)['’‘]000s?\b|(?<!\d)[\s,]000s\b"
    r"|\bthousand (?:persons|people|victims)|\bmultipl(?:y|ied) by\b"
    r"|\ben (?:centaines|milliers|millions)\b|\bmilliers d|\bmillions de (?:personnes|victimes)"
    r"|\ben (?:cientos|centenares|miles|millones)\b|\bmiles de (?:personas|v[ií]ctimas|casos)"
    r"|\bв (?:сотнях|тысячах|миллионах|тыс|млн)|\b(?:тыс|млн)\b\.?|\bтысяч[аи]? (?:человек|чел|лиц|жертв)"
    r"|ب(?:ال)?(?:مئات|آلاف|الآلاف|الاف|ألوف|ملايين)|بالآلاف|بالالاف|(?:آلاف|ألف) (?:شخص|نسمة|ضحية)"
    r"|آلاف الأشخاص"
    r"|(?:千|万|萬|百万)(?:人|名|例|件|元)|单位\s*[:：]?\s*[(（]?\s*(?:百|千|万|百万)"
    r"|以[百千万]+(?:人)?(?:计|为单位)",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"\bper (?:{_HUNDRED_THOUSAND}|100k|1[., ]?000[., ]?000|million|thousand|hundred thousand|capita"
    rf"|mille\b)"
    r"|(?<!\d)(?<!\d )\bper ?cent\b"  # "100 per cent of the offices" says nothing about the figures
    r"|\bin (?:%|per ?cent|percentages?)|^\s*\(?(?:%|‰)\)?\s*$|[(（\[,;:，：]\s*[%‰]"
    r"|\bas (?:a )?percentages?\b|\bpercentages? (?:of|distribution|share)|\brates? per\b"
    rf"|\bpour (?:{_HUNDRED_THOUSAND}|un million|mille|cent mille)|\ben (?:%|pour ?cent|pourcentages?)"
    r"|\bpourcentages? d(?:e|es|u)?\b"
    rf"|\bpor (?:cada )?(?:{_HUNDRED_THOUSAND}|mill[oó]n|mil|cien mil|ciento\b)|\ben porcentajes?"
    r"|\bporcentajes? de|\bporcentual"
    rf"|\bна (?:{_HUNDRED_THOUSAND}|тысячу|миллион|сто тысяч)|\bв (?:%|процентах)"
    r"|(?<!\d)(?<!\d )\bпроцент|\bдол[яи] (?:потерпевших|жертв|лиц|женщин|мужчин|детей|девочек|мальчиков)"
    rf"|لكل (?:{_HUNDRED_THOUSAND}|مئة ألف|مائة ألف|ألف|مليون)"
    r"|بالمئة|بالمائة|نسب[ةه] (?:ال)?مئوي[ةه]|في المائة"
    r"|每\s?(?:[十百千万]+|10\s?万|100[,， ]?000|1[,， ]?000)\s?(?:人|人口|居民)?|百分比|百分率",
    re.IGNORECASE,
)
_NAMED_UNIT = r"(?:^|[(;,.（)\d]\s*)%s\s*[:：=]\s*(?P<unit>[^;；,，)）]{1,60})"
"""A label, not a word in a sentence: "Anti-trafficking unit: ..." names an office."""
_IN_BRACKETS = re.compile(r"[(（\[].{1,40}[)）\]]")
_OF_PERSONS = r"\W*%s\W*"


def plain(text: str) -> str:
    """The text with the digits 0 to 9 and single blanks, no longer than is looked at."""
    return " ".join(text[:LONGEST].translate(_DIGITS).split())


def states_scale(text: str, words: ListedWords) -> bool:
    """Whether the (plain) text says that the figures are in thousands, millions ..."""
    named = words.pattern("UNIT", _NAMED_UNIT).search(text)
    return bool(_SCALE.search(text) or (named and _SCALE.search(f"{named['unit']} ")))


def states_unit(text: str, words: ListedWords) -> bool:
    """Whether the (plain) text says that the figures are rates or shares, or names a unit but persons."""
    named = words.pattern("UNIT", _NAMED_UNIT).search(text)
    if _RATE.search(text) or named is None:
        return bool(_RATE.search(text))
    is_an_office = words.has("OFFICE", named["unit"])  # Chinese has one word for a unit and an office
    return not is_an_office and not _is_of_persons(named["unit"], words)


def is_a_unit(text: str, words: ListedWords) -> bool:
    """Whether a cell holds nothing but a unit, as in a line of units under the header: (number), %."""
    said = plain(text)
    is_word = bool(said) and not any(map(str.isdecimal, said))
    return (
        states_scale(said, words)
        or states_unit(said, words)
        or bool(is_word and (_is_of_persons(said, words) or _IN_BRACKETS.fullmatch(said)))
    )


def names_a_unit(column: str, words: ListedWords) -> bool:
    """Whether a column of this name holds the unit of each row."""
    return bool(words.pattern("UNIT").fullmatch(" ".join(column.split())))


def is_of_another_crime(text: str, words: ListedWords) -> bool:
    """Whether the text names smuggling of migrants, or trafficking in drugs or arms, and not in persons.

    Offices have names such as "against trafficking in persons and smuggling of migrants": such a line says
    nothing about the figures, and is quoted only.
    """
    return words.has("OTHER_CRIME", text) and not words.has("TRAFFICKING", words.without("OTHER_CRIME", text))


def _is_of_persons(unit: str, words: ListedWords) -> bool:
    return bool(words.pattern("OF_PERSONS", _OF_PERSONS).fullmatch(unit))
