"""The options by which `tipor check` and `tipor submit` are told what a file is. Not a command.

What does not belong here: options that only one command has.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipelines.collect.mapping.metadata import PublishedMetadata
    from pipelines.collect.reading.read import Wishes
    from pipelines.contract.loading import Contract


@dataclass(frozen=True)
class Said:
    """What was said of a file on the command line; empty where nothing was."""

    table: str
    reporter: str
    source: str
    profile: str
    meta: Path | None
    sheet: str
    encoding: str
    delimiter: str
    known_since: str
    is_complete: bool

    def given(self) -> dict[str, Any]:
        """The fields of a receipt that were said. Raises TiporError where the separator is none."""
        wishes = self.wishes()
        fields = {
            "table": self.table,
            "reporter": self.reporter,
            "source": self.source,
            "profile": self.profile,
            "known_since": self.known_since,
            "is_complete": self.is_complete,
            "said_sheet": wishes.sheet,
            "said_encoding": wishes.encoding,
            "said_delimiter": wishes.delimiter,
        }
        return {name: value for name, value in fields.items() if value}

    def wishes(self) -> Wishes:
        """How the file is to be read. Raises TiporError where the separator is not one character."""
        from pipelines.collect.reading.read import Wishes
        from pipelines.commands._files import separator

        return Wishes(encoding=self.encoding, delimiter=separator(self.delimiter), sheet=self.sheet)

    def metadata(self, file: Path, contract: Contract, profile: str = "") -> PublishedMetadata | None:
        """The publisher's metadata: those named, else those beside `file` by the names of the profile."""
        from pipelines.commands._metadata import metadata_of

        return metadata_of(file, self.meta, profile or self.profile, contract)


OPTIONS = (
    click.option("--table", required=True, help="The table it fills, such as victims or justice."),
    click.option(
        "--reporter", required=True, help="Who sends it: EGY, UNODC ... (schemas/code_lists/reporter.csv)."
    ),
    click.option(
        "--source", default="", help="The instrument the figures come from; else the reporter's usual one."
    ),
    click.option(
        "--profile", default="", help="How a foreign layout is read (schemas/profiles/), such as sdg_ddf."
    ),
    click.option(
        "--meta",
        type=click.Path(path_type=Path),
        help="The publisher's metadata; else meta* beside the file.",
    ),
    click.option("--sheet", default="", help="The sheet of a workbook, by name or number."),
    click.option("--encoding", default="", help="The encoding, such as cp1256, where you know it."),
    click.option("--delimiter", default="", help="The separator: one character, or 'tab'."),
    click.option(
        "--known-since", default="", help="When the figures became known, such as 2019-07; else now."
    ),
    click.option(
        "--complete",
        "is_complete",
        is_flag=True,
        help="It is all that the source has: what is not in it is withdrawn.",
    ),
)


def about_a_file(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument FILE and these options, which reach it together as `said`."""

    @functools.wraps(function)
    def told(*arguments: Any, **values: Any) -> None:
        said = Said(**{name: values.pop(name) for name in Said.__dataclass_fields__})
        function(*arguments, said=said, **values)

    decorated: Callable[..., None] = told
    for option in reversed(OPTIONS):
        decorated = option(decorated)
    return click.argument("file", type=click.Path(path_type=Path))(decorated)
