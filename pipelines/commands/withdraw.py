"""`tipor withdraw`: take a submission back."""

from __future__ import annotations

import click


@click.command("withdraw")
@click.argument("submission")
@click.option("--because", required=True, help="The reason; it is kept with the submission.")
def command(submission: str, because: str) -> None:
    """Take SUBMISSION back. It stays sealed, and what stood before it stands again.

    Use it for what a corrected file cannot mend, such as figures that should never have been sent. The
    beginning of its id is enough where no other one begins so.

    \b
    Example:
      tipor withdraw EGY-victims-1a2b3c4d5e-6f7a8b-1 --because "sent by mistake"
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
