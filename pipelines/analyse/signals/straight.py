"""Years whose figures all lie on a straight line between the years beside them: interpolated, or filled.

Each figure is the middle of that before and after it, to half a person (a rounded line bends by one at most).
Where the line is level the figures are the same year after year. What does not belong here: other curves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_regular as wording
from pipelines.analyse.signals.leaves import GROUP, chance_of
from pipelines.analyse.signals.regular import Rule, find_regular
from pipelines.analyse.signals.signal import Signal
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "straight"
_YEARS = f"""
    WITH beside AS (
        SELECT
            {GROUP}, label, year, low, is_largest, own_spread,
            lag(low) OVER cell + lead(low) OVER cell AS ends,
            lag(year) OVER cell = year - 1 AND lead(year) OVER cell = year + 1 AS has_both
        FROM leaves
        WINDOW cell AS (PARTITION BY {GROUP}, label ORDER BY year)
    )
    SELECT
        {GROUP}, year, 0 AS key, 'line' AS look, [year] AS named,
        bool_and(abs(2 * low - ends) <= 1) AS is_kept, count(*) FILTER (low > 0) AS figures,
        sum(ln(least(1, {chance_of("(ends / 2)")} * if(ends = 0 OR ends % 2 = 0, 1, 2)))) AS log_chance
    FROM beside
    WHERE has_both
    GROUP BY {GROUP}, year
"""


def find_straight(connection: DuckDBPyConnection, _contract: Contract) -> list[Signal]:
    """A signal for each area with years that lie on a line between others, beyond accident."""
    return find_regular(connection, Rule(FAMILY, _YEARS, looks=1, say=wording.straight))
