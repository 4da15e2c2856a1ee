"""What to write instead of a cell: certain where a word has one code, otherwise the nearest allowed one."""

from __future__ import annotations

from pipelines.contract.codes import CodeList
from pipelines.contract.known_words import ages_of_date, certain_code
from pipelines.contract.loading import Contract
from pipelines.contract.nearest import nearest_of
from pipelines.contract.rules import (
    CodesInOrder,
    HasFormat,
    InCodeList,
    InRange,
    MatchesPattern,
    NotBefore,
    NotInFuture,
    Rule,
    ShortestPeriod,
    WholeIf,
)
from pipelines.contract.tables import NUMBER_TYPES
from pipelines.process.look_alikes import as_it_looks, code_in_disguise, form_in_disguise
from pipelines.process.number_suggestions import number_suggestion
from pipelines.process.period_suggestions import calendar_suggestion, period_suggestion
from pipelines.process.predicates import Setting
from pipelines.process.proposals import Suggestion


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
    return _of_form(rule, value, column, setting)


TIMES = ("period", "year")


def _of_form(rule: Rule, value: str, column: str, setting: Setting) -> Suggestion:
    """Of a cell that is not written as its column asks, or lies in a time that cannot be meant."""
    declared = setting.table.column(column)
    if isinstance(rule, MatchesPattern):
        return form_in_disguise(value, declared)
    if isinstance(rule, (NotInFuture, NotBefore, InRange)):
        return calendar_suggestion(value, declared.type, setting.today)
    if not isinstance(rule, (HasFormat, WholeIf)):
        return Suggestion()
    if declared.type in TIMES:
        return period_suggestion(value, declared.type, setting.today)
    if declared.type in NUMBER_TYPES:
        return number_suggestion(value, declared, setting.contract, is_whole=isinstance(rule, WholeIf))
    return Suggestion()


FAMILY = "family"
"""The attribute by which a list tells families apart that are never summed or mixed."""
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
    if code := code_in_disguise(value, codes, contract):
        return as_it_looks(value, code)
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
    meant = {
        word: certain_code(word, codes, contract) or code_in_disguise(word, codes, contract) for word in words
    }
    known = {word: code for word, code in meant.items() if code}
    unknown = next((word for word in words if word not in known), None)
    if unknown is None:
        return Suggestion("|".join(sorted(set(known.values()))), is_certain=True)
    return Suggestion(nearest=tuple(n.code for n in nearest_of(codes, contract).find(unknown)))
