"""From the text of a file to a capture table, or to the reason why it is none.

One 0/1 column for each list and a column of persons, or a line for each person without one; a combination
that is not there counts as nobody. What does not belong here: which column is which (`file_columns`), and
whether the persons are enough for an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.analyse.multiple_systems import wording
from pipelines.analyse.multiple_systems.captures import CaptureTable, capture_table
from pipelines.analyse.multiple_systems.file_columns import Columns, find_columns, is_on
from pipelines.analyse.plain_files import PlainTable, Record
from pipelines.analyse.plain_headers import Meant, nothing_meant
from pipelines.analyse.plain_numbers import Fault, count_of
from pipelines.analyse.results import NotUsable, Refusal

MOST_LISTS = 10
Row = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Input:
    """The table, the lists left out because nobody is on them, the hash of the bytes, how they were read."""

    table: CaptureTable
    empty_lists: tuple[str, ...]
    sha256: str
    notes: tuple[str, ...] = ()


def read_captures(plain: PlainTable, meant: Meant = nothing_meant) -> Input | Refusal:
    """The capture table of a file, lists in the order of its columns; or the refusal.

    `meant` says what headers mean that are none of the names for a count known here.
    """
    try:
        if not plain.rows:
            raise NotUsable(wording.no_rows())
        columns = find_columns(plain, meant)
        lists = _lists(tuple(plain.columns[at] for at in columns.lists))
        rows = [_row(cells, columns, line) for cells, line in zip(plain.rows, plain.lines, strict=True)]
    except NotUsable as found:
        return found.refusal
    used = [i for i in range(len(lists)) if any(on[i] and persons for on, persons in rows)]
    kept = [(tuple(on[i] for i in used), persons) for on, persons in rows if persons]
    empty = tuple(name for i, name in enumerate(lists) if i not in used)
    table = capture_table([lists[i] for i in used], kept)
    return Input(table, empty, plain.sha256, _notes(plain, columns, rows))


def _notes(plain: PlainTable, columns: Columns, rows: list[Row]) -> tuple[str, ...]:
    """What to know of how the columns were read, and which lines were added up."""
    notes = [wording.each_line_a_person()] if columns.persons is None else []
    if columns.left_out:
        notes.append(wording.columns_left_out([plain.columns[at] for at in columns.left_out]))
    again = _repeated([on for on, _persons in rows])
    if again and columns.persons is not None:
        notes.append(wording.added_up([plain.lines[at] for at in again]))
    return tuple(notes)


def _repeated(combinations: list[tuple[int, ...]]) -> list[int]:
    """The places of combinations that stood before; those on no list have no persons to add."""
    seen: set[tuple[int, ...]] = set()
    found = []
    for at, on in enumerate(combinations):
        if on in seen and any(on):
            found.append(at)
        seen.add(on)
    return found


def _lists(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names) or "" in names:
        raise NotUsable(wording.lists_unnamed())
    if len(names) > MOST_LISTS:
        raise NotUsable(wording.many_lists(len(names), MOST_LISTS))
    return names


def _row(cells: Record, columns: Columns, line: int) -> Row:
    on = tuple(int(is_on(cells[at])) for at in columns.lists)
    if columns.persons is None:
        persons: int | Fault = 1
    else:
        persons = count_of(cells[columns.persons])
    if not any(on) and persons is Fault.MISSING:  # how tables show that the unseen are not known
        return on, 0
    if isinstance(persons, Fault):
        raise NotUsable(wording.no_count(persons, line))
    if persons and not any(on):
        raise NotUsable(wording.unseen_given(line))
    return on, persons
