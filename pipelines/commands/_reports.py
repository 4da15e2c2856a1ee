"""Checking a file and writing the reports that were asked for. Not a command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipelines.commands._files import write_new, write_report
from pipelines.contract.loading import Contract
from pipelines.process.checking import checked
from pipelines.process.comparing import Before
from pipelines.process.request import Request
from pipelines.process.verdicts import Check


def check_and_write(
    content: bytes,
    contract: Contract,
    request: Request,
    *,
    shown_lines: int,
    before: Before | None = None,
    report_to: Path | None = None,
    marked_to: Path | None = None,
) -> Check:
    """Check the bytes of a file, and write a report and a marked copy where these are asked for.

    A file with data about persons, or one that is no table, is never copied. Raises TiporError where a report
    cannot be written, or would be written over another file.
    """
    if report_to is None and marked_to is None:
        opened = checked(content, contract, request, shown_lines, before)
        del content  # see `checked`
        with opened as (check, _connection):
            return check
    from pipelines.process.reports.kinds import COPIES, REPORTS, is_report, refuse_other_endings, report
    from pipelines.process.reports.places import keys_of_lines

    for path, endings in ((report_to, REPORTS), (marked_to, COPIES)):
        if path:
            refuse_other_endings(path.name, endings)
    with checked(content, contract, request, 0 if marked_to else shown_lines, before) as (whole, connection):
        check = _naming(whole, shown_lines)
        keys = keys_of_lines(connection, request.table, check) if report_to else {}
    if report_to:
        made = report(report_to.name, check, contract, request.table, keys)
        write_report(report_to, made, lambda there: is_report(there, request.table))
    if marked_to and whole.is_readable and not whole.is_refused:
        _write_marked(marked_to, content, contract, request, whole)
    return check


def _naming(check: Check, shown_lines: int) -> Check:
    """The check with so many lines named in each finding; with 0 all."""
    if not shown_lines:
        return check
    return replace(check, findings=tuple(replace(f, lines=f.lines[:shown_lines]) for f in check.findings))


def _write_marked(path: Path, content: bytes, contract: Contract, request: Request, check: Check) -> None:
    from pipelines.collect.reading.originals import original_records
    from pipelines.process.reports.kinds import marked_copy
    from pipelines.process.request import layout_of

    sheet = request.profile.sheet if request.profile else ""
    records = original_records(content, check.reading, layout_of(request), sheet)
    write_new(path, marked_copy(path.name, records, check, contract, request.table))
