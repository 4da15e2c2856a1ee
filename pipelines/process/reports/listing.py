"""The findings as a list, one row a cause: what the record is about, then the message, then the codes.

What does not belong here: the kind of file that the list is written into.
"""

from __future__ import annotations

from pipelines.contract.cldr import listed
from pipelines.contract.direction import END_ISOLATE, ISOLATE
from pipelines.contract.findings import Finding
from pipelines.contract.labels import column_labels, current_language
from pipelines.contract.loading import Contract
from pipelines.contract.rule_pages import page_of
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process import wording
from pipelines.process.reports.places import Keys, place_of
from pipelines.process.verdicts import Check

ISOLATES = dict.fromkeys(map(ord, ISOLATE + END_ISOLATE))
Row = tuple[str, ...]


def head(table: Table) -> Row:
    """The heads of the list's columns."""
    labels = column_labels(table, current_language())
    return (
        *(labels[name] for name in table.place_columns()),
        _("Line"), _("Column"), _("What stands there"), _("What is wrong"), _("What to write"),
        _("How many lines"), _("Severity"), _("Rule"), _("Explained in"),
    )  # fmt: skip


def rows(check: Check, contract: Contract, table: Table, keys: Keys) -> list[Row]:
    """A row for each finding, in the order of the check."""
    return [_row(finding, contract, table, keys) for finding in check.findings]


def severity_words(severity: str) -> str:
    """The severity as a person reads it."""
    return {"error": _("error"), "warning": _("warning"), "note": _("note")}[severity]


def plain(text: str) -> str:
    """A sentence for a file; the marks that isolate a value are kept where text runs from right to left."""
    return text if current_language() == "ar" else text.translate(ISOLATES)


def _row(finding: Finding, contract: Contract, table: Table, keys: Keys) -> Row:
    return (
        *place_of(finding, keys, len(table.place_columns())),
        _lines(finding),
        plain(wording.column(finding)),
        wording.shown(finding.value).translate(ISOLATES).removeprefix('"').removesuffix('"'),
        plain(wording.message(finding, contract, table)),
        plain(wording.proposal(finding)),
        str(finding.count) if finding.count else "",
        severity_words(finding.severity),
        finding.rule,
        page_of(finding.rule),
    )  # fmt: skip


def _lines(finding: Finding) -> str:
    more = " …" if finding.count > len(finding.lines) else ""
    return listed([str(line) for line in finding.lines]) + more if finding.lines else ""
