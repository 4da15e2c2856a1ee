"""What a figure has beyond the offences it contains, in a year in which that is far from the other years.

All forms of trafficking less those published by themselves leave a rest. A fault in one of them, whichever it
is and whatever was done, moves the rest, which in most areas is small and steady. What does not belong here:
offences above the figure that contains them (`contained`, `misfits`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_misfits as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.fits import fill_offences_within
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.outliers import far_years
from pipelines.analyse.signals.signal import MEDIUM, Cell, Origin, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.process.limits import FEWEST_YEARS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "rest"
PLACE = "table_name, source, ref_area, measure, year"
LARGEST_CHANCE = 0.001
"""A rest is a small figure, of which the limits know least: in clean worlds they let .001 to .01 pass."""
LARGEST_REST, THREE_IN_FOUR = 0.2, 0.75
"""Where three in four rests are not within this part of the whole, not all forms are published."""


def find_rests(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area with a year whose rest is beyond the limits that its other years set."""
    fill_offences_within(connection, contract)
    series: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in _rests(connection):
        series[tuple(row[name] for name in (*SERIES.split(", "), "measure"))].append(row)
    long_enough = [rows for rows in series.values() if len(rows) > FEWEST_YEARS]
    searched = sum(map(len, long_enough))
    signals = []
    for rows in long_enough:
        far = [
            (row, chance) for row, chance in far_years(rows, "rest") if searched * chance <= LARGEST_CHANCE
        ]
        if far:
            signals.append(_signal(far, searched))
    return signals


def _rests(connection: DuckDBPyConnection) -> list[Row]:
    """The totals that contain other offences, with what is left of each, in sources where that is little."""
    return records(
        connection,
        f"""
        WITH totals AS (
            SELECT *
            FROM area_years
            WHERE is_newest AND unit = 'NUMBER' AND low = high
        ),
        given AS (
            SELECT {PLACE}, offence AS combination
            FROM totals
        ),
        published AS (
            SELECT
                {PLACE}, parent AS offence, sum(low) AS low_of_children,
                list({{
                    'offence': offence, 'low': low, 'origins': origins, 'is_public': is_public
                }} ORDER BY offence) AS children
            FROM totals
            JOIN offences_within USING (offence)
            ANTI JOIN given USING ({PLACE}, combination)
            GROUP BY {PLACE}, parent
        ),
        rests AS (
            SELECT totals.*, children, low - low_of_children AS rest
            FROM totals
            JOIN published USING ({PLACE}, offence)
        )
        SELECT *
        FROM rests
        WHERE rest >= 0
        QUALIFY quantile_cont(rest / greatest(low, 1), {THREE_IN_FOUR}) OVER (
            PARTITION BY table_name, source, offence, measure
        ) <= {LARGEST_REST}
        ORDER BY {SERIES}, measure, year
        """,
    )


def _signal(far: list[tuple[Row, float]], searched: int) -> Signal:
    rows = [row for row, _chance in far]
    evidence = Evidence()
    for row in rows:
        _add(evidence, row)
    return gathered(
        FAMILY,
        MEDIUM,
        series_of(rows[0]),
        compared=wording.rest(rows),
        strength=max(row["rest"] for row in rows),
        strength_means="persons_left",
        chance=searched * min(chance for _row, chance in far),
        persons=sum(row["rest"] for row in rows),
        **evidence.parts,
    )


def _add(evidence: Evidence, row: Row) -> None:
    """Add the whole of an area-year and the offences it contains: any of them may be wrong."""
    for each in (row, *row["children"]):
        place = (row["table_name"], row["source"], each["offence"], row["ref_area"], str(row["year"]))
        cell = Cell(*place, f"{row['measure']}|NUMBER", each["low"], each["low"])
        evidence.cells.add(cell)
        evidence.accused.add(cell)
        evidence.origins |= {Origin(origin["submission"], origin["line"]) for origin in each["origins"]}
        evidence.is_public &= each["is_public"]
    evidence.area_years.add((row["ref_area"], row["year"]))
