"""Lines right under the last row, without a gap: remarks, or a row that was cut off.

A remark stands in the first cell alone. So does a row that a broken transfer cut off: what the first column
holds, a code, or the name of an area is no remark. What does not belong here: remarks that begin with a known
word or stand below a gap (see `rows`), another table (see `second_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipelines.collect.reading.delimiters import DELIMITERS, cells_of
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.layouts import name_key
from pipelines.collect.reading.records import Positions, Records
from pipelines.collect.reading.totals import begins_as_total
from pipelines.collect.reading.vocabulary import CODE_LISTS
from pipelines.contract.loading import Contract

Mask = npt.NDArray[np.bool_]
MOST_UNDER, LOOKED_AT, FEWEST_COLUMNS = 50, 200, 4
"""So many lines are looked at under the last row, and so many rows above them; in a table of fewer columns a
row may have one cell."""
MOSTLY = 0.9
_CODE = re.compile(r"[A-Z0-9_.\-/]{1,12}")
_CUT_CODE = re.compile(r"[A-Z0-9.\-/]{1,6}|[A-Z0-9_.\-/]*_[A-Z0-9_.\-/]*")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_SIGN = re.compile(
    r"[:：@©*†]|www\.|[.。!！]\s*$|--|^\s*[(\[（]|provis|prelim|предварит|أولي|مؤقت|初步|暂定|elaborac|revis"
    r"|updated|mise à jour|actualizac|\bpage\b|página|\bt[ée]l\b|\bтел\b|هاتف|电话|電話",
    re.IGNORECASE,
)
"""What names hardly have."""


def under_rows(
    text: bytes,
    records: Records,
    told: Positions,
    remark: Mask,
    width: int,
    delimiter: str,
    contract: Contract,
) -> Mask:
    """The remarks, and those of the records `told` that stand under the last row and are remarks too.

    Under the first remark every line is one. `width` is the number of columns.
    """
    found = remark.copy()
    lines: list[tuple[int, str]] = []
    above: list[list[str]] = []
    for index in told[::-1][: MOST_UNDER + LOOKED_AT].tolist():
        cells = cells_of(text[records.start[index] : records.end[index]], delimiter)
        if not above and len(lines) < MOST_UNDER and (remark[index] or _is_alone(cells, width)):
            lines.append((index, cells[0]))
        elif not remark[index]:
            above.append(cells)
        if not lines:
            return found
    if any(_is_alone(cells, width) for cells in above):
        return found
    values = [cells[0] for cells in above]
    for place in range(len(lines) - 1, -1, -1):
        index, cell = lines[place]
        if remark[index] or (is_remark(cell, values, contract) and not is_whole_row(cell, width)):
            found[[below for below, said in lines[: place + 1] if not is_whole_row(said, width)]] = True
            break
    return found


def _is_alone(cells: Sequence[str], width: int) -> bool:
    """Whether the first cell alone is filled, or separators with a blank after them cut one text into cells.

    In a table of few columns that may be a row.
    """
    if not cells or not cells[0].strip():
        return False
    if not any(cell.strip() for cell in cells[1:]):
        return len(cells) == 1 or width >= FEWEST_COLUMNS
    return len(cells) < width and all(cell[:1] == " " and cell.strip() for cell in cells[1:])


def is_whole_row(cell: str, width: int) -> bool:
    """Whether one cell holds a row of so many cells: between other separators, or in quotation marks."""
    return width > 1 and any(cell.count(separator) >= width - 1 for separator in DELIMITERS)


def is_remark(cell: str, above: Sequence[str], contract: Contract) -> bool:
    """Whether a line with only its first cell filled is a remark; `above` are the first cells of rows."""
    values = [value for value in above if value.strip()]
    if not values or not _LETTER.search(cell) or is_number(cell) or begins_as_total(cell.strip()):
        return False
    if _CUT_CODE.fullmatch(cell.strip()) or _begins_one(cell, values) or _is_listed(cell, contract):
        return False
    if _are_codes(values) or 2 * len(set(values)) <= len(values):
        return True
    return bool(_SIGN.search(cell)) and not any(map(_SIGN.search, values))


def _begins_one(cell: str, values: Sequence[str]) -> bool:
    """Whether a value of the column begins so, whatever its digits are."""
    begin = _shape(cell)
    return any(_shape(value).startswith(begin) for value in values)


def _shape(cell: str) -> str:
    return _DIGIT.sub("0", name_key(cell))


def _are_codes(values: Sequence[str]) -> bool:
    return sum(1 for value in values if _CODE.fullmatch(value.strip())) >= MOSTLY * len(values)


def _is_listed(cell: str, contract: Contract) -> bool:
    """Whether it is a code or a label of the contract's lists, or the beginning of an area's name."""
    word = name_key(cell)
    known = set(contract.names("code_lists"))
    lists = [contract.code_list(name) for name in CODE_LISTS if name in known]
    if any(word in codes.by_word for codes in lists):
        return True
    areas = contract.code_list("area").codes.values() if "area" in known else ()
    return any(name_key(label).startswith(word) for area in areas for label in area.labels.values())
