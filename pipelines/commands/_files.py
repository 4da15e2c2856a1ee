"""Opening and writing what a person names on the command line, and showing findings. Not a command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pipelines.contract.errors import UNREADABLE, WRONG_USAGE, TiporError, reason_of
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.verdicts import Check

COLOURS = {"error": "red", "warning": "yellow", "note": "blue", "good": "green", "bad": "red"}
HELD_CODE = 1


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises TiporError (unreadable) with the reason."""
    try:
        if path.is_dir():
            raise TiporError(
                _("%(path)s is a folder.") % {"path": path}, _("Name the file in it."), exit_code=UNREADABLE
            )
        if path.is_char_device() or path.is_block_device():
            raise TiporError(
                _("%(path)s is a device.") % {"path": path}, _("Name a file."), exit_code=UNREADABLE
            )
        return path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        raise TiporError(
            _("%(path)s cannot be read (%(reason)s).") % {"path": path, "reason": reason},
            _("See that the file is there and may be read."), exit_code=UNREADABLE,
        ) from None  # fmt: skip


def exit_code_of(check: Check) -> int:
    """0 accepted; 1 held, refused, or to be read only after an answer; 2 where it is no table at all."""
    if check.is_accepted:
        return 0
    return HELD_CODE if check.is_readable or check.is_refused or check.asks else UNREADABLE


def separator(written: str) -> str:
    """The separator that a person wrote: one character, or 'tab'. Raises TiporError where it is neither."""
    delimiter = {"tab": "\t", "\\t": "\t"}.get(written, written)
    if len(delimiter.encode()) > 1:
        raise TiporError(
            _("The separator must be one character."), _("Write ';' or tab."), exit_code=WRONG_USAGE
        )
    return delimiter


def show_check(check: Check, contract: Contract, table: Table) -> None:
    """How the file was read, its findings, where they are explained, its verdict."""
    show_findings(check, contract, table)
    show_verdict(check)


def show_findings(check: Check, contract: Contract, table: Table) -> None:
    """How the file was read, its findings, and where they are explained."""
    from pipelines.process.reports.terminal import lines

    for line in lines(check, contract, table):
        _show_line(line)


def show_verdict(check: Check) -> None:
    """The verdict; of a file that is sent only once it is stored."""
    from pipelines.process.reports.terminal import verdict_line

    _show_line(verdict_line(check))


def _show_line(line: Iterable[tuple[str, str]]) -> None:
    for style, text in line:
        click.secho(text, nl=False, fg=COLOURS.get(style), bold=style in ("good", "bad"))
    click.echo()


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, or is empty. Raises TiporError with the reason."""
    _write(path, content, lambda: path.is_file() and not path.stat().st_size)


def write_report(path: Path, content: bytes, is_report: Callable[[bytes], bool]) -> None:
    """Write a report, also over an earlier one, but never over a file that is none. Raises TiporError."""
    _write(path, content, lambda: path.is_file() and is_report(path.read_bytes()))


def _write(path: Path, content: bytes, may_replace: Callable[[], bool]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not may_replace():
            raise FileExistsError
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = _("it is there already") if isinstance(error, FileExistsError) else reason_of(error)
        raise TiporError(
            _("%(path)s cannot be written (%(reason)s).") % {"path": path, "reason": reason},
            _("Choose another name."),
        ) from None
