"""`tipor check`: what would be found, before anything is sent."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.contract.findings import SHOWN_LINES


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--table", required=True, help="The table it fills, such as victims or justice.")
@click.option(
    "--reporter", required=True, help="Who sends it: EGY, UNODC ... (schemas/code_lists/reporter.csv)."
)
@click.option(
    "--profile", default="", help="How a foreign layout is read (schemas/profiles/), such as sdg_ddf."
)
@click.option(
    "--meta", type=click.Path(path_type=Path), help="The publisher's metadata; else meta* beside the file."
)
@click.option(
    "--lines",
    "shown_lines",
    type=click.IntRange(min=0),
    default=SHOWN_LINES,
    show_default=True,
    help="Lines named for a finding; 0 for all.",
)
@click.option(
    "--source", default="", help="The instrument the figures come from; else the reporter's usual one."
)
@click.option("--sheet", default="", help="The sheet of a workbook, by name or number.")
@click.option("--encoding", default="", help="The encoding, such as cp1256, where you know it.")
@click.option("--delimiter", default="", help="The separator: one character, or 'tab'.")
@click.option("--known-since", default="", help="When the figures became known, such as 2019-07; else now.")
@click.option(
    "--complete",
    "is_complete",
    is_flag=True,
    help="It is all that the source has: what is not in it is withdrawn.",
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
    table: str,
    reporter: str,
    profile: str,
    meta: Path | None,
    shown_lines: int,
    source: str,
    sheet: str,
    encoding: str,
    delimiter: str,
    known_since: str,
    is_complete: bool,
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

    Exit code 0: accepted (perhaps with warnings). 1: held. 2: it cannot be read.
    """
    from pipelines.collect.reading.read import Wishes
    from pipelines.commands._files import exit_code_of, read_file, separator, show_check
    from pipelines.commands._metadata import metadata_of
    from pipelines.commands._reports import check_and_write
    from pipelines.contract.text import _
    from pipelines.process.checking import Before, Request
    from pipelines.process.editions import Edition
    from pipelines.process.receipts import complete
    from pipelines.process.reports.machine import as_json
    from pipelines.settings import open_contract, open_store

    contract = open_contract()
    wishes = Wishes(encoding=encoding, delimiter=separator(delimiter), sheet=sheet)
    metadata = metadata_of(file, meta, profile, contract)
    request = Request.make(contract, table, reporter, profile, metadata, wishes)
    given = {"table": table, "reporter": reporter, "source": source, "known_since": known_since}
    said = complete(given | {"is_complete": is_complete}, contract, request.profile)
    found = check_and_write(
        read_file(file),
        contract,
        request,
        shown_lines=shown_lines,
        before=Before(Edition(open_store()), said["source"], said.get("known_since", ""), is_complete),
        report_to=report,
        marked_to=marked,
    )
    if is_json:
        click.echo(as_json(found, contract, request.table))
    else:
        show_check(found, contract, request.table)
    if marked and found.is_refused:
        click.echo(_("No marked copy is made of a file with data about persons."), err=True)
    context.exit(exit_code_of(found))
