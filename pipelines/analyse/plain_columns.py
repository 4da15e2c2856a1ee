"""What a column of the analyst's own file is: counts, names of rows, or neither. Not by its place.

What does not belong here: what an analysis makes of its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.plain_numbers import Fault, count_of, is_figure

COUNT_NAMES = frozenset([
    "n", "count", "counts", "freq", "frequency", "persons", "people", "cases", "victims", "value", "number",
    "nombre", "effectif", "effectifs", "fréquence", "personnes", "victimes",
    "número", "numero", "frecuencia", "personas", "víctimas", "cantidad",
    "число", "количество", "частота", "лиц", "人数", "频数", "数量", "العدد", "عدد", "التكرار",
])  # fmt: skip
INDEX_NAMES = frozenset([
    "", "x", "index", "id", "nr", "no", "no.", "row", "rowname", "rownames", "row.names", "row_names",
    "unnamed: 0", "...1", "case", "case_id", "caseid", "person", "person_id", "personid",
])  # fmt: skip
TOTAL_NAMES = ("total", "totals", "sum", "all", "overall", "_t", "ensemble", "tous", "suma", "todos",
               "المجموع", "الإجمالي", "всего", "итого", "总计", "合计")  # fmt: skip
WORLD_NAMES = frozenset(["world", "monde", "mundo", "мир", "العالم", "世界", "全世界"])


def is_named_total(area: str) -> bool:
    """Whether the name of an area says that it is all of them."""
    return area.casefold() in WORLD_NAMES or area.casefold() in TOTAL_NAMES


def is_named_count(name: str) -> bool:
    """Whether the name says that the column counts."""
    return name.casefold() in COUNT_NAMES


def is_text(cells: Sequence[str]) -> bool:
    """Whether most of the cells are words and not figures."""
    words = sum(not is_figure(cell) for cell in cells)
    return 2 * words > sum(cell != "" for cell in cells)


def is_unique(cells: Sequence[str]) -> bool:
    """Whether no cell is empty and none stands twice."""
    return "" not in cells and len(set(cells)) == len(cells)


def is_evenly_spaced(cells: Sequence[str]) -> bool:
    """Whether the cells are whole numbers that rise by one step: 1, 2, 3, or 10, 20, 30 (two rise by 1)."""
    numbers = [count_of(cell) for cell in cells]
    whole = [number for number in numbers if not isinstance(number, Fault)]
    steps = {after - before for before, after in pairwise(whole)}
    if len(whole) < len(numbers) or len(steps) != 1 or min(steps) <= 0:
        return False
    return len(whole) > 2 or steps == {1}


def is_index(plain: PlainTable, at: int) -> bool:
    """Whether the column only numbers or names the lines: the first, as R and pandas write it."""
    name, cells = plain.columns[at], plain.column(at)
    if at != 0 or not is_unique(cells):
        return False
    return name.casefold() in INDEX_NAMES or (is_evenly_spaced(cells) and count_of(cells[0]) in (0, 1))
