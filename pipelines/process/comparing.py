"""A file beside what stood before it: the shift, what disappears, and what is unlike the other years.

What does not belong here: the questions themselves (`history`, `shift`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.collect.mapping.map import Mapping
from pipelines.collect.reading.read import Note
from pipelines.contract.findings import Finding
from pipelines.contract.text import N_
from pipelines.process.editions import Edition
from pipelines.process.history import unlike_other_years, what_disappears
from pipelines.process.request import Request
from pipelines.process.shift import Sender, Shift, is_behind, make_before_and_after, shift

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_COMPARED = N_(
    "What was sealed of this source since the last run is not compared with this file. Run `tipor run` first."
)


@dataclass(frozen=True)
class Before:
    """The edition a file is compared with: which source, known since when, whether as all there is."""

    edition: Edition
    source: str
    known_since: str = ""
    is_complete: bool = False


def compare(
    connection: DuckDBPyConnection,
    request: Request,
    mapping: Mapping,
    before: Before | None,
    shown_lines: int,
) -> tuple[Shift | None, list[Finding]]:
    """The shift from what stood before, and what is unlike it or unlike the other years of the file."""
    table, is_complete = request.table, before is not None and before.is_complete
    edition = before.edition if before else None
    stood = make_before_and_after(connection, table, edition, _sender(request, before))
    unlike = unlike_other_years(connection, table, mapping, shown_lines)
    if not stood:
        return None, unlike
    gone = what_disappears(connection, table, mapping, is_complete=is_complete)
    return shift(connection, table, is_complete=is_complete), gone + unlike


def not_compared(request: Request, before: Before | None) -> tuple[Note, ...]:
    """A note where figures were sealed since the last run, for they are not among what stood then."""
    if before is None:
        return ()
    is_late = is_behind(before.edition, request.table, _sender(request, before))
    return (Note(NOT_COMPARED, {}, "not_compared"),) if is_late else ()


def _sender(request: Request, before: Before | None) -> Sender:
    if before is None:
        return Sender(request.reporter, "", "")
    return Sender(request.reporter, before.source, before.known_since)
