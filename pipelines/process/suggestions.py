"""What to write instead of a cell: certain where a word has one code, otherwise the nearest allowed one."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.codes import CodeList
from pipelines.contract.loading import Contract
from pipelines.contract.nearest import nearest_of
from pipelines.contract.rules import CodesInOrder, HasFormat, InCodeList, Rule, ShortestPeriod, WholeIf
from pipelines.process.predicates import Setting


@dataclass(frozen=True)
class Suggestion:
    """A text to write, and whether it is certain that this was meant.

    `nearest` are the codes that may be meant, the surest first, where there is not one text to write.
    """

    text: str = ""
    is_certain: bool = False
    nearest: tuple[str, ...] = ()


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
        return _number(value)
    return Suggestion()


CLEAR, BY_FAR = 0.6, 0.1
"""So sure, and so much surer than the next, must a code be to be proposed by itself."""
SHORT_ENDS = {
    "-01/P1Y": "", "-01/P3M": "-Q1", "-04/P3M": "-Q2", "-07/P3M": "-Q3", "-10/P3M": "-Q4",
    "-01/P6M": "-S1", "-07/P6M": "-S2",
}  # fmt: skip


def shortest_period(period: str) -> str:
    """The one way in which a well-written period stands in the tables: 2014 for 2014-01-01/P1Y."""
    begin, slash, length = period.partition("/")
    month = f"{begin[:7]}{slash}{length}" if begin[7:] == "-01" else period
    end = SHORT_ENDS.get(month[4:])
    return month if end is None else f"{month[:4]}{end}"


def _code(value: str, codes: CodeList, contract: Contract) -> Suggestion:
    """Certain where the word names one code; else the code that is nearest by far, or the nearest ones."""
    if code := codes.by_word.get(value.strip().casefold()):
        return Suggestion(code, is_certain=True)
    near = nearest_of(codes, contract).find(value)
    is_clear = bool(near) and near[0].sureness >= CLEAR
    if is_clear and (len(near) == 1 or near[0].sureness - near[1].sureness >= BY_FAR):
        return Suggestion(near[0].code, nearest=tuple(n.code for n in near) if len(near) > 1 else ())
    return Suggestion(nearest=tuple(n.code for n in near))


def _codes(value: str, codes: CodeList, contract: Contract) -> Suggestion:
    """Of a cell with several codes: certain where each word names one; else what the first other may mean."""
    words = [word.strip() for word in value.split("|")]
    known = {word: code for word in words if (code := codes.by_word.get(word.casefold()))}
    unknown = next((word for word in words if word not in known), None)
    if unknown is None:
        return Suggestion("|".join(sorted(set(known.values()))), is_certain=True)
    return Suggestion(nearest=tuple(n.code for n in nearest_of(codes, contract).find(unknown)))


def _number(value: str) -> Suggestion:
    whole, point, decimals = value.partition(".")
    if whole.isdecimal() and whole.isascii() and point and decimals and not decimals.strip("0"):
        return Suggestion(whole, is_certain=True)
    return Suggestion()
