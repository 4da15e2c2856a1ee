"""Writing a submission, once: staged, synced, renamed. And the events that come after it.

A process that is killed, or a disk that is full, leaves a whole submission or none: what lies in
`.incoming` is seen by nobody and swept away by the next one. What does not belong here: deciding what
the receipt says.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from pipelines.collect.mapping.metadata import SEALED
from pipelines.collect.store import EVENTS, INCOMING, RECEIPT, Store
from pipelines.collect.submissions import Event, Receipt, write_time
from pipelines.contract.errors import TiporError, reason_of
from pipelines.contract.text import _

READ_ONLY, FOLDER = 0o444, 0o755


def seal(
    store: Store, receipt: Receipt, content: bytes, same_bytes: Path | None, metadata: bytes | None = None
) -> Path:
    """Write a submission under its id; the bytes become a link where `same_bytes` holds them already.

    `metadata` are those of the publisher, written beside the bytes.

    The caller holds the store's lock. Raises TiporError where it could not be written; then nothing is seen.
    """
    stage = None
    try:
        _sweep(store)
        stage = Path(tempfile.mkdtemp(prefix="seal-", dir=_folder(store.raw / INCOMING)))
        _write_or_link(stage / f"content.{_suffix(content)}", content, same_bytes)
        if metadata is not None:
            _write(stage / SEALED, metadata)
        _write(stage / RECEIPT, _json(receipt))
        stage.chmod(FOLDER)
        _sync(stage)
        target = store.raw / str(receipt["submission"])
        stage.rename(target)
    except OSError as error:
        if stage:
            shutil.rmtree(stage, ignore_errors=True)
        raise _not_written(error) from None
    _confirm(store.raw)
    return target


def add_event(store: Store, event: Event) -> Path:
    """Write an event beside its submission. The caller holds the store's lock. TiporError as `seal`."""
    content = asdict(event) | {"at": write_time(event.at)}
    return add_numbered(store, store.raw / EVENTS / event.submission, event.kind, content)


def add_numbered(store: Store, folder: Path, kind: str, content: dict[str, object]) -> Path:
    """Write the next event of a folder under `raw`, `0002-<kind>.json`. Lock and errors as `add_event`."""
    try:
        _folder(folder)
        number = 1 + max((int(path.name[:4]) for path in folder.glob("[0-9]*.json")), default=0)
        target = folder / f"{number:04d}-{kind}.json"
        stage = _folder(store.raw / INCOMING) / f"event-{os.getpid()}"
        stage.unlink(missing_ok=True)
        _write(stage, _json(content))
        stage.rename(target)
    except OSError as error:
        raise TiporError(
            _("It could not be written (%(reason)s). Nothing was changed.") % {"reason": reason_of(error)},
            _("Make room or mend the permissions of the data folder, then try again."),
        ) from None
    _confirm(folder)
    return target


def _confirm(folder: Path) -> None:
    """Sync the folder in which something was renamed: it is seen already, but might not outlast a crash."""
    try:
        _sync(folder)
    except OSError:
        raise TiporError(
            _("It is stored, but the disk did not confirm it."),
            _("Send it again: you get the same receipt once the disk is well."),
        ) from None


def _suffix(content: bytes) -> str:
    return "xlsx" if content.startswith(b"PK") else "csv"


def _write_or_link(path: Path, content: bytes, same_bytes: Path | None) -> None:
    try:
        if same_bytes and same_bytes.read_bytes() == content:
            os.link(same_bytes, path)
            return
    except OSError:
        pass  # a file system without links, or a file that is lost: the bytes are written again
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(READ_ONLY)


def _folder(path: Path) -> Path:
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    return path


def _sync(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(store: Store) -> None:
    """Remove what a killed process left: under the lock, nobody else is writing."""
    for left in (store.raw / INCOMING).glob("*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _not_written(error: OSError) -> TiporError:
    return TiporError(
        _("The submission could not be written (%(reason)s). Nothing was stored.")
        % {"reason": reason_of(error)},
        _("Make room or mend the permissions of the data folder, then send it again."),
    )
