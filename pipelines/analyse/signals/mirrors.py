"""Mirrors that do not match: one State brought its nationals home from another, which found none of them.

Compared over all years in which the second State says how many of these citizens it found: a year apart is
ordinary. What does not belong here: mirrors that differ in size (`double_counting`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Row
from pipelines.analyse.signals.parts import evidence_of
from pipelines.analyse.signals.signal import LOW, MEDIUM, Series, Signal, gathered
from pipelines.collect.database import literals, records
from pipelines.contract.loading import Contract
from pipelines.contract.reference import source_relations

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "mirror"
FEWEST_PERSONS = 3
"""Below it the signal is low: a person or two may have been returned without being detected there."""
HOME, FOUND = "REPATRIATED_NATIONALS", "DETECTED"


def find_mirrors(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each pair of States of which one has returned persons whom the other never found.

    Reads `placed` (`parts`). Some sources name the State of detection first; they are declared in the
    reference data (`source_relations`).
    """
    declared = source_relations(contract).returns_named_by_area_found
    reversed_sources = literals([one.source for one in declared])
    rows = records(
        connection,
        f"""
        WITH one_breakdown AS (
            SELECT *, regexp_extract(breakdown, '^counterpart_area=(\\S+)$', 1) AS counterpart
            FROM placed
            WHERE is_newest AND table_name = 'victims' AND frequency = 'A'
        ),
        home AS (
            SELECT
                offence, year, cell, low,
                if(source IN {reversed_sources}, counterpart, ref_area) AS citizens,
                if(source IN {reversed_sources}, ref_area, counterpart) AS found_in
            FROM one_breakdown
            WHERE measure = '{HOME}' AND counterpart <> '' AND low > 0
        ),
        found AS (
            SELECT
                source, version, offence, ref_area AS found_in, counterpart AS citizens, year, cell, low, high
            FROM one_breakdown
            WHERE measure = '{FOUND}' AND counterpart <> '' AND high IS NOT NULL
        ),
        none AS (
            SELECT
                source, version, offence, found_in, citizens,
                list(cell) AS found_cells, list(DISTINCT year) AS years
            FROM found
            GROUP BY ALL
            HAVING sum(high) = 0
        )
        SELECT
            source, none.version, offence, found_in, citizens, any_value(found_cells) AS found_cells,
            list(home.cell) AS home_cells, sum(low) AS persons
        FROM none
        JOIN home USING (offence, found_in, citizens)
        WHERE list_contains(years, home.year)
        GROUP BY ALL
        ORDER BY ALL
        """,
    )
    return [_signal(connection, row) for row in rows]


def _signal(connection: DuckDBPyConnection, row: Row) -> Signal:
    evidence = evidence_of(connection, row["home_cells"], row["found_cells"])
    return gathered(
        FAMILY,
        MEDIUM if row["persons"] >= FEWEST_PERSONS else LOW,
        Series("victims", row["source"], row["offence"], row["version"]),
        compared=wording.mirror(row),
        strength=row["persons"],
        strength_means="persons_returned",
        chance=None,
        persons=row["persons"],
        **evidence.parts,
    )
