"""The names of months in the six languages, as the Unicode CLDR has them.

What does not belong here: periods.
"""

from __future__ import annotations

from functools import cache

LOCALES = ("en", "en_GB", "fr", "es", "ru", "ar", "ar_EG", "ar_SY", "ar_MA", "ar_DZ")
"""Arabic has three sets of names, which differ by country."""
SHORTEST_NAME = 3
"""So many letters of a month's name are enough where only one month begins so."""


def month_named(name: str) -> int | None:
    """The number of the month that begins with this name; None where none does, or several do."""
    if len(name) < SHORTEST_NAME:
        return None
    begun = {number for month, number in names_of_months().items() if month.startswith(month_key(name))}
    return begun.pop() if len(begun) == 1 else None


def month_key(name: str) -> str:
    """What two spellings of a month's name share: case and a final dot do not matter."""
    return name.casefold().rstrip(".")


@cache
def names_of_months() -> dict[str, int]:
    """The names of months, long and short, by `month_key`, and their numbers; read when first asked for."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale)
                found |= {month_key(name): number for number, name in names.items()}
    return found
