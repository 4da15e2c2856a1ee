"""What a synthetic world is: sheets (one for each file that would be sent) and the truth behind them.

What does not belong here: how either is drawn, planted, written or loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.worlds.settings import Settings

SYNTHETIC = "SYNTHETIC"
"""Stands in every file name, source code, note and receipt of a world."""
SDG, REPORT, ASSISTED, RETURN = (f"{SYNTHETIC}_{name}" for name in ("SDG", "GLOTIP", "CTDC", "P13"))
"""The sources of a world: two international series, an organisation's own work, the States' returns."""

Texts = NDArray[np.object_]
Cells = dict[str, Texts]
"""Column name -> its cells as the contract writes them, all of one length."""


@dataclass(frozen=True)
class Sheet:
    """One file as its reporter would send it: a complete restatement known since a day."""

    table: str
    reporter: str
    source: str
    language: str
    known_since: str
    cells: Cells

    @property
    def name(self) -> str:
        """The name of the file, without its ending."""
        return f"{SYNTHETIC}_{self.reporter}_{self.table}_{self.known_since[:7]}"

    @property
    def row_count(self) -> int:
        """The number of rows."""
        return len(next(iter(self.cells.values()), ()))


@dataclass(frozen=True)
class Planted:
    """What a fault changed: where, in which versions, how many cells (zero and other) and persons.

    `persons` is the sum of the absolute changes of all cells, a figure that vanished or appeared counting
    whole; `nonzero_cells` are those changed from or to another figure than zero.
    """

    fault: str
    table: str
    source: str
    versions: tuple[str, ...]
    areas: tuple[str, ...]
    years: tuple[int, ...]
    cells: int
    nonzero_cells: int
    persons: int


@dataclass(frozen=True)
class World:
    """The sheets in the order in which they became known, what is true, and the faults planted in them."""

    settings: Settings
    sheets: tuple[Sheet, ...]
    truth: Mapping[str, Any]
    planted: tuple[Planted, ...] = ()

    def of(self, table: str, source: str = "", reporter: str = "") -> list[Sheet]:
        """The sheets of a table, of one source or reporter where named, the oldest first."""
        return [
            sheet
            for sheet in self.sheets
            if sheet.table == table and source in ("", sheet.source) and reporter in ("", sheet.reporter)
        ]

    def with_sheets(self, changed: Iterable[tuple[Sheet, Sheet]]) -> World:
        """The world with some sheets in the place of others: (before, after)."""
        by_name = {before.name: after for before, after in changed}
        return replace(self, sheets=tuple(by_name.get(sheet.name, sheet) for sheet in self.sheets))


def chosen(cells: Cells, **codes: str | tuple[str, ...]) -> NDArray[np.bool_]:
    """Which rows have these codes; a column that the sheet does not have stands for a total."""
    count = len(next(iter(cells.values())))
    found = np.ones(count, dtype=bool)
    for column, code in codes.items():
        kept = (code,) if isinstance(code, str) else code
        if column in cells:
            found &= np.logical_or.reduce([cells[column] == one for one in kept])
        elif "_T" not in kept:
            found[:] = False
    return found


def texts(values: Any) -> Texts:
    """An array of texts, whatever their lengths."""
    return np.asarray(values).astype(str).astype(object)
