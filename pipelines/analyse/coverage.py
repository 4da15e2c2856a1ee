"""Coverage: what each area said about each year, per source and version, before any figure is looked at.

What does not belong here: whether what was said is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.collect.database import literal, literals
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATES = {
    "COUNT": "value",
    "RATE": "value",
    "ROUNDED_ZERO": "below",
    "BELOW": "below",
    "ZERO": "zero",
    "NIL_RETURN": "nil",
    "SUPPRESSED": "suppressed",
    "NOT_COLLECTED": "not_collected",
    "NOT_APPLICABLE": "not_applicable",
    "MISSING": "missing",
}
"""What an area-year is by the kinds of its values, the first that is met."""


def make_coverage(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `coverage` (a row per source, offence, version, ref_area, year, with `state` and `origins`).

    From `vintage_rows` and `victims`. An area-year that only a submission not yet public speaks of is
    `not_cleared`.
    """
    areas = contract.code_list("area").codes.values()
    kept = literals([area.code for area in areas if area.attributes["kind"] in AREA_KINDS])
    _make_said(connection, kept)
    _make_hidden(connection, kept)
    connection.execute("""
        CREATE OR REPLACE TABLE coverage AS
        FROM said
        UNION ALL
        FROM hidden
        ANTI JOIN said USING (source, offence, version, ref_area, year)
        ORDER BY source, offence, version, ref_area, year
    """)


def _make_said(connection: DuckDBPyConnection, kept: str) -> None:
    """Make `said`: what each area-year is by its public rows; of several kinds the first of STATES."""
    cases = " ".join(f"WHEN {literal(kind)} THEN {place}" for place, kind in enumerate(STATES, 1))
    states = ", ".join(map(literal, STATES.values()))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE said AS
        SELECT
            source, offence, version, ref_area, year,
            [{states}][min(CASE value_kind {cases} END)] AS state,
            list_sort(list({{'submission': submission, 'line': line}})) AS origins
        FROM vintage_rows
        WHERE measure = 'DETECTED' AND ref_area IN {kept}
        GROUP BY ALL
    """)


def _make_hidden(connection: DuckDBPyConnection, kept: str) -> None:
    """Make `hidden`: the area-years that a submission not yet public speaks of, under the newest version."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE hidden AS
        WITH newest AS (
            SELECT source, offence, max(version) AS version
            FROM vintages
            GROUP BY ALL
        ),
        confidential AS (
            SELECT *
            FROM victims
            WHERE NOT is_already_public
                AND known_to IS NULL
                AND measure = 'DETECTED'
                AND ref_area IN {kept}
        )
        SELECT
            source, offence,
            coalesce(
                any_value(version),
                max(max(known_from)::DATE) OVER (PARTITION BY source, offence)
            ) AS version,
            ref_area, year, 'not_cleared' AS state,
            list_sort(list({{'submission': submission, 'line': line}})) AS origins
        FROM confidential
        LEFT JOIN newest USING (source, offence)
        GROUP BY source, offence, ref_area, year
    """)
