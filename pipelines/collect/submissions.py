"""What a submission is: its receipt, its identity, and what happened to it after it was sealed.

What does not belong here: writing to the store (`sealing`) and finding things in it (`store`).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _

Receipt = dict[str, Any]
WITHDRAWN, REJUDGED, ANSWERED = "withdrawn", "rejudged", "answered"
NEEDED = (
    "submission",
    "reporter",
    "source",
    "table",
    "is_already_public",
    "received_at",
    "sha256",
    "row_count",
    "verdict",
)
"""The fields without which a receipt is not whole: everything after it relies on them."""
_TIME = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True)
class Event:
    """Something that happened to a submission after it was sealed."""

    submission: str
    kind: str
    at: datetime
    because: str = ""
    rule: str = ""
    verdict: str = ""
    contract_version: str = ""


@dataclass(frozen=True)
class Submission:
    """One sealed submission: its receipt, its events in their order, and where it lies."""

    receipt: Receipt
    events: tuple[Event, ...]
    folder: Path

    @property
    def id(self) -> str:
        """The number of the submission."""
        return str(self.receipt["submission"])

    @property
    def content(self) -> Path:
        """The file that holds its bytes."""
        return next(iter(sorted(self.folder.glob("content.*"))), self.folder / "content.csv")

    @property
    def received_at(self) -> datetime:
        """When its bytes were sealed."""
        return read_time(self.receipt["received_at"])

    @property
    def known_from(self) -> datetime:
        """Since when its figures are known: what the sender said, else when it was received."""
        return read_time(self.receipt.get("known_since") or self.receipt["received_at"])

    @property
    def withdrawn_at(self) -> datetime | None:
        """When it was taken back."""
        return next((event.at for event in self.events if event.kind == WITHDRAWN), None)

    @property
    def verdict(self) -> str:
        """The newest verdict: that of the receipt, or of the last re-judgement."""
        judged = [event.verdict for event in self.events if event.kind == REJUDGED]
        return judged[-1] if judged else str(self.receipt["verdict"])

    @property
    def answers(self) -> dict[str, str]:
        """What was answered to warnings, by rule; the newest answer of each."""
        return {event.rule: event.because for event in self.events if event.kind == ANSWERED}

    @property
    def open_warnings(self) -> list[str]:
        """The rules whose warnings nobody has answered yet."""
        return [rule for rule in self.receipt.get("warnings", []) if rule not in self.answers]

    @property
    def contract_version(self) -> str:
        """The sha256 of the contract of the newest verdict."""
        judged = [event.contract_version for event in self.events if event.kind == REJUDGED]
        return judged[-1] if judged else str(self.receipt["contract_version"])


FOUND = frozenset(
    (
        *("submission", "contract_version", "received_at", "sha256", "bytes", "file_name", "encoding"),
        *("delimiter", "row_count", "read_notes", "shift", "warnings", "warning_counts", "verdict"),
    )
)
"""The fields of a receipt that tipor finds; all others are the sender's words, and part of the identity."""
EVENT_KINDS = (WITHDRAWN, REJUDGED, ANSWERED)


def said_in(receipt: Receipt) -> dict[str, Any]:
    """What the sender said, as it stands in the receipt."""
    return {name: value for name, value in receipt.items() if name not in FOUND}


def identity(sha256: str, said: dict[str, Any]) -> str:
    """Who sent what: reporter, table, and the fingerprints of the bytes and of all that was said of them."""
    words = json.dumps(dict(sorted(said.items())), ensure_ascii=False).encode()
    return f"{said['reporter']}-{said['table']}-{sha256[:10]}-{hashlib.sha256(words).hexdigest()[:6]}"


def read_time(text: str) -> datetime:
    """A UTC time from a year, month, day or ISO time; of a day or longer, its beginning.

    Raises TiporError (wrong usage) where the text is none of these.
    """
    try:
        if found := _TIME.fullmatch(text):
            year, month, day = (int(part or 1) for part in found.groups())
            return datetime(year, month, day, tzinfo=UTC)
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):  # the last moment of the year 9999 may lie in the year 10000 in UTC
        raise TiporError(
            _("%(text)s is not a time.") % {"text": text},
            _("Write a day such as 2019-07-01, or a month 2019-07."),
            exit_code=WRONG_USAGE,
        ) from None


def write_time(time: datetime) -> str:
    """A UTC time as ISO text, as it stands in receipts and events."""
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
