"""The figures of a reference series: a CSV of area, year and value; a fault names its line.

What does not belong here: what the figures mean (`reference`).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from pipelines.contract.codes import CodeList
from pipelines.contract.text import _

COLUMNS = ("ref_area", "year", "value")
Point = tuple[str, int, float]
Figures = tuple[Point, ...]


def read_figures(path: Path, areas: CodeList, years: tuple[int, int], is_positive: bool) -> Figures:
    """Every (area, year, value) in the order of the file. Raises ValueError, naming the line of a fault.

    An area must be in the list, a year within `years`, no pair twice, a value a finite number, and more than
    0 where the series `is_positive`.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != COLUMNS:
            raise ValueError(_("the columns must be %(names)s") % {"names": ", ".join(COLUMNS)})
        found: dict[tuple[str, int], float] = {}
        try:
            for area, year, value in _points(reader, areas, years):
                if (area, year) in found:
                    raise ValueError(_("%(area)s stands twice in %(year)d") % {"area": area, "year": year})
                found[area, year] = _number(value, is_positive)
        except ValueError as fault:
            text = _("line %(line)d: %(what)s") % {"line": reader.line_num, "what": fault}
            raise ValueError(text) from None
    return tuple((area, year, value) for (area, year), value in found.items())


def _points(
    rows: Iterator[list[str]], areas: CodeList, years: tuple[int, int]
) -> Iterator[tuple[str, int, str]]:
    """Each row with its area and year; the value as written."""
    first, last = years
    for cells in rows:
        if len(cells) != len(COLUMNS):
            raise ValueError(_("not as many cells as the header has"))
        area, year, value = cells
        if area not in areas:
            raise ValueError(_("there is no area %(area)s") % {"area": repr(area)})
        if not (year.isascii() and year.isdigit() and first <= int(year) <= last):
            text = _("%(year)s is no year from %(first)d to %(last)d")
            raise ValueError(text % {"year": repr(year), "first": first, "last": last})
        yield area, int(year), value


def _number(text: str, is_positive: bool) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(_("%(value)s is no number") % {"value": repr(text)})
    if is_positive and number <= 0:
        raise ValueError(_("%(value)s must be more than 0") % {"value": text})
    return number
