"""Detected victims per year: by area, and over the areas of one source, each version by itself.

What is counted is what was detected, not the size of the crime. An area-year that an open integrity
signal names stands in the table and in no sum. What does not belong here: trends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.open_signals import make_open_signals
from pipelines.analyse.sums import LOWER_BOUND, REPORTED
from pipelines.analyse.totals import make_totals
from pipelines.collect.database import literals
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AREA_KINDS = ("STATE", "TERRITORY", "HISTORICAL")
"""Parts of States and regions never enter the figures of States."""
SEVERAL_REPORTERS = "several_reporters"


def make_detected_victims(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `detected_victims` (a row per source, offence, version, ref_area, year) from `vintage_rows`.

    Columns: value_low, value_high, basis, origins, open_signals (the ids of those that hold it out). Where
    several reporters give one source's figure for an area, it is the interval over them: they are compared,
    never added.
    """
    make_open_signals(connection)
    _make_detected(connection, contract)
    group = ("source", "offence", "version", "ref_area", "reporter")
    make_totals(connection, contract, contract.table("victims"), "detected", group)
    connection.execute(f"""
        CREATE OR REPLACE TABLE detected_victims AS
        WITH figures AS (
            SELECT
                source, offence, version, ref_area, year,
                min(value_low) AS value_low,
                CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS value_high,
                CASE WHEN count(*) = 1 THEN any_value(basis) ELSE '{SEVERAL_REPORTERS}' END AS basis,
                list_sort(flatten(list(origins))) AS origins
            FROM totals
            GROUP BY ALL
        ),
        named AS (
            SELECT source, offence, version, ref_area, year, list_sort(list(signal)) AS open_signals
            FROM open_signals
            WHERE holds_out
            GROUP BY ALL
        )
        SELECT figures.*, coalesce(open_signals, []) AS open_signals
        FROM figures
        LEFT JOIN named USING (source, offence, version, ref_area, year)
        ORDER BY source, offence, version, ref_area, year
    """)


def _make_detected(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `detected`: the counts of detections in States, of every version."""
    areas = contract.code_list("area").codes.values()
    kept = [area.code for area in areas if area.attributes["kind"] in AREA_KINDS]
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW detected AS
        SELECT *
        FROM vintage_rows
        WHERE measure = 'DETECTED' AND unit = 'NUMBER' AND ref_area IN {literals(kept)}
    """)


def make_detected_victims_by_year(connection: DuckDBPyConnection, _contract: Contract) -> None:
    """Make `detected_victims_by_year` (a row per source, offence, version, year): sums with their n.

    `held_out_count` area-years wait for an answer to a signal and are in no other number of the row; where
    there are no others, value_low and value_high are NULL.
    """
    connection.execute(f"""
        CREATE OR REPLACE TABLE detected_victims_by_year AS
        WITH counted AS (
            SELECT *, len(open_signals) = 0 AS is_counted
            FROM detected_victims
        )
        SELECT
            source, offence, version, year,
            sum(value_low) FILTER (is_counted) AS value_low,
            CASE
                WHEN count(value_high) FILTER (is_counted) = count(*) FILTER (is_counted)
                    THEN sum(value_high) FILTER (is_counted)
            END AS value_high,
            count(*) FILTER (is_counted)::INTEGER AS area_count,
            count(*) FILTER (is_counted AND value_low > 0)::INTEGER AS positive_area_count,
            count(*) FILTER (is_counted AND basis = '{REPORTED}')::INTEGER AS reported_total_count,
            count(*) FILTER (is_counted AND basis = '{LOWER_BOUND}')::INTEGER AS lower_bound_count,
            count(*) FILTER (NOT is_counted)::INTEGER AS held_out_count
        FROM counted
        GROUP BY ALL
        ORDER BY source, offence, version, year
    """)


def make_version_changes(connection: DuckDBPyConnection, _contract: Contract) -> None:
    """Make `version_changes` (a row per source, offence, version): area-years against the version before."""
    _make_versions(connection)
    _make_compared(connection)
    connection.execute(f"""
        CREATE OR REPLACE TABLE version_changes AS
        SELECT
            source, offence, version, previous_version,
            count(*) FILTER (is_lost)::INTEGER AS area_years_lost,
            count(*) FILTER (is_added AND previous_version IS NOT NULL)::INTEGER AS area_years_added,
            count(*) FILTER (is_changed AND NOT is_lost AND NOT is_added)::INTEGER AS area_years_changed,
            count(*) FILTER (basis = '{REPORTED}')::INTEGER AS reported_totals,
            count(*) FILTER (NOT is_lost)::INTEGER AS area_years
        FROM versions
        JOIN compared USING (source, offence, version)
        GROUP BY ALL
        ORDER BY source, offence, version
    """)


def _make_versions(connection: DuckDBPyConnection) -> None:
    """Make `versions`: each version of a series with the one before it (NULL for the first)."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE versions AS
        WITH days AS (
            SELECT DISTINCT source, offence, version
            FROM detected_victims
        )
        SELECT *, lag(version) OVER (PARTITION BY source, offence ORDER BY version) AS previous_version
        FROM days
    """)


def _make_compared(connection: DuckDBPyConnection) -> None:
    """Make `compared`: every area-year of a version or of the one before, and what became of it."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE compared AS
        WITH before AS (
            SELECT versions.version, figures.* EXCLUDE (version)
            FROM versions
            JOIN detected_victims AS figures
                ON figures.source = versions.source
                AND figures.offence = versions.offence
                AND figures.version = versions.previous_version
        )
        SELECT
            source, offence, version,
            now.ref_area IS NULL AS is_lost,
            before.ref_area IS NULL AS is_added,
            (now.value_low, now.value_high)
                IS DISTINCT FROM (before.value_low, before.value_high) AS is_changed,
            now.basis
        FROM detected_victims AS now
        FULL JOIN before USING (source, offence, version, ref_area, year)
    """)
