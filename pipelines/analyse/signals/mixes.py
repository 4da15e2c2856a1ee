"""Years whose persons are shared out over the categories unlike in the other years of the area. General.

Whatever moved persons between categories in a year, or in three years in a row, shows in the shares if those
of the other years are steady enough; how steady is learnt (`shares`). What does not belong here: totals
(`outliers`), which labels were exchanged (`exchanged`), and shares that change for good.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_regular as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import chance_of_sum
from pipelines.analyse.signals.leaves import figures_of
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.shares import make_share_deviances
from pipelines.analyse.signals.signal import LIKELY, MEDIUM, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "mix"
REACHES = (0, 1)
"""Years before and after one that are taken with it: a year alone, three in a row."""
FEWEST_PERSONS, FEWEST_OTHER_YEARS = 10, 4


def find_mixes(connection: DuckDBPyConnection, _contract: Contract) -> list[Signal]:
    """A signal for each area with a year, or three, whose shares are unlike those of its other years.

    Reads `leaves`.
    """
    make_share_deviances(connection, REACHES)
    series: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in _years(connection):
        row["chance"] = len(REACHES) * row["searched"] * chance_of_sum(row["deviance"], row["freedom"])
        if row["chance"] <= LIKELY:
            series[tuple(row[name] for name in SERIES.split(", "))].append(row)
    return [_signal(connection, min(rows, key=_rarity)) for rows in series.values()]


def _rarity(row: Row) -> tuple[float, int, str, int]:
    return float(f"{row['chance']:.6g}"), row["reach"], row["way"], row["year"]


def _years(connection: DuckDBPyConnection) -> list[Row]:
    """The years, or threes of years, that have enough persons and enough other years."""
    return records(
        connection,
        f"""
        SELECT *, count(*) OVER (PARTITION BY reach) AS searched
        FROM share_deviances
        WHERE persons >= {FEWEST_PERSONS} AND years_with_spread >= {FEWEST_OTHER_YEARS}
            AND len(years) = 2 * reach + 1
        ORDER BY {SERIES}, way, reach, year
        """,
    )


def _signal(connection: DuckDBPyConnection, row: Row) -> Signal:
    evidence = Evidence()
    for figure in figures_of(connection, row):
        evidence.add(figure, is_named=figure["year"] in row["years"])
    return gathered(
        FAMILY,
        MEDIUM,
        series_of(row),
        compared=wording.mix(row),
        strength=row["deviance"],
        strength_means="chi_squared",
        chance=row["chance"],
        persons=row["persons"],
        **evidence.parts,
    )
