"""Two categories, or two offences, of an area with the same figures in all cells: one written under both.

What does not belong here: the same figures in two years (`repeated`) or areas (`copied`), an offence and the
one that contains it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_regular as wording
from pipelines.analyse.signals.cells import Row
from pipelines.analyse.signals.fits import fill_offences_within
from pipelines.analyse.signals.leaves import GROUP
from pipelines.analyse.signals.regular import Rule, find_regular
from pipelines.analyse.signals.signal import Signal
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "twins"
_KEPT = """
    [one.year] AS named, bool_and(one.low = two.low) AS is_kept, count(*) FILTER (one.low > 0) AS figures,
    sum(one.log_chance) AS log_chance
"""


def _of_labels(dimension: str, rest: str) -> str:
    return f"""
        SELECT {GROUP}, one.year, one.{dimension} || ' ' || two.{dimension} AS key, 'label' AS look, {_KEPT}
        FROM leaves AS one
        JOIN leaves AS two USING ({GROUP}, year, {rest}, other, component)
        WHERE one.{dimension} < two.{dimension}
        GROUP BY {GROUP}, one.year, one.{dimension}, two.{dimension}
    """


_OF_OFFENCES = f"""
    SELECT
        {", ".join(f"one.{name}" for name in GROUP.split(", "))},
        one.year, one.offence || ' ' || two.offence AS key, 'offence' AS look, {_KEPT}
    FROM leaves AS one
    JOIN leaves AS two USING (table_name, source, ref_area, measure, way, label, year)
    JOIN offences_within AS first ON first.offence = one.offence
    JOIN offences_within AS second ON second.offence = two.offence AND second.parent = first.parent
    WHERE one.offence < two.offence
        AND first.combination <> two.offence AND second.combination <> one.offence
    GROUP BY ALL
"""
_YEARS = " UNION ALL BY NAME ".join((_of_labels("sex", "age"), _of_labels("age", "sex"), _OF_OFFENCES))


def find_twins(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area with years in which two categories have the same figures, beyond accident."""
    fill_offences_within(connection, contract)
    return find_regular(connection, Rule(FAMILY, _YEARS, looks=2, say=wording.twins, beside=_second_offence))


def _second_offence(run: Row) -> Row | None:
    """The group of the second offence, where a run compares two."""
    first, second = run["key"].split()
    return run | {"offence": second} if run["offence"] == first else None
