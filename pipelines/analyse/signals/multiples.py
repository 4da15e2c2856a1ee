"""Figures of an area that are all multiples of one number: rounded, counted twice, or multiplied.

By accident one in two figures is even. What does not belong here: a single round figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_regular as wording
from pipelines.analyse.signals.distances import chance_of_figure
from pipelines.analyse.signals.leaves import GROUP
from pipelines.analyse.signals.regular import Rule, find_regular
from pipelines.analyse.signals.signal import Signal
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "multiples"
NUMBERS = (2, 3, 5, 10)
_YEARS = f"""
    SELECT
        {GROUP}, year, number AS key, number AS look, [year] AS named,
        bool_and(low % number = 0) AS is_kept, count(*) FILTER (low > 0) AS figures,
        sum(ln(greatest(1 / number, {chance_of_figure("low", None)}))) FILTER (low > 0) AS log_chance
    FROM leaves
    CROSS JOIN (SELECT unnest([{", ".join(map(str, NUMBERS))}]) AS number)
    GROUP BY {GROUP}, year, number
"""
"""Of figures about as large as the number itself more than one in it may be the number."""


def find_multiples(connection: DuckDBPyConnection, _contract: Contract) -> list[Signal]:
    """A signal for each area with years of nothing but multiples of a number, beyond accident."""
    return find_regular(connection, Rule(FAMILY, _YEARS, looks=len(NUMBERS), say=wording.multiples))
