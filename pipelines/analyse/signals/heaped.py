"""One and the same figure in more cells of an area than counts have it: a limit, a filler.

How often a count is just this figure is at most .4 / sqrt(v), the height of a Poisson distribution there.
What does not belong here: whole years that are equal (`repeated`), zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_regular as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import chance_of_figure
from pipelines.analyse.signals.leaves import GROUP, figures_of
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import LIKELY, MEDIUM, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "heaped"
FEWEST = 4
"""Fewer cells with one figure are not looked at."""


def find_heaped(connection: DuckDBPyConnection, _contract: Contract) -> list[Signal]:
    """A signal for each area in whose cells one figure stands too often. Reads `leaves`."""
    from scipy.special import bdtrc

    rows = _figures(connection)
    signals: dict[tuple[object, ...], Signal] = {}
    for row in rows:
        chance = row["searched"] * float(bdtrc(row["times"] - 1, row["cells"], row["usual"]))
        series = tuple(row[name] for name in SERIES.split(", "))
        if chance <= LIKELY and (series not in signals or chance < (signals[series].chance or 0.0)):
            signals[series] = _signal(connection, row, chance)
    return list(signals.values())


def _figures(connection: DuckDBPyConnection) -> list[Row]:
    """How many cells of each group have each figure, and the largest part of them that usually would."""
    return records(
        connection,
        f"""
        WITH counted AS (
            SELECT {GROUP}, low, count(*) AS times, list(DISTINCT year ORDER BY year) AS years
            FROM leaves
            WHERE low > 0
            GROUP BY {GROUP}, low
        ),
        sizes AS (
            SELECT {GROUP}, count(*) AS cells
            FROM leaves
            GROUP BY {GROUP}
        )
        SELECT counted.*, cells, {chance_of_figure("low", None)} AS usual, count(*) OVER () AS searched
        FROM counted
        JOIN sizes USING ({GROUP})
        QUALIFY times >= {FEWEST} AND times > cells * usual
        ORDER BY {GROUP}, low
        """,
    )


def _signal(connection: DuckDBPyConnection, row: Row, chance: float) -> Signal:
    evidence = Evidence()
    for figure in figures_of(connection, row):
        if figure["low"] == row["low"]:
            evidence.add(figure)
    return gathered(
        FAMILY,
        MEDIUM,
        series_of(row),
        compared=wording.heaped(row),
        strength=row["times"],
        strength_means="equal_figures",
        chance=chance,
        persons=row["times"] * row["low"],
        **evidence.parts,
    )
