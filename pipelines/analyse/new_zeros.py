"""Zeros that appear years later, over many years at once: "new zeros, unverified".

An office that fills the empty years of a form with 0 says that there was nobody; often it means that nobody
looked. What does not belong here: zeros that vanished (integrity signals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.coverage_panels import SAYS_SOMETHING
from pipelines.collect.database import literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

YEARS_AT_ONCE = 5
YEARS_LATE = 2


def make_new_zeros(connection: DuckDBPyConnection) -> None:
    """Make `new_zeros` (source, offence, version, ref_area, years): an area's zeros that are unverified.

    From `coverage`: YEARS_AT_ONCE years or more that no earlier version had, all of them 0, the first of
    them ended YEARS_LATE years or more before the version in which they appear. The first version of a source
    has nothing before it, so that nothing can be said of its zeros.
    """
    connection.execute(f"""
        CREATE OR REPLACE TABLE new_zeros AS
        WITH appeared AS (
            SELECT source, offence, ref_area, year, min(version) AS version, arg_min(state, version) AS state
            FROM coverage
            WHERE state IN {literals(SAYS_SOMETHING)}
            GROUP BY ALL
        ),
        firsts AS (
            SELECT source, offence, min(version) AS first_version
            FROM coverage
            GROUP BY ALL
        )
        SELECT source, offence, version, ref_area, list_sort(list(year)) AS years
        FROM appeared
        JOIN firsts USING (source, offence)
        WHERE version > first_version
        GROUP BY source, offence, version, ref_area
        HAVING bool_and(state = 'zero')
            AND count(*) >= {YEARS_AT_ONCE}
            AND min(year) + {YEARS_LATE} < year(version)
        ORDER BY ALL
    """)
