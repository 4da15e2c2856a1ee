"""`tipor submit`: check a file and seal it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands._options import Said, about_a_file

if TYPE_CHECKING:
    from pipelines.collect.submissions import Submission
    from pipelines.contract.loading import Contract
    from pipelines.process.submitting import Submitted


@click.command("submit")
@about_a_file
@click.option(
    "--receipt", type=click.Path(path_type=Path), help="A YAML file with more fields of the receipt."
)
@click.option(
    "--because",
    "answers",
    multiple=True,
    metavar="RULE=TEXT",
    help="The answer to a warning, such as HIS-002=corrected; may be given several times.",
)
@click.option("--json", "is_json", is_flag=True, help="The receipt for machines.")
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    said: Said,
    receipt: Path | None,
    answers: tuple[str, ...],
    is_json: bool,
) -> None:
    """Check FILE, seal it with a receipt, and print the receipt.

    A held submission is sealed too, so that it can be spoken about, but changes no number until a corrected
    one comes. Sending the same again gives the same receipt. Where figures would disappear, you are asked why
    on a terminal, else answer with --because or later with tipor answer; nothing is held for it.

    \b
    Example:
      tipor submit victims.csv --table victims --reporter EGY --receipt receipt.yaml

    Exit codes: 0 accepted (perhaps with warnings); 1 held, or refused and not stored, also where a question
    about the reading is open; 2 unreadable and not stored; 64 wrong usage.
    """
    from pipelines.commands._answers import Answers
    from pipelines.commands._codes import in_case_of
    from pipelines.commands._files import exit_code_of, read_file, show_check
    from pipelines.process.receipts import merged, read_receipt_file
    from pipelines.process.reports.machine import as_json
    from pipelines.process.submitting import NotStored, submit
    from pipelines.settings import open_contract, open_store

    contract = open_contract()
    said = in_case_of(contract, said)
    given = merged(read_receipt_file(receipt) if receipt else {}, said.given())
    table = contract.table(said.table)
    asking = Answers.read(answers, contract, table, is_json)
    try:
        metadata = said.metadata(file, contract, str(given.get("profile") or ""))
        submitted = submit(open_store(), contract, read_file(file), given, file.name, metadata, asking.give)
    except NotStored as error:
        if is_json:
            click.echo(as_json(error.check, contract, table))
        else:
            show_check(error.check, contract, table)
        raise
    _show(submitted, contract, is_json)
    context.exit(exit_code_of(submitted.check))


def _show(submitted: Submitted, contract: Contract, is_json: bool) -> None:
    import json

    from wcwidth import ljust, width

    from pipelines.commands._files import show_verdict
    from pipelines.contract.text import _
    from pipelines.process.reports.receipt import receipt_lines

    submission = submitted.submission
    if is_json:
        click.echo(
            json.dumps(submission.receipt | {"is_new": submitted.is_new}, ensure_ascii=False, indent=1)
        )
        return
    show_verdict(submitted.check)
    title = (
        _("Sealed. This is your receipt:") if submitted.is_new else _("This was sealed before; its receipt:")
    )
    click.secho(f"\n{title}", bold=True)
    said = receipt_lines(submission.receipt, contract)
    widest = max(width(name) for name, _text in said)
    for name, text in said:
        click.echo(f"  {ljust(name, widest)}  {text}")
    _show_questions(submission, contract)


def _show_questions(submission: Submission, contract: Contract) -> None:
    """The warnings that wait for an answer, each with the command; first those that must have one."""
    from pipelines.contract.text import _
    from pipelines.process.reports.questions import open_warnings, question_lines

    waiting = open_warnings(submission)
    must = {rule: waiting.pop(rule) for rule in contract.must_be_answered([*waiting])}
    if must:
        click.echo(_("To be answered, for figures would be gone:"))
        click.echo("\n".join(question_lines(submission.id, must)))
    if waiting:
        click.echo(_("Warnings that wait for an answer, or for a corrected file:"))
        click.echo("\n".join(question_lines(submission.id, waiting)))
