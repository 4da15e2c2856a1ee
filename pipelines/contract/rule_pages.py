"""The pages that explain the rules: what, why, a right and a wrong example; one page a family of rules.

An anchor stands before every rule (`#vic-002`) and before its message (`#vic-002-message`). Pages exist in
the languages that have a catalogue. What does not belong here: any word on a rule that the contract does
not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.contract.codes import LANGUAGES
from pipelines.contract.labels import Say, current_language, has_catalogue, review_notice_in, words_in
from pipelines.contract.loading import Contract
from pipelines.contract.rule_examples import example_text
from pipelines.contract.rules import Rule

FOLDER = "docs/rules"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def page_of(rule_id: str, language: str = "") -> str:
    """Where the rule is explained, as a path from the project's root with the anchor."""
    spoken = language or current_language()
    written = spoken if has_catalogue(spoken) else "en"
    return f"{FOLDER}/{written}/{_family(rule_id).lower()}.md#{rule_id.lower()}"


def rule_pages(contract: Contract) -> dict[str, str]:
    """Every page in every language that has a catalogue: its path from the project's root, and its text."""
    pages = {}
    for language in filter(has_catalogue, LANGUAGES):
        say = words_in(language)
        families = _families(contract)
        for family, rules in families.items():
            lines = _page(contract, family, rules, language, say)
            pages[f"{FOLDER}/{language}/{family.lower()}.md"] = _joined(lines, language)
        index = _index(contract, families, language, say)
        pages[f"{FOLDER}/{language}/README.md"] = _joined(index, language)
    return pages


def _families(contract: Contract) -> dict[str, list[Rule]]:
    families: dict[str, list[Rule]] = {}
    for rule_id, rule in contract.rules_by_id.items():
        families.setdefault(_family(rule_id), []).append(rule)
    return families


def _family(rule_id: str) -> str:
    return rule_id.partition("-")[0]


def _title(contract: Contract, family: str, _: Say) -> str:
    for name in contract.names("tables"):
        table = contract.table(name)
        if any(_family(r.id) == family for r in table.rules[len(contract.general_rules) :]):
            return _("Rules of the table %(table)s") % {"table": _(table.title)}
    general = {
        "STR": _("Faults of a file's form"),
        "MAP": _("Faults found by a profile"),
        "COL": _("Rules that follow from a column's declaration"),
        "PER": _("Data about persons"),
        "HIS": _("Questions that earlier figures raise"),
    }
    return general.get(family, family)


def _index(contract: Contract, families: dict[str, list[Rule]], language: str, _: Say) -> Iterator[str]:
    yield f"# {_('The rules')}"
    yield ""
    yield _(
        "Every finding names a rule. Its page says what is asked for, why, and how it looks right and wrong."
    )
    if notice := review_notice_in(language):
        yield from ("", f"*{notice}*")
    for family, rules in families.items():
        yield ""
        yield f"## [{_title(contract, family, _)}]({family.lower()}.md)"
        yield ""
        for rule in rules:
            yield f"- [{rule.id}]({family.lower()}.md#{rule.id.lower()}) {_(rule.title)}"


def _page(contract: Contract, family: str, rules: Iterable[Rule], language: str, _: Say) -> Iterator[str]:
    yield f"# {_title(contract, family, _)}"
    yield ""
    yield f"[{_('All rules')}](README.md)"
    for rule in rules:
        yield from _section(contract, rule, language, _)


def _section(contract: Contract, rule: Rule, language: str, _: Say) -> Iterator[str]:
    severity = {
        "error": _("Error: the submission is held until it is corrected."),
        "warning": _("Warning: correct it, or answer why it is right."),
        "note": _("Note: nothing needs to be done."),
    }[rule.severity]
    yield from ("", f'<a id="{rule.id.lower()}"></a>', "", f"## {rule.id} {_(rule.title)}", "", severity)
    said = _shown(message_with_advice(rule, _))
    yield from ("", f'<a id="{rule.id.lower()}-message"></a>', "", f"> {said}")
    yield from ("", f"**{_('Why')}.** {_(rule.why)}")
    for title, example in ((_("Right"), rule.passes), (_("Wrong"), rule.fails)):
        yield from ("", f"**{title}**", "", "```", *example_text(contract, rule, example), "```")


def message_with_advice(rule: Rule, _: Say) -> str:
    """The message with the advice that may follow it."""
    return f"{_(rule.message)} {_(rule.advice)}" if rule.advice else _(rule.message)


def _shown(message: str) -> str:
    """The message with its placeholders as ‹names›, safe in Markdown."""
    return _PLACEHOLDER.sub(r"‹\1›", message).replace("%%", "%").replace("<", "&lt;")


def _joined(lines: Iterable[str], language: str) -> str:
    text = "\n".join(lines) + "\n"
    return f'<div dir="rtl" lang="ar">\n\n{text}\n</div>\n' if language == "ar" else text
