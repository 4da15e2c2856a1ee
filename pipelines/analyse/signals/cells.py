"""The rows of a find, made into the cells, lines and area-years of a signal.

What does not belong here: finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipelines.analyse.signals.signal import Cell, Origin, Series

Row = dict[str, Any]


@dataclass
class Evidence:
    """What a find rests on, gathered row by row; the parts that `signal.gathered` asks for."""

    cells: set[Cell] = field(default_factory=set)
    accused: set[Cell] = field(default_factory=set)
    origins: set[Origin] = field(default_factory=set)
    area_years: set[tuple[str, int]] = field(default_factory=set)
    is_public: bool = True

    def add(
        self, row: Row, suffix: str = "", *, is_named: bool = True, is_accused: bool | None = None
    ) -> None:
        """Add the cell of a row, whose value stands in the columns with `suffix`; its area-year, if named.

        What is named is accused unless it is said that it is not.

        The row has the columns of `observed`; a cell that did not stand has no value and no line.
        """
        place = (row["table_name"], row["source"], row["offence"], row["ref_area"], row["time_period"])
        cell = Cell(*place, row["label"], row[f"low{suffix}"], row[f"high{suffix}"])
        self.cells.add(cell)
        if is_named if is_accused is None else is_accused:
            self.accused.add(cell)
        if row[f"submission{suffix}"] is not None:
            self.origins.add(Origin(row[f"submission{suffix}"], row[f"line{suffix}"]))
            self.is_public &= bool(row[f"is_public{suffix}"])
        if is_named:
            self.area_years.add((row["ref_area"], row["year"]))

    def add_change(self, row: Row) -> None:
        """Add both sides of a row of `changes`; it is what stands now that is accused."""
        self.add(row)
        self.add(row, "_before", is_accused=False)

    @property
    def parts(self) -> dict[str, Any]:
        """The arguments of `gathered`."""
        return {
            "cells": self.cells,
            "accused": self.accused,
            "origins": self.origins,
            "area_years": self.area_years,
            "is_public": self.is_public,
        }


def evidence_of_changes(rows: Iterable[Row]) -> Evidence:
    """The evidence of several rows of `changes`."""
    found = Evidence()
    for row in rows:
        found.add_change(row)
    return found


def series_of(row: Row) -> Series:
    """The table, source, offence and version of a row."""
    return Series(row["table_name"], row["source"], row["offence"], row["version"])
