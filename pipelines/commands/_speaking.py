"""In which language the terminal speaks: `--lang` or the environment, also for click. Not a command.

Texts of commands are written in English where they are declared and translated when they are shown. The
names of arguments (FILE, SUBMISSION) are names like those of options: sentences of every language use them.
"""

from __future__ import annotations

import copy
import gettext
import inspect
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from pipelines.commands._help import Context, first_sentence
from pipelines.contract import text
from pipelines.contract.text import LANGUAGE, LANGUAGES, N_, _, language_of, use_language

Command = TypeVar("Command", bound=click.Command)
OPTION = "--lang"
OF_A_FILE = ("read", "template")
CLICK_READS = "LANGUAGE"
"""The variable by which Python's gettext, and so click, chooses a catalogue."""


def asked_language(arguments: Sequence[str]) -> str:
    """The language given by `--lang`, before the command's name or after it; else that of the environment.

    Two commands mean the language of a file by it, where it stands after their name.
    """
    command = next((a for a in arguments if not a.startswith("-") and a not in LANGUAGES), "")
    for place, argument in enumerate(arguments):
        name, _equals, value = argument.partition("=")
        if argument == "--" or (argument == command and command in OF_A_FILE):
            break
        if name == OPTION:
            given = value or "".join(arguments[place + 1 : place + 2])
            return given if given in LANGUAGES else language_of()
    return language_of()


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak this language, here and in processes that are started; afterwards as before."""
    before = {name: os.environ.get(name) for name in (LANGUAGE, CLICK_READS)}
    os.environ.update({LANGUAGE: code, CLICK_READS: code})
    gettext.bindtextdomain("tipor", str(text._LOCALES))
    gettext.textdomain("tipor")
    use_language(code)
    try:
        yield
    finally:
        gettext.textdomain("messages")
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        use_language(language_of())


def spoken(command: Command) -> Command:
    """A copy of the command whose help is in the reader's language."""
    said = copy.copy(command)
    said.context_class = Context
    said._help_option = None  # click keeps it, and so the language in which it was first asked for
    said.help = _(inspect.cleandoc(command.help)) if command.help else command.help
    said.short_help = first_sentence(said.help) if said.help else said.help
    said.options_metavar = _(command.options_metavar) if command.options_metavar else None
    own = [] if any(OPTION in parameter.opts for parameter in command.params) else [_of_language()]
    said.params = [_spoken_parameter(parameter) for parameter in (*command.params, *own)]
    if isinstance(said, click.Group) and isinstance(command, click.Group):
        said.subcommand_metavar = _(command.subcommand_metavar)
        said.commands = {name: spoken(each) for name, each in command.commands.items()}
    return said


def _of_language() -> click.Option:
    """`--lang` of a command, which is read before the command is (`asked_language`)."""
    return click.Option(
        [OPTION], type=click.Choice(LANGUAGES), expose_value=False, help=N_("The language to speak.")
    )


def _spoken_parameter(parameter: click.Parameter) -> click.Parameter:
    said = copy.copy(parameter)
    if isinstance(said, click.Option):
        said.help = _(said.help) if said.help else said.help
        said.metavar = _(said.metavar) if said.metavar else None
        said.type = copy.copy(said.type)
        said.type.name = _(said.type.name)  # what may be written after it, and what is said where it is not
    return said
