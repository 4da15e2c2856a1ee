"""Signs of print where an office writes them: it’s, “so”, 10–15, 5 °C, £12.

Read in a wrong encoding they become letters, which alone would look likelier than signs. What does not
belong here: letters (see `letters`).
"""

from __future__ import annotations

import re

OF_A_SIGN = 1.1
"""The weight of a sign in its place: a little more than that of the commonest letter."""
_BEFORE = r"(?:(?<=[\s,;|\"'(])|^)"
_AFTER = r"(?:(?=[\s,;|\"').:?!])|$)"
_GAP = r"[ \xa0]?"
_PLACES = (
    r"(?<=[a-z])’(?=(?:s|t|d|m|re|ve|ll)\b)",
    r"\b(?:[ldnsjcmt]|qu)’(?=\w)",
    rf"{_BEFORE}[“‘](?=\w)",
    rf"(?<=[\w.,!?%])[”’]{_AFTER}",
    r"(?<=\d)[–—](?=\d)",
    rf"{_BEFORE}[–—·](?=[\s,;|]|$)",
    rf"(?<=[a-z])…{_AFTER}",
    rf"(?<=\d){_GAP}[°‰½¼](?:[CFNSEW]\b)?{_AFTER}",
    rf"(?<=\d)[²³]{_AFTER}",
    rf"(?<=\b[a-z])[²³]{_AFTER}",
    rf"(?<=[a-z])[™®]{_AFTER}",
    rf"{_BEFORE}[½¼]{_AFTER}",
    rf"{_BEFORE}±(?=\d)",
    rf"{_BEFORE}[•§©®] ?(?=[A-Z\d])|{_BEFORE}[•§©®] (?=\w)",
    rf"«(?={_GAP}\w[^«»\n]*»)",
    rf"(?<=[\w.!?]){_GAP}»",
    r"(?<=\d)[\xa0\u202f](?=\d{3}(?!\d))",
    rf"\d{_GAP}[€£¥](?!\w)",
    rf"(?<!\w)[€£¥]{_GAP}(?=\d)",
    r"\bµ(?=[glmsAVW]\b)",
    r"\b[Nn][º°](?=\W)",
    rf"{_BEFORE}[¿¡](?=[^\W\d_]{{2}})",
)
_IN_PLACE = re.compile("|".join(_PLACES), re.MULTILINE)


def signs_in_place(text: str) -> list[str]:
    """Every sign outside ASCII that stands where it is usual."""
    return [c for found in _IN_PLACE.finditer(text) for c in found[0] if c > "\x7f"]
