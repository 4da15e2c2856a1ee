"""The words of a finding, built when it is shown: where it is, what is wrong, what to write.

Values are escaped, isolated from the direction of the text around them, and at most 80 characters long.
They stand on the sender's screen only. What does not belong here: finding anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.collect.reading.faults import ASKS
from pipelines.contract.cldr import filled, listed, number, significant
from pipelines.contract.codes import CodeList
from pipelines.contract.dictionary import dictionary_page
from pipelines.contract.direction import END_ISOLATE, ISOLATE
from pipelines.contract.findings import Finding
from pipelines.contract.labels import column_labels, current_language
from pipelines.contract.loading import Contract
from pipelines.contract.rules import InCodeList, PersonalColumn, Rule, parameters
from pipelines.contract.tables import Table
from pipelines.contract.text import _, ngettext
from pipelines.process import answers, hints, names, value_kinds
from pipelines.process.headers import TELLING_APART

SHOWN_CHARACTERS = 80
SHOWN_IN_SENTENCE = 3
FEW_CODES = 8
"""Lists of no more codes are shown whole."""


def message(finding: Finding, contract: Contract, table: Table) -> str:
    """What is wrong, without the place: the rule's message with its parameters."""
    rule = contract.rule(finding.rule)
    others = finding.context.get("other_values")
    said = {
        "value": shown(finding.value) if others is None else _values(int(others)),
        "named": _named(table, finding.value),
        "code_list": table.column(finding.column).code_list if finding.column in table.column_names else "",
        "example": _example(table, finding.column),
        "range": _range(table, finding.column),
        "meaning": _meaning(rule, finding, contract),
    }
    context = {name: _shown_as(name, value) for name, value in finding.context.items()}
    text = filled(_(rule.message), parameters(rule) | said | context)
    parts = (text, _first_of_many(rule, finding), _what_to_do(rule, finding, contract, table))
    return " ".join(part for part in parts if part)


def proposal(finding: Finding) -> str:
    """What to write instead, as a sentence; empty where nothing is proposed."""
    if not finding.suggestion:
        return ""
    sentence = _("Write %(text)s.") if finding.is_certain else _("Did you mean %(text)s?")
    return sentence % {"text": finding.suggestion}


def place(finding: Finding) -> str:
    """Where: the line or lines, and the column by letter and name."""
    named = column(finding)
    column_words = _("column %(column)s") % {"column": named} if named else ""
    return listed([part for part in (_lines(finding), column_words) if part])


def column(finding: Finding) -> str:
    """The column by its letter, its header in the file and, where that is another, the contract's name."""
    return names.by_letter(finding.letter, _name(finding))


def _name(finding: Finding) -> str:
    """The column's name; empty where the finding's value is that name, so that it is not said twice."""
    is_value = (finding.value or "").split() == finding.header.split() and not finding.column
    return "" if is_value else names.named(finding.header, finding.column)


def sentence(finding: Finding, contract: Contract, table: Table) -> str:
    """The whole of it: place, message, proposal."""
    where = place(finding)
    parts = [message(finding, contract, table), proposal(finding)]
    text = " ".join(part for part in parts if part)
    if not where:
        return text
    return said_of(f"{where[0].upper()}{where[1:]}", text)


def said_of(where: str, text: str) -> str:
    """A sentence about a place, with the language's colon between them; the text alone without a place."""
    return _("%(where)s: %(text)s") % {"where": where, "text": text} if where else text


def shown(value: str | None) -> str:
    """A value as it may stand in a sentence."""
    if value is None:
        return ""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value)
    text = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    return f'{ISOLATE}"{text}"{END_ISOLATE}'


def _lines(finding: Finding) -> str:
    if not finding.lines:
        return ""
    lines = [*map(str, dict.fromkeys(finding.lines))]  # several rows may stand on one line
    count = finding.count if finding.count > len(finding.lines) else len(lines)
    if count == 1:
        return _("line %(line)d") % {"line": finding.lines[0]}
    if count <= SHOWN_IN_SENTENCE:
        return _("lines %(lines)s") % {"lines": listed(lines)}
    text = ngettext("%(count)d line (%(lines)s …)", "%(count)d lines (%(lines)s …)", count)
    return filled(text, {"count": count, "lines": listed(lines[:SHOWN_IN_SENTENCE])})


