"""Two sides of one thing: victims that an area detected, by citizenship, and nationals returned from there.

Not everyone who is detected is returned, so fewer returned is ordinary; more returned than detected, or one
side that names the other while the other does not, is a question. What does not belong here: whom to ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.double_counting import wording
from pipelines.analyse.double_counting.figures import state_areas
from pipelines.analyse.double_counting.refusing import refusal_columns
from pipelines.analyse.totals import make_totals
from pipelines.collect.database import literal, literals
from pipelines.contract.loading import Contract
from pipelines.contract.reference import source_relations

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "double-counting-mirror"
GROUP = ("source", "offence", "version", "ref_area", "partner_area", "reporter")


def make_mirror_differences(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `mirror_differences`: a row per offence, year, two areas, and the two sources that speak of them.

    Columns before the form of results: offence, year, detection_area, citizenship_area, detection_source,
    detection_version, detected_low, detected_high, return_source, return_version, returned_low,
    returned_high, finding: `consistent`, `more_returned_than_detected`, `not_detected` (the area of detection
    gave citizenships that year, but not this one), `not_returned` (the area of citizenship gave returns that
    year, but none from there). Silence is no side. The estimate is detected less returned; `n` the detected
    for certain. From `open_signals` as well: a row of which one side is questioned stays and says so.
    """
    _make_side(connection, contract, "detected_there", "DETECTED")
    _make_side(connection, contract, "returned_home", "REPATRIATED_NATIONALS")
    named = [one.source for one in source_relations(contract).returns_named_by_area_found]
    refusals = {
        "detection_source IS NULL OR return_source IS NULL": wording.one_side(),
        "detected_high IS NULL AND returned_high IS NULL": wording.lower_bounds(),
    }
    names_area_found = f"source IN {literals(named)}"
    connection.execute(f"""
        CREATE OR REPLACE TABLE mirror_differences AS
        WITH detected AS (
            SELECT
                offence, year, ref_area AS detection_area, partner_area AS citizenship_area,
                source AS detection_source, version AS detection_version,
                value_low AS detected_low, value_high AS detected_high, is_asked AS is_detected_asked
            FROM detected_there
        ),
        returned AS (
            SELECT
                offence, year,
                if({names_area_found}, ref_area, partner_area) AS detection_area,
                if({names_area_found}, partner_area, ref_area) AS citizenship_area,
                source AS return_source, version AS return_version,
                value_low AS returned_low, value_high AS returned_high, is_asked AS is_returned_asked
            FROM returned_home
        ),
        pairs AS (
            FROM detected
            FULL JOIN returned USING (offence, year, detection_area, citizenship_area)
        ),
        gave_citizenships AS (
            SELECT DISTINCT offence, year, detection_area, TRUE AS gives_citizenships
            FROM detected
        ),
        gave_returns AS (
            SELECT DISTINCT offence, year, citizenship_area, TRUE AS gives_returns
            FROM returned
        ),
        judged AS (
            SELECT
                *,
                detected_low - returned_high AS low,
                detected_high - returned_low AS high,
                coalesce(is_detected_asked, FALSE) OR coalesce(is_returned_asked, FALSE) AS is_asked,
                {refusal_columns(refusals)}
            FROM pairs
        )
        SELECT
            offence, year, detection_area, citizenship_area,
            detection_source, detection_version, detected_low, detected_high,
            return_source, return_version, returned_low, returned_high,
            CASE
                WHEN detection_source IS NULL THEN 'not_detected'
                WHEN return_source IS NULL THEN 'not_returned'
                WHEN returned_low > detected_high THEN 'more_returned_than_detected'
                ELSE 'consistent'
            END AS finding,
            'difference' AS what,
            '{METHOD}' AS method,
            if(low = high, low, NULL)::DOUBLE AS estimate,
            low::DOUBLE AS low,
            high::DOUBLE AS high,
            detected_low::BIGINT AS n,
            2::INTEGER AS areas,
            year::INTEGER AS first_year,
            year::INTEGER AS last_year,
            if(is_asked, {literal(wording.asked())}, '') AS note,
            refusal, refusal_text
        FROM judged
        LEFT JOIN gave_citizenships USING (offence, year, detection_area)
        LEFT JOIN gave_returns USING (offence, year, citizenship_area)
        WHERE (detection_source IS NOT NULL AND return_source IS NOT NULL)
            OR (detection_source IS NULL AND gives_citizenships AND returned_low > 0)
            OR (return_source IS NULL AND gives_returns AND detected_low > 0)
        ORDER BY ALL
    """)


def _make_side(connection: DuckDBPyConnection, contract: Contract, name: str, measure: str) -> None:
    """Make `name`: the total per area, partner area and year of one measure, the interval over reporters.

    `is_asked`: an open signal names the area and year of the figure.
    """
    areas = state_areas(contract)
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW partner_rows AS
        SELECT * REPLACE ('_T' AS counterpart_area), counterpart_area AS partner_area
        FROM newest_rows
        WHERE measure = '{measure}' AND unit = 'NUMBER'
            AND ref_area IN {areas} AND counterpart_area IN {areas} AND counterpart_area <> ref_area
    """)
    make_totals(connection, contract, contract.table("victims"), "partner_rows", GROUP)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {name} AS
        SELECT
            source, offence, version, ref_area, partner_area, year,
            min(value_low) AS value_low,
            CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS value_high,
            bool_or(coalesce(holds_out, FALSE)) AS is_asked
        FROM totals
        LEFT JOIN (FROM open_signals WHERE holds_out) USING (source, offence, version, ref_area, year)
        GROUP BY ALL
    """)
