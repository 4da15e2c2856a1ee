"""The words of a finding, built when it is shown: where it is, what is wrong, what to write.

Values are escaped, isolated from the direction of the text around them, and at most 80 characters long.
They stand on the sender's screen only. What does not belong here: finding anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.contract.cldr import filled, listed
from pipelines.contract.codes import CodeList
from pipelines.contract.direction import END_ISOLATE, ISOLATE
from pipelines.contract.findings import Finding
from pipelines.contract.labels import current_language
from pipelines.contract.loading import Contract
from pipelines.contract.rules import InCodeList, PersonalColumn, Rule, parameters
from pipelines.contract.tables import Table
from pipelines.contract.text import _, ngettext

SHOWN_CHARACTERS = 80
SHOWN_IN_SENTENCE = 3
FEW_CODES = 8
"""Lists of no more codes are shown whole."""
DICTIONARY = "docs/data-dictionary.md"


def message(finding: Finding, contract: Contract, table: Table) -> str:
    """What is wrong, without the place: the rule's message with its parameters."""
    rule = contract.rule(finding.rule)
    others = finding.context.get("other_values")
    said = {
        "value": shown(finding.value) if others is None else _values(int(others)),
        "code_list": table.column(finding.column).code_list if finding.column in table.column_names else "",
        "columns": listed(table.key),
        "example": _example(table, finding.column),
        "minimum": _bound(table, finding.column, "minimum"),
        "maximum": _bound(table, finding.column, "maximum"),
        "meaning": _meaning(rule, finding, contract),
    }
    text = filled(_(rule.message), parameters(rule) | said | finding.context)
    return f"{text} {hint}" if (hint := _codes_to_choose(rule, finding, contract, table)) else text


def proposal(finding: Finding) -> str:
    """What to write instead, as a sentence; empty where nothing is proposed."""
    if not finding.suggestion:
        return ""
    sentence = _("Write %(text)s.") if finding.is_certain else _("Did you mean %(text)s?")
    return sentence % {"text": finding.suggestion}


def place(finding: Finding) -> str:
    """Where: the line or lines, and the column by letter and name."""
    column = ""
    if finding.column or finding.letter:
        named = (
            f"{finding.letter} ({finding.column})"
            if finding.letter and finding.column
            else finding.letter or finding.column
        )
        column = _("column %(column)s") % {"column": named}
    lines = _lines(finding)
    return listed([part for part in (lines, column) if part])


def sentence(finding: Finding, contract: Contract, table: Table) -> str:
    """The whole of it: place, message, proposal."""
    where = place(finding)
    parts = [message(finding, contract, table), proposal(finding)]
    text = " ".join(part for part in parts if part)
    return f"{where[0].upper()}{where[1:]}: {text}" if where else text


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
    if finding.count <= 1:
        return _("line %(line)d") % {"line": finding.lines[0]}
    if finding.count <= SHOWN_IN_SENTENCE:
        return _("lines %(lines)s") % {"lines": listed(list(map(str, finding.lines)))}
    first = listed(list(map(str, finding.lines[:SHOWN_IN_SENTENCE])))
    text = ngettext("%(count)d line (%(lines)s …)", "%(count)d lines (%(lines)s …)", finding.count)
    return filled(text, {"count": finding.count, "lines": first})


def _values(count: int) -> str:
    return filled(ngettext("%(count)d other value", "%(count)d other values", count), {"count": count})


def _example(table: Table, column: str) -> str:
    return table.column(column).example if column in table.column_names else ""


def _meaning(rule: Rule, finding: Finding, contract: Contract) -> str:
    """What a column with data about persons holds, in the reader's language."""
    if not isinstance(rule, PersonalColumn):
        return ""
    return contract.code_list(rule.words)[finding.context["meaning_code"]].label(current_language())


def _codes_to_choose(rule: Rule, finding: Finding, contract: Contract, table: Table) -> str:
    """Which codes there are to choose from, where it is not clear which one is meant."""
    if not isinstance(rule, InCodeList) or finding.is_certain or finding.column not in table.column_names:
        return ""
    codes = contract.code_list(table.column(finding.column).code_list)
    near: Sequence[str] = finding.context.get("nearest", ())
    if finding.suggestion and not near:
        return ""
    if len(codes.codes) <= FEW_CODES:
        return _("The codes are: %(codes)s.") % {"codes": _labelled(codes, [*codes.codes])}
    if near:
        return _("The nearest codes are: %(codes)s.") % {"codes": _labelled(codes, near)}
    return _("The codes are listed in %(page)s.") % {"page": f"{DICTIONARY}#list-{codes.name}"}


def _labelled(codes: CodeList, shown: Sequence[str]) -> str:
    return listed([f"{code} ({codes[code].label(current_language())})" for code in shown])


def _bound(table: Table, column: str, name: str) -> Any:
    value = getattr(table.column(column), name) if column in table.column_names else None
    return "…" if value is None else f"{value:g}"
