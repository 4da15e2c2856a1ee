"""A category that is another one of another source: the figures of forced labour under organ removal, say.

Two offences in two sources, for one area: figures that are equal in three years or more, beyond what two
series of one size share by chance, and that the other source contradicts under the offence of the same name.
Where it gives none of that name nothing is said: one offence may be all there is of another that contains
it. What does not belong here: labels exchanged within an offence.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Row, series_of
from pipelines.analyse.signals.distances import chance_of_figure, from_log, log_choices
from pipelines.analyse.signals.parts import evidence_of
from pipelines.analyse.signals.signal import HIGH, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "category_leak"
LARGEST_CHANCE, FEWEST_YEARS, FEWEST_PERSONS, LEAST_SHARE = 0.01, 3, 10, 0.5


def find_leaks(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area under whose offence one of another source stands. Reads `placed` (`parts`)."""
    _make_pairs(connection)
    rows = records(connection, "SELECT * FROM leak_pairs ORDER BY ALL")
    found = [row for row in rows if _is_found(row, len(rows))]
    return [_signal(connection, row, len(rows)) for row in _best(found)]


def _make_pairs(connection: DuckDBPyConnection) -> None:
    """Make `leak_pairs`: for each area, pair of offences and level of breakdown how many figures are equal.

    `unlike_own` counts, of the equal ones, those that the other source contradicts under this offence.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE leak_pairs AS
        WITH exact AS (
            SELECT *, regexp_replace(breakdown, '=\\S+', '', 'g') AS level
            FROM placed
            WHERE is_newest AND low = high AND frequency = 'A'
        ),
        paired AS (
            SELECT
                one.table_name, one.source, one.offence, one.ref_area, one.version, one.level, one.low,
                one.cell, one.time_period, other.source AS other_source, other.offence AS other_offence,
                other.low AS other_low, other.cell AS other_cell, own.low AS own_low
            FROM exact AS one
            JOIN exact AS other ON
                other.table_name = one.table_name AND other.ref_area = one.ref_area
                AND other.time_period = one.time_period AND other.label = one.label
                AND other.source <> one.source AND other.offence <> one.offence
            LEFT JOIN placed AS own ON
                own.is_newest AND own.table_name = one.table_name AND own.ref_area = one.ref_area
                AND own.time_period = one.time_period AND own.label = one.label
                AND own.source = other.source AND own.offence = one.offence
            WHERE one.low > 0 OR other.low > 0
        )
        SELECT
            table_name, source, offence, ref_area, max(version) AS version, level,
            other_source, other_offence,
            count(*) AS figures,
            count(*) FILTER (low = other_low) AS equal,
            count(*) FILTER (low = other_low AND own_low IS NOT NULL AND low <> own_low) AS unlike_own,
            count(DISTINCT time_period) FILTER (low = other_low) AS years,
            coalesce(sum(low) FILTER (low = other_low), 0) AS persons,
            coalesce(sum(ln({chance_of_figure("low")})) FILTER (low = other_low), 0) AS log_chance,
            list(cell) FILTER (low = other_low) AS cells,
            list(other_cell) FILTER (low = other_low) AS other_cells
        FROM paired
        GROUP BY ALL
    """)


def _is_found(row: Row, searched: int) -> bool:
    is_enough = row["years"] >= FEWEST_YEARS and row["persons"] >= FEWEST_PERSONS
    is_most = row["equal"] >= LEAST_SHARE * row["figures"] and row["unlike_own"] >= LEAST_SHARE * row["equal"]
    return is_enough and is_most and _chance(row, searched) <= LARGEST_CHANCE


def _chance(row: Row, searched: int) -> float:
    """The finds by accident over all pairs searched."""
    return from_log(log(searched) + row["log_chance"] + log_choices(row["figures"], row["equal"]))


def _best(rows: list[Row]) -> list[Row]:
    """Of the levels of breakdown of one pair the one that shows it most clearly."""
    best: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in ("table_name", "source", "offence", "ref_area", "other_source"))
        if key not in best or row["log_chance"] < best[key]["log_chance"]:
            best[key] = row
    return list(best.values())


def _signal(connection: DuckDBPyConnection, row: Row, searched: int) -> Signal:
    evidence = evidence_of(connection, row["other_cells"], row["cells"])
    return gathered(
        FAMILY,
        HIGH,
        series_of(row),
        compared=wording.leak(row, row["equal"]),
        strength=row["equal"],
        strength_means="equal_figures",
        chance=_chance(row, searched),
        persons=row["persons"],
        **evidence.parts,
    )
