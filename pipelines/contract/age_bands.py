"""Age bands as offices write them (0-17, 18+, <18) and as a spreadsheet mangles them (9-17 becomes 17-Sep).

What a code means is read from its form, which is that of SDMX CL_AGE: Y0T17 from 0 to 17, Y_GE18 from 18 on.
What does not belong here: words such as "adult", which a person confirms in `schemas/aliases/age.csv`.
"""

from __future__ import annotations

import re

from pipelines.contract.codes import CodeList, word_key
from pipelines.contract.months import month_named

Band = tuple[int, int | None]
"""The first and the last age of a band; None where it has no end."""
_CODE = re.compile(r"Y(?P<low>\d+)T(?P<high>\d+)|Y_GE(?P<from>\d+)|Y_LT(?P<below>\d+)")
_DASH = "[-\u2010-\u2015\u2212~]"
_RANGE = re.compile(rf"(\d{{1,3}}) ?(?:{_DASH}|to|à|a|до|إلى|الى|至) ?(\d{{1,3}})")
_AND_OVER = re.compile(r"(?:(?:>=|≥) ?(\d{1,3})|(\d{1,3}) ?\+)")
_BELOW = re.compile(r"< ?(\d{1,3})")
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_TWO_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.]\d{2,4})?")
_CHINESE = re.compile(r"(\d{1,2})月(\d{1,2})日")
_WITH_NAME = re.compile(r"(?:(?P<before>\d{1,2})[-\s/.]+)?(?P<name>[^\W\d_]+)[-\s/.]*(?P<after>\d{1,2})?\.?")


def bands_of(codes: CodeList) -> dict[Band, str]:
    """Each band of the list and its code; empty where it is no list of ages."""
    found = ((code, _CODE.fullmatch(code)) for code in codes.codes)
    return {_band_of_code(match): code for code, match in found if match}


def band_written(word: str) -> Band | None:
    """The band that a cell names in figures; None where it names none."""
    text = word_key(word)
    if found := _RANGE.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        return (first, last) if first < last else None
    if found := _AND_OVER.fullmatch(text):
        return int(found[1] or found[2]), None
    if found := _BELOW.fullmatch(text):
        return (0, int(found[1]) - 1) if int(found[1]) > 1 else None
    return None


def bands_of_date(word: str) -> frozenset[Band]:
    """The bands of which a spreadsheet may have made this date: of day and month, or of month and year."""
    pairs = _pairs(word_key(word))
    return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])


def _band_of_code(found: re.Match[str]) -> Band:
    """The band of a code that matches `_CODE`."""
    if found["below"]:
        return 0, int(found["below"]) - 1
    if found["from"]:
        return int(found["from"]), None
    return int(found["low"]), int(found["high"])


def _pairs(text: str) -> list[tuple[int, int]]:
    """The two numbers that were typed, in every way in which they can have become this date."""
    if found := _DAY_OF_YEAR.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        return [(day, month), *([(month, year % 100)] if day == 1 else [])]
    if found := _TWO_NUMBERS.fullmatch(text) or _CHINESE.fullmatch(text):
        return [(int(found[1]), int(found[2]))]
    found = _WITH_NAME.fullmatch(text)
    named = month_named(found["name"]) if found else None
    if not (found and named) or bool(found["before"]) == bool(found["after"]):
        return []
    return [(named, int(found["before"] or found["after"]))]
