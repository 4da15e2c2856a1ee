"""A check on the terminal: compact, a line for each cause, each line with its style.

What does not belong here: colours (the command's), and the words of a finding (`wording`).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import current_language
from pipelines.contract.loading import Contract
from pipelines.contract.rule_pages import page_of
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process import wording
from pipelines.process.reports.listing import severity_words
from pipelines.process.reports.summary import counts, read_words, verdict_words
from pipelines.process.verdicts import Check

Line = tuple[tuple[str, str], ...]
"""Pieces of a line: (style, text); a style is a severity, 'good', 'bad' or nothing."""


def lines(check: Check, contract: Contract, table: Table) -> Iterator[Line]:
    """How the file was read, its findings, where their rules are explained; the verdict stands apart."""
    from wcwidth import ljust

    is_rtl = current_language() in RIGHT_TO_LEFT
    if said := read_words(check):
        yield (("", said),)
    for note in check.all_notes:
        yield (("", f"  · {note.shown()}"),)
    for finding in check.findings:
        words = wording.sentence(finding, contract, table)
        rule = isolate(finding.rule) if is_rtl else finding.rule
        yield (finding.severity, f"{ljust(severity_words(finding.severity), 8)} "), ("", f"{rule}  {words}")
    for rule_id in dict.fromkeys(finding.rule for finding in check.findings):
        said = _("%(rule)s is explained in %(page)s") % {"rule": rule_id, "page": page_of(rule_id)}
        yield (("", f"  {'←' if is_rtl else '→'} {said}"),)
    if check.shift:
        yield (("", _("Against what stood at the last run: %(shift)s.") % {"shift": check.shift.text()}),)


def verdict_line(check: Check) -> Line:
    """The verdict with the counts; of a file that is being sent it is said once the file is stored."""
    count = counts(check)
    style = "good" if check.is_accepted else "bad"
    return (style, verdict_words(check)), ("", f" ({count})" if count else "")
