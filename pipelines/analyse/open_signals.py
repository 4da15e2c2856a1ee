"""The open integrity signals, area-year by area-year, also where no signals have been looked for.

What does not belong here: finding signals, and opening or closing them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.signal import HIGH, MEDIUM
from pipelines.collect.database import literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HOLDS_OUT = (HIGH, MEDIUM)
"""The severities of a signal that keeps its area-years out of totals while it is open."""


def make_open_signals(connection: DuckDBPyConnection) -> None:
    """Make `open_signals` (source, offence, version, ref_area, year, signal, holds_out).

    From `signal_area_years`, what is about victims; empty where that does not exist.
    """
    known = connection.execute("""
        SELECT count(*)
        FROM information_schema.tables
        WHERE table_name = 'signal_area_years'
    """).fetchone()
    given = (
        f"""
        SELECT DISTINCT
            source, offence, version, ref_area, year, signal,
            severity IN {literals(HOLDS_OUT)} AS holds_out
        FROM signal_area_years
        WHERE is_open AND "table" = 'victims'
        """
        if known and known[0]
        else """
        SELECT
            NULL::VARCHAR AS source, NULL::VARCHAR AS offence, NULL::DATE AS version,
            NULL::VARCHAR AS ref_area, NULL::INTEGER AS year, NULL::VARCHAR AS signal, FALSE AS holds_out
        WHERE FALSE
        """
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE open_signals AS {given}")
