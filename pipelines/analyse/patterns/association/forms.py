"""The forms in which a file gives a two-way table: which one it is, and the table.

A contingency table; the long form, one line a combination; records, one line a person; or four bare numbers.
Columns are known by what they hold, not by their place. What does not belong here: totals and empty
categories (`input`).
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from pipelines.analyse.patterns.association import wording
from pipelines.analyse.patterns.association.table import Input, count_in, labels_of
from pipelines.analyse.plain_columns import (
    INDEX_NAMES,
    is_evenly_spaced,
    is_index,
    is_named_count,
    is_text,
    is_unique,
)
from pipelines.analyse.plain_files import PlainTable, Record, picked
from pipelines.analyse.plain_numbers import is_figure
from pipelines.analyse.results import NotUsable

FOURFOLD = ("a", "b", "c", "d")
FEWEST_RECORDS = 10


def table_of(plain: PlainTable) -> Input:
    """The table, whatever its form. Raises NotUsable."""
    if not plain.columns or not (plain.rows or _are_numbers(plain.columns)):
        raise NotUsable(wording.no_data())
    return _fourfold(plain) or _by_labels(plain) or _contingency(plain)


def _fourfold(plain: PlainTable) -> Input | None:
    """Four bare numbers: in one line, in two lines, or in two lines under two names; None where it is not."""
    records = [*([plain.columns] if _are_numbers(plain.columns) else []), *plain.rows]
    if not all(_are_numbers(record) for record in records):
        return None
    named = plain.columns if len(records) == len(plain.rows) else ()
    shape = (len(records), len(plain.columns))
    if shape == (1, 4) and (not named or tuple(name.casefold() for name in named) == FOURFOLD):
        named = ()
    elif shape != (2, 2) or any(map(is_named_count, named)) or "" in named:
        return None
    line = plain.lines[0] if plain.lines else 1
    counts = [count_in(cell, line) for record in records for cell in record]
    columns = labels_of(named or ("1", "2"))
    return Input(("1", "2"), columns, np.array(counts, dtype=np.int64).reshape(2, 2), sha256=plain.sha256)


def _are_numbers(cells: Record) -> bool:
    return bool(cells) and all(cell and is_figure(cell) for cell in cells)


def _by_labels(plain: PlainTable) -> Input | None:
    """The long form or records: two columns of labels, one of counts or none. None where it is neither."""
    aside = [0] if _is_of_lines(plain) else []
    columns = [at for at in range(len(plain.columns)) if at not in aside]
    counted = _counted(plain, columns)
    labels = [at for at in columns if at != counted]
    if len(labels) < 2 or not _are_labels(plain, labels, counted):
        return None
    same = [at for at in labels if len(set(plain.column(at))) == 1] if len(labels) > 2 else []
    labels = [at for at in labels if at not in same]
    if len(labels) > 2:
        raise NotUsable(wording.many_classifications([plain.columns[at] for at in labels]))
    if len(labels) < 2:
        return None
    if counted is not None and _may_be_names(plain, counted, labels):
        raise NotUsable(wording.which_counts(plain.columns[counted]))
    notes = [wording.not_read([plain.columns[at] for at in aside + same])] if aside + same else []
    return _added_up(plain, labels, counted, notes)


def _is_of_lines(plain: PlainTable) -> bool:
    """Whether the first column numbers or names the lines, beside two columns of labels."""
    if plain.columns[0].casefold() not in INDEX_NAMES or not is_index(plain, 0):
        return False
    others = [at for at in range(1, len(plain.columns)) if not is_named_count(plain.columns[at])]
    is_named = plain.columns[0] != "" or not is_text(plain.column(0))
    return is_named or all(is_text(plain.column(at)) for at in others)


def _counted(plain: PlainTable, columns: list[int]) -> int | None:
    """The column of counts: the last so named, or the only one of figures."""
    named = [at for at in columns if is_named_count(plain.columns[at])]
    figures = [at for at in columns if not is_text(plain.column(at))]
    if named:
        return named[-1]
    if len(figures) == 1 and len(columns) > 2:
        return figures[0]
    is_faulty = not figures and len(columns) == 3 and any(map(is_figure, plain.column(columns[2])))
    return columns[2] if is_faulty else None


def _are_labels(plain: PlainTable, labels: list[int], counted: int | None) -> bool:
    """Whether these are labels of combinations or persons, and no table with its own labels beside counts."""
    if all(is_text(plain.column(at)) for at in labels):
        return True
    repeat = not any(is_unique(plain.column(at)) for at in labels)
    return repeat and (counted is not None or _are_records(plain, labels))


def _are_records(plain: PlainTable, labels: list[int]) -> bool:
    """Whether two columns of figures are codes: of many lines most say what another one says."""
    combinations = {tuple(row[at] for at in labels) for row in plain.rows}
    is_many = len(plain.rows) >= FEWEST_RECORDS
    return len(labels) == 2 and is_many and 2 * len(combinations) <= len(plain.rows)


def _may_be_names(plain: PlainTable, counted: int, labels: list[int]) -> bool:
    """Whether what would be counts may be the numbers by which persons are known."""
    combinations = [tuple(row[at] for at in labels) for row in plain.rows]
    repeat = len(set(combinations)) < len(combinations)
    return repeat and is_unique(plain.column(counted)) and not is_named_count(plain.columns[counted])


def _added_up(plain: PlainTable, labels: list[int], counted: int | None, notes: list[str]) -> Input:
    """A combination that is not there counts nobody, one that comes twice is added up."""
    cells: Counter[tuple[str, str]] = Counter()
    first, second = labels
    for record, line in zip(plain.rows, plain.lines, strict=True):
        row, column = record[first], record[second]
        if not row or not column:
            raise NotUsable(wording.no_label(line))
        cells[row, column] += 1 if counted is None else count_in(record[counted], line)
    rows = tuple(dict.fromkeys(row for row, _column in cells))
    columns = tuple(dict.fromkeys(column for _row, column in cells))
    counts = np.array([[cells[row, column] for column in columns] for row in rows], dtype=np.int64)
    if counted is None:
        notes = [wording.each_line_a_person(), *notes]
    elif len(cells) < len(plain.rows):
        notes = [wording.combinations_added(), *notes]
    return Input(rows, columns, counts, plain.columns[first], tuple(notes), plain.sha256)


def _contingency(plain: PlainTable) -> Input:
    """One column of labels, a column of counts for each of the others."""
    if len(plain.columns) < 2:
        raise NotUsable(wording.no_table())
    at = _label_column(plain)
    others = [i for i in range(len(plain.columns)) if i != at]
    aside = [i for i in others if _says_nothing(plain, i)] if len(others) > 1 else []
    counted = [i for i in others if i not in aside]
    rows, columns = labels_of(plain.column(at)), labels_of([plain.columns[i] for i in counted])
    words = [i for i in counted if is_text(plain.column(i)) and not is_named_count(plain.columns[i])]
    if words and len(words) < len(counted):
        raise NotUsable(wording.no_counts_in([plain.columns[i] for i in words]))
    table = picked(plain, counted)
    numbers = [
        [count_in(cell, line) for cell in row] for row, line in zip(table.rows, table.lines, strict=True)
    ]
    counts = np.array(numbers, dtype=np.int64).reshape(len(rows), len(columns))
    notes = (wording.not_read([plain.columns[i] for i in aside]),) if aside else ()
    return Input(rows, columns, counts, plain.columns[at], notes, plain.sha256)


def _says_nothing(plain: PlainTable, at: int) -> bool:
    """Whether the column beside the labels numbers the lines, or has one word on all of them."""
    cells = plain.column(at)
    is_numbering = (
        is_index(plain, at) and is_evenly_spaced(cells) and plain.columns[at].casefold() in INDEX_NAMES
    )
    return is_numbering or (is_text(cells) and len(set(cells)) == 1 and len(cells) > 1)


def _label_column(plain: PlainTable) -> int:
    """The column of labels: the first where it has words, the only other one of words, or the first.

    Raises NotUsable where the first may as well be counts: numbers that do not rise by one step.
    """
    first = plain.column(0)
    words = [at for at in range(1, len(plain.columns)) if is_text(plain.column(at))]
    if not all(map(is_figure, first)):
        return 0
    if len(words) == 1:
        return words[0]
    if is_evenly_spaced(first) or not plain.columns[0]:
        return 0
    raise NotUsable(wording.labels_unclear(plain.columns[0]))
