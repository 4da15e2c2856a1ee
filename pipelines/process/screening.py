r"""Which rules on free text no value of a column can break: they need not be asked of the database at all.

RE2 knows classes such as \p{L} as hundreds of ranges and builds them anew for each query: most of the time
that a file of ten rows takes. Python's `re` has them built in; so each pattern is asked first in a wider form
made from the pattern itself: all that RE2 finds, the wider form finds too. What it finds, RE2 decides.
What does not belong here: the verdict on a value (`predicates`), and patterns of its own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.contract.rules import FreeOf, Rule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_VALUES, MOST_CHARACTERS, LONGEST = 5_000, 200_000, 1_000
"""Values, characters in all, and characters of one value up to which asking here costs less than RE2."""
KNOWN = (
    "\\x00-\u02ff\u0370-\u06ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2116\u2122\u3000-\u30ff\u3400-\u9fff"
    "\uff01-\uff5e"
)
"""Characters on whose classes and cases Python and RE2 agree; texts with others RE2 decides.

The two may know different versions of Unicode: of the rarer scripts each has letters the other has not.
"""
LONG_WORD = r"[\w.%+-]{100}"
"""In words longer than any language's, `re` may search for seconds; RE2 does not."""
SURELY = {
    "L": "A-Za-zÀ-ÖØ-öø-ÿЀ-ҁء-ي", "Lu": "A-ZÀ-ÖØ-ÞЀ-Я", "Ll": "a-zß-öø-ÿа-џ",
    "N": "0-9٠-٩۰-۹", "Nd": "0-9٠-٩۰-۹", "Arabic": "ء-غف-ي", "Han": "",
}  # fmt: skip
"""Some members of each class of Unicode: a negated class loses no more than these."""
PERHAPS = {
    "L": r"\w", "Lu": r"\w", "Ll": r"\w", "N": r"\w", "Nd": r"\d", "Arabic": "\u0600-\u06ff",
    "Han": "\u3005-\u9fff",
}  # fmt: skip
"""All members of each class, and more, as they are written in a class of Python's."""
ALONE = {
    "L": r"[^\W\d_]",
    "Lu": rf"[^\W\d_{SURELY['Ll']}{SURELY['Arabic']}]",
    "Ll": rf"[^\W\d_{SURELY['Lu']}{SURELY['Arabic']}]",
}
"""The same for a class that stands alone, closer."""
PERL = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
ANY, NOTHING = r"[\s\S]", "(?:)"
TOKEN = re.compile(
    r"(?P<fold>\A\(\?i\))|(?P<open>\((?:\?i?:|(?!\?)))|(?P<close>\))"
    r"|(?P<set>\[\^?\]?(?:\\[pP]\{\w+\}|\\.|\[(?!:)|[^\]\\\[])*\])|(?P<escape>\\p\{\w+\}|\\.)"
    r"|(?P<kept>\{\d+(?:,\d*)?\}|[^\\\[\](){}.])|(?P<any>\.)",
    re.DOTALL,
)
MEMBER = re.compile(r"\\p\{\w+\}|\\.|.", re.DOTALL)


class _Untranslatable(Exception):
    """The pattern has a part of which no wider form is known here."""


def screened(connection: DuckDBPyConnection, column: str, rules: list[Rule]) -> list[Rule]:
    """The rules that some cell of `mapped.column` may break, in their order.

    A rule that takes nothing out of the text before it searches comes with those of its patterns only which
    some value may show. Where there are too many values to ask here, all rules come as they are.
    """
    if not any(isinstance(rule, FreeOf) for rule in rules):
        return rules
    values = _values(connection, column)
    return rules if values is None else [kept for rule in rules if (kept := _narrowed(rule, values))]


