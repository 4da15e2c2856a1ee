"""How an unknown file writes its periods and numbers: shapes, with cells that show them, decided by nobody.

What does not belong here: what a column may be (`guesses`), and the text of a draft (`drafts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

YEAR = re.compile(r"(?:19|20)\d{2}")
FISCAL_YEAR = r"(\d{4})\s?[/–-]\s?\d{2,4}"
_CONSECUTIVE = re.compile(r"(\d{4})\s?[/–-]\s?(\d{4}|\d{2})")
OWN = r"(\d{4}(?:-(?:Q[1-4]|S[12]|(?:0[1-9]|1[0-2])(?:-\d{2})?))?(?:/P\d{1,2}[MY])?)"
"""Periods as the contract writes them."""
PERIODS = (
    (r"(\d{4})\s?-?[QT]([1-4])", r"\1-Q\2"),
    (r"[QT]([1-4])[ /-]?(\d{4})", r"\2-Q\1"),
    (r"(\d{4})\s?-?[HS]([12])", r"\1-S\2"),
    (r"[HS]([12])[ /-]?(\d{4})", r"\2-S\1"),
    (r"(0[1-9]|1[0-2])[/.](\d{4})", r"\2-\1"),
)
"""Quarters, half-years and months as others write them: the pattern, and the period."""
MARKS = (",", ".", " ", "\u00a0", "\u202f", "'", "’")
FIGURE = re.compile(r"[<>]?\s?\d[\d\s.,'’\u00a0\u202f]*")
_PLAIN = re.compile(r"<?\d+(\.\d+)?|NIL")
_ZERO_DECIMALS = re.compile(r"\d+\.0+")


@dataclass(frozen=True)
class Shape:
    """A pattern of whole words and what they become, with the number of words and the first of them."""

    pattern: str
    to: str
    count: int
    example: str

    @property
    def is_fiscal(self) -> bool:
        """Whether the month in which the years begin is still to be said."""
        return self.pattern == FISCAL_YEAR


def periods_of(words: Iterable[str]) -> tuple[list[Shape], list[str]]:
    """The shapes of the periods among the words, and the words that have none of them."""
    left = list(words)
    found = []
    for pattern, to in _tried(left):
        alike = [word for word in left if re.fullmatch(pattern, word)]
        if alike:
            found.append(Shape(pattern, to, len(alike), alike[0]))
            left = [word for word in left if word not in alike]
    return found, left


def _tried(words: list[str]) -> list[tuple[str, str]]:
    """The patterns in their order; 2009-10 is a month, unless all that look so are a year and the next."""
    joined = [match for word in words if (match := _CONSECUTIVE.fullmatch(word))]
    is_fiscal = bool(joined) and all(int(m[2]) % 100 == (int(m[1]) + 1) % 100 for m in joined)
    fiscal = [(FISCAL_YEAR, r"\1-04/P1Y")] if is_fiscal else []
    return [(r"(\d{4})", r"\1"), *fiscal, (OWN, r"\1"), *PERIODS]


@dataclass(frozen=True)
class Numbers:
    """How figures are written: the marks (each with a cell that shows it), and the words that are none."""

    thousands: tuple[str, str] | None = None
    decimal: tuple[str, str] | None = None
    zero_decimals: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether they are written as the contract writes them."""
        return self == Numbers()


def numbers_of(cells: Iterable[str]) -> Numbers:
    """How the figures among the cells are written, by their own evidence."""
    filled = [cell for cell in cells if cell]
    decimal = _first(filled, r"<?\d+,(\d{1,2}|\d{4,})") or _first(filled, r"<?\d{1,3}([. '’]\d{3})+,\d+")
    mark = "," if decimal else "."
    is_point_decimal = bool(_first(filled, r"<?(0|\d+)\.(\d{1,2}|\d{4,})|0\.\d+"))
    thousands = None
    for candidate in MARKS:
        if candidate == mark and (decimal or is_point_decimal):
            continue
        shown = _first(filled, rf"<?[1-9]\d{{0,2}}({re.escape(candidate)}\d{{3}})+([,.]\d+)?")
        thousands = thousands or ((candidate, shown) if shown else None)
    with_point = [cell for cell in filled if "." in cell and FIGURE.fullmatch(cell)]
    are_zeros = bool(with_point) and all(map(_ZERO_DECIMALS.fullmatch, with_point))
    return Numbers(
        thousands,
        (mark, decimal) if decimal else None,
        with_point[0] if are_zeros and not (thousands and thousands[0] == ".") else "",
        tuple(cell for cell in filled if not (_PLAIN.fullmatch(cell) or FIGURE.fullmatch(cell))),
    )


def _first(cells: list[str], pattern: str) -> str:
    """The first cell of that form; empty where there is none."""
    return next((cell for cell in cells if re.fullmatch(pattern, cell)), "")
