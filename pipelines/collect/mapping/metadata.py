"""What a publisher says of its own file: read from the metadata beside it, and compared with a profile.

The metadata are YAML, or a text that begins with YAML between two lines of hyphens, as the Open SDG
platforms write them. What does not belong here: sealing them (`sealing`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from pipelines.collect.reading.notes import Note
from pipelines.collect.submissions import Submission
from pipelines.contract.errors import TiporError
from pipelines.contract.findings import Finding
from pipelines.contract.profiles import Expectation, Profile
from pipelines.contract.rules import ERROR
from pipelines.contract.text import _

LARGEST = 1 << 20
FENCE = "---"
GAINSAID = "MAP-005"
SEALED = "metadata.txt"
"""The name under which metadata lie in the folder of a submission."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class PublishedMetadata:
    """The bytes of the publisher's metadata and the name they came under."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def fields(self) -> dict[str, str] | None:
        """Every key with its text, blanks made single; None where the metadata cannot be read."""
        if len(self.content) > LARGEST:
            return None
        try:
            text = self.content.decode("utf-8-sig")
            read = yaml.load(_front(text), Loader=_Loader)
        except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError):
            return None
        return {str(key): _text(value) for key, value in read.items()} if isinstance(read, dict) else None


def find_metadata(file: Path, profile: Profile) -> Path | None:
    """The publisher's metadata in the folder of `file`, by the profile's names; None where there are none."""
    if profile.metadata is None or not file.parent.is_dir():
        return None
    beside = sorted(path for path in file.parent.iterdir() if path.is_file() and path != file)
    named = [path for path in beside if any(fnmatch(path.name, name) for name in profile.metadata.files)]
    return named[0] if len(named) == 1 else next((p for p in named if _belongs(p, file)), None)


def judge_metadata(profile: Profile | None, metadata: PublishedMetadata | None) -> list[Finding]:
    """Faults of the metadata: missing where they are needed, unreadable, or of something else."""
    if profile is None or profile.metadata is None:
        return []
    if metadata is None:
        return [Finding("MAP-006", ERROR, count=1)] if profile.metadata.is_needed else []
    fields = metadata.fields()
    if fields is None:
        return [Finding("MAP-006", ERROR, count=1, value=metadata.name)]
    broken = [e for e in profile.metadata.expects if not _holds(e, fields)]
    return [_contradiction(expected, fields) for expected in broken]


def metadata_notes(profile: Profile | None, metadata: PublishedMetadata | None) -> list[Note]:
    """What was done with the metadata, or that the profile stands on its own word."""
    if metadata is None:
        if profile is None or profile.metadata is None or profile.metadata.is_needed:
            return []
        return [
            Note("No metadata of the publisher were given; the profile's own word stands.", {}, "metadata")
        ]
    message = "The publisher's metadata %(name)s were compared with the profile."
    if profile is None or profile.metadata is None:
        message = "The metadata %(name)s were compared with nothing: no profile says what they must say."
    return [Note(message, {"name": metadata.name}, "metadata")]


def sealed_metadata(submission: Submission) -> PublishedMetadata | None:
    """The metadata sealed with a submission; None where it has none.

    Raises TiporError where they are no longer those of the receipt.
    """
    name, sha256 = submission.receipt.get("metadata_file"), submission.receipt.get("metadata_sha256")
    if not sha256:
        return None
    try:
        found = PublishedMetadata(str(name), (submission.folder / SEALED).read_bytes())
    except OSError:
        raise TiporError(_("The metadata of %(id)s cannot be read.") % {"id": submission.id}) from None
    if found.sha256 != sha256:
        raise TiporError(
            _("The metadata of %(id)s are no longer those of its receipt.") % {"id": submission.id},
            _("Bring the file back from a backup; until then the submission is left out."),
        )
    return found


def _holds(expected: Expectation, fields: dict[str, str]) -> bool:
    said = fields.get(expected.key, "").casefold()
    return any(text.casefold() in said for text in expected.says)


def _contradiction(expected: Expectation, fields: dict[str, str]) -> Finding:
    context = {"key": expected.key, "expected": " / ".join(expected.says), "because": expected.because}
    return Finding(GAINSAID, ERROR, count=1, value=fields.get(expected.key, ""), context=context)


def _belongs(metadata: Path, file: Path) -> bool:
    """Whether both are named after the same indicator: meta_16-2-2.md, indicator_16-2-2.csv."""
    return metadata.stem.rpartition("_")[2] == file.stem.rpartition("_")[2]


def _front(text: str) -> str:
    """The YAML of a text that begins with a line of hyphens, up to the next one; else all of it."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        return text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), len(lines))
    return "\n".join(lines[1:end])


def _text(value: Any) -> str:
    """A text or number as one line; lists and deeper levels say nothing that is compared."""
    return " ".join(str(value).split()) if isinstance(value, (str, int, float, bool)) else ""
