"""Questions about figures: when an integrity signal was first seen, and when a person closed it, and why.

    data/raw/signals/<id>/0001-opened.json, 0002-closed.json    sealed events, written once

No event holds a value of a submission. What does not belong here: how a signal is found (`analyse.signals`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.collect.sealing import add_numbered
from pipelines.collect.store import SIGNALS, Store
from pipelines.collect.submissions import read_time, write_time
from pipelines.contract.cldr import listed
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _

OPENED, CLOSED = "opened", "closed"
LOCK_WAIT = 60.0
"""Seconds that a writer waits for another one."""


@dataclass(frozen=True)
class About:
    """What a question is about, in codes: enough to list it when its figures no longer stand."""

    signal: str
    family: str
    severity: str
    table: str
    source: str
    offence: str
    ref_areas: tuple[str, ...]
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Question:
    """An opened signal; `closed_at` and `because` once a person has closed it."""

    about: About
    opened_at: datetime
    closed_at: datetime | None = None
    because: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it yet."""
        return self.closed_at is None


def open_questions(store: Store, seen: Iterable[About]) -> list[str]:
    """Open each signal that no run has seen before; the ids of those opened now.

    Raises TiporError where they could not be written; those written before stay opened.
    """
    new = [about for about in seen if not _events(_folder(store, about.signal))]
    if not new:
        return []
    opened = []
    with _locked(store):
        for about in new:
            folder = _folder(store, about.signal)
            if not _events(folder):
                content = {"kind": OPENED, "at": write_time(datetime.now(UTC)), **asdict(about)}
                add_numbered(store, folder, OPENED, content)
                opened.append(about.signal)
    return opened


def close_question(store: Store, prefix: str, because: str) -> Question:
    """Close the signal whose id is, or alone begins with, `prefix`.

    Raises TiporError where no reason is given, no opened signal or several begin so, or it is closed already.
    """
    reason = because.strip()
    if not reason:
        raise TiporError(
            _("A signal is closed with a reason."),
            _('Say what was found out: --because "...".'),
            exit_code=WRONG_USAGE,
        )
    with _locked(store):
        signal_id = full_id(store, prefix)
        if not question(store, signal_id).is_open:
            raise TiporError(
                _("The signal %(id)s is closed already.") % {"id": signal_id}, _("Nothing was changed.")
            )
        content: dict[str, object] = {
            "kind": CLOSED,
            "at": write_time(datetime.now(UTC)),
            "signal": signal_id,
            "because": reason,
        }
        add_numbered(store, _folder(store, signal_id), CLOSED, content)
    return question(store, signal_id)


def full_id(store: Store, prefix: str) -> str:
    """The id that alone begins with `prefix`. Raises TiporError where there is none, or several."""
    found = [signal_id for signal_id in signal_ids(store) if signal_id.startswith(prefix)]
    if prefix in found:
        return prefix
    if not found or not prefix:
        raise TiporError(
            _("There is no signal %(id)s.") % {"id": prefix or "''"},
            _("See `tipor signal list` for all of them."),
        )
    if len(found) > 1:
        raise TiporError(
            _("%(count)d signals begin with %(id)s.") % {"count": len(found), "id": prefix},
            _("Write more of the number: %(ids)s.") % {"ids": listed(found[:5])},
        )
    return found[0]


def signal_ids(store: Store) -> list[str]:
    """The ids of all signals that were ever opened, sorted."""
    return sorted(path.parent.name for path in (store.raw / SIGNALS).glob(f"*/0001-{OPENED}.json"))


def question(store: Store, signal_id: str) -> Question:
    """The question with this id. Raises TiporError where its events cannot be read."""
    try:
        found = {event["kind"]: event for event in map(_read, _events(_folder(store, signal_id)))}
        opened, closed = found[OPENED], found.get(CLOSED)
        said = {name: opened[name] for name in About.__dataclass_fields__}
        about = About(**(said | {"ref_areas": tuple(opened["ref_areas"])}))
        return Question(
            about=about,
            opened_at=read_time(opened["at"]),
            closed_at=read_time(closed["at"]) if closed else None,
            because=str(closed["because"]) if closed else "",
        )
    except (OSError, ValueError, KeyError, TypeError, TiporError):
        raise TiporError(
            _("The events of the signal %(id)s cannot be read.") % {"id": signal_id},
            _("Bring its folder back from a backup."),
        ) from None


def closed_ids(store: Store, until: datetime | None = None) -> frozenset[str]:
    """The signals closed before `until` (UTC without a zone; None: by now)."""
    closings = {signal_id: question(store, signal_id).closed_at for signal_id in signal_ids(store)}
    return frozenset(
        signal_id
        for signal_id, at in closings.items()
        if at and (until is None or at.astimezone(UTC).replace(tzinfo=None) < until)
    )


def _folder(store: Store, signal_id: str) -> Path:
    return store.raw / SIGNALS / signal_id


def _events(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.json")) if folder.is_dir() else []


def _read(path: Path) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(path.read_bytes())
    if event["signal"] != path.parent.name or event["kind"] != path.stem[5:]:
        raise ValueError
    return event


def _locked(store: Store) -> Any:
    return store.locked("raw", wait=LOCK_WAIT, busy=_("Another submission is being sealed."))
