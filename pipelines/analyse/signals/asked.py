"""Signals as a step of a run: found with the closings that the edition knows, and what is to be opened.

What does not belong here: finding signals (`signals`), and how events are written (`collect.signal_events`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.signals import make_signals
from pipelines.collect.database import quoted
from pipelines.collect.signal_events import About
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMES = ("signal", "family", "severity", "table", "source", "offence", "ref_areas", "first_year", "last_year")


def make_asked_signals(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `signals` and `signal_area_years`; those in the table `closed_signals` (signal) are not open."""
    closed = connection.execute("SELECT signal FROM closed_signals").fetchall()
    make_signals(connection, contract, [signal for (signal,) in closed])


def asked(connection: DuckDBPyConnection) -> list[About]:
    """What each row of `signals` asks about, without any value."""
    columns = ", ".join(map(quoted, NAMES))
    rows = connection.execute(f"SELECT {columns} FROM signals ORDER BY signal").fetchall()
    named = [dict(zip(NAMES, row, strict=True)) for row in rows]
    return [About(**{**row, "ref_areas": tuple(row["ref_areas"])}) for row in named]
