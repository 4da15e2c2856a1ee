"""What vanished between two versions, or appeared: whole categories, area-years, zeros alone.

A version may well give fewer figures than the one before, such as no totals: that is to be read (low). It is
a question that holds figures out where the total that can still be made is smaller than before, and where one
category went and the others of its breakdown stayed. What does not belong here: figures that stand in both
versions and differ (`revised`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_versions as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import LOW, MEDIUM, Signal, gathered
from pipelines.analyse.signals.vanished_categories import FEWEST_PERSONS, vanished_categories
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CATEGORY, AREA_YEARS, ZEROS, NEW_ZEROS = (
    "category_vanished",
    "area_years_vanished",
    "zeros_vanished",
    "zeros_new",
)
MOST_OF_IT = 0.8
FEWEST_ZEROS, MOST_OTHERS = 5, 0.2
FEWEST_NEW_YEARS = 3


def find_vanished(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal per source, offence and version for each kind of thing that vanished."""
    _make_gone(connection)
    return [
        *_signals(connection, CATEGORY, vanished_categories(connection)),
        *_signals(connection, AREA_YEARS, _area_years(connection)),
        *_signals(connection, ZEROS, _zeros(connection)),
        *_new_zeros(connection),
    ]


def _make_gone(connection: DuckDBPyConnection) -> None:
    """Make `gone`: each cell of the version before, whether it `is_gone`, and whether its area-year is.

    An area-year is gone when all figures of its measure and unit are: rates may stay where counts went.
    What was withdrawn was withdrawn by a person, who said why.

    `lost`: persons by which the total of the area and year fell (all of them where nothing is left of it).
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE gone AS
        WITH totals AS (
            SELECT {SERIES}, version, year, measure, unit, low, greatest(low, coalesce(high, low)) AS most
            FROM area_years
        ),
        losses AS (
            SELECT
                {SERIES}, area_versions.version, year, measure, unit,
                greatest(0, before.low - coalesce(after.most, 0)) AS lost
            FROM area_versions
            JOIN totals AS before USING ({SERIES})
            LEFT JOIN totals AS after USING ({SERIES}, year, measure, unit)
            WHERE before.version = area_versions.previous AND after.version = area_versions.version
        )
        SELECT
            changes.*,
            submission IS NULL AS is_gone,
            bool_and(submission IS NULL) OVER area_year AS is_year_gone,
            kind_before IN ('ZERO', 'NIL_RETURN') AS is_zero,
            coalesce(losses.lost, before.low, 0) AS lost
        FROM changes
        LEFT JOIN losses USING ({SERIES}, version, year, measure, unit)
        LEFT JOIN totals AS before
            ON before.version = changes.previous AND {_same("before", "changes")}
        WHERE submission_before IS NOT NULL AND submission_before NOT IN (
            SELECT submission FROM submissions WHERE withdrawn_at IS NOT NULL
        )
        WINDOW area_year AS (PARTITION BY {SERIES}, changes.version, year, measure, unit)
    """)


def _same(one: str, other: str) -> str:
    """The condition that two relations speak of one area, year and measure."""
    names = (*SERIES.split(", "), "year", "measure", "unit")
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)


def _area_years(connection: DuckDBPyConnection) -> list[Row]:
    """The cells of area-years of which nothing is left."""
    return records(connection, "SELECT *, '' AS what FROM gone WHERE is_year_gone")


def _zeros(connection: DuckDBPyConnection) -> list[Row]:
    """The zeros of an area that went (or are no longer said to be zero) while its other figures stayed."""
    return records(
        connection,
        f"""
        SELECT *, '' AS what, is_gone OR kind IS DISTINCT FROM kind_before AS is_lost_zero
        FROM gone
        WHERE NOT is_year_gone
        WINDOW version AS (PARTITION BY {SERIES}, version)
        QUALIFY is_zero AND is_lost_zero
            AND count(*) FILTER (is_zero AND is_lost_zero) OVER version >= {FEWEST_ZEROS}
            AND count(*) FILTER (is_zero AND is_lost_zero) OVER version
                >= {MOST_OF_IT} * count(*) FILTER (is_zero) OVER version
            AND count(*) FILTER (NOT is_zero AND is_gone) OVER version
                <= {MOST_OTHERS} * count(*) FILTER (NOT is_zero) OVER version
        """,
    )


def _signals(connection: DuckDBPyConnection, family: str, rows: list[Row]) -> list[Signal]:
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[
            row["table_name"], row["source"], row["offence"], row["version"], row["measure"], row["what"]
        ].append(row)
    return [_signal(family, groups[key]) for key in sorted(groups, key=repr)]


def _signal(family: str, rows: list[Row]) -> Signal:
    """The signal of what vanished; it names the area-years that lost persons, or all where none did."""
    losses = {(row["ref_area"], row["year"]): row["lost"] or 0.0 for row in rows}
    lost = sum(losses.values())
    is_torn = family == ZEROS or _is_torn(rows)
    is_question = lost >= FEWEST_PERSONS or is_torn
    evidence = Evidence()
    for row in rows:
        is_named = is_torn or not is_question or bool(row["lost"])
        evidence.add(row, "_before", is_named=is_named, is_accused=False)
    return gathered(
        family,
        MEDIUM if is_question else LOW,
        series_of(rows[0]),
        compared=wording.vanished(family, rows, evidence.area_years, lost),
        strength=lost if lost else len(rows),
        strength_means="persons_lost" if lost else "figures_gone",
        chance=None,
        persons=lost,
        **evidence.parts,
    )


def _is_torn(rows: list[Row]) -> bool:
    """Whether persons stood in a category that went while the others of the same breakdown stayed."""
    persons = sum(row["low_before"] or 0 for row in rows if row["breakdown"] == row["what"])
    return persons >= FEWEST_PERSONS and all(row.get("has_siblings") for row in rows)


def _new_zeros(connection: DuckDBPyConnection) -> list[Signal]:
    """Area-years that were never reported and come as nothing but zeros, years later and several at once
    (low)."""
    rows = records(
        connection,
        f"""
        WITH fresh AS (
            SELECT *
            FROM standing
            WHERE previous IS NULL OR NOT EXISTS (
                FROM changes
                WHERE changes.submission_before IS NOT NULL AND changes.year = standing.year
                    AND changes.version = standing.version AND changes.table_name = standing.table_name
                    AND changes.source = standing.source AND changes.offence = standing.offence
                    AND changes.ref_area = standing.ref_area
            )
        ),
        firsts AS (
            SELECT table_name, source, offence, min(version) AS first_version
            FROM area_versions
            GROUP BY ALL
        )
        SELECT fresh.*
        FROM fresh
        JOIN firsts USING (table_name, source, offence)
        WHERE version > first_version
        WINDOW
            area_year AS (PARTITION BY {SERIES}, version, year),
            version AS (PARTITION BY {SERIES}, version)
        QUALIFY bool_and(low = 0 AND high = 0) OVER area_year
            AND count(DISTINCT year) OVER version >= {FEWEST_NEW_YEARS}
        """,
    )
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["table_name"], row["source"], row["offence"], row["version"]].append(row)
    return [_new_zeros_signal(groups[key]) for key in sorted(groups, key=repr)]


def _new_zeros_signal(rows: list[Row]) -> Signal:
    evidence = Evidence()
    for row in rows:
        evidence.add(row)
    return gathered(
        NEW_ZEROS,
        LOW,
        series_of(rows[0]),
        compared=wording.new_zeros(rows),
        strength=len(evidence.area_years),
        strength_means="area_years",
        chance=None,
        persons=0,
        **evidence.parts,
    )
