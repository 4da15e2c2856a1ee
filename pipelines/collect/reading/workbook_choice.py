"""Which sheet of a workbook is the table, by what its first rows hold; used within the child process.

The sheet whose header is known, else the only one that has figures; lists of codes and explanations are
never taken for it. What does not belong here: opening the workbook, reading the sheet.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pipelines.collect.reading.layouts import name_key

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

HEADER_AMONG, LOOKED_AT = 40, 200
TIMES_AS_LONG = 5
Sheets = dict[str, "CalamineSheet"]
Names = dict[str, str]


def choose(filled: Sheets, layouts: list[Names]) -> list[str]:
    """The name of the sheet that is the table, or the names of those between which the sender must choose.

    `filled` are the sheets that have a cell, `layouts` the words of each known header -> names of columns.
    """
    fitting = [name for name, sheet in filled.items() if any(_fits(sheet, names) for names in layouts)]
    wide = [name for name in filled if filled[name].height > 1 and filled[name].width > 1]
    names = fitting or wide or list(filled)
    if len(names) == 1:
        return names
    with_figures = [name for name in names if _has_figures(filled[name])]
    if len(with_figures) == 1:
        return with_figures
    return _longest(filled, with_figures) or names


def _fits(sheet: CalamineSheet, names: Names) -> bool:
    """Whether one of the first rows names at least half of the wanted columns, by any of their words."""
    wanted = len(set(names.values()))
    return wanted > 0 and any(
        len({names.get(name_key(str(cell)), "") for cell in row} - {""}) * 2 >= wanted
        for row in itertools.islice(sheet.iter_rows(), HEADER_AMONG)
    )


def _has_figures(sheet: CalamineSheet) -> bool:
    """Whether a column holds numbers that do more than name the rows, as those of a list of codes do."""
    rows = list(itertools.islice(sheet.iter_rows(), 1, LOOKED_AT))
    for position, column in enumerate(zip(*rows, strict=False)):
        cells = [cell for cell in column if cell != ""]
        numbers = [cell for cell in cells if _is_number(cell)]
        names_the_rows = position == 0 and len(set(numbers)) == len(numbers)
        if len(numbers) > 0.5 * len(cells) and not names_the_rows:
            return True
    return False


def _is_number(cell: Any) -> bool:
    return type(cell) in (int, float) or (isinstance(cell, str) and cell.strip().isdecimal())


def _longest(sheets: Sheets, names: list[str]) -> list[str]:
    """The sheet that is plainly the table while the others are short ones beside it; none where none is."""
    ranked = sorted(names, key=lambda name: -sheets[name].height)
    if len(ranked) > 1 and sheets[ranked[0]].height >= TIMES_AS_LONG * sheets[ranked[1]].height:
        return ranked[:1]
    return []
