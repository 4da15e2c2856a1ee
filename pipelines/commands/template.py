"""`tipor template`: a file to fill in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("template")
@click.argument("table")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; else it is printed.")
def command(table: str, out: Path | None) -> None:
    """Write the CSV template of TABLE: its columns, and an example row to be replaced.

    \b
    Example:
      tipor template victims --out victims.csv
    """
    from pipelines.collect.templates import template
    from pipelines.contract.errors import TiporError
    from pipelines.contract.text import _
    from pipelines.settings import open_contract

    text = template(open_contract().table(table))
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except OSError as error:
        reason = _("it is there already") if isinstance(error, FileExistsError) else error.strerror
        raise TiporError(
            _("%(path)s cannot be written (%(reason)s).") % {"path": out, "reason": reason},
            _("Choose another --out."),
        ) from None
    click.echo(_("%(path)s is written. The row in it is an example: replace it.") % {"path": out})
