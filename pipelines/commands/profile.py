"""`tipor profile`: drafting a profile for a layout that nobody has described yet."""

from __future__ import annotations

import re
from pathlib import Path

import click


@click.group("profile")
def command() -> None:
    """Profiles say how the layout of a publisher becomes a table of the contract (schemas/profiles/).

    Use one where a file that others publish is to go in as it is.

    \b
    Examples:
      tipor profile suggest indicator.csv --table victims --name my_office --out my_office.yaml
      tipor check indicator.csv --table victims --reporter EGY --profile my_office
    """


@command.command("suggest")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--table", required=True, help="The table it would fill, such as victims or justice.")
@click.option(
    "--name", default="draft", show_default=True, help="The name of the profile: letters, digits and _."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; else it is printed.")
def suggest(file: Path, table: str, name: str, out: Path | None) -> None:
    """Draft a profile for FILE: its columns and words, with their nearest matches and how sure they are.

    Nothing is decided: lines that are only near begin with "#?", and what the figures are stands open.
    Confirm the draft, save it as schemas/profiles/NAME.yaml, and use it with --profile NAME.

    \b
    Example:
      tipor profile suggest indicator.csv --table victims --name my_office --out my_office.yaml
    """
    from pipelines.collect.mapping.drafts import draft, read_any
    from pipelines.collect.personal_data import personal_columns
    from pipelines.collect.reading.layouts import name_key
    from pipelines.commands._files import read_file
    from pipelines.contract.errors import UNREADABLE, WRONG_USAGE, TiporError
    from pipelines.contract.text import _
    from pipelines.settings import open_contract

    if not re.fullmatch(r"\w+", name):
        raise TiporError(
            _("%(name)s cannot be the name of a profile.") % {"name": name},
            _("Take letters, digits and _ only, such as my_office."),
            exit_code=WRONG_USAGE,
        )
    contract = open_contract()
    declared = contract.table(table)
    reading = read_any(read_file(file), contract)
    if personal_columns(reading, contract, frozenset(map(name_key, declared.column_names))):
        raise TiporError(
            _("This file has columns whose names mean data about persons."),
            _("Delete those columns first; nothing of the file is shown."),
        )
    if not reading.is_table:
        raise TiporError(
            _("This file cannot be read as a table."),
            _("See `tipor read %(file)s` for the reasons.") % {"file": file.name},
            exit_code=UNREADABLE,
        )
    _write(draft(reading, contract, declared, name, file.name), out)


def _write(text: str, out: Path | None) -> None:
    from pipelines.contract.errors import TiporError, reason_of
    from pipelines.contract.text import _

    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        reason = reason_of(error)
        raise TiporError(
            _("%(path)s cannot be written (%(reason)s).") % {"path": out, "reason": reason},
            _("Choose another --out."),
        ) from None
    click.echo(_("%(path)s is written. Confirm it line by line before it is used.") % {"path": out})
