"""All figures of one year of an area standing again in another year of it: a year copied, filled down, pasted
twice.

A run of years that each have the figures of the year so many before. How rare it is that two years have the
same figure comes from how far the years of the cell usually lie apart (`leaves`). What does not belong here:
figures of another area (`copied`).
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

FAMILY = "repeated"
_YEARS = f"""
    SELECT
        {GROUP}, one.year, other.year - one.year AS key,
        if(key = 1, 'next', 'later') AS look, [one.year, other.year] AS named,
        bool_and(one.low = other.low) AS is_kept, count(*) FILTER (one.low > 0) AS figures,
        sum(one.log_chance) AS log_chance
    FROM leaves AS one
    JOIN leaves AS other USING ({GROUP}, label)
    WHERE other.year > one.year
    GROUP BY {GROUP}, one.year, other.year
"""


def find_repeated(connection: DuckDBPyConnection, _contract: Contract) -> list[Signal]:
    """A signal for each area with years that have all figures of another year, beyond accident."""
    return find_regular(connection, Rule(FAMILY, _YEARS, looks=2, say=wording.repeated))
