"""Stages out of order: over all years more persons reached a later stage than the stage before it.

Who is convicted in the first years was prosecuted before them, so a year's worth of the earlier stage is
added to it before the two are compared, by Poisson limits. Years in which only one stage is given are left
out. What does not belong here: shares of stages, which are no rates of conviction (`patterns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Row, series_of
from pipelines.analyse.signals.distances import chance_of_hits
from pipelines.analyse.signals.parts import evidence_of
from pipelines.analyse.signals.signal import LOW, MEDIUM, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "stages_out_of_order"
IN_ORDER = {
    ("SUSPECTED", "PROSECUTED"): LOW,
    ("PROSECUTED", "CONVICTED"): MEDIUM,
    ("PROSECUTED", "ACQUITTED"): MEDIUM,
}
"""Pairs of stages and the severity: another office often counts the suspects than the one that prosecutes."""
FEWEST_YEARS, LARGEST_CHANCE = 3, 0.01


def find_stages(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area and pair of stages whose order is broken. Reads `placed` (`parts`)."""
    pairs = ", ".join(f"('{earlier}', '{later}')" for earlier, later in IN_ORDER)
    rows = records(
        connection,
        f"""
        WITH staged AS (
            SELECT *, split_part(measure, ' ', 1) AS stage, split_part(measure, ' ', 2) AS counted
            FROM placed
            WHERE is_newest AND table_name = 'justice' AND frequency = 'A' AND depth = 0 AND low = high
        )
        SELECT
            table_name, source, offence, ref_area, max(later.version) AS version, counted,
            earlier.stage AS earlier, later.stage AS later, count(*) AS years,
            sum(earlier.low) AS before, sum(later.low) AS after,
            list(earlier.cell) AS earlier_cells, list(later.cell) AS later_cells
        FROM staged AS earlier
        JOIN staged AS later USING (table_name, source, offence, ref_area, counted, year, component)
        WHERE (earlier.stage, later.stage) IN (VALUES {pairs})
        GROUP BY ALL
        HAVING count(*) >= {FEWEST_YEARS}
        ORDER BY ALL
        """,
    )
    return [_signal(connection, row, _chance(row, len(rows))) for row in rows if _is_found(row, len(rows))]


def _is_found(row: Row, searched: int) -> bool:
    return row["after"] > row["before"] and _chance(row, searched) <= LARGEST_CHANCE


def _chance(row: Row, searched: int) -> float:
    """The finds by accident over all pairs searched, if all of the earlier stage reached the later one."""
    return searched * chance_of_hits(int(row["after"]), row["before"] * (1 + 1 / row["years"]) + 1)


def _signal(connection: DuckDBPyConnection, row: Row, chance: float) -> Signal:
    evidence = evidence_of(connection, row["earlier_cells"], row["later_cells"])
    persons = row["after"] - row["before"]
    return gathered(
        FAMILY,
        IN_ORDER[row["earlier"], row["later"]],
        series_of(row),
        compared=wording.stages(row),
        strength=persons,
        strength_means="persons_too_many",
        chance=chance,
        persons=persons,
        **evidence.parts,
    )
