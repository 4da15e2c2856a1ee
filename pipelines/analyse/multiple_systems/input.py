"""From the text of a file to a capture table, or to the reason why it is none.

One 0/1 column for each list and a column of persons; a combination that is not there counts as nobody. What
does not belong here: whether the persons are enough for an estimate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.analyse.multiple_systems.captures import CaptureTable, capture_table
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.results import Refusal
from pipelines.contract.text import _, ngettext

COUNT_NAMES = ("n", "count", "counts", "persons", "freq", "frequency")
MOST_PERSONS = 10**9
MOST_LISTS = 10
_GROUPED = re.compile(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}(?:\D|$))")
"""What stands between groups of three digits."""
Row = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Input:
    """The table, the lists left out because nobody is on them, and the hash of the bytes it was read from."""

    table: CaptureTable
    empty_lists: tuple[str, ...]
    sha256: str


class _NotUsable(Exception):
    """Ends the reading at the first cell that cannot be used."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, text)


def read_captures(plain: PlainTable) -> Input | Refusal:
    """The capture table of a file, lists in the order of its columns; or the refusal."""
    try:
        if not plain.rows:
            raise _NotUsable("NO_DATA", _("The file has no rows: there is nothing to estimate from."))
        at = _count_column(plain)
        lists = _lists(plain.columns[:at] + plain.columns[at + 1 :])
        rows = [
            _row(cells[:at] + cells[at + 1 :], cells[at], line)
            for cells, line in zip(plain.rows, plain.lines, strict=True)
        ]
    except _NotUsable as found:
        return found.refusal
    used = [i for i in range(len(lists)) if any(on[i] and persons for on, persons in rows)]
    kept = [(tuple(on[i] for i in used), persons) for on, persons in rows if persons]
    empty = tuple(name for i, name in enumerate(lists) if i not in used)
    return Input(capture_table([lists[i] for i in used], kept), empty, plain.sha256)


def _count_column(plain: PlainTable) -> int:
    """The column of persons: the last one with such a name, or the last of all if it is no list itself."""
    named = [i for i, name in enumerate(plain.columns) if name.casefold() in COUNT_NAMES]
    if not named and {row[-1] for row in plain.rows} <= {"0", "1"}:
        text = _("There is no column of persons. Name it n, and write how many are on exactly these lists.")
        raise _NotUsable("NOT_A_CAPTURE_TABLE", text)
    return named[-1] if named else len(plain.columns) - 1


def _lists(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names) or "" in names:
        raise _NotUsable("NOT_A_CAPTURE_TABLE", _("Each list needs a column with a name of its own."))
    if len(names) > MOST_LISTS:
        text = ngettext(
            "There is %(count)d list; at most %(most)d can be handled. Join lists of one kind.",
            "There are %(count)d lists; at most %(most)d can be handled. Join lists of one kind.",
            len(names),
        )
        raise _NotUsable("MANY_LISTS", text % {"count": len(names), "most": MOST_LISTS})
    return names


def _row(on: tuple[str, ...], persons: str, line: int) -> Row:
    if not set(on) <= {"0", "1"}:
        text = _("Line %(line)d: write 1 in the column of each list the persons are on, and 0 in the others.")
        raise _NotUsable("NOT_A_CAPTURE_TABLE", text % {"line": line})
    count = _persons(persons, line)
    if count and "1" not in on:
        text = _("Line %(line)d counts persons on no list; their number is what would be estimated.")
        raise _NotUsable("UNSEEN_GIVEN", text % {"line": line})
    return tuple(int(cell) for cell in on), count


def _persons(cell: str, line: int) -> int:
    try:
        number = float(_GROUPED.sub("", cell).replace(",", "."))
    except ValueError:
        text = _("Line %(line)d: the number of persons is missing, suppressed or not a number.")
        raise _NotUsable("NOT_A_COUNT", text % {"line": line}) from None
    if number < 0:
        text = _("Line %(line)d counts fewer than no persons.")
        raise _NotUsable("NEGATIVE_COUNT", text % {"line": line})
    if not number <= MOST_PERSONS:
        raise _NotUsable("NOT_A_COUNT", _("Line %(line)d: that is no number of persons.") % {"line": line})
    if not number.is_integer():
        text = _("Line %(line)d counts parts of a person: rates and weighted figures cannot be used.")
        raise _NotUsable("FRACTIONAL_COUNT", text % {"line": line})
    return int(number)
