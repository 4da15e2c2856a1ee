"""What to write instead of a cell: certain where a word has one code, otherwise the nearest allowed one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipelines.contract.codes import CodeList
from pipelines.contract.known_words import ages_of_date, certain_code
from pipelines.contract.loading import Contract
from pipelines.contract.nearest import nearest_of
from pipelines.contract.rules import CodesInOrder, HasFormat, InCodeList, Rule, ShortestPeriod, WholeIf
from pipelines.contract.tables import Column
from pipelines.contract.value_words import meanings_of
from pipelines.process.predicates import FORMATS, Setting


@dataclass(frozen=True)
class Suggestion:
    """A text to write, and whether it is certain that this was meant.

    `nearest` are the codes that may be meant, the surest first, where there is not one text to write;
    `kinds` the kinds of value that a word in a column of numbers may mean; `ages` what a spreadsheet seems
    to have made a date of.
    """

    text: str = ""
    is_certain: bool = False
    nearest: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()

    def context(self) -> dict[str, Any]:
        """What a finding needs for its sentence besides the text."""
        said = {"nearest": self.nearest, "kinds": self.kinds, "ages": self.ages}
        return {name: what for name, what in said.items() if what}


def suggest(rule: Rule, column: str, value: str | None, setting: Setting) -> Suggestion:
    """A suggestion for one failing cell; empty where nothing good can be said."""
    if not value:
        return Suggestion()
    if isinstance(rule, InCodeList):
        codes = setting.contract.code_list(setting.table.column(column).code_list)
        is_one = setting.table.column(column).type == "code"
        return _code(value, codes, setting.contract) if is_one else _codes(value, codes, setting.contract)
    if isinstance(rule, CodesInOrder):
        return Suggestion("|".join(sorted(set(value.split("|")))), is_certain=True)
    if isinstance(rule, ShortestPeriod):
        return Suggestion(shortest_period(value), is_certain=True)
    if isinstance(rule, (HasFormat, WholeIf)):
        return _number(value, setting.table.column(column), setting.contract)
    return Suggestion()


FAMILY = "family"
"""The attribute by which a list tells families apart that are never summed or mixed."""
CLEAR, BY_FAR = 0.6, 0.1
"""So sure, and so much surer than the next, must a code be to be proposed by itself."""
SHORT_ENDS = {
    "-01/P1Y": "", "-01/P3M": "-Q1", "-04/P3M": "-Q2", "-07/P3M": "-Q3", "-10/P3M": "-Q4",
    "-01/P6M": "-S1", "-07/P6M": "-S2",
}  # fmt: skip
_VALUE, _BLANKS = re.compile(FORMATS["value"], re.ASCII), re.compile(r"\s+")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?:\s[0-9]{3})+")
"""A number with blanks between thousands, the narrow ones too."""
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
"""A number with commas between thousands, or a decimal comma."""
_WIDE = {ord("＜"): "<", ord("﹤"): "<"}


def shortest_period(period: str) -> str:
    """The one way in which a well-written period stands in the tables: 2014 for 2014-01-01/P1Y."""
    begin, slash, length = period.partition("/")
    month = f"{begin[:7]}{slash}{length}" if begin[7:] == "-01" else period
    end = SHORT_ENDS.get(month[4:])
    return month if end is None else f"{month[:4]}{end}"


def _code(value: str, codes: CodeList, contract: Contract) -> Suggestion:
    """Certain where the word names one code; else the code that is nearest by far, or the nearest ones."""
    if code := certain_code(value, codes, contract):
        return Suggestion(code, is_certain=True)
    if ages := ages_of_date(value, codes, contract):
        return Suggestion(ages=tuple(f"{low}-{high}" for low, high in ages))
    near = nearest_of(codes, contract).find(value)
    is_clear = bool(near) and near[0].sureness >= CLEAR and not _may_be_of_another_family(value, codes)
    if is_clear and (len(near) == 1 or near[0].sureness - near[1].sureness >= BY_FAR):
        return Suggestion(near[0].code, nearest=tuple(n.code for n in near) if len(near) > 1 else ())
    return Suggestion(nearest=tuple(n.code for n in near))


def _may_be_of_another_family(value: str, codes: CodeList) -> bool:
    """Whether words are compared with a list of several families, which are never mixed up by a likeness.

    "Organ removal" is said of trafficking in persons and of trafficking in organs. A slip in a code is none.
    """
    has_families = any(FAMILY in code.attributes for code in codes.codes.values())
    return has_families and not (value.isascii() and value.isupper())


def _codes(value: str, codes: CodeList, contract: Contract) -> Suggestion:
    """Of a cell with several codes: certain where each word names one; else what the first other may mean."""
    words = [word.strip() for word in value.split("|")]
    known = {word: code for word in words if (code := certain_code(word, codes, contract))}
    unknown = next((word for word in words if word not in known), None)
    if unknown is None:
        return Suggestion("|".join(sorted(set(known.values()))), is_certain=True)
    return Suggestion(nearest=tuple(n.code for n in nearest_of(codes, contract).find(unknown)))


def _number(value: str, column: Column, contract: Contract) -> Suggestion:
    """Certain for 12.0, for blanks in `< 5` and 1 200, and for a word with one meaning; else a choice."""
    whole, point, decimals = value.partition(".")
    is_whole = whole.isdecimal() and whole.isascii() and point and decimals and not decimals.strip("0")
    if is_whole and len(decimals) != 3:  # 12.000 may be twelve thousand
        return Suggestion(whole, is_certain=True)
    if _COMMAS.fullmatch(value):
        return Suggestion(value.replace(",", ""))
    joined = _BLANKS.sub("", value.translate(_WIDE))
    is_bound = column.type == "value" and joined.startswith("<") and _VALUE.fullmatch(joined)
    if is_bound or _SPACED.fullmatch(value):
        return Suggestion(joined, is_certain=True)
    meanings = meanings_of(value, column, contract)
    if len(meanings) == 1 and meanings[0].text:
        return Suggestion(meanings[0].text, is_certain=True)
    return Suggestion(kinds=tuple(meaning.kind for meaning in meanings))
