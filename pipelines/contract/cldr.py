"""Numbers, dates and lists as the reader's language writes them, by Unicode's CLDR through Babel.

Babel is imported only for another language than English, whose few forms are written here. What does not
belong here: lines, codes and identifiers, which are the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.contract.direction import RIGHT_TO_LEFT, RIGHT_TO_LEFT_MARK, isolate
from pipelines.contract.labels import current_language

_WHOLE = re.compile(r"%\((\w+)\)d")
NEVER_GROUPED = frozenset({"line", "header_line", "port", "first", "last", "year"})
"""Parameters that are places or years: 12345 stays 12345."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def number(value: float, decimals: int = 0) -> str:
    """A number with the language's separators; a whole one has no decimals."""
    return decimal(value, 0 if float(value).is_integer() else decimals)


def decimal(value: float, places: int) -> str:
    """A number with so many decimals, whole ones too."""
    rounded = round(value, places) if places else round(value)
    if (language := current_language()) == "en":
        return f"{rounded:,.{places}f}"
    from babel.numbers import format_decimal

    return format_decimal(rounded, format=f"#,##0.{'0' * places}" if places else "#,##0", locale=language)


def significant(value: float, digits: int) -> str:
    """A number by its first digits: 1234.5 as 1,234 by three or four, .01234 as 0.0123 by three."""
    shortest = f"{value:.{digits}g}"
    if "e" in shortest:
        return number(value) if abs(value) >= 1 else shortest
    return decimal(float(shortest), len(shortest.partition(".")[2]))


def probability(value: float) -> str:
    """A probability with three decimals, and never as if it could not happen."""
    least = 0.001
    return f"<\N{NO-BREAK SPACE}{decimal(least, 3)}" if value < least else decimal(value, 3)


def day(value: date) -> str:
    """A day with the name of its month, such as 1 May 2020."""
    if (language := current_language()) == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    from babel.dates import format_date

    return format_date(value, format="long", locale=language)


def comma(language: str) -> str:
    """What stands between the words of a list in the language."""
    return {"ar": "، ", "zh": "、"}.get(language, ", ")


def listed(words: Sequence[str]) -> str:
    """Words one after the other, with the language's comma and no `and`; from right to left in Arabic."""
    if (language := current_language()) in RIGHT_TO_LEFT:
        return (
            RIGHT_TO_LEFT_MARK + comma(language).join(map(isolate, words))
            if len(words) > 1
            else "".join(words)
        )
    return comma(language).join(words)


def clauses(parts: Sequence[str]) -> str:
    """Parts of a sentence with the language's semicolon between them."""
    return {"ar": "؛ ", "zh": "；"}.get(current_language(), "; ").join(parts)


def between(low: str, high: str) -> str:
    """An interval with its ends in square brackets; a semicolon between them where a comma marks decimals."""
    mark = ";" if "," in decimal(0.5, 1) else ","
    return one_way(f"[{low}{mark} {high}]")


def one_way(figures: str) -> str:
    """Figures and marks that belong together, from left to right in every language."""
    return isolate(figures) if current_language() in RIGHT_TO_LEFT else figures


def filled(message: str, said: Mapping[str, object]) -> str:
    """The message with its parameters, its counts (`%(count)d`) with the language's separators."""

    def grouped(found: re.Match[str]) -> str:
        value = said.get(found[1])
        if isinstance(value, int) and found[1] not in NEVER_GROUPED:
            return number(value)
        return found[0]

    return _WHOLE.sub(grouped, message) % said
