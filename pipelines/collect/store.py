"""The store under `data/`: where sealed submissions lie, and finding them again.

    data/raw/<id>/receipt.json, content.csv     a submission (content.xlsx for a workbook), never changed
    data/raw/events/<id>/0001-withdrawn.json    what happened to it later
    data/raw/signals/<id>/0001-opened.json      questions about figures (`signal_events`)
    data/raw/.incoming/                         stages of submissions that are being sealed
    data/curated/                               all that can be made again

What does not belong here: writing submissions (`sealing`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines.collect.submissions import (
    EVENT_KINDS,
    NEEDED,
    Event,
    Submission,
    identity,
    read_time,
    said_in,
)
from pipelines.contract.cldr import listed
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _

SHOWN_IDS = 10
RECEIPT, EVENTS, SIGNALS, INCOMING = "receipt.json", "events", "signals", ".incoming"


@dataclass(frozen=True)
class Fault:
    """A submission that cannot be used, and why."""

    submission: str
    reason: str


@dataclass(frozen=True)
class Store:
    """A data folder."""

    data: Path

    @property
    def raw(self) -> Path:
        """Where sealed submissions lie."""
        return self.data / "raw"

    @property
    def curated(self) -> Path:
        """Where everything lies that can be made again."""
        return self.data / "curated"

    def ids(self) -> list[str]:
        """The ids of all sealed submissions, sorted; cheap: no receipt is opened."""
        if not self.raw.is_dir():
            return []
        with os.scandir(self.raw) as entries:
            return sorted(entry.name for entry in entries if _is_name(entry.name) and entry.is_dir())

    def submission(self, submission_id: str) -> Submission:
        """One submission. Raises TiporError where there is none, or its receipt cannot be read."""
        folder = self.raw / submission_id
        if not _is_name(submission_id) or not _is_there(folder):
            raise _no_submission(submission_id)
        return self._read(folder)

    def full_id(self, begin: str) -> str:
        """The id of the one submission whose id is `begin`, or begins so; case does not matter.

        Raises TiporError where there is none, or (wrong usage, with the ids) where there are several.
        """
        ids = self.ids()
        found = [begin] if begin in ids else [i for i in ids if begin and _begins(i, begin)]
        if not found:
            raise _no_submission(begin)
        if len(found) > 1:
            shown = found[:SHOWN_IDS] + ["…"] * (len(found) > SHOWN_IDS)
            raise TiporError(
                _("Several submissions begin with %(id)s.") % {"id": begin},
                _("Write more of it: %(ids)s.") % {"ids": listed(shown)},
                exit_code=WRONG_USAGE,
            )
        return found[0]

    def submissions(
        self, prefix: str = "", ids: Sequence[str] | None = None
    ) -> tuple[list[Submission], list[Fault]]:
        """The submissions whose id begins with `prefix`, in the order in which they were received.

        Those whose receipt cannot be read stand apart. `ids` are those of the store, where they are at hand.
        """
        found, faults = [], []
        for submission_id in (i for i in (self.ids() if ids is None else ids) if i.startswith(prefix)):
            try:
                found.append(self._read(self.raw / submission_id))
            except TiporError as error:
                faults.append(Fault(submission_id, error.title))
        return sorted(found, key=lambda s: (s.received_at, s.id)), faults

    def _read(self, folder: Path) -> Submission:
        try:
            receipt = json.loads((folder / RECEIPT).read_bytes())
            submission = Submission(receipt, tuple(self.events(folder.name)), folder)
            _refuse_halves(submission)
        except (OSError, ValueError, KeyError, TypeError, TiporError):
            raise TiporError(_unreadable(folder.name)) from None
        return submission

    def next_number(self, prefix: str, ids: Sequence[str]) -> int:
        """The number after the largest that any submission or event of this identity has used."""
        events = self.raw / EVENTS
        left = [path.name for path in events.iterdir()] if events.is_dir() else []
        used = [int(i.rpartition("-")[2]) for i in (*ids, *left) if i.rpartition("-")[0] == prefix]
        return 1 + max(used, default=0)

    def events(self, submission_id: str) -> list[Event]:
        """The events of a submission in their order."""
        folder = self.raw / EVENTS / submission_id
        return [_event(path) for path in sorted(folder.glob("[0-9]*.json"))] if folder.is_dir() else []

    def verified(self, submission: Submission) -> bytes:
        """The bytes of a submission. Raises TiporError where they are no longer those of the receipt."""
        try:
            content = submission.content.read_bytes()
        except OSError:
            raise TiporError(_("The bytes of %(id)s cannot be read.") % {"id": submission.id}) from None
        if hashlib.sha256(content).hexdigest() != submission.receipt["sha256"]:
            raise TiporError(
                _("The bytes of %(id)s are no longer those of its receipt.") % {"id": submission.id},
                _("Bring the file back from a backup; until then the submission is left out."),
            )
        return content

    def is_whole(self, submission: Submission) -> bool:
        """Whether its bytes are still those of its receipt."""
        try:
            self.verified(submission)
        except TiporError:
            return False
        return True

    def with_bytes(self, sha256: str, ids: Sequence[str]) -> Path | None:
        """A sealed file that has these bytes, found by the ids of the store alone."""
        begin = sha256[:10]
        same = (self.raw / i for i in ids if begin in i and i.split("-")[-3:-2] == [begin])
        return next((file for folder in same for file in sorted(folder.glob("content.*"))), None)

    @contextmanager
    def locked(self, name: str, *, wait: float, busy: str) -> Iterator[None]:
        """Hold the lock `name` of this store; TiporError with `busy` where another process holds it."""
        self.data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.data / f".{name}.lock"), timeout=wait)
        try:
            lock.acquire()
        except Timeout:
            raise TiporError(busy, _("Wait until it has finished, then try again.")) from None
        try:
            yield
        finally:
            lock.release()


def _begins(name: str, begin: str) -> bool:
    return name.casefold().startswith(begin.casefold())


def _no_submission(submission_id: str) -> TiporError:
    return TiporError(
        _("There is no submission %(id)s.") % {"id": submission_id},
        _("See `tipor status` for all of them."),
    )


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):  # a name that is too long, or that no file can have
        return False


def _is_name(name: str) -> bool:
    """Whether a folder of this name is a submission's: not one of the store's own, and in no other place."""
    is_elsewhere = not name or Path(name).name != name
    return not is_elsewhere and not name.startswith(".") and name not in (EVENTS, SIGNALS)


def _refuse_halves(submission: Submission) -> None:
    """Raise ValueError (TiporError for a time) where a receipt is another's, not whole, or was changed."""
    times = (submission.received_at, submission.known_from)
    if submission.id != submission.folder.name or set(NEEDED) - set(submission.receipt) or None in times:
        raise ValueError
    receipt = submission.receipt
    if identity(receipt["sha256"], said_in(receipt)) != submission.id.rpartition("-")[0]:
        raise ValueError  # somebody changed what the sender said


def _unreadable(submission_id: str) -> str:
    return _("The receipt of %(id)s cannot be read.") % {"id": submission_id}


def _event(path: Path) -> Event:
    written: dict[str, Any] = json.loads(path.read_bytes())
    event = Event(**(written | {"at": read_time(written["at"])}))
    if event.submission != path.parent.name or event.kind not in EVENT_KINDS or event.kind != path.stem[5:]:
        raise ValueError
    return event
