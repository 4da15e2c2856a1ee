"""`tipor answer`: say why a warning is no fault."""

from __future__ import annotations

import click


@click.command("answer")
@click.argument("submission")
@click.argument("rule")
@click.option("--because", required=True, help="The answer; it is kept beside the submission.")
def command(submission: str, rule: str, because: str) -> None:
    """Answer the warning of RULE in SUBMISSION. Nothing of the submission is changed.

    The beginning of its id is enough where no other one begins so.

    \b
    Example:
      tipor answer EGY-victims-1a2b3c4d5e-6f7a8b-1 HIS-001 --because "one case with many victims"
    """
    from pipelines.contract.text import _
    from pipelines.process.submitting import answer
    from pipelines.settings import open_store

    store = open_store()
    name = store.full_id(submission)
    event = answer(store, name, rule, because)
    click.echo(_("The answer to %(rule)s is kept with %(id)s.") % {"rule": event.rule, "id": name})
