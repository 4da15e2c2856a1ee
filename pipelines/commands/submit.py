"""`tipor submit`: check a file and seal it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipelines.process.submitting import Submitted


@click.command("submit")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--table", required=True, help="The table it fills, such as victims or justice.")
@click.option(
    "--reporter", required=True, help="Who sends it: EGY, UNODC ... (schemas/code_lists/reporter.csv)."
)
@click.option(
    "--source", default="", help="The instrument the figures come from; else the reporter's usual one."
)
@click.option(
    "--profile", default="", help="How a foreign layout is read (schemas/profiles/), such as sdg_ddf."
)
@click.option(
    "--receipt", type=click.Path(path_type=Path), help="A YAML file with more fields of the receipt."
)
@click.option(
    "--meta", type=click.Path(path_type=Path), help="The publisher's metadata; else meta* beside the file."
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
@click.option("--json", "is_json", is_flag=True, help="The receipt for machines.")
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    table: str,
    reporter: str,
    source: str,
    profile: str,
    receipt: Path | None,
    meta: Path | None,
    sheet: str,
    encoding: str,
    delimiter: str,
    known_since: str,
    is_complete: bool,
    is_json: bool,
) -> None:
    """Check FILE, seal it with a receipt, and print the receipt.

    A held submission is sealed too, so that it can be spoken about, but changes no number until a corrected
    one comes. Sending the same again gives the same receipt.

    \b
    Example:
      tipor submit victims.csv --table victims --reporter EGY --receipt receipt.yaml
    """
    from pipelines.commands._files import exit_code_of, read_file, separator, show_check
    from pipelines.commands._metadata import metadata_of
    from pipelines.process.receipts import read_receipt_file
    from pipelines.process.reports.machine import as_json
    from pipelines.process.submitting import NotStored, submit
    from pipelines.settings import open_contract, open_store

    given = read_receipt_file(receipt) if receipt else {}
    options = {
        "table": table,
        "reporter": reporter,
        "source": source,
        "profile": profile,
        "known_since": known_since,
        "said_sheet": sheet,
        "said_encoding": encoding,
        "said_delimiter": separator(delimiter),
    }
    given |= {name: value for name, value in options.items() if value}
    given |= {"is_complete": True} if is_complete else {}
    contract = open_contract()
    try:
        metadata = metadata_of(file, meta, profile, contract)
        submitted = submit(open_store(), contract, read_file(file), given, file.name, metadata)
    except NotStored as error:
        if is_json:
            click.echo(as_json(error.check, contract, contract.table(table)))
        else:
            show_check(error.check, contract, contract.table(table))
        raise
    _show(submitted, is_json)
    context.exit(exit_code_of(submitted.check))


def _show(submitted: Submitted, is_json: bool) -> None:
    import json

    from pipelines.commands._files import show_check
    from pipelines.contract.text import _
    from pipelines.settings import open_contract

    receipt = submitted.submission.receipt
    if is_json:
        click.echo(json.dumps(receipt | {"is_new": submitted.is_new}, ensure_ascii=False, indent=1))
        return
    contract = open_contract()
    show_check(submitted.check, contract, contract.table(receipt["table"]))
    title = (
        _("Sealed. This is your receipt:") if submitted.is_new else _("This was sealed before; its receipt:")
    )
    click.secho(f"\n{title}", bold=True)
    for field in contract.receipt.fields:
        value = receipt.get(field.name)
        if value not in (None, "", []):
            click.echo(f"  {_(field.title):22} {value}")
