"""Parts above their total, a category above the one that contains it, an offence above the one it is part of.

No chance is in it: the figures contradict each other. Parts below their total are ordinary and no signal.
What does not belong here: which figure is right.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Row, series_of
from pipelines.analyse.signals.observations import AREA, SERIES
from pipelines.analyse.signals.parts import evidence_of
from pipelines.analyse.signals.signal import HIGH, LOW, MEDIUM, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PARTS, OFFENCE = "parts_above_total", "offence_above_parent"
KEYS = (*SERIES.split(", "), "version")
MANY_PERSONS = 10
"""An excess of so many in all is high."""
FEWEST_PERSONS, LEAST_SHARE = 3, 0.05
"""A smaller excess over a figure is a slip that moves no total: said once, low."""
MANY_AREAS = 5
"""So many areas of one version are one question, to the source, not one to each area."""


def find_contained(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area in whose series a whole is smaller than what it contains. Reads `parts`.

    One for all areas where they are many, and one for all slips.
    """
    found = {
        PARTS: _parts_above_totals(connection),
        OFFENCE: _offences_above_parents(connection, contract),
    }
    return [
        _signal(connection, family, group, is_slip=is_slip)
        for family, rows in found.items()
        for is_slip in (False, True)
        for group in _grouped([row for row in rows if _is_slip(row) == is_slip], is_joined=is_slip)
    ]


def _parts_above_totals(connection: DuckDBPyConnection) -> list[Row]:
    """A row per whole that is contradicted, in the first version in which it was so: cells, excess."""
    return records(
        connection,
        f"""
        WITH compared AS (
            SELECT
                part_pairs.*, parts.low AS part_low, parts.label AS part_label, wholes.high AS whole_high,
                if(is_partition, NULL, part) AS alone
            FROM part_pairs
            JOIN placed AS parts ON parts.cell = part
            JOIN placed AS wholes ON wholes.cell = whole
            WHERE parts.low > 0 AND wholes.high IS NOT NULL
        ),
        sums AS (
            SELECT
                whole, dimension, list(part ORDER BY part_label) AS parts,
                list_sort(list(part_low)) AS values, list_sort(list(part_label)) AS labels,
                sum(part_low) - any_value(whole_high) AS excess
            FROM compared
            GROUP BY whole, dimension, is_partition, alone
            HAVING excess > 0
        ),
        worst AS (
            SELECT
                whole, max(excess) AS excess,
                arg_max(parts, (excess, labels)) AS parts, arg_max(values, (excess, labels)) AS values
            FROM sums
            GROUP BY ALL
        )
        SELECT {SERIES}, version, year, time_period, whole, parts, excess, high AS figure
        FROM worst
        JOIN placed ON placed.cell = whole
        QUALIFY row_number() OVER (
            PARTITION BY {SERIES}, time_period, label, high, values ORDER BY version
        ) = 1
        ORDER BY ALL
        """,
    )


def _offences_above_parents(connection: DuckDBPyConnection, contract: Contract) -> list[Row]:
    """A row per cell of an offence that is above that of the offence it is part of, as both stand now."""
    offences = contract.code_list("offence").codes.values()
    pairs = [(offence.code, offence.parent) for offence in offences if offence.parent]
    fill(connection, "offence_parents", {"offence": "VARCHAR", "parent": "VARCHAR"}, pairs)
    return records(
        connection,
        """
        SELECT
            child.table_name, child.source, child.offence, child.ref_area,
            greatest(child.version, parent.version) AS version, child.year, child.time_period,
            child.cell AS whole, [parent.cell] AS parts, child.low - parent.high AS excess,
            parent.high AS figure
        FROM placed AS child
        JOIN offence_parents USING (offence)
        JOIN placed AS parent ON
            parent.offence = offence_parents.parent
            AND parent.table_name = child.table_name
            AND parent.source = child.source
            AND parent.ref_area = child.ref_area
            AND parent.time_period = child.time_period
            AND parent.label = child.label
        WHERE child.is_newest AND parent.is_newest AND child.low > parent.high
        ORDER BY ALL
        """,
    )


def _is_slip(row: Row) -> bool:
    return bool(row["excess"] < max(FEWEST_PERSONS, LEAST_SHARE * row["figure"]))


def _grouped(rows: list[Row], *, is_joined: bool) -> list[list[Row]]:
    """The rows by series and version; those of a whole source in one where they are many, or joined."""
    sources: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        sources[tuple(row[name] for name in KEYS if name != AREA)].append(row)
    groups = []
    for group in sources.values():
        areas = sorted({row[AREA] for row in group})
        if is_joined or len(areas) >= MANY_AREAS:
            groups.append(group)
        else:
            groups += [[row for row in group if row[AREA] == area] for area in areas]
    return groups


def _signal(connection: DuckDBPyConnection, family: str, rows: list[Row], *, is_slip: bool) -> Signal:
    wholes = [row["whole"] for row in rows]
    evidence = evidence_of(connection, (cell for row in rows for cell in row["parts"]), wholes)
    persons = _persons(rows)
    return gathered(
        family,
        LOW if is_slip else HIGH if persons >= MANY_PERSONS else MEDIUM,
        series_of(rows[0]),
        compared=wording.contained(rows, persons, is_offence=family == OFFENCE),
        strength=persons,
        strength_means="persons_too_many",
        chance=None,
        persons=persons,
        **evidence.parts,
    )


def _persons(rows: list[Row]) -> float:
    """The excess, once for each area and period: where it is largest."""
    worst: dict[tuple[str, str], float] = {}
    for row in rows:
        place = (row[AREA], row["time_period"])
        worst[place] = max(row["excess"], worst.get(place, 0.0))
    return sum(worst.values())