def _values(count: int) -> str:
    return filled(ngettext("%(count)d other value", "%(count)d other values", count), {"count": count})


def _example(table: Table, column: str) -> str:
    return table.column(column).example if column in table.column_names else ""


def _meaning(rule: Rule, finding: Finding, contract: Contract) -> str:
    """What a column with data about persons holds, in the reader's language."""
    if not isinstance(rule, PersonalColumn):
        return ""
    return contract.code_list(rule.words)[finding.context["meaning_code"]].label(current_language())


def _what_to_do(rule: Rule, finding: Finding, contract: Contract, table: Table) -> str:
    """How it may be meant, or what to choose from, where that is not clear; else the rule's advice."""
    hint = hints.hint(finding.context.get("hint", ""), finding.context.get("says", {}), table)
    if hint or finding.is_certain:
        return hint
    if kinds := finding.context.get("kinds"):
        return value_kinds.to_choose(kinds, contract, table)
    choice = _codes_to_choose(rule, finding, contract, table)
    if ages := finding.context.get("ages"):
        said = _("A spreadsheet seems to have made a date of %(ages)s here, ages that have no code.")
        return f"{said % {'ages': listed(ages)}} {choice}"
    if rule.id == ASKS:
        return answers.how_to_answer(finding.context.get("kind", ""), rule.advice)
    return choice or (_(rule.advice) if rule.advice else "")


def _first_of_many(rule: Rule, finding: Finding) -> str:
    """That the sentence is about the first of several, where a finding stands for what is not told apart."""
    others = finding.context.get("other_values")
    if others is None or "%(value)s" in rule.message:
        return ""
    text = ngettext(
        "There is %(count)d such finding more.", "There are %(count)d such findings more.", int(others) - 1
    )
    return filled(text, {"count": int(others) - 1}) if int(others) > 1 else ""


def _codes_to_choose(rule: Rule, finding: Finding, contract: Contract, table: Table) -> str:
    """Which codes there are to choose from, where it is not clear which one is meant."""
    if not isinstance(rule, InCodeList) or finding.column not in table.column_names:
        return ""
    codes = contract.code_list(table.column(finding.column).code_list)
    near: Sequence[str] = finding.context.get("nearest", ())
    if finding.suggestion and not near:
        return ""
    if len(codes.codes) <= FEW_CODES:
        return _("The codes are: %(codes)s.") % {"codes": _labelled(codes, [*codes.codes])}
    if near:
        return _("The nearest codes are: %(codes)s.") % {"codes": _labelled(codes, near)}
    return _("The codes are listed in %(page)s.") % {"page": dictionary_page(f"list-{codes.name}")}


def _labelled(codes: CodeList, shown: Sequence[str]) -> str:
    return listed([f"{code} ({codes[code].label(current_language())})" for code in shown])


def _range(table: Table, column: str) -> str:
    """The numbers that a column takes, as a phrase."""
    if column not in table.column_names:
        return ""
    low, high = table.column(column).minimum, table.column(column).maximum
    said = {"minimum": significant(low or 0, 6), "maximum": significant(high or 0, 6)}
    if low is None:
        return _("a number of %(maximum)s or less") % said
    if high is None:
        return _("a number of %(minimum)s or more") % said
    return _("a number from %(minimum)s to %(maximum)s") % said


def _named(table: Table, column: str | None) -> str:
    """The column as the contract calls it, and as the reader's language does."""
    title = column_labels(table, current_language()).get(column or "", "")
    return f"{column} ({title})" if title else column or ""


def _shown_as(name: str, value: Any) -> Any:
    """What a finding says besides its value, as it stands in a sentence."""
    if name == TELLING_APART:
        return listed([names.named(header, column) for header, column in value])
    if isinstance(value, float):
        return number(value) if value.is_integer() else f"{value:.6g}"
    return listed([str(part) for part in value]) if isinstance(value, tuple) else value
