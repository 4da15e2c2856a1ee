"""The open integrity signals, area-year by area-year, also where no signals have been looked for.

What does not belong here: finding signals, and opening or closing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.analyse.signals.signal import HIGH, MEDIUM
from pipelines.collect.database import literal, literals, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HOLDS_OUT = (HIGH, MEDIUM)
"""The severities of a signal that keeps its area-years out of totals while it is open."""


def make_open_signals(connection: DuckDBPyConnection) -> None:
    """Make `open_signals` (source, offence, version, ref_area, year, signal, holds_out).

    From `signal_area_years`, what is about victims; empty where that does not exist.
    """
    given = (
        f"""
        SELECT DISTINCT
            source, offence, version, ref_area, year, signal,
            severity IN {literals(HOLDS_OUT)} AS holds_out
        FROM signal_area_years
        WHERE is_open AND "table" = 'victims'
        """
        if _are_looked_for(connection)
        else """
        SELECT
            NULL::VARCHAR AS source, NULL::VARCHAR AS offence, NULL::DATE AS version,
            NULL::VARCHAR AS ref_area, NULL::INTEGER AS year, NULL::VARCHAR AS signal, FALSE AS holds_out
        WHERE FALSE
        """
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE open_signals AS {given}")


def make_held_out(connection: DuckDBPyConnection, tables: Sequence[str]) -> None:
    """Make `held_out` (table_name, source, offence, ref_area, year): what no total of the present state has.

    From `signal_area_years` and the curated `tables`; empty where signals have not been looked for. The
    present state of a series is that of the day on which it last changed.
    """
    if not _are_looked_for(connection):
        connection.execute("""
            CREATE OR REPLACE TEMP TABLE held_out (
                table_name VARCHAR, source VARCHAR, offence VARCHAR, ref_area VARCHAR, year INTEGER
            )
        """)
        return
    changed = " UNION ALL ".join(
        f"""
        SELECT {literal(name)} AS table_name, source, offence, unnest([known_from, known_to])::DATE AS day
        FROM {quoted(name)}
        WHERE known_from IS DISTINCT FROM known_to
        """
        for name in tables
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE held_out AS
        WITH newest AS (
            SELECT table_name, source, offence, max(day) AS version
            FROM ({changed})
            GROUP BY ALL
        )
        SELECT DISTINCT table_name, source, offence, ref_area, year
        FROM (SELECT * RENAME ("table" AS table_name) FROM signal_area_years)
        SEMI JOIN newest USING (table_name, source, offence, version)
        WHERE is_open AND severity IN {literals(HOLDS_OUT)}
    """)


def _are_looked_for(connection: DuckDBPyConnection) -> bool:
    """Whether a run has made `signal_area_years`."""
    known = connection.execute("""
        SELECT count(*)
        FROM information_schema.tables
        WHERE table_name = 'signal_area_years'
    """).fetchone()
    return bool(known and known[0])
