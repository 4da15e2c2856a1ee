"""Wrong usage as it is told: how the command is called, what was wrong, and an example to copy.

Not a command. What does not belong here: errors in what a right command was given (`TiporError`).
"""

from __future__ import annotations

import click

from pipelines.commands._help import first_example
from pipelines.contract.text import _


def show_wrong_usage(error: click.ClickException) -> None:
    """Say on the standard error what was wrong, and what to type."""
    shown = _with_nearest(error)
    shown.show()
    context = getattr(shown, "ctx", None)
    if context and (example := first_example(context.command.help or "")):
        click.echo(_("For example: %(command)s") % {"command": example}, err=True)


def _with_nearest(error: click.ClickException) -> click.ClickException:
    """click knows the names of the commands that a group holds, not of those that it finds when asked."""
    if not isinstance(error, click.exceptions.NoSuchCommand) or error.possibilities or not error.ctx:
        return error
    group = error.ctx.command
    names = group.list_commands(error.ctx) if isinstance(group, click.Group) else ()
    return click.exceptions.NoSuchCommand(error.command_name, error.message, names, error.ctx)
