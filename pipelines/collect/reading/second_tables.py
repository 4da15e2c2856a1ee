"""Another, narrower table below the first: where its title, or its header, stands.

What does not belong here: the header of the first table once more among rows of the same width, which is told
by those who judge rows (`totals`; for a known layout `process.second_headers`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipelines.collect.reading.delimiters import cells_of
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.layouts import name_key
from pipelines.collect.reading.records import Positions, Records

Mask = npt.NDArray[np.bool_]
LOOKED_AT = 1_000
"""So many lines at the end are looked at for another table, and so many of one cell for titles."""
MOST_NAMES = 0.8


def second_table(text: bytes, records: Records, told: Positions, width: int, delimiter: str) -> Mask:
    """Those of the records `told` that are another table under that of `width` columns, with its title."""
    mask = np.zeros(len(records), bool)
    if not len(told) or _width(_cells(text, records, told[-1], delimiter)) >= width:
        return mask
    tail = told[-LOOKED_AT:]
    begin = begins_at([_cells(text, records, index, delimiter) for index in tail])
    if begin >= 0:
        mask[tail[begin:]] = True
    return mask


def begins_at(rows: Sequence[Sequence[str]]) -> int:
    """The index of the title of a second table that reaches to the end of `rows` (cells); -1 without one.

    A title is one cell; the header under it is all of words, and narrower than the rows above; the rows under
    it are no wider, and most have a number beside their first cell. Remarks may stand under them.
    """
    widths = [_width(cells) for cells in rows]
    while widths and widths[-1] < 2:
        widths.pop()
    if not widths:
        return -1
    begin = next((i for i in range(len(widths) - 1, -1, -1) if widths[i] > widths[-1]), -1) + 1
    header = next((i for i in range(begin, len(widths)) if widths[i] > 1), begin)
    if not 0 < begin < header or not _is_header(rows[header], widths[-1]):
        return -1
    numbered = [any(map(is_number, cells[1:])) for cells in rows[header + 1 : len(widths)]]
    return begin if 2 * sum(numbered) > len(numbered) else -1


def titles_of_headers(text: bytes, records: Records, sound: Mask, header_at: int, delimiter: str) -> Mask:
    """The records of one cell right above the header, where it stands once more among the sound."""
    header = _cells(text, records, header_at, delimiter)
    mask = np.zeros(len(records), bool)
    single = sound & (records.cells == 1)
    if len(header) < 2 or any(map(is_number, header)):
        return mask
    full = np.flatnonzero(sound & ~single)
    for index in np.flatnonzero(single)[:LOOKED_AT]:
        below = full[np.searchsorted(full, index) :][:1]
        mask[index] = len(below) > 0 and _is_again(_cells(text, records, below[0], delimiter), header)
    return mask


def _cells(text: bytes, records: Records, index: int | np.int64, delimiter: str) -> list[str]:
    return cells_of(text[records.start[index] : records.end[index]], delimiter)


def _width(cells: Sequence[str]) -> int:
    """The number of cells up to the last that is filled."""
    return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)


def _is_header(cells: Sequence[str], width: int) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == width and not any(map(is_number, filled))


def _is_again(cells: Sequence[str], header: Sequence[str]) -> bool:
    filled = [name_key(cell) for cell in cells if cell.strip()]
    own = {name_key(name) for name in header if name.strip()}
    return len(filled) > 1 and sum(1 for cell in filled if cell in own) >= MOST_NAMES * len(filled)
