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
    "--lines",
    "shown_lines",
    default=SHOWN_LINES,
    show_default=True,
    help="Lines named for a finding; 0 for all.",
)
@click.option("--json", "is_json", is_flag=True, help="For machines.")
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    table: str,
    reporter: str,
    profile: str,
    shown_lines: int,
    is_json: bool,
) -> None:
    """Check FILE and say what to correct: line, column, and what to write. Nothing is stored.

    \b
    Example:
      tipor check victims.csv --table victims --reporter EGY

    Exit code 0: accepted (perhaps with warnings). 1: held. 2: it cannot be read.
    """
    from pipelines.commands._files import as_json, exit_code_of, read_file, show_check
    from pipelines.process.checking import check
    from pipelines.settings import open_contract

    contract = open_contract()
    found = check(
        read_file(file),
        contract=contract,
        table=table,
        reporter=reporter,
        profile=profile,
        shown_lines=shown_lines,
    )
    if is_json:
        click.echo(as_json(found, contract, contract.table(table)))
    else:
        show_check(found, contract, contract.table(table))
    context.exit(exit_code_of(found))
