"""How a question about reading is answered: by an option of the command that fits it, or in the file.

What does not belong here: asking (`collect.reading`), and the questions themselves.
"""

from __future__ import annotations

from pipelines.contract.text import N_, _

HOW = {
    "encoding": N_("Answer with --encoding."),
    "separator": N_("Answer with --delimiter."),
    "sheet": N_("Answer with --sheet."),
    "no_header": N_("Write the names of the columns in the line above the rows."),
    "header_lines": N_("Write the names of the columns in one line."),
    "merged_cells": N_("Undo the merging, and write the value in each of the cells."),
    "single_quotes": N_("Write double quotation marks around cells, or none."),
    "blank_before_quote": N_("Delete the blanks before the quotation marks, or the marks."),
    "backslash": N_('Write a mark inside a cell twice, as in "a ""word""".'),
    "large_cell": N_("Write less in the cell, or close the quotation mark that is open there."),
    "number_mark": N_("Write numbers without marks between thousands, and with a point before decimals."),
    "leading_zeros": N_("Write a number without zeros before it."),
}
"""By the kind of question."""
SAID = frozenset(("unit", "unit_row", "part_of_year", "other_subject", "row_above"))
"""Questions that say themselves what to do."""


def how_to_answer(kind: str, otherwise: str) -> str:
    """What to do about a question of this kind, in the reader's language; `otherwise` of one not known."""
    return "" if kind in SAID else _(HOW.get(kind, otherwise))
