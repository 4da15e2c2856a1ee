"""`tipor signal`: the questions that the figures raise, and closing one with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipelines.collect.signal_events import Question


@click.group("signal")
def command() -> None:
    """Questions that the figures raise: list, show and close integrity signals.

    \b
    Example:
      tipor signal list --open
      tipor signal close 3f9a21 --because "UNODC confirmed: corrected in the next release"
    """


@command.command("list")
@click.option("--open", "is_open_only", is_flag=True, help="Only those nobody has closed.")
@click.option("--json", "is_json", is_flag=True, help="For machines.")
def list_signals(is_open_only: bool, is_json: bool) -> None:
    """List the signals that runs have opened, the open ones first.

    \b
    Examples:
      tipor signal list --open
      tipor signal list --json
    """
    import json

    from pipelines.collect.signal_events import question, signal_ids
    from pipelines.contract.text import _
    from pipelines.settings import open_store

    store = open_store()
    found = [question(store, signal_id) for signal_id in signal_ids(store)]
    gravest_first = {"high": 0, "medium": 1, "low": 2}
    found.sort(key=lambda q: (not q.is_open, gravest_first.get(q.about.severity, 3), q.about.signal))
    shown = [each for each in found if each.is_open or not is_open_only]
    if is_json:
        click.echo(json.dumps([_row(each) for each in shown], ensure_ascii=False, indent=1))
    elif not shown:
        click.echo(_("There is no such signal. `tipor run` opens what it finds."))
    else:
        for each in shown:
            click.echo(_line(each))


@command.command("show")
@click.argument("signal")
@click.option("--json", "is_json", is_flag=True, help="For machines.")
def show_signal(signal: str, is_json: bool) -> None:
    """Show SIGNAL: what it asks, what was compared, the lines it rests on, and how to close it.

    The beginning of its number is enough.

    \b
    Example:
      tipor signal show 3f9a21
    """
    import json

    from pipelines.analyse.signals.meanings import asked_by
    from pipelines.analyse.signals.questions import signals_of_store
    from pipelines.analyse.signals.wording import by_accident
    from pipelines.collect.signal_events import full_id, question
    from pipelines.commands._results import first_lines
    from pipelines.contract.text import _
    from pipelines.process.editions import Edition
    from pipelines.settings import open_contract, open_store

    store = open_store()
    asked = question(store, full_id(store, signal))
    results = signals_of_store(Edition(store), open_contract()).results
    found = next((r for r in results if r.details["id"] == asked.about.signal), None)
    if is_json:
        click.echo(json.dumps(_row(asked) | (found.as_row() if found else {}), ensure_ascii=False, indent=1))
        return
    click.echo(_line(asked))
    if meaning := asked_by(asked.about.family):
        click.echo(meaning)
    if found is None:
        click.echo(_("Its figures stand no more, or no longer say what raised the question."))
    else:
        click.echo(found.note)
        if found.details["chance"] is not None:
            click.echo(by_accident(found.details["chance"]))
        for submission, lines in found.details["lines"].items():
            click.echo(_("%(id)s, lines %(lines)s") % {"id": submission, "lines": first_lines(lines)})
    if asked.is_open:
        command = f'tipor signal close {asked.about.signal} --because "…"'
        click.echo(_("Once it is explained, close it with the reason: %(command)s") % {"command": command})


@command.command("close")
@click.argument("signal")
@click.option("--because", required=True, help="The reason; it is kept with the signal.")
def close_signal(signal: str, because: str) -> None:
    """Close SIGNAL, by its number or the beginning of it. Its area-years count again in the next run.

    Use it once the question is answered, whatever the answer.

    \b
    Example:
      tipor signal close 3f9a21 --because "UNODC confirmed: corrected in the next release"
    """
    from pipelines.collect.signal_events import close_question
    from pipelines.contract.text import _
    from pipelines.settings import open_store

    closed = close_question(open_store(), signal, because)
    click.echo(
        _("The signal %(id)s is closed. Run `tipor run` to bring the tables and charts up to date.")
        % {"id": closed.about.signal}
    )


def _line(question: Question) -> str:
    from pipelines.analyse.signals.meanings import name_of
    from pipelines.contract.cldr import listed
    from pipelines.contract.text import _
    from pipelines.disseminate.signal_list import SEVERITIES

    about = question.about
    state = _("open") if question.is_open else _("closed: %(reason)s") % {"reason": question.because}
    areas = listed(about.ref_areas[:6]) + (" …" if len(about.ref_areas) > 6 else "")
    years = str(about.first_year)
    if about.last_year != about.first_year:
        years += f"–{about.last_year}"
    where = f"{about.source} {about.offence} {areas} {years}"
    severity = _(SEVERITIES[about.severity])
    return f"{about.signal}  {severity}  {name_of(about.family)}  {where}  [{state}]"


def _row(question: Question) -> dict[str, object]:
    from dataclasses import asdict

    from pipelines.collect.submissions import write_time

    closed_at = question.closed_at
    return asdict(question.about) | {
        "state": "open" if question.is_open else "closed",
        "opened_at": write_time(question.opened_at),
        "closed_at": write_time(closed_at) if closed_at else None,
        "because": question.because,
    }