def _values(connection: DuckDBPyConnection, column: str) -> list[str] | None:
    """The distinct values; None where RE2 should decide on them."""
    cell = quoted(column)
    # Grouped before it is cut: so DuckDB stops at the limit, however many rows there are.
    few = f"SELECT {cell} FROM mapped WHERE {cell} <> '' GROUP BY {cell} LIMIT ?"
    query = f"SELECT left({cell}, {LONGEST + 1}) FROM ({few})"
    values = [value for (value,) in connection.execute(query, [MOST_VALUES + 1]).fetchall()]
    is_little = len(values) <= MOST_VALUES and sum(map(len, values)) <= MOST_CHARACTERS
    is_plain = all(len(value) <= LONGEST and not left_to_re2().search(value) for value in values)
    return ["", *values] if is_little and is_plain else None


def _narrowed(rule: Rule, values: list[str]) -> Rule | None:
    """The rule with the patterns that some of the values may show; None where there is none."""
    if not isinstance(rule, FreeOf):
        return rule
    if rule.ignores:  # what remains of a text may show another pattern than the text itself
        return rule if any(_may_show(pattern, values) for pattern in rule.patterns) else None
    patterns = tuple(pattern for pattern in rule.patterns if _may_show(pattern, values))
    return rule.model_copy(update={"patterns": patterns}) if patterns else None


def _may_show(pattern: str, values: list[str]) -> bool:
    search = wider(pattern)
    return search is None or any(search.search(value) for value in values)


@cache
def left_to_re2() -> re.Pattern[str]:
    """What a text has that is not asked here: a sign not `KNOWN`, or an endless word."""
    return re.compile(f"[^{KNOWN}]|{LONG_WORD}")


@cache
def wider(pattern: str) -> re.Pattern[str] | None:
    """An expression found in every text of `KNOWN` characters in which RE2 finds `pattern`; None: unknown."""
    try:
        return re.compile("".join(_translated(pattern)))
    except (_Untranslatable, re.error):
        return None


def _translated(pattern: str) -> list[str]:
    """The parts of the wider form. `folds` says, group within group, whether case is ignored."""
    parts: list[str] = []
    folds, position = [False], 0
    while position < len(pattern):
        token = TOKEN.match(pattern, position)
        if token is None:
            raise _Untranslatable
        text, position = token[0], token.end()
        if token["fold"]:
            folds[-1] = True
        elif token["open"]:
            folds.append(folds[-1] or "i" in text)
        elif token["close"]:
            folds.pop()
        if not folds:
            raise _Untranslatable
        parts.append(_part(token, text, folds[-1]))
    return parts


def _part(token: re.Match[str], text: str, is_folded: bool) -> str:
    if token["set"]:
        return _negated(text[2:-1]) if text.startswith("[^") else f"[{_members(text[1:-1], PERHAPS)}]"
    if token["escape"]:
        return _escape(text, is_folded)
    return ANY if token["any"] else text


def _escape(text: str, is_folded: bool) -> str:
    if text.startswith(r"\p"):
        name = text[3:-1]
        return ALONE["L" if is_folded else name] if name in ALONE else f"[{_members(text, PERHAPS)}]"
    if text in (r"\b", r"\B", r"\A", r"\z"):  # those of RE2 know ASCII only
        return NOTHING
    return _negated(PERL[text[1].lower()]) if text[1] in "DWS" else f"[{_members(text, PERHAPS)}]"


def _negated(members: str) -> str:
    """Without regard to case: a class whose other cases are taken out too is the smaller one."""
    out = _members(members, SURELY)
    return f"(?-i:[^{out}])" if out else ANY


def _members(members: str, classes: dict[str, str]) -> str:
    """What stands between the brackets, with `classes` in the place of those of Unicode."""
    return "".join(_member(member, classes) for member in MEMBER.findall(members))


def _member(member: str, classes: dict[str, str]) -> str:
    if member.startswith(r"\p"):
        if member[3:-1] not in classes:
            raise _Untranslatable
        return classes[member[3:-1]]
    if member.startswith("\\"):
        if member[1] in PERL:
            return PERL[member[1]]
        if member[1].isalnum() and member[1] not in "tnrfv":
            raise _Untranslatable
        return member
    return "\\" + member if member in "[]&|~^" else member
