"""Where a fault is planted: which sheet, area and years, drawn at random; and small changes of a sheet.

What does not belong here: any fault.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipelines.worlds.world import SDG, Sheet, Texts, World, chosen, texts

Rows = NDArray[np.bool_]
Change = tuple[Sheet, Sheet]
"""A sheet before and after."""
ORGAN = "TIP_OR"
BREAKDOWNS = ("sex", "age", "counterpart_area", "organ", "means", "recruitment_area", "removal_area", "flow")


class NoPlaceForIt(Exception):
    """The world has no cell in which this fault would show."""


def newest(world: World, source: str = SDG, table: str = "victims", reporter: str = "") -> Sheet:
    """The last version of a source, or of one reporter within it."""
    found = world.of(table, source, reporter)
    if not found:
        raise NoPlaceForIt
    return found[-1]


def counted(sheet: Sheet, offence: str = ORGAN) -> Rows:
    """The rows of an offence that count persons (not rates)."""
    return chosen(sheet.cells, offence=offence, unit=("NUMBER", "_T")) & chosen(
        sheet.cells, measure="DETECTED"
    )


def totals(sheet: Sheet, offence: str = ORGAN) -> Rows:
    """The rows with the total of an area-year."""
    broken_down = (
        "sex",
        "age",
        "counterpart_area",
        "organ",
        "means",
        "recruitment_area",
        "removal_area",
        "flow",
    )
    named = {column: ("_T", "") for column in broken_down if column in sheet.cells}
    return counted(sheet, offence) & chosen(sheet.cells, **named)


def some_area(sheet: Sheet, rng: np.random.Generator, offence: str = ORGAN, fewest: int = 1) -> str:
    """An area with at least this many persons in all its years, each as likely."""
    rows = totals(sheet, offence)
    areas, values = sheet.cells["ref_area"][rows], numbers(sheet.cells["value"][rows])
    found = [area for area in sorted(set(areas)) if values[areas == area].sum() >= fewest]
    return _drawn(found, rng)


def years_of(sheet: Sheet, area: str, offence: str = ORGAN, *, with_persons: bool = False) -> list[str]:
    """The years an area reports, or those in which it found somebody."""
    rows = totals(sheet, offence) & chosen(sheet.cells, ref_area=area)
    if with_persons:
        rows &= numbers(sheet.cells["value"]) > 0
    return sorted(set(sheet.cells["time_period"][rows]))


def some_years(years: list[str], rng: np.random.Generator, fewest: int, most: int) -> tuple[str, ...]:
    """Some years in a row; NoPlaceForIt where there are not enough."""
    if len(years) < fewest:
        raise NoPlaceForIt
    length = int(rng.integers(fewest, min(most, len(years)) + 1))
    start = int(rng.integers(0, len(years) - length + 1))
    return tuple(years[start : start + length])


def _drawn(found: list[str], rng: np.random.Generator) -> str:
    if not found:
        raise NoPlaceForIt
    return found[int(rng.integers(len(found)))]


def numbers(values: Texts) -> NDArray[np.float64]:
    """The numbers written in cells; 0 where there is none (nil, empty, below a number)."""
    return np.array([float(value) if value[:1].isdigit() else 0.0 for value in values])


def with_values(sheet: Sheet, rows: Rows, values: NDArray[np.float64]) -> Sheet:
    """The sheet with other whole numbers in these rows; no status says any more that there is none."""
    written = sheet.cells["value"].copy()
    written[rows] = texts(np.round(values).astype(np.int64))
    cells = sheet.cells | {"value": written}
    if "obs_status" in cells:
        status = cells["obs_status"].copy()
        status[rows] = ""
        cells["obs_status"] = status
    return replace(sheet, cells=cells)


def without(sheet: Sheet, rows: Rows) -> Sheet:
    """The sheet without these rows."""
    if not rows.any():
        raise NoPlaceForIt
    return replace(sheet, cells={name: cells[~rows] for name, cells in sheet.cells.items()})


def figures_of(sheet: Sheet, rows: Rows, columns: tuple[str, ...]) -> dict[tuple[str, ...], float]:
    """The numbers of these rows, by what they say in some columns."""
    return dict(zip(keys_of(sheet, rows, columns), numbers(sheet.cells["value"][rows]), strict=True))


def looked_up(
    sheet: Sheet, rows: Rows, columns: tuple[str, ...], figures: dict[tuple[str, ...], float]
) -> NDArray[np.float64]:
    """The figure of the same key for each of these rows; its own number where there is none."""
    keys, own = keys_of(sheet, rows, columns), numbers(sheet.cells["value"][rows])
    return np.array([figures.get(key, number) for key, number in zip(keys, own, strict=True)])


def keys_of(sheet: Sheet, rows: Rows, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What each of these rows says in some columns; a column that is not there is a total."""
    total = np.full(sheet.row_count, "_T", dtype=object)
    return list(zip(*(sheet.cells.get(column, total)[rows] for column in columns), strict=True))
