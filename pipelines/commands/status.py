"""`tipor status`: what is sealed, what was found, and how far the figures reach."""

from __future__ import annotations

import json

import click


@click.command("status")
@click.option("--json", "is_json", is_flag=True, help="For machines.")
@click.option(
    "--last",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="How many submissions to list, the newest first; 0 for all.",
)
def command(is_json: bool, last: int) -> None:
    """Show the submissions with their verdicts, what is to be answered, and the coverage in short.

    Look here for the id of a submission and for what waits for you.

    \b
    Examples:
      tipor status
      tipor status --last 0
    """
    from pipelines.disseminate.status import status
    from pipelines.settings import open_contract, open_store

    found = status(open_store(), open_contract())
    if is_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
        return
    for line in found.lines(last):
        click.echo(line)
