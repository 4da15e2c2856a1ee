"""Which columns of a file are lists, which one counts persons, and which are neither.

Lists are known by what they hold, 0 and 1; what counts persons by what it holds and then by its name. What
does not belong here: what the lines say.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.analyse.multiple_systems import wording
from pipelines.analyse.plain_columns import is_index, is_named_count, is_text, is_unique
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.plain_headers import COUNT, Meant, nothing_meant
from pipelines.analyse.plain_numbers import number_of
from pipelines.analyse.results import NotUsable

ON, OFF = frozenset(["true", "t", "yes"]), frozenset(["false", "f", "no"])
MORE_THAN_A_MARK = 2
_COUNTS = {(column,) for column in COUNT}


@dataclass(frozen=True)
class Columns:
    """Positions: of the lists, of the column of persons (None: each line is one), of those left out."""

    lists: tuple[int, ...]
    persons: int | None
    left_out: tuple[int, ...]


def is_mark(cell: str) -> bool:
    """Whether the cell says that the persons are on the list, or that they are not."""
    return cell.casefold() in ON | OFF or number_of(cell) in (0, 1)


def is_on(cell: str) -> bool:
    """Whether the persons are on the list."""
    return cell.casefold() in ON or number_of(cell) == 1


def find_columns(plain: PlainTable, meant: Meant = nothing_meant) -> Columns:
    """What each column is. Raises NotUsable where it is not clear."""
    places = range(len(plain.columns))
    marks = [at for at in places if all(map(is_mark, plain.column(at)))]
    others = [at for at in places if at not in marks]
    persons = _persons(plain, marks, others, meant)
    left_out = [at for at in others if at != persons and _is_aside(plain, at)]
    for at in others:
        if at != persons and at not in left_out:
            line = next(n for n, row in zip(plain.lines, plain.rows, strict=True) if not is_mark(row[at]))
            raise NotUsable(wording.no_list(plain.columns[at], line))
    lists = tuple(at for at in marks if at != persons)
    if persons is None and not _repeats(plain, lists):
        raise NotUsable(wording.no_persons())
    return Columns(lists, persons, tuple(left_out))


def _persons(plain: PlainTable, marks: list[int], others: list[int], meant: Meant) -> int | None:
    """The column that counts: the one that cannot be a list; of several, or of none, the last so named."""

    def is_named(at: int) -> bool:
        name = plain.columns[at]
        return is_named_count(name) or meant(name)[:1] in _COUNTS

    named = [at for at in others if is_named(at)]
    if named:
        return named[-1]
    named = [at for at in marks if is_named(at)]
    numeric = [at for at in others if not _is_aside(plain, at) and not is_text(plain.column(at))]
    if not numeric:
        return named[-1] if named else None
    [at, *more] = numeric
    numbers = [number for cell in plain.column(at) if isinstance(number := number_of(cell), float)]
    could_be_a_list = bool(named) and max(numbers, default=0) <= MORE_THAN_A_MARK
    could_be_a_name = is_unique(plain.column(at)) and _repeats(plain, tuple(marks))
    if more or could_be_a_list or could_be_a_name:
        raise NotUsable(wording.which_counts([plain.columns[i] for i in numeric + named]))
    return at


def _is_aside(plain: PlainTable, at: int) -> bool:
    """Whether the column names or numbers the lines, or has one word on all: no list with a fault."""
    cells = plain.column(at)
    return is_index(plain, at) or (is_text(cells) and (is_unique(cells) or len(set(cells)) == 1))


def _repeats(plain: PlainTable, lists: tuple[int, ...]) -> bool:
    """Whether a combination of lists stands on several lines, as it does where a line is a person."""
    combinations = [tuple(is_on(row[at]) for at in lists) for row in plain.rows]
    return len(set(combinations)) < len(combinations)
