"""The data dictionary: the contract as a page to read, in Markdown, in English as the contract is written.

What belongs here: tables, columns, code lists and rules as text. What does not: any judgement, and any
word that the contract does not say (headings apart).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.contract.codes import CodeList
from pipelines.contract.loading import Contract
from pipelines.contract.receipts import ReceiptField
from pipelines.contract.rules import Example, Rule
from pipelines.contract.tables import Column, Table

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
LONG_LIST = 60
"""Lists with more codes are only counted; the file has them."""
TYPES = {
    "code": "a code",
    "codes": "one or more codes, with \\| between them",
    "period": "a period (2021, 2021-S1, 2021-Q3, 2021-07, 2021-04/P1Y)",
    "year": "a year in four digits",
    "date": "a date, year-month-day",
    "count": "a whole number",
    "amount": "an amount, digits and a decimal point",
    "value": "a reported value (12, 0, NIL, <5, or empty)",
    "identifier": "an identifier",
    "text": "text",
}


def dictionary(contract: Contract) -> str:
    """The whole page; the same contract gives the same text."""
    tables = [contract.table(name) for name in contract.names("tables")]
    lists = [contract.code_list(name) for name in contract.names("code_lists")]
    lines = [
        "# Data dictionary",
        "",
        "Made from `schemas/` by `make generate`; change the contract, not this page.",
        "",
        "- Tables: " + ", ".join(f"[{t.name}](#table-{t.name})" for t in tables),
        "- [Receipt](#receipt): what accompanies a submission",
        "- [Rules of every table](#rules-of-every-table)",
        "- [Code lists](#code-lists)",
        *(line for table in tables for line in _table(table, len(contract.general_rules))),
        *_receipt(contract),
        "",
        "## Rules of every table",
        *(line for rule in contract.general_rules for line in _rule(rule)),
        "",
        "## Code lists",
        *(line for codes in lists for line in _code_list(codes)),
    ]
    return "\n".join(lines) + "\n"


def _table(table: Table, general: int) -> list[str]:
    confidential = ["", "**Confidential: no row is ever published.**"] if table.is_confidential else []
    return [
        "",
        f'<a id="table-{table.name}"></a>',
        "",
        f"## {table.title} (`{table.name}`)",
        "",
        f"One row is {table.one_row_is}. {table.description}",
        *confidential,
        "",
        f"- No two rows share: {_names(table.key)}",
        f"- A submission restates, within its reporter and source: {_names(table.restates_by)}",
        f"- A complete one speaks for all that its source has with the same: {_names(table.complete_within)}",
        "",
        "| column | what | written as | empty cell | example |",
        "| --- | --- | --- | --- | --- |",
        *(_column(column) for column in table.columns),
        *(line for rule in table.rules[general:] for line in _rule(rule)),
    ]


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "(nothing further)"


def _column(column: Column) -> str:
    cells = (
        f"`{column.name}`",
        f"**{_cell(column.title)}.** {_cell(column.description)}",
        _written_as(column),
        _when_empty(column),
        f"`{_cell(column.example)}`" if column.example else "",
    )
    return "| " + " | ".join(cells) + " |"


def _written_as(column: Column) -> str:
    parts = [TYPES[column.type]]
    if column.code_list:
        parts.append(f"of [{column.code_list}](#list-{column.code_list})")
    if column.pattern:
        parts.append(f"of the form `{_cell(column.pattern)}`")
    lowest = 0 if column.type == "count" and column.minimum is None else column.minimum
    if lowest is not None:
        parts.append(f"from {lowest:g}")
    if column.maximum is not None:
        parts.append(f"to {column.maximum:g}")
    return " ".join(parts)


def _when_empty(column: Column) -> str:
    if column.default:
        return f"stands for `{column.default}`"
    if column.required:
        return "not allowed"
    return "allowed; the column must be there" if column.is_needed else "allowed"


def _receipt(contract: Contract) -> list[str]:
    form = contract.receipt
    head = ["| field | what | given or found | written as | required |", "| --- | --- | --- | --- | --- |"]
    rows = [_receipt_field(field) for field in form.fields]
    return ["", f"## {form.title}", "", form.description, "", *head, *rows]


def _receipt_field(field: ReceiptField) -> str:
    cells = (
        f"`{field.name}`",
        f"**{_cell(field.title)}.** {_cell(field.description)}",
        field.origin,
        f"[{field.code_list}](#list-{field.code_list})" if field.code_list else field.type,
        "yes" if field.required else "",
    )
    return "| " + " | ".join(cells) + " |"


def _rule(rule: Rule) -> list[str]:
    message = _PLACEHOLDER.sub(r"‹\1›", rule.message)
    return [
        "",
        f'<a id="{rule.id.lower()}"></a>',
        "",
        f"### {rule.id} {rule.title}",
        "",
        f"{rule.severity.capitalize()}: “{message}”",
        "",
        f"Why: {rule.why}",
        "",
        f"- passes: {_example(rule.passes)}",
        f"- fails: {_example(rule.fails)}",
    ]


def _example(example: Example) -> str:
    """The cells that differ from the table's example row, or the file, as one line of code."""
    if example.file:
        return _code(example.file.rstrip("\n").replace("\n", " ⏎ "))
    rows = ["; ".join(f"{name} = {cell or '(empty)'}" for name, cell in row.items()) for row in example.rows]
    return ", then ".join(_code(row or "the example row") for row in rows)


def _code(text: str) -> str:
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return f"`{shown}`"


def _code_list(codes: CodeList) -> list[str]:
    link = f"[{codes.name}.csv](../schemas/code_lists/{codes.name}.csv)"
    head = ["", f'<a id="list-{codes.name}"></a>', "", f"### {codes.name}", ""]
    if len(codes.codes) > LONG_LIST:
        return [*head, f"{len(codes.codes)} codes: {link}"]
    shown = [f"- `{c.code}` {c.label('en')}" for c in codes.codes.values()]
    return [*head, f"With labels in six languages and descriptions: {link}", "", *shown]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
