"""Rates that are counts: under 'per 100,000' stands the number of persons, year after year.

Told by the population of the reference series: where a rate equals the count of the same cell although the
count per head lies far from it. Nothing is said of areas whose population is not known. What does not belong
here: factors of ten between sources and versions (`unit_errors`).
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from pipelines.analyse.reference_tables import POPULATION, make_population
from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import chance_of_figure, from_log
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import HIGH, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.contract.reference import series_names

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "rates_as_counts"
LARGEST_CHANCE, FEWEST_YEARS, LEAST_FACTOR = 0.01, 2, 1.5
"""`LEAST_FACTOR`: where a true rate lies so near the count (some 100,000 inhabitants) nothing is said."""


def find_rates_as_counts(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area with such rates in two years or more. Reads `placed` (`parts`), `standing`."""
    if POPULATION not in series_names(contract):
        return []
    make_population(connection, contract)
    _make_equal_rates(connection)
    groups = records(connection, _by_area())
    return [
        _signal(connection, row, len(groups))
        for row in groups
        if row["years"] >= FEWEST_YEARS and _chance(row, len(groups)) <= LARGEST_CHANCE
    ]


def _make_equal_rates(connection: DuckDBPyConnection) -> None:
    """Make `equal_rates`: each rate above zero beside the count of its cell; `is_count`: it is that count."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE equal_rates AS
        SELECT
            rates.*, placed.low AS persons, placed.submission AS count_submission, placed.line AS count_line,
            placed.low / population.persons * 1e5 AS true_rate,
            placed.low BETWEEN rates.low AND rates.high
                AND greatest(true_rate / placed.low, placed.low / true_rate) >= {LEAST_FACTOR} AS is_count
        FROM standing AS rates
        JOIN placed USING ({SERIES}, time_period, measure, breakdown, component)
        JOIN population ON population.ref_area = rates.ref_area AND population.year = rates.year
        WHERE rates.unit = 'PER_100000_POP' AND rates.kind = 'RATE' AND rates.is_newest
            AND placed.is_newest AND placed.low = placed.high AND placed.low > 0
    """)


def _by_area() -> str:
    """The SQL of each area: how many of its rates are counts, and the log chance of that."""
    return f"""
        SELECT
            {SERIES}, max(version) AS version, count(*) AS rates,
            count(DISTINCT year) FILTER (is_count) AS years,
            coalesce(sum(ln({chance_of_figure("persons")})) FILTER (is_count), 0) AS log_chance,
            sum(persons) FILTER (is_count) AS persons
        FROM equal_rates
        GROUP BY ALL
        ORDER BY ALL
    """


def _chance(row: Row, searched: int) -> float:
    """The finds by accident over all areas with rates and counts."""
    return from_log(log(searched) + row["log_chance"])


def _signal(connection: DuckDBPyConnection, row: Row, searched: int) -> Signal:
    evidence = Evidence()
    where = ", ".join("?" for _name in SERIES.split(", "))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE rates_found AS
        FROM equal_rates
        WHERE is_count AND ({SERIES}) = ({where})
        """,
        [row[name] for name in SERIES.split(", ")],
    )
    for rate in records(connection, "FROM rates_found ORDER BY year"):
        evidence.add(rate)
    return gathered(
        FAMILY,
        HIGH,
        series_of(row),
        compared=wording.rates_as_counts(row),
        strength=row["years"],
        strength_means="years",
        chance=_chance(row, searched),
        persons=row["persons"],
        **evidence.parts,
    )
