"""The sentence about a word in a column of numbers: what it may mean, and how each of that is written.

What does not belong here: which words these are (`contract.value_words`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.contract.cldr import clauses
from pipelines.contract.codes import Code
from pipelines.contract.labels import current_language
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.contract.value_words import LIST

STATUS = "obs_status"


def to_choose(kinds: Sequence[str], contract: Contract, table: Table) -> str:
    """How each of the kinds is written in the table; one kind alone is what to do."""
    codes = contract.code_list(LIST)
    if len(kinds) == 1:
        return _leave_empty(codes[kinds[0]], table)
    ways = [_way(codes[kind], table) for kind in kinds]
    return _("Write what is meant: %(choices)s.") % {"choices": clauses(ways)}


def _leave_empty(kind: Code, table: Table) -> str:
    if STATUS not in table.column_names:
        return _("Leave the cell empty (%(means)s).") % _said(kind)
    return _("Leave the cell empty, with %(status)s in %(column)s (%(means)s).") % _said(kind)


def _way(kind: Code, table: Table) -> str:
    """How the kind is written, with what that says."""
    said = _said(kind)
    if said["text"]:
        return _("%(text)s (%(means)s)") % said
    if STATUS not in table.column_names:
        return _("an empty cell (%(means)s)") % said
    return _("an empty cell, with %(status)s in %(column)s (%(means)s)") % said


def _said(kind: Code) -> dict[str, str]:
    written = {"text": kind.attributes["written"], "status": kind.attributes["with_status"]}
    return written | {"means": kind.label(current_language()), "column": STATUS}
