"""Sheets of a few rows of any table, and what one family, or all, find in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pipelines.analyse.signals.observations import make_observations
from pipelines.analyse.signals.signal import Signal
from pipelines.analyse.signals.signals import find_signals
from pipelines.collect.database import open_scratch
from pipelines.contract.loading import Contract
from pipelines.worlds.loading import load_world
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import Settings
from pipelines.worlds.world import Sheet, World

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]
YEARS = (2015, 2016, 2017, 2018, 2019)


def sheet(
    *rows: Row,
    table: str = "victims",
    source: str = "SDG_16_2_2",
    reporter: str = "UNODC",
    since: str = "2021-01-01",
) -> Sheet:
    """A sheet from rows of cells; what a row of victims leaves out is organ removal, detected."""
    found = Rows()
    common = {"offence": "TIP_OR"} | ({"measure": "DETECTED"} if table == "victims" else {})
    for row in rows:
        found.add(**(common | row))
    return Sheet(table, reporter, source, "en", since, found.cells())


def each_year(values: Iterable[object], area: str = "EGY", **codes: str) -> list[Row]:
    """A row for each of the years."""
    return [
        {"ref_area": area, "time_period": year, "value": value} | codes
        for year, value in zip(YEARS, values, strict=True)
    ]


def signals(
    contract: Contract, find: Callable[[DuckDBPyConnection, Contract], list[Signal]], *sheets: Sheet
) -> list[Signal]:
    """What a family finds in these sheets."""
    with open_scratch() as connection:
        load_world(World(Settings(0), sheets, {}), connection, contract)
        make_observations(connection, contract)
        return find(connection, contract)


def all_signals(contract: Contract, *sheets: Sheet) -> list[Signal]:
    """What all families find in these sheets."""
    return signals(contract, find_signals, *sheets)
