"""The one code that a word is certain to mean: by one of its names, or as an age in figures.

What does not belong here: likeness, which is never certain (`nearest`).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.contract.age_bands import Band, band_written, bands_of, bands_of_date
from pipelines.contract.codes import CodeList, word_key
from pipelines.contract.known_names import names_of, spelling_key
from pipelines.contract.loading import Contract


def certain_code(word: str, codes: CodeList, contract: Contract) -> str:
    """The code; empty where the word has none, or might have another one."""
    meant = names_of(codes, contract).get(spelling_key(word), ())
    if len(meant) > 1:
        return ""
    if code := codes.by_word.get(word_key(word)) or next(iter(meant), ""):
        return code
    if not (bands := _bands(codes, contract)):
        return ""
    if band := band_written(word):
        return bands.get(band, "")
    fitting = [bands[band] for band in bands_of_date(word) if band in bands]
    return fitting[0] if len(fitting) == 1 else ""


def ages_of_date(word: str, codes: CodeList, contract: Contract) -> tuple[Band, ...]:
    """The ages of which a spreadsheet seems to have made a date, in a list of ages; else nothing."""
    return tuple(sorted(bands_of_date(word), key=str)) if _bands(codes, contract) else ()


def _bands(codes: CodeList, contract: Contract) -> Mapping[Band, str]:
    return contract.derived(f"bands/{codes.name}", lambda: bands_of(codes))
