"""Figures of an area that rise year after year and never fall in any cell: sums since the first year.

Of all orders of so many years one rises throughout: by accident, without a trend, as often as one over the
factorial of their number. What does not belong here: a rise with a fall in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_regular as wording
from pipelines.analyse.signals.leaves import GROUP
from pipelines.analyse.signals.regular import Rule, find_regular
from pipelines.analyse.signals.signal import Signal
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "cumulated"
FEWEST_RISES = 6
"""A few years in which figures rise are ordinary."""
_YEARS = f"""
    WITH steps AS (
        SELECT
            {GROUP}, year, low, low - lag(low) OVER cell AS step, lag(year) OVER cell = year - 1 AS has_before
        FROM leaves
        WINDOW cell AS (PARTITION BY {GROUP}, label ORDER BY year)
    ),
    years AS (
        SELECT
            {GROUP}, year, bool_and(step >= 0) AND sum(step) > 0 AS is_kept,
            count(*) FILTER (low > 0) AS figures
        FROM steps
        WHERE has_before
        GROUP BY {GROUP}, year
    ),
    placed AS (
        SELECT
            *, year - row_number() OVER (PARTITION BY {GROUP}, is_kept ORDER BY year) AS run
        FROM years
    )
    SELECT
        {GROUP}, year, 0 AS key, 'rise' AS look, [year - 1, year] AS named, is_kept, figures,
        -ln(1 + row_number() OVER (PARTITION BY {GROUP}, is_kept, run ORDER BY year)) AS log_chance
    FROM placed
"""


def find_cumulated(connection: DuckDBPyConnection, _contract: Contract) -> list[Signal]:
    """A signal for each area with a run of years in which no figure falls, too long to be an accident."""
    return find_regular(
        connection, Rule(FAMILY, _YEARS, looks=1, say=wording.cumulated, fewest_years=FEWEST_RISES)
    )
