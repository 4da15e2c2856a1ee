"""The data dictionary: the contract as a page to read, in Markdown, one page for each language.

What belongs here: tables, columns, the receipt and the rules as text. What does not: code lists
(`dictionary_codes`), the examples of rules (`rule_pages`), any judgement, and any word that the contract does
not say (headings apart).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.contract.cldr import comma
from pipelines.contract.codes import LANGUAGES
from pipelines.contract.column_words import range_of, type_of, when_empty
from pipelines.contract.dictionary_codes import code_lists, linked
from pipelines.contract.labels import Say, current_language, has_catalogue, review_notice_in, words_in
from pipelines.contract.loading import Contract
from pipelines.contract.markdown import anchor, cell, directed, row
from pipelines.contract.receipts import ReceiptField
from pipelines.contract.rule_pages import message_with_advice, page_of
from pipelines.contract.rules import Rule
from pipelines.contract.tables import Column, Table
from pipelines.contract.text import N_

FOLDER = "docs/data-dictionary"
OWN_NAMES = {
    "en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "ru": "Русский", "zh": "中文",
}  # fmt: skip
FIELD_TYPES = {
    "text": N_("text"),
    "code": N_("a code of a list"),
    "flag": N_("yes or no"),
    "time": N_("a time"),
    "number": N_("a number"),
    "list": N_("a list"),
    "counts": N_("names with their numbers"),
    "sentences": N_("sentences"),
    "verdict": N_("a verdict"),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def dictionary_page(name: str = "", language: str = "") -> str:
    """Where the dictionary lies in the reader's language, as a path from the project's root, at an anchor."""
    spoken = language or current_language()
    page = f"{FOLDER}/{spoken if has_catalogue(spoken) else 'en'}.md"
    return f"{page}#{name}" if name else page


def dictionaries(contract: Contract) -> dict[str, str]:
    """The page of every language that has a catalogue: its path from the project's root, and its text."""
    return {
        f"{FOLDER}/{language}.md": directed(_page(contract, language, words_in(language)), language)
        for language in filter(has_catalogue, LANGUAGES)
    }


def _page(contract: Contract, language: str, _: Say) -> Iterator[str]:
    tables = [contract.table(name) for name in contract.names("tables")]
    yield from (f"# {_('Data dictionary')}", "", _languages(language), "")
    yield _("Made from `schemas/` by `make generate`; change the contract, not this page.")
    if notice := review_notice_in(language):
        yield from ("", f"*{notice}*")
    yield ""
    yield from (f"- [{_(table.title)} (`{table.name}`)](#table-{table.name})" for table in tables)
    yield f"- [{_(contract.receipt.title)}](#receipt)"
    yield f"- [{_('Rules of every table')}](#rules-of-every-table)"
    yield f"- [{_('Code lists')}](#code-lists)"
    for table in tables:
        yield from _table(table, len(contract.general_rules), language, _)
    yield from _receipt(contract, _)
    yield from (*anchor("rules-of-every-table"), f"## {_('Rules of every table')}")
    for rule in contract.general_rules:
        yield from _rule(rule, language, _)
    yield from code_lists(contract, language, _)


def _languages(language: str) -> str:
    """The same page in the other languages."""
    return " · ".join(
        OWN_NAMES[each] if each == language else f"[{OWN_NAMES[each]}]({each}.md)"
        for each in filter(has_catalogue, LANGUAGES)
    )


def _table(table: Table, general: int, language: str, _: Say) -> Iterator[str]:
    yield from (*anchor(f"table-{table.name}"), f"## {_(table.title)} (`{table.name}`)", "")
    yield f"{_('One row: %(what)s.') % {'what': _(table.one_row_is)}} {_oneline(_(table.description))}"
    if table.is_confidential:
        yield from ("", f"**{_('Confidential: no row is ever published.')}**")
    yield ""
    yield "- " + _("No two rows share: %(columns)s") % {"columns": _names(table.key, language, _)}
    restated = _("A submission restates, within its reporter and source: %(columns)s")
    yield "- " + restated % {"columns": _names(table.restates_by, language, _)}
    complete = _("A complete one speaks for all that its source has with the same: %(columns)s")
    yield "- " + complete % {"columns": _names(table.complete_within, language, _)}
    head = (_("Column"), _("What stands in it"), _("How it is written"), _("An empty cell"), _("Example"))
    yield from ("", row(head), row(["---"] * len(head)))
    yield from (_column(column, _) for column in table.columns)
    for rule in table.rules[general:]:
        yield from _rule(rule, language, _)


def _names(names: Iterable[str], language: str, _: Say) -> str:
    return comma(language).join(f"`{name}`" for name in names) or _("(nothing further)")


def _column(column: Column, _: Say) -> str:
    return row(
        (
            f"`{column.name}`",
            f"**{cell(_(column.title))}.** {cell(_(column.description))}",
            cell(" ".join(part for part in (_written(column, _), range_of(column, _)) if part)),
            cell(when_empty(column, _)),
            f"`{cell(column.example)}`" if column.example else "",
        )
    )


def _written(column: Column, _: Say) -> str:
    if column.pattern:
        return _("Of the form %(pattern)s.") % {"pattern": f"`{column.pattern}`"}
    if not column.code_list:
        return type_of(column, _)
    one, several = _("A code of the list %(name)s."), _(
        "One or more codes of the list %(name)s, in alphabetical order with | between them."
    )  # fmt: skip
    return (one if column.type == "code" else several) % {"name": linked(column.code_list)}


def _receipt(contract: Contract, _: Say) -> Iterator[str]:
    form = contract.receipt
    yield from (*anchor("receipt"), f"## {_(form.title)}", "", _oneline(_(form.description)), "")
    head = (_("Field"), _("What stands in it"), _("Who fills it in"), _("How it is written"), _("Required"))
    yield from (row(head), row(["---"] * len(head)))
    yield from (_receipt_field(field, _) for field in form.fields)


def _receipt_field(field: ReceiptField, _: Say) -> str:
    return row(
        (
            f"`{field.name}`",
            f"**{cell(_(field.title))}.** {cell(_(field.description))}",
            _("the sender") if field.origin == "given" else "tipor",
            linked(field.code_list) if field.code_list else _(FIELD_TYPES[field.type]),
            _("yes") if field.required else "",
        )
    )


def _rule(rule: Rule, language: str, _: Say) -> Iterator[str]:
    """What a rule asks for and why; its examples stand on its page."""
    message = _PLACEHOLDER.sub(r"‹\1›", message_with_advice(rule, _)).replace("%%", "%").replace("<", "&lt;")
    yield from (
        *anchor(rule.id.lower()),
        f"### [{rule.id}](../{page_of(rule.id, language).removeprefix('docs/')}) {_(rule.title)}",
    )
    yield from ("", f"> {message}", "", f"**{_('Why')}.** {_(rule.why)}")


def _oneline(text: str) -> str:
    return " ".join(text.split())
