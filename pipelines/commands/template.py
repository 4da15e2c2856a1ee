"""`tipor template`: a file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.contract.text import LANGUAGES


@click.command("template")
@click.argument("table")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write it (.csv or .xlsx); else it is printed."
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help="The language of its column names; else that spoken here, or in English the contract's own names.",
)
@click.option(
    "--format", "form", type=click.Choice(("csv", "xlsx")), help="Else as the ending of --out says."
)
def command(table: str, out: Path | None, language: str | None, form: str | None) -> None:
    """Write the template of TABLE: its columns, and an example row to be replaced.

    As a workbook it has drop-downs for codes, and sheets that explain each column and each code.

    \b
    Examples:
      tipor template victims --out victims.csv
      tipor template victims --lang ar --out victims.xlsx
    """
    from pipelines.collect.templates import csv_template, xlsx_template
    from pipelines.commands._files import write_new
    from pipelines.contract.codes import as_listed
    from pipelines.contract.errors import WRONG_USAGE, TiporError
    from pipelines.contract.text import _
    from pipelines.settings import open_contract

    contract = open_contract()
    found = contract.table(as_listed(table, contract.names("tables")))
    language = language or _spoken_language()
    if out and not form and out.suffix.lower() not in (".csv", ".xlsx"):
        raise TiporError(
            _("%(path)s must end in .csv or .xlsx.") % {"path": out},
            _("Choose another --out."),
            exit_code=WRONG_USAGE,
        )
    if (form or (out.suffix.lower().lstrip(".") if out else "csv")) == "xlsx":
        if out is None:
            raise TiporError(
                _("A workbook cannot be printed."),
                _("Say where to write it with --out."),
                exit_code=WRONG_USAGE,
            )
        write_new(out, xlsx_template(contract, found, language))
    elif out is None:
        click.echo(csv_template(found, language), nl=False)
        return
    else:
        write_new(out, csv_template(found, language).encode("utf-8-sig"))
    click.echo(_("%(path)s is written. The row in it is an example: replace it.") % {"path": out})


def _spoken_language() -> str:
    """The reader's language where it is not English, whose readers are given the contract's own names."""
    from pipelines.contract.labels import current_language

    return "" if current_language() == "en" else current_language()
