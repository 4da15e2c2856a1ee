"""Whether a line of words says that the figures cover a part of a year, in six languages.

"January-June 2021", "first half", "1-е полугодие", "النصف الأول", "上半年". Twelve months are a year,
whichever is the first of them. What does not belong here: lists of words
(`schemas/code_lists/words_beside_tables.csv`), and what is done about such a line (see `beside_said`).
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.collect.reading.listed_words import ListedWords
from pipelines.contract.months import month_key, names_of_months

_CODED = re.compile(r"\b(?:[HSQT][1-4][ /-]?(?:19|20)\d\d|(?:19|20)\d\d[ /-]?[HSQT][1-4])\b", re.IGNORECASE)
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
_NAME_OF_COLUMN = r"(?:\w+[ _])?%s"


def covers_part_of_a_year(text: str, words: ListedWords) -> bool:
    """Whether the text (of plain digits) says a half, a quarter, or months that make no whole years."""
    if _CODED.search(text) or words.has("PART_OF_YEAR", text):
        return True
    return any(_is_part(span) for span in _spans(text))


def is_part_of_a_year(cell: str, words: ListedWords) -> bool:
    """Whether a cell of a table, or the name of a column, is a period shorter than a year, or a month."""
    return bool(_SAID_IN_TABLE.fullmatch(cell.strip()) or covers_part_of_a_year(cell.strip(), words))


def names_parts_of_years(column: str, words: ListedWords) -> bool:
    """Whether a column of this name holds months, quarters or halves."""
    return bool(words.pattern("PART_COLUMN", _NAME_OF_COLUMN).fullmatch(" ".join(column.split())))


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
    months, pattern = names_of_months(), _two_months()
    spans = []
    for found in pattern.finditer(text):
        last = int(found["last_year"][-4:]) if found["last_year"] else 0
        first = int(found["first_year"][-4:]) if found["first_year"] else last
        spans.append(
            (first, months[month_key(found["first"])], last or first, months[month_key(found["last"])])
        )
    return spans


def _is_part(span: Span) -> bool:
    first_year, first, last_year, last = span
    months = (last_year - first_year) * 12 + last - first + 1
    return 1 <= first <= 12 and 1 <= last <= 12 and months > 0 and months % 12 != 0


@cache
def _two_months() -> re.Pattern[str]:
    """A pattern of two names of months with what may stand between."""
    one = "|".join(sorted(map(re.escape, names_of_months()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?P<first>{one})\.?\s*(?P<first_year>{_YEAR})?(?: г\.)?\s*{_TO}\s*(?:{_DAY}\.?\s*(?:de )?)?"
        rf"(?P<last>{one})(?!\w)\.?\s*(?P<last_year>{_YEAR})?",
        re.IGNORECASE,
    )
