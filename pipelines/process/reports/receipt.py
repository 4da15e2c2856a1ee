"""A receipt as a person reads it: a line for each field that says something.

What does not belong here: what stands in a receipt (`process.receipts`, `process.submitting`).
"""

from __future__ import annotations

from typing import Any

from pipelines.collect.submissions import Receipt
from pipelines.contract.cldr import listed, number
from pipelines.contract.labels import current_language
from pipelines.contract.loading import Contract
from pipelines.contract.receipts import ReceiptField
from pipelines.contract.text import _
from pipelines.process.verdicts import ACCEPTED, HELD, WITH_WARNINGS


def receipt_lines(receipt: Receipt, contract: Contract) -> list[tuple[str, str]]:
    """(title, what it says) of each field that says something, in the order of the receipt."""
    filled = ((f, receipt.get(f.name)) for f in contract.receipt.fields)
    return [(_(f.title), _said(f, value, contract)) for f, value in filled if value not in (None, "", [], {})]


def verdict_word(verdict: str) -> str:
    """The verdict in the reader's language; as it is where it is none of ours."""
    words = {ACCEPTED: _("accepted"), WITH_WARNINGS: _("accepted with warnings"), HELD: _("held")}
    return words.get(verdict, verdict)


def _said(field: ReceiptField, value: Any, contract: Contract) -> str:
    match field.type:
        case "flag":
            return _("yes") if value else _("no")
        case "list":
            return listed([str(part) for part in value])
        case "counts":
            return listed([f"{name}: {number(count)}" for name, count in value.items()])
        case "sentences":
            return " ".join(map(str, value))
        case "number":
            return number(value)
        case "code":
            return _code(field, str(value), contract)
        case "verdict":
            return verdict_word(str(value))
        case _:
            return str(value)


def _code(field: ReceiptField, code: str, contract: Contract) -> str:
    """The code with its label; a code that the list no longer has stands alone."""
    codes = contract.code_list(field.code_list)
    if code not in codes:
        return code
    language = current_language()
    label = codes[code].label(language)
    if field.code_list == "reporter":  # a State is called as its area
        label = contract.reporter(code).labels.get(language) or label
    return f"{code} ({label})" if label != code else code
