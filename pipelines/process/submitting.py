"""A file becomes a submission: checked, given a receipt, sealed; or the receipt it has already.

What does not belong here: how it is written to disk (`collect.sealing`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipelines.collect.mapping.metadata import PublishedMetadata
from pipelines.collect.sealing import add_event, seal
from pipelines.collect.store import Store
from pipelines.collect.submissions import (
    ANSWERED,
    REJUDGED,
    WITHDRAWN,
    Event,
    Submission,
    identity,
    write_time,
)
from pipelines.contract.cldr import listed
from pipelines.contract.codes import as_listed
from pipelines.contract.errors import UNREADABLE, WRONG_USAGE, TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.rules import WARNING
from pipelines.contract.text import _
from pipelines.process.checking import checked
from pipelines.process.comparing import Before
from pipelines.process.editions import Edition
from pipelines.process.receipts import complete
from pipelines.process.request import Request
from pipelines.process.speaking import still_speaks, wishes_in
from pipelines.process.verdicts import Check

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
LOCK_WAIT = 60.0
"""Seconds that a submission waits for another one that is being sealed."""


@dataclass(frozen=True)
class Submitted:
    """The submission, its check, and whether it was sealed just now or before."""

    submission: Submission
    check: Check
    is_new: bool


class NotStored(TiporError):
    """A file that was not stored; `check` says why."""

    check: Check


class Unreadable(NotStored):
    """A file that is no table: it is not stored, for nobody can say what is in it."""

    def __init__(self, check: Check) -> None:
        super().__init__(_("This file cannot be read as a table. Nothing was stored."), exit_code=UNREADABLE)
        self.check = check


class Asked(NotStored):
    """A file that cannot be read before its sender has answered a question about it."""

    def __init__(self, check: Check) -> None:
        super().__init__(
            _("It must first be known how to read this file. Nothing was stored."),
            _("Answer what is asked with --encoding, --delimiter or --sheet, and send it again."),
        )
        self.check = check


class Refused(NotStored):
    """A file with columns of data about persons: it is not stored, and nothing of it is shown."""

    def __init__(self, check: Check) -> None:
        super().__init__(
            _("This file holds data about persons. It was refused; nothing was stored."),
            _("Delete those columns and send it again."),
        )
        self.check = check


def submit(
    store: Store,
    contract: Contract,
    content: bytes,
    given: Mapping[str, Any],
    file_name: str = "",
    metadata: PublishedMetadata | None = None,
    answers: Callable[[Check], Mapping[str, str]] = lambda check: {},
) -> Submitted:
    """Check a file and seal it with its receipt; TiporError where names are wrong or it cannot be written.

    `metadata` are the publisher's own words about the file; they are compared with the profile and sealed
    beside it. `answers` is asked, before anything is sealed, what the sender answers to which warnings.
    """
    profile = str(given.get("profile") or "")
    table, reporter = str(given["table"]), str(given["reporter"])
    request = Request.make(contract, table, reporter, profile, metadata, wishes_in(given))
    said = complete(given, contract, request.profile)
    before = Before(Edition(store), said["source"], said.get("known_since", ""), said["is_complete"])
    with checked(content, contract, request, before=before) as (check, _connection):
        pass
    if check.is_refused:
        raise Refused(check)
    if not check.is_readable:
        raise Asked(check) if check.asks else Unreadable(check)
    answered = _answers(answers(check), check)
    sha256 = hashlib.sha256(content).hexdigest()
    beside = _beside(metadata)
    prefix = identity(sha256, said | beside)
    with store.locked("raw", wait=LOCK_WAIT, busy=_("Another submission is being sealed.")):
        now = datetime.now(UTC)
        ids = store.ids()
        earlier, _faults = store.submissions(f"{prefix}-", ids)
        newest = max(earlier, key=lambda s: s.received_at, default=None)
        if newest and store.is_whole(newest) and still_speaks(store, contract, newest, now, ids):
            _rejudge(store, contract, newest, check.verdict, now)
            _keep_answers(store, newest, answered, now)
            return Submitted(store.submission(newest.id), check, is_new=False)
        number = f"{prefix}-{store.next_number(prefix, ids)}"
        receipt = {"submission": number} | said | _found(contract, check, content, sha256, now, file_name)
        receipt |= beside
        receipt |= {"shift": check.shift.text()} if check.shift else {}
        seal(store, receipt, content, store.with_bytes(sha256, ids), metadata.content if metadata else None)
        _keep_answers(store, store.submission(number), answered, now)
    return Submitted(store.submission(number), check, is_new=True)


def _answers(given: Mapping[str, str], check: Check) -> dict[str, str]:
    """The answers that say something. Raises TiporError where the file has no warning by such a rule."""
    warned = warnings_of(check)
    said = {as_listed(rule, warned): why.strip() for rule, why in given.items() if why.strip()}
    if unknown := sorted(set(said) - set(warned)):
        raise TiporError(
            _("This file has no warning by the rule %(rule)s. Nothing was stored.")
            % {"rule": listed(unknown)},
            _("Its warnings: %(rules)s.") % {"rules": listed(warned) or "-"},
            exit_code=WRONG_USAGE,
        )
    return said


def _keep_answers(store: Store, submission: Submission, answered: Mapping[str, str], now: datetime) -> None:
    """Keep the answers that were not given before; the caller holds the store's lock."""
    for rule, because in answered.items():
        if submission.answers.get(rule) != because:
            add_event(store, Event(submission.id, ANSWERED, now, because, rule))


