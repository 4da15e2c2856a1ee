"""Detected victims per year: by area, and over the areas of one source, each version by itself.

What is counted is what was detected, not the size of the crime. What does not belong here: trends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.totals import LOWER_BOUND, REPORTED, make_totals
from pipelines.collect.database import literal, literals
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AREA_KINDS = ("STATE", "TERRITORY", "HISTORICAL")
"""Parts of States and regions never enter the figures of States."""
SEVERAL_REPORTERS = "several_reporters"


def make_detected_victims(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `detected_victims` (a row per source, offence, version, ref_area, year) from `vintage_rows`.

    Columns: value_low, value_high, basis, origins. Where several reporters give one source's figure for an
    area, it is the interval over them: they are compared, never added.
    """
    areas = contract.code_list("area").codes.values()
    kept = [a.code for a in areas if a.attributes["kind"] in AREA_KINDS]
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW detected AS SELECT * FROM vintage_rows WHERE measure = 'DETECTED' AND unit = 'NUMBER' "
        f"AND ref_area IN {literals(kept)}"
    )
    group = ("source", "offence", "version", "ref_area", "reporter")
    make_totals(connection, contract, contract.table("victims"), "detected", group)
    connection.execute(
        f"CREATE OR REPLACE TABLE detected_victims AS SELECT source, offence, version, ref_area, year, min(value_low) AS value_low, "
        f"CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS value_high, "
        f"CASE WHEN count(*) = 1 THEN any_value(basis) ELSE {literal(SEVERAL_REPORTERS)} END AS basis, "
        f"list_sort(flatten(list(origins))) AS origins FROM totals GROUP BY ALL ORDER BY source, offence, version, ref_area, year"
    )


def make_detected_victims_by_year(connection: DuckDBPyConnection) -> None:
    """Make `detected_victims_by_year` (a row per source, offence, version, year): sums with their n."""
    connection.execute(
        f"CREATE OR REPLACE TABLE detected_victims_by_year AS SELECT source, offence, version, year, sum(value_low) AS value_low, "
        f"CASE WHEN count(value_high) = count(*) THEN sum(value_high) END AS value_high, count(*)::INTEGER AS area_count, "
        f"count(*) FILTER (value_low > 0)::INTEGER AS positive_area_count, "
        f"count(*) FILTER (basis = {literal(REPORTED)})::INTEGER AS reported_total_count, "
        f"count(*) FILTER (basis = {literal(LOWER_BOUND)})::INTEGER AS lower_bound_count "
        f"FROM detected_victims GROUP BY ALL ORDER BY source, offence, version, year"
    )


def make_version_changes(connection: DuckDBPyConnection) -> None:
    """Make `version_changes` (a row per source, offence, version): area-years against the version before."""
    connection.execute(
        f"CREATE OR REPLACE TABLE version_changes AS "
        f"WITH versions AS (SELECT *, lag(version) OVER (PARTITION BY source, offence ORDER BY version) AS previous_version "
        f"FROM (SELECT DISTINCT source, offence, version FROM detected_victims)), "
        f"now AS (SELECT v.source, v.offence, v.version, d.ref_area, d.year, d.value_low, d.value_high, d.basis "
        f"FROM versions v JOIN detected_victims d USING (source, offence, version)), "
        f"before AS (SELECT v.source, v.offence, v.version, d.ref_area, d.year, d.value_low, d.value_high "
        f"FROM versions v JOIN detected_victims d ON d.source = v.source AND d.offence = v.offence AND d.version = v.previous_version), "
        f"both_sides AS (SELECT source, offence, version, n.ref_area IS NULL AS is_lost, b.ref_area IS NULL AS is_added, "
        f"(n.value_low, n.value_high) IS DISTINCT FROM (b.value_low, b.value_high) AS is_changed, n.basis "
        f"FROM now n FULL JOIN before b USING (source, offence, version, ref_area, year)) "
        f"SELECT v.*, count(*) FILTER (is_lost)::INTEGER AS area_years_lost, "
        f"count(*) FILTER (is_added AND previous_version IS NOT NULL)::INTEGER AS area_years_added, "
        f"count(*) FILTER (is_changed AND NOT is_lost AND NOT is_added)::INTEGER AS area_years_changed, "
        f"count(*) FILTER (basis = {literal(REPORTED)})::INTEGER AS reported_totals, count(*) FILTER (NOT is_lost)::INTEGER AS area_years "
        f"FROM versions v JOIN both_sides USING (source, offence, version) GROUP BY ALL ORDER BY source, offence, version"
    )
