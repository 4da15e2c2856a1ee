"""`tipor run`: the whole job."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from pipelines.contract.text import N_


@click.command("run")
@click.option(
    "--as-of",
    default="",
    metavar=N_("DATE"),
    help="As it was known at the end of that day (2020-06-30), in a folder of its own.",
)
def command(as_of: str) -> None:
    """Judge what is sealed, make the tables, the analyses, the charts and the page, and say where they are.

    Use it after submissions, answers or withdrawals. Running it again changes nothing while nothing new was
    sealed. Faulty submissions are named and left out; the rest is published and the exit code is 1.

    \b
    Examples:
      tipor run
      tipor run --as-of 2020-06-30
    """
    from pipelines.process.editions import past_day
    from pipelines.running import fail_on_faults, run
    from pipelines.settings import open_contract, open_store

    outcome = run(open_store(), open_contract(), past_day(as_of) if as_of else None, with_bar)
    show_outcome(outcome)
    fail_on_faults(outcome)


def with_bar(items: Iterable[Any]) -> Iterator[Any]:
    """Show a progress bar on a terminal while the items are worked through."""
    from pipelines.contract.text import _

    listed = list(items)
    with click.progressbar(listed, label=_("Judging submissions"), file=sys.stderr) as bar:
        yield from bar


def show_outcome(outcome: Any) -> None:
    """Where the results are, and what they show and do not show."""
    from pipelines.contract.text import _

    click.secho(_("Results:"), bold=True)
    click.echo(f"  {outcome.page}")
    for chart in outcome.charts:
        click.echo(f"  {chart.png}")
    click.echo(f"  {outcome.edition.warehouse}")
    for sentence in outcome.sentences:
        click.echo(f"· {sentence}")
