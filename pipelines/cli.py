"""The command `tipor`: finds the command, and turns errors into one sentence and an exit code.

Exit codes: 0 fine, 1 held or refused, 2 unreadable, 64 wrong usage, 70 an error of ours.
"""

from __future__ import annotations

import contextlib
import os
import pkgutil
import sys
import traceback
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click

import pipelines.commands
from pipelines.commands._speaking import asked_language, in_language, spoken
from pipelines.commands._wrong_usage import show_wrong_usage
from pipelines.contract.errors import OUR_ERROR, WRONG_USAGE, TiporError, reason_of
from pipelines.contract.text import LANGUAGES, _, review_notice

ORDER = (
    "template",
    "read",
    "check",
    "submit",
    "answer",
    "withdraw",
    "status",
    "profile",
    "run",
    "trace",
    "analyse",
    "signal",
    "world",
    "contract",
    "dagster",
    "submit-examples",
)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The commands: modules of `pipelines.commands`, whose `command` is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which one meets them."""
        names = [
            m.name.replace("_", "-")
            for m in pkgutil.iter_modules(pipelines.commands.__path__)
            if m.name[0] != "_"
        ]
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"pipelines.commands.{cmd_name.replace('-', '_')}").command
        command.context_settings.setdefault("help_option_names", CONTEXT["help_option_names"])
        return spoken(command)


def _show_version(context: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if not is_asked:
        return
    click.echo(f"tipor {version('tipor')}")
    if notice := review_notice():
        click.echo(notice)
    context.exit()


@click.group(cls=Commands, context_settings=CONTEXT)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="The language to speak; else that of TIPOR_LANG, LC_ALL, LC_MESSAGES or LANG.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def tipor() -> None:
    """Collect and understand statistics on trafficking in persons for organ removal.

    \b
    A steward:   tipor template victims --out victims.csv      a file to fill in
                 tipor check victims.csv --table victims --reporter EGY
                 tipor submit victims.csv --table victims --reporter EGY
    An analyst:  tipor run                                     all tables, charts and the page
                 tipor run --as-of 2020-06-30                  as it was known on that day
                 tipor dagster                                 the same in Dagster's UI
    An expert:   tipor trace detected_victims EGY/2014         from a plotted number to lines of files

    Exit codes: 0 fine, 1 held or refused, 2 unreadable, 64 wrong usage, 70 an error of tipor.
    """


def main() -> None:
    """Run the command line and end the process, without freeing what ends with it anyway.

    After a large file that would take a tenth of a second. Every file is closed by then. A script that goes
    on afterwards calls `run`.
    """
    _open_what_is_closed()
    code = _run_or_say_where(sys.argv[1:])
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _open_what_is_closed() -> None:
    """Where a way out is closed (`>&-`), what is said on it goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 (until the process ends)


def _run_or_say_where(arguments: list[str]) -> int:
    """As `run`; an error of ours is shown as Python shows it, for those who mend it."""
    try:
        return run(arguments)
    except Exception:
        traceback.print_exc()
        return OUR_ERROR


def run(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    with in_language(asked_language(arguments)):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    try:
        code = int(spoken(tipor).main(arguments, prog_name="tipor", standalone_mode=False) or 0)
        sys.stdout.flush()
        return code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        show_wrong_usage(error)
        return WRONG_USAGE
    except TiporError as error:
        show_error(error)
        return error.exit_code
    except click.Abort:
        click.echo(_("Stopped."), err=True)
        return 130
    except BrokenPipeError:
        return _end_of_pipe()
    except SystemExit as end:
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":  # click's way of ending at a closed pipe
            return _end_of_pipe()
        return int(end.code or 0)
    except OSError as error:
        return _not_written(error)


def _end_of_pipe() -> int:
    """A reader that closes the pipe early (`| head`) has seen enough: that is no fault of the command."""
    _silence()
    return 0


def _not_written(error: OSError) -> int:
    _silence()
    said = {"path": error.filename, "reason": reason_of(error)}
    somewhere = _("Something could not be written (%(reason)s).")
    title = (_("%(path)s cannot be read or written (%(reason)s).") if error.filename else somewhere) % said
    remedy = _("Make room or mend the permissions; what is sealed is not lost.")
    show_error(TiporError(title, remedy))
    return 1


def _silence() -> None:
    """Nothing more goes to the standard output, not even what Python would flush at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def show_error(error: TiporError) -> None:
    """An error as a person reads it: what is wrong, then what to do."""
    click.secho(error.title, fg="red", bold=True, err=True)
    if error.remedy:
        click.echo(error.remedy, err=True)


if __name__ == "__main__":
    main()
