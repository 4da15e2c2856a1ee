"""Alias lists: other words for a code, each confirmed by a person with the reason, in `schemas/aliases/`.

A word stands for a code only as it is written there (case and blanks at the ends do not count). Lists of
names (`schemas/names/`) stand for nothing by themselves: they say which codes, or which columns, a common
name may mean, so that a person is asked well. What does not belong here: the codes' own names (`codes`), and
what a cell means (`pipelines.collect.mapping.words`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pipelines.contract.base import Frozen
from pipelines.contract.cldr import listed
from pipelines.contract.text import _

COLUMNS = ("alias", "code", "because", "confirmed_by")
NAME_COLUMNS = ("name", "codes", "because")
SAME_AS = "@"
"""A code that begins with this is the code of another column of ours in the same row, such as @ref_area."""


class Alias(Frozen):
    """One word, the code it stands for, why, and who confirmed it."""

    alias: str
    code: str
    because: str
    confirmed_by: str


class AliasList(Frozen):
    """The aliases of one list, in the order of the file."""

    name: str
    aliases: tuple[Alias, ...]


def read_alias_list(path: Path) -> AliasList:
    """Read one alias list. Raises ValueError, naming the line, where its form is not right."""
    found: dict[str, Alias] = {}
    for line, row in _rows_of(path, COLUMNS):
        if None in row or None in row.values() or not row["code"] or not row["confirmed_by"]:
            raise ValueError(_("line %(line)d: a code or who confirmed it is missing") % {"line": line})
        if row["alias"] in found:
            raise ValueError(_("line %(line)d: this alias stands twice") % {"line": line})
        found[row["alias"]] = Alias.model_validate(row)
    return AliasList(name=path.stem, aliases=tuple(found.values()))


class Name(Frozen):
    """One name, the codes it may mean, and why; of a column's name, the columns, the likeliest first."""

    name: str
    codes: tuple[str, ...]
    because: str


class NameList(Frozen):
    """The names of one list, in the order of the file."""

    name: str
    names: tuple[Name, ...]


def read_name_list(path: Path) -> NameList:
    """Read one list of names. Raises ValueError, naming the line, where its form is not right."""
    found: dict[str, Name] = {}
    for line, row in _rows_of(path, NAME_COLUMNS):
        if None in row or None in row.values() or not all(row.values()):
            raise ValueError(_("line %(line)d: a cell is missing") % {"line": line})
        if row["name"] in found:
            raise ValueError(_("line %(line)d: this name stands twice") % {"line": line})
        codes = tuple(row["codes"].split("|"))
        found[row["name"]] = Name(name=row["name"], codes=codes, because=row["because"])
    return NameList(name=path.stem, names=tuple(found.values()))


def _rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a list with the lines on which they end."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            raise ValueError(_("the columns must be %(names)s") % {"names": listed(columns)})
        for row in reader:
            yield reader.line_num, row
