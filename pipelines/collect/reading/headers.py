"""The header: on which record it stands, and whether its names are those of the layout.

What does not belong here: the separator, the rows under it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from statistics import median
from typing import Any

from pipelines.collect.reading.beside_words import plain, states_scale, states_unit
from pipelines.collect.reading.delimiters import HEADER_AMONG
from pipelines.collect.reading.faults import WITH_SCALE, Faults
from pipelines.collect.reading.layouts import NO_VALUES, OF_THE_CONTRACT, Layout, name_key
from pipelines.collect.reading.listed_words import listed_words
from pipelines.collect.reading.notes import Note
from pipelines.contract.cldr import listed
from pipelines.contract.known_names import columns_meant
from pipelines.contract.loading import Contract
from pipelines.contract.text import N_many, _

_IN_BRACKETS = re.compile(r"\s*[(（\[].*[)）\]]\s*$")
_AFTER_A_COMMA = re.compile(r"\s*[,，،;；].*$", re.DOTALL)
NUMBER = re.compile(r"[+\-−]?[\d\s.,'’%]*\d[\d\s.,'’%]*")


@dataclass(frozen=True)
class Head:
    """The first records of a file as cells; those that are blank or misquoted are empty lists."""

    records: list[list[str]]

    def place(self, layout: Layout) -> int:
        """The index of the header among the records."""
        if not layout.takes_any:
            scores = [layout.matches(cells) for cells in self.records[:HEADER_AMONG]]
            if scores and max(scores) > 0:
                return scores.index(max(scores))
        return self._first_full()

    def _first_full(self) -> int:
        """The first record that is as full as the records usually are; those above are titles."""
        filled = [sum(1 for cell in cells if cell.strip()) for cells in self.records]
        typical = median([n for n in filled if n] or [0])
        first = next((i for i, n in enumerate(filled) if n), 0)
        wide = [len(cells) for cells, n in zip(self.records, filled, strict=True) if n]
        common = median(wide or [0])
        for index, cells in enumerate(self.records[:HEADER_AMONG]):
            is_torn = len(cells) < common and any(cell.startswith(" ") for cell in cells[1:])
            is_whole = filled[index] == len(cells) > 1 and len(cells) >= 0.6 * common
            if filled[index] and not is_torn and (is_whole or filled[index] >= max(2.0, 0.6 * typical)):
                return index
        return first


def is_number(cell: str) -> bool:
    """Whether a cell is written like a number (digits of any script, with marks)."""
    return bool(NUMBER.fullmatch(cell.strip()))


def is_a_row(head: list[list[str]], at: int) -> bool:
    """Whether the record at `at` is a row of data, so that no header is there: it has numbers like those
    under it, which are not years as names of columns. The names may stand under it."""
    names = head[at]
    body = [cells for cells in head[at + 1 :] if len(cells) == len(names)]
    if body and _is_text(body[0]):
        body = body[1:]
    if len(names) < 2 or len(body) < 2:
        return False
    for position, name in enumerate(names):
        below = [cells[position].strip() for cells in body if cells[position].strip()]
        if is_number(name) and len(below) > 1 and all(map(is_number, below)):
            are_years = sum(map(_is_year, below)) * 2 > len(below)
            if are_years or not _is_year(name.strip()):
                return True
    return False


def _is_year(cell: str) -> bool:
    return cell.isdecimal() and len(cell) == 4 and 1900 <= int(cell) <= 2100


def spans_lines(head: list[list[str]], at: int, full: list[bool]) -> int:
    """How many records under the header at `at` look like a part of it; 0 where it stands on one line.

    Only where the header itself is not sound: names that stand twice, or none over a filled column.
    """
    names = [cell.strip() for cell in head[at]]
    keys = [name_key(name) for name in names if name]
    has_hole = any(not name and is_full for name, is_full in zip(names, full, strict=False))
    if len(set(keys)) == len(keys) and not has_hole:
        return 0
    body = [cells for cells in head[at + 1 :] if any(cell.strip() for cell in cells)]
    numeric = [any(is_number(cell) for cell in cells) for cells in body]
    leading = next((i for i, has in enumerate(numeric) if has), 0)
    if at and leading == 0 and not _is_text(head[at]):
        return 0
    below = numeric[leading:]
    return leading if leading and sum(below) * 2 >= len(below) else 0


def _is_text(cells: list[str]) -> bool:
    return not any(is_number(cell) for cell in cells)


def judge_header(
    header: list[str], line: int, layout: Layout, full: list[bool], faults: Faults, notes: list[Note]
) -> bool:
    """Compare the header with the layout; False where the file cannot be taken. Columns that are empty
    from top to bottom (`full` is False) need no name."""
    names = [layout.name_of(cell) for cell in header]
    before = len(faults.findings)
    unknown = _judge_cells(header, names, line, layout, full, faults, notes)
    missing = [name for name in layout.needed if layout.name_of(name) not in names]
    suggested = _name_unknown(unknown, missing, line, layout, names, faults, notes)
    for name in missing:
        if name not in suggested:
            faults.add(layout.missing_rule, lines=(line,), value=name)
    if layout.any_of and not set(layout.any_of) & {*names, *suggested}:
        faults.add(NO_VALUES, lines=(line,), value=listed(layout.any_of))
    return len(faults.findings) == before


def _judge_cells(
    header: list[str],
    names: list[str],
    line: int,
    layout: Layout,
    full: list[bool],
    faults: Faults,
    notes: list[Note],
) -> dict[int, str]:
    """Faults of single names; gives back the unknown ones by position."""
    unknown: dict[int, str] = {}
    keys = [name_key(name) for name in names]
    for position, (cell, name) in enumerate(zip(header, names, strict=True)):
        if not name_key(cell):
            if full[position]:
                faults.add("STR-007", lines=(line,), position=position)
        elif not name:
            unknown[position] = cell
        elif keys[position] in keys[:position]:
            faults.add("STR-006", lines=(line,), position=position, value=name)
    renamed = [
        (cell, name)
        for cell, name in zip(header, names, strict=True)
        if name and cell.strip() != name.strip()
    ]
    notes += _note_names(renamed)
    return unknown


def _note_names(renamed: list[tuple[str, str]]) -> list[Note]:
    """One note for all the names that were written in other words."""
    if len(renamed) < 2:
        message = "The column name %(written)s was read as %(name)s."
        return [Note(message, {"written": cell, "name": name}, "name") for cell, name in renamed]
    names = listed([f"{cell} = {name}" for cell, name in renamed])
    counted = N_many(
        "%(count)d column name was read as another: %(names)s.",
        "%(count)d column names were read as others: %(names)s.",
    )
    return [Note(counted, {"count": len(renamed), "names": names}, "names")]


def _name_unknown(
    unknown: dict[int, str], missing: list[str], line: int, layout: Layout, names: list[str], faults: Faults,
    notes: list[Note],
) -> set[str]:  # fmt: skip
    """Say the unknown names; gives back the known names that were suggested for them."""
    meant = {} if layout.allows_others else _meant(unknown, layout, names, faults.contract)
    suggested = set(meant.values())
    for position, cell in unknown.items():
        free = [name for name in layout.known if name not in names and name not in suggested]
        near = meant.get(position) or _nearest(cell, free) or _nearest(without_unit(cell), free)
        if layout.allows_others and not near and not missing:
            message = _("The column %(name)s is not among those asked for; it was kept as it is.")
            notes.append(Note(message, {"name": cell.strip()}, "other_column"))
            continue
        said = _said_of(cell, near, missing, layout, faults.contract)
        faults.add(layout.unknown_rule, lines=(line,), position=position, value=cell, suggestion=near, **said)
        suggested |= {near} - {""}
    return suggested


def _said_of(cell: str, near: str, missing: list[str], layout: Layout, contract: Contract) -> dict[str, Any]:
    """The hint for a column that the contract's own layout does not know; a profile says its own.

    While a needed column is missing, this may be it: then nobody is told to delete it.
    """
    if layout.unknown_rule != OF_THE_CONTRACT:
        return {}
    words = listed_words(contract)
    if (
        without_unit(cell) != cell
        and near
        and (states_scale(plain(cell), words) or states_unit(plain(cell), words))
    ):
        return {"hint": WITH_SCALE}
    return {"hint": "name_it"} if missing else {}


def _meant(unknown: dict[int, str], layout: Layout, names: list[str], contract: Contract) -> dict[int, str]:
    """The free columns that unknown names commonly mean, by position: Country is the reporting area."""
    found: dict[int, str] = {}
    for position, cell in unknown.items():
        taken = {*names, *found.values()}
        bare = without_unit(cell)
        common = (*columns_meant(cell, contract), layout.name_of(bare), *columns_meant(bare, contract))
        columns = (name for name in common if name in layout.known and name not in taken)
        if column := next(columns, ""):
            found[position] = column
    return found


def without_unit(name: str) -> str:
    """A name without what stands in brackets or after a comma: Value (persons), Number, thousands."""
    bare = _AFTER_A_COMMA.sub("", _IN_BRACKETS.sub("", name)).strip()
    return bare or name


def _nearest(cell: str, names: list[str]) -> str:
    """The name that `cell` is a slip of; empty where none is near. One year is no slip of another."""
    if is_number(cell):
        return ""
    by_key = {name_key(name): name for name in names}
    near = difflib.get_close_matches(name_key(cell), list(by_key), n=1, cutoff=0.6)
    return by_key[near[0]] if near else ""
