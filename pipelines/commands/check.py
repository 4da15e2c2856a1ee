"""`tipor check`: what would be found, before anything is sent."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands._options import Said, about_a_file
from pipelines.contract.findings import SHOWN_LINES


@click.command("check")
@about_a_file
@click.option(
    "--lines",
    "shown_lines",
    type=click.IntRange(min=0),
    default=SHOWN_LINES,
    show_default=True,
    help="Lines named for a finding; 0 for all.",
)
@click.option("--json", "is_json", is_flag=True, help="For machines.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Write the findings as a file: .csv, .xlsx or .json."
)
@click.option(
    "--marked",
    type=click.Path(path_type=Path),
    help="Write a copy of FILE in which every fault is marked: .xlsx or .csv.",
)
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    said: Said,
    shown_lines: int,
    is_json: bool,
    report: Path | None,
    marked: Path | None,
) -> None:
    """Check FILE and say what to correct: line, column, and what to write. Nothing is stored.

    It is also compared with what stood at the last run: rows added, removed and changed, and figures unlike
    the other years of their series.

    \b
    Examples:
      tipor check victims.csv --table victims --reporter EGY
      tipor check victims.csv --table victims --reporter EGY --report findings.xlsx --marked marked.xlsx

    Exit codes: 0 accepted (perhaps with warnings); 1 held or refused, also where rows are missing or a
    question about the reading is open; 2 unreadable (no such file, an empty one, no table); 64 wrong usage.
    """
    from pipelines.commands._codes import in_case_of
    from pipelines.commands._files import exit_code_of, read_file, show_check
    from pipelines.commands._reports import check_and_write
    from pipelines.contract.text import _
    from pipelines.process.comparing import Before
    from pipelines.process.editions import Edition
    from pipelines.process.receipts import complete
    from pipelines.process.reports.machine import as_json
    from pipelines.process.request import Request
    from pipelines.settings import open_contract, open_store

    contract = open_contract()
    said = in_case_of(contract, said)
    metadata = said.metadata(file, contract)
    request = Request.make(contract, said.table, said.reporter, said.profile, metadata, said.wishes())
    fields = complete(said.given(), contract, request.profile)
    known_since = fields.get("known_since", "")
    found = check_and_write(
        read_file(file),
        contract,
        request,
        shown_lines=shown_lines,
        before=Before(Edition(open_store()), fields["source"], known_since, said.is_complete),
        report_to=report,
        marked_to=marked,
    )
    if is_json:
        click.echo(as_json(found, contract, request.table))
    else:
        show_check(found, contract, request.table)
    if marked and found.is_refused:
        click.echo(_("No marked copy is made of a file with data about persons."), err=True)
    elif marked and not found.is_readable:
        click.echo(_("No marked copy is made, for the file could not be read as a table."), err=True)
    context.exit(exit_code_of(found))
