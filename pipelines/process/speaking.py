"""For which cells a submission speaks, and whether another one has spoken for them since.

A cell is (reporter, source, table) and the table's `restates_by` columns. What does not belong here: the
history of every cell (`versions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.collect.database import quoted
from pipelines.collect.mapping.metadata import sealed_metadata
from pipelines.collect.reading.read import Wishes
from pipelines.collect.store import Store
from pipelines.collect.submissions import Submission
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.checking import checked
from pipelines.process.request import Request
from pipelines.process.verdicts import HELD

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Speech:
    """The cells a submission contains, and the scopes that a complete one speaks for besides them."""

    cells: frozenset[Cell]
    scopes: frozenset[Cell]
    scope_positions: tuple[int, ...]

    def covers(self, cell: Cell) -> bool:
        """Whether the submission restates or withdraws the cell."""
        return cell in self.cells or tuple(cell[i] for i in self.scope_positions) in self.scopes


def request_of(contract: Contract, submission: Submission) -> Request:
    """The request by which a sealed submission is checked."""
    receipt = submission.receipt
    return Request.make(
        contract,
        receipt["table"],
        receipt["reporter"],
        receipt.get("profile", ""),
        sealed_metadata(submission),
        wishes_in(receipt),
    )


def wishes_in(said: Mapping[str, Any]) -> Wishes:
    """How the sender said that the file is to be read."""
    names = ("said_encoding", "said_delimiter", "said_sheet")
    encoding, delimiter, sheet = (str(said.get(name) or "") for name in names)
    return Wishes(encoding=encoding, delimiter=delimiter, sheet=sheet)


def speech_of(store: Store, contract: Contract, submission: Submission) -> Speech:
    """What a sealed submission speaks for, read from its bytes; TiporError where they are not whole."""
    request = request_of(contract, submission)
    table = request.table
    positions = tuple(table.restates_by.index(c) for c in table.complete_within)
    with checked(store.verified(submission), contract, request) as (check, connection):
        if not check.is_accepted:
            return Speech(frozenset(), frozenset(), positions)
        columns = ", ".join(quoted(c) for c in table.restates_by)
        cells = frozenset(connection.execute(f"SELECT DISTINCT {columns} FROM mapped").fetchall())
    is_complete = bool(submission.receipt.get("is_complete"))
    scopes = frozenset(tuple(cell[i] for i in positions) for cell in cells) if is_complete else frozenset()
    return Speech(cells, scopes, positions)


def still_speaks(
    store: Store, contract: Contract, submission: Submission, now: datetime, ids: Sequence[str]
) -> bool:
    """Whether sending the submission again would change nothing; `ids` are all of the store.

    It would where it was withdrawn, or where a submission that speaks for one of its cells stands between
    it and the place in time that a new one would take.
    """
    if submission.withdrawn_at:
        return False
    sender = f"{submission.receipt['reporter']}-{submission.receipt['table']}-"
    others, _faults = store.submissions(sender, ids)
    between = [other for other in others if _stands_between(submission, other, now)]
    if not between:
        return True
    mine = speech_of(store, contract, submission)
    for other in between:
        try:
            theirs = speech_of(store, contract, other)
        except TiporError:
            continue  # a faulty submission speaks for nothing
        if any(theirs.covers(cell) for cell in mine.cells) or any(mine.covers(cell) for cell in theirs.cells):
            return False
    return True


def _stands_between(submission: Submission, other: Submission, now: datetime) -> bool:
    place = submission.known_from if submission.receipt.get("known_since") else now
    same = all(other.receipt[name] == submission.receipt[name] for name in ("reporter", "source", "table"))
    is_later = (submission.known_from, submission.received_at) < (other.known_from, other.received_at)
    counts = other.verdict != HELD and not other.withdrawn_at
    return same and counts and is_later and other.known_from <= place and other.id != submission.id
