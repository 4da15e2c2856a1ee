"""What to write instead of a cell: certain where a word has one code, otherwise the nearest allowed one."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.rules import CodesInOrder, HasFormat, InCodeList, Rule, WholeIf
from pipelines.process.predicates import Setting


@dataclass(frozen=True)
class Suggestion:
    """A text to write, and whether it is certain that this was meant."""

    text: str = ""
    is_certain: bool = False


def suggest(rule: Rule, column: str, value: str | None, setting: Setting) -> Suggestion:
    """A suggestion for one failing cell; empty where nothing good can be said."""
    if not value:
        return Suggestion()
    if isinstance(rule, InCodeList) and setting.table.column(column).type == "code":
        return _code(value, setting.contract.code_list(setting.table.column(column).code_list).by_word)
    if isinstance(rule, CodesInOrder):
        return Suggestion("|".join(sorted(set(value.split("|")))), is_certain=True)
    if isinstance(rule, (HasFormat, WholeIf)):
        return _number(value)
    return Suggestion()


def _code(value: str, words: dict[str, str]) -> Suggestion:
    wanted = value.strip().casefold()
    if wanted in words:
        return Suggestion(words[wanted], is_certain=True)
    import difflib

    near = difflib.get_close_matches(wanted, words, n=1, cutoff=0.7)
    return Suggestion(words[near[0]]) if near else Suggestion()


def _number(value: str) -> Suggestion:
    whole, point, decimals = value.partition(".")
    if whole.isdecimal() and whole.isascii() and point and decimals and not decimals.strip("0"):
        return Suggestion(whole, is_certain=True)
    return Suggestion()
