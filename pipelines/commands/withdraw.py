"""`tipor withdraw`: take a submission back."""

from __future__ import annotations

import click


@click.command("withdraw")
@click.argument("submission")
@click.option("--because", required=True, help="The reason; it is kept with the submission.")
def command(submission: str, because: str) -> None:
    """Take SUBMISSION back. It stays sealed, and what stood before it stands again.

    The beginning of its id is enough where no other one begins so.
    """
    from pipelines.contract.text import _
    from pipelines.process.submitting import withdraw
    from pipelines.settings import open_store

    store = open_store()
    name = store.full_id(submission)
    withdraw(store, name, because)
    click.echo(
        _("%(id)s is withdrawn. Run `tipor run` to bring the tables and charts up to date.") % {"id": name}
    )
