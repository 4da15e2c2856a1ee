"""`tipor analyse`: an analysis on the store or on a plain file, in the one form of results."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from pipelines.analyse.results import Analysis, Refusal, refused
from pipelines.commands import _analyses
from pipelines.commands._results import as_text
from pipelines.commands._speaking import spoken
from pipelines.contract.errors import UNREADABLE, WRONG_USAGE, TiporError
from pipelines.contract.text import N_, _

REFUSED = 1


class Analyses(click.Group):
    """The analyses, each a function of `_analyses.REGISTRY` that takes its own options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names."""
        return list(_analyses.REGISTRY)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The analysis as a command: FILE and --json are the same for all, the other options its own."""
        entry = _analyses.REGISTRY.get(cmd_name)
        return spoken(_command(cmd_name, entry)) if entry else None


def _command(name: str, entry: _analyses.Entry) -> click.Command:
    def run(file: Path | None, is_json: bool, **options: object) -> None:
        try:
            found = _of_store(name, entry) if file is None else _of_file(name, entry, file, options)
        except TiporError as error:
            if is_json and error.exit_code == UNREADABLE:
                click.echo(_as_json(_unreadable(name, file, error)))
            raise
        click.echo(_as_json(found) if is_json else as_text(found))
        click.get_current_context().exit(REFUSED if found.refusal else 0)

    shared: list[click.Parameter] = [
        click.Argument(["file"], type=click.Path(path_type=Path), required=entry.of_store is None),
        click.Option(["--json", "is_json"], is_flag=True, help="For machines."),
    ]
    return click.Command(name, callback=run, params=[*shared, *entry.options()], help=entry.help)


def _as_json(found: Analysis) -> str:
    return json.dumps(found.as_json(), ensure_ascii=False, indent=1, allow_nan=False)


def _unreadable(name: str, file: Path | None, error: TiporError) -> Analysis:
    """For machines a file that cannot be read is a refusal in the same form; the exit code stays its own."""
    from pipelines.analyse.plain_files import sha256_of

    is_there = file is not None and file.is_file() and os.access(file, os.R_OK)
    sha256 = sha256_of(file.read_bytes()) if file and is_there else ""
    return refused(name, Refusal("UNREADABLE", str(error)), sha256)


def _of_file(name: str, entry: _analyses.Entry, file: Path, options: dict[str, object]) -> Analysis:
    from pipelines.analyse.plain_files import read_plain
    from pipelines.commands._files import read_file

    if entry.of_file is None:
        title = _("%(name)s is about the store, not about a file.") % {"name": name}
        raise TiporError(title, _("Run it without FILE, after `tipor run`."), exit_code=WRONG_USAGE)
    return entry.of_file(read_plain(read_file(file)), **options)


def _of_store(name: str, entry: _analyses.Entry) -> Analysis:
    from pipelines.process.editions import Edition
    from pipelines.settings import open_contract, open_store

    assert entry.of_store is not None, name  # click asks for FILE where there is none
    return entry.of_store(Edition(open_store()), open_contract())


_HELP = N_("""Run an analysis on FILE or the store and print its results, or the reason for a refusal.

\b
Examples:
  tipor analyse trend
  tipor analyse trend detections.csv --json\
""")
command = Analyses("analyse", help=_HELP)
