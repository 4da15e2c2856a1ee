"""`tipor read`: the reading of a file alone, whatever the contract. What does not belong here: reading."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.contract.cldr import filled, listed
from pipelines.contract.text import LANGUAGES, N_, _, ngettext

if TYPE_CHECKING:
    from pipelines.collect.reading.describing import Description

SAID = {
    "accept": N_("The file was read."),
    "accept_note": N_("The file was read; see what was done."),
    "ask": N_("The file cannot be read for sure; please answer."),
    "reject": N_("The file cannot be taken."),
}


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--columns", default="", metavar="A,B,C", help="The names that the header must have.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help="The language of the file; it helps to find its encoding.",
)
@click.option("--sheet", default="", help="The sheet of a workbook, by name or number.")
@click.option("--encoding", default="", help="The encoding, such as cp1256, where you know it.")
@click.option("--delimiter", default="", help="The separator: one character, or 'tab'.")
@click.option("--rows", is_flag=True, help="Give the rows too, header first.")
@click.option("--json", "as_json", is_flag=True, help="Answer for machines.")
def command(
    file: Path,
    columns: str,
    language: str | None,
    sheet: str,
    encoding: str,
    delimiter: str,
    rows: bool,
    as_json: bool,
) -> None:
    """Show how FILE is read: encoding, separator, header, what was done, what is wrong or must be asked.

    Nothing is judged against a table and nothing is stored. Use it where you doubt that your file is read as
    you meant it.

    \b
    Examples:
      tipor read victims.csv
      tipor read victims.csv --encoding cp1256 --delimiter ";"

    Exit codes: 0 accepted; 1 refused, also where it is no table; 3 to be asked; 2 no such file, or you may
    not read it; 64 wrong usage.
    """
    from pipelines.collect.reading.describing import describe_reading
    from pipelines.commands._files import read_file, separator
    from pipelines.settings import open_contract

    described = describe_reading(
        read_file(file), open_contract(), columns=_names(columns), language=language or "",
        encoding=encoding, delimiter=separator(delimiter), sheet=sheet,
    )  # fmt: skip
    if as_json:
        for part in described.json_text(with_rows=rows):
            sys.stdout.buffer.write(part.encode())
        sys.stdout.buffer.write(b"\n")
    else:
        _print(described, with_rows=rows)
    sys.exit(described.exit_code)


def _names(columns: str) -> tuple[str, ...]:
    return tuple(next(csv.reader(io.StringIO(columns)))) if columns else ()


def _print(described: Description, *, with_rows: bool) -> None:
    from pipelines.process.wording import said_of

    reading = described.reading
    click.echo(_(SAID[described.outcome]))
    if reading.header:
        what = _("Encoding %(encoding)s, separator %(separator)s, header on line %(line)s, %(rows)s.")
        shown = {
            "encoding": reading.encoding,
            "separator": _("tab") if reading.delimiter == "\t" else repr(reading.delimiter),
            "line": reading.header_line,
        }
        rows = ngettext("%(count)d row", "%(count)d rows", reading.row_count)
        click.echo(what % {**shown, "rows": filled(rows, {"count": reading.row_count})})
        click.echo(_("Columns: %(names)s") % {"names": listed(reading.columns or reading.header)})
    for note in described.notes:
        click.echo("- " + note.shown())
    for problem in described.problems:
        line = _("line %(line)s") % {"line": problem.line} if problem.line else ""
        place = listed([part for part in (line, problem.column) if part])
        click.echo(f"! {said_of(place, problem.message)}")
    for cells in described.rows if with_rows else ():
        click.echo("\t".join(cells))