def warnings_of(check: Check) -> list[str]:
    """The rules whose warnings wait for an answer, sorted."""
    return sorted({f.rule for f in check.findings if f.severity == WARNING})


def _warning_counts(check: Check) -> dict[str, int]:
    """In how many places each of these rules asks."""
    counts = dict.fromkeys(warnings_of(check), 0)
    for finding in check.findings:
        if finding.rule in counts and finding.severity == WARNING:
            counts[finding.rule] += max(1, finding.count)
    return counts


def withdraw(store: Store, submission_id: str, because: str) -> Event:
    """Take a submission back. Raises TiporError where there is none, it was, or no reason is given."""
    _must_say_something(because)
    with store.locked("raw", wait=LOCK_WAIT, busy=_("Another submission is being sealed.")):
        submission = store.submission(submission_id)
        if submission.withdrawn_at:
            raise TiporError(
                _("%(id)s was withdrawn already.") % {"id": submission_id}, _("Nothing was changed.")
            )
        event = Event(submission_id, WITHDRAWN, datetime.now(UTC), because)
        add_event(store, event)
    return event


def answer(store: Store, submission_id: str, rule: str, because: str) -> Event:
    """Answer a warning of a submission; the answer is kept beside it. In `rule`, case does not matter.

    Raises TiporError where there is no such submission, it has no warning by that rule, or nothing is said.
    """
    _must_say_something(because)
    with store.locked("raw", wait=LOCK_WAIT, busy=_("Another submission is being sealed.")):
        submission = store.submission(submission_id)
        warnings = submission.receipt.get("warnings", [])
        rule = as_listed(rule, warnings)
        if rule not in warnings:
            raise TiporError(
                _("%(id)s has no warning by the rule %(rule)s.") % {"id": submission_id, "rule": rule},
                _("Its warnings: %(rules)s.") % {"rules": listed(warnings) or "-"},
            )
        event = Event(submission_id, ANSWERED, datetime.now(UTC), because, rule)
        add_event(store, event)
    return event


def _must_say_something(because: str) -> None:
    if not because.strip():
        raise TiporError(
            _("The reason is empty."), _('Write it in a few words: --because "...".'), exit_code=WRONG_USAGE
        )


def rejudge(store: Store, contract: Contract, submission: Submission, verdict: str) -> None:
    """Record the verdict under the present contract where it is another one than before."""
    if _differs(contract, submission, verdict):
        with store.locked("raw", wait=LOCK_WAIT, busy=_("Another submission is being sealed.")):
            _rejudge(store, contract, submission, verdict, datetime.now(UTC))


def _rejudge(store: Store, contract: Contract, submission: Submission, verdict: str, now: datetime) -> None:
    if _differs(contract, submission, verdict):
        event = Event(submission.id, REJUDGED, now, verdict=verdict, contract_version=contract.sha256)
        add_event(store, event)


def _differs(contract: Contract, submission: Submission, verdict: str) -> bool:
    """Under one contract the first verdict stands: it also knew what stood before the submission came."""
    return verdict != submission.verdict and contract.sha256 != submission.contract_version


def _beside(metadata: PublishedMetadata | None) -> dict[str, Any]:
    """The fields of a receipt about the publisher's metadata; none where there are none."""
    return {"metadata_file": metadata.name, "metadata_sha256": metadata.sha256} if metadata else {}


def _found(
    contract: Contract, check: Check, content: bytes, sha256: str, now: datetime, file_name: str
) -> dict[str, Any]:
    """The fields of a receipt that tipor finds for itself."""
    return {
        "contract_version": contract.sha256,
        "received_at": write_time(now),
        "sha256": sha256,
        "bytes": len(content),
        "file_name": _CONTROL.sub(" ", file_name),
        "encoding": check.reading.encoding,
        "delimiter": check.reading.delimiter,
        "row_count": check.reading.row_count,
        "read_notes": [note.text() for note in check.notes],
        "warnings": warnings_of(check),
        "warning_counts": _warning_counts(check),
        "verdict": check.verdict,
    }
