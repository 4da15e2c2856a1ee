"""Whether a line of words says that the figures cover a part of a year, in six languages.

"January-June 2021", "first half", "1-е полугодие", "النصف الأول", "上半年". Twelve months are a year,
whichever is the first of them. What does not belong here: what is done about such a line (see `beside`).
"""

from __future__ import annotations

import re
from functools import cache

_HALVES = re.compile(
    r"\b(?:first|second|1st|2nd|1er|2nd|last) half\b|\bhalf[- ]year|\bsemesters?\b|\b(?:first|second"
    r"|third|fourth|1st|2nd|3rd|4th|last)"
    r" quarter\b|\bquarterly\b|\b(?:first|last) (?:two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|\d{1,2}) months\b"
    r"|\byear[- ]to[- ]date\b|\bpart(?:ial)? (?:of the )?year\b"
    r"|\b(?:[HSQT][1-4][ /-]?(?:19|20)\d\d|(?:19|20)\d\d[ /-]?[HSQT][1-4])\b"
    r"|\b(?:premier|1er|deuxi[eè]me|second|troisi[eè]me|quatri[eè]me|[1-4](?:e|er"
    r"|[eè]me)) (?:semestre|trimestre)"
    r"|\bpremi[eè]re moiti[eé]|\b(?:\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
    r"|onze) premiers mois"
    r"|\b(?:primer|segundo|tercer|cuarto|[1-4](?:er|do|to|\.?º|°)?\.?) (?:semestre|trimestre|cuatrimestre)"
    r"|\b(?:primera|segunda) mitad|\bprimeros (?:\d{1,2}|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|diez|once) meses"
    r"|полугоди|\bквартал|\bза (?:\d{1,2}|[а-я]+(?:ть|ь|а|и|е)) месяц(?!ев? назад)"
    r"|النصف (?:الأول|الاول|الثاني)|الربع (?:الأول|الاول|الثاني|الثالث|الرابع)|(?:خلال|أول) \w+ أشهر"
    r"|نصف سنوي|ربع سنوي"
    r"|[上下]半年|第?[一二三四1-4]季度|前[一二三四五六七八九十1-9]{1,2}个?月",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"(?P<first>\d{1,2})月?\s*(?:[-–—~至到]|－)\s*(?P<last>\d{1,2})月")
_TO = r"(?:[-–—~/]|to|through|until|till|and|à|au|a|al|hasta|y|по|до|إلى|الى|حتى|و)"
_YEAR = r"(?:(?:de |of |del |,)?\s*(?:19|20)\d\d)"
_DAY = r"\d{1,2}"
_ISO = re.compile(
    rf"((?:19|20)\d\d)-(\d\d)(?:-\d\d)?(?:T[\d:]+)?\s*{_TO}\s*((?:19|20)\d\d)-(\d\d)(?:-\d\d)?", re.IGNORECASE
)
_DAYS = re.compile(
    rf"(\d{{1,2}})[./](\d{{1,2}})[./]((?:19"
    rf"|20)\d\d)\s*(?:г\.?\s*)?{_TO}\s*(\d{{1,2}})[./](\d{{1,2}})[./]((?:19|20)\d\d)",
    re.IGNORECASE,
)
_SAID_IN_TABLE = re.compile(
    r"(?:19|20)\d\d[-/ ]?(?:[HSQT][1-4]|(?:0?[1-9]|1[0-2]))|(?:19|20)\d\d-\d\d(?:-\d\d)?/P\d+[DWM]"
    r"|[HSQT][1-4][-/ ]?(?:19|20)\d\d|(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:\w+[ _])?(?:month|quarter|semester|half|mois|trimestre|semestre|mes|месяц|квартал|полугодие"
    r"|شهر|الشهر|ربع|الربع"
    r"|月|月份|季度)s?",
    re.IGNORECASE,
)
LOCALES = ("en", "fr", "es", "ru", "ar", "ar_SY", "ar_MA", "ar_DZ")


def covers_part_of_a_year(text: str) -> bool:
    """Whether the text (of plain digits) says a half, a quarter, or months that make no whole years."""
    if _HALVES.search(text):
        return True
    return any(_is_part(span) for span in _spans(text))


def is_part_of_a_year(cell: str) -> bool:
    """Whether a cell of a table, or the name of a column, is a period shorter than a year, or a month."""
    return bool(_SAID_IN_TABLE.fullmatch(cell.strip()) or covers_part_of_a_year(cell.strip()))


def names_parts_of_years(column: str) -> bool:
    """Whether a column of this name holds months, quarters or halves."""
    return bool(_NAMES.fullmatch(" ".join(column.split())))


Span = tuple[int, int, int, int]
"""First year and month, last year and month."""


def _spans(text: str) -> list[Span]:
    found = [(0, int(m["first"]), 0, int(m["last"])) for m in _CHINESE.finditer(text)]
    found += [(int(a), int(b), int(c), int(d)) for a, b, c, d in _ISO.findall(text)]
    found += [_of_days(*map(int, parts)) for parts in _DAYS.findall(text)]
    return [*found, *_of_names(text)] if re.search(r"(?:19|20)\d\d", text) else found


def _of_days(a: int, b: int, first: int, c: int, d: int, last: int) -> Span:
    """Dates with the day first, unless only the month can stand there."""
    is_month_first = b > 12 or d > 12
    return (first, a, last, c) if is_month_first else (first, b, last, d)


def _of_names(text: str) -> list[Span]:
    months, pattern = _months()
    spans = []
    for found in pattern.finditer(text):
        last = int(found["last_year"][-4:]) if found["last_year"] else 0
        first = int(found["first_year"][-4:]) if found["first_year"] else last
        spans.append((first, months[_key(found["first"])], last or first, months[_key(found["last"])]))
    return spans


def _is_part(span: Span) -> bool:
    first_year, first, last_year, last = span
    months = (last_year - first_year) * 12 + last - first + 1
    return 1 <= first <= 12 and 1 <= last <= 12 and months > 0 and months % 12 != 0


def _key(name: str) -> str:
    return name.casefold().rstrip(".")


@cache
def _months() -> tuple[dict[str, int], re.Pattern[str]]:
    """The names of months and their numbers, and a pattern of two of them with what may stand between."""
    from babel import Locale

    months: dict[str, int] = {}
    for locale in map(Locale.parse, LOCALES):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    months.setdefault(_key(name), number)
    one = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    return months, re.compile(
        rf"(?<!\w)(?P<first>{one})\.?\s*(?P<first_year>{_YEAR})?(?: г\.)?\s*{_TO}\s*(?:{_DAY}\.?\s*(?:de )?)?"
        rf"(?P<last>{one})(?!\w)\.?\s*(?P<last_year>{_YEAR})?",
        re.IGNORECASE,
    )
