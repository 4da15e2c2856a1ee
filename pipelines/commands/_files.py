"""Opening what a person names on the command line, and showing findings. Not a command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipelines.contract.errors import UNREADABLE, TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.contract.text import _, ngettext
from pipelines.process import wording
from pipelines.process.checking import ACCEPTED, HELD, WITH_WARNINGS, Check

COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}
HELD_CODE = 1


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises TiporError (unreadable) with the reason."""
    try:
        if path.is_dir():
            raise TiporError(
                _("%(path)s is a folder.") % {"path": path}, _("Name the file in it."), exit_code=UNREADABLE
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TiporError(
            _("%(path)s cannot be read (%(reason)s).") % {"path": path, "reason": reason},
            _("See that the file is there and may be read."), exit_code=UNREADABLE,
        ) from None  # fmt: skip


def verdict_words(verdict: str) -> str:
    """The verdict as a person reads it."""
    return {
        ACCEPTED: _("Accepted."),
        WITH_WARNINGS: _("Accepted with warnings: look at them, and answer or correct."),
        HELD: _("Held: nothing of it counts until the errors are corrected."),
    }[verdict]


def exit_code_of(check: Check) -> int:
    """0 accepted, 1 held, 2 where the file could not be read as a table at all."""
    return 0 if check.is_accepted else HELD_CODE if check.is_readable else UNREADABLE


def as_json(check: Check, contract: Contract, table: Table) -> str:
    """The check for machines."""
    reading = check.reading
    content = {
        "verdict": check.verdict,
        "read": {
            "encoding": reading.encoding,
            "delimiter": reading.delimiter,
            "rows": reading.row_count,
            "notes": [note.text() for note in check.notes],
        },
        "findings": [_finding(f, contract, table) for f in check.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _finding(finding: wording.Finding, contract: Contract, table: Table) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "column": finding.column,
        "letter": finding.letter,
        "lines": list(finding.lines),
        "count": finding.count,
        "message": wording.message(finding, contract, table),
        "suggestion": finding.suggestion,
    }


def show_check(check: Check, contract: Contract, table: Table) -> None:
    """How the file was read, its findings, its verdict."""
    reading = check.reading
    if reading.delimiter:
        rows = ngettext("%(count)d row", "%(count)d rows", reading.row_count) % {"count": reading.row_count}
        click.echo(_("Read as %(encoding)s, separator %(delimiter)s: %(rows)s.") % {
            "encoding": reading.encoding, "delimiter": _named(reading.delimiter), "rows": rows
        })  # fmt: skip
    for note in check.notes:
        click.echo(f"  · {note.text()}")
    for finding in check.findings:
        click.secho(f"{finding.severity:8}", fg=COLOURS[finding.severity], nl=False)
        click.echo(f"{finding.rule}  {wording.sentence(finding, contract, table)}")
    click.secho(verdict_words(check.verdict), fg="green" if check.is_accepted else "red", bold=True)


def _named(delimiter: str) -> str:
    return _("tab") if delimiter == "\t" else delimiter
