"""The runs of figures that `copied` lays side by side: those of one cell over the years, of one year over
cells.

What does not belong here: which of them are too alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.analyse.signals.distances import chance_of_figure
from pipelines.analyse.signals.observations import SERIES
from pipelines.contract.codes import Code
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_PERSONS, FEWEST_VALUES = 10, 2
TELLING = 5
"""A run is looked at only where it shares a value as large as this."""
LARGEST_SHARE = 0.05
"""A pair of runs that arises more often than this for the source area is not looked at again."""
SINGLE = (*AREA_KINDS, "SUBNATIONAL")
YEARS, LABELS = "years", "labels"
CLASS = "table_name, source, measure, unit"
RUNS = {YEARS: ("label", "time_period"), LABELS: ("time_period", "label")}
"""The axis of a run: what a run is within its area and offence, and what its values are told apart by."""


def make_runs(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `targets`, `sources` and `value_chances`, which both axes are searched in."""
    _make_parents(connection, contract)
    _make_counts(connection)
    _make_chances(connection)


def _make_parents(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `area_parents` (areas with those they are part of, whose figures may well be the same).

    And `single_areas`: those that are no group of areas.
    """
    areas = contract.code_list("area").codes
    single = [(code,) for code, area in areas.items() if area.attributes["kind"] in SINGLE]
    fill(connection, "single_areas", {"ref_area": "VARCHAR"}, single)
    pairs = [(code, parent) for code in areas for parent in _above(areas, code)]
    fill(connection, "area_parents", {"area": "VARCHAR", "parent": "VARCHAR"}, pairs)


def _above(areas: Mapping[str, Code], code: str) -> list[str]:
    """The areas that this one is part of."""
    parent = areas[code].parent
    return [parent, *_above(areas, parent)] if parent else []


def _make_counts(connection: DuckDBPyConnection) -> None:
    """Make `targets` (exact counts that are new or changed in a version) and `sources` (all ever known)."""
    columns = f"{SERIES}, time_period, year, label, measure, unit, low, high, submission, line, is_public"
    is_count = "unit = 'NUMBER' AND low = high AND low > 0"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE targets AS
        SELECT version, is_leaf, {columns}
        FROM standing
        SEMI JOIN single_areas USING (ref_area)
        WHERE previous IS NULL AND {is_count}
        UNION ALL BY NAME
        SELECT version, is_leaf, {columns}
        FROM changes
        SEMI JOIN single_areas USING (ref_area)
        WHERE {is_count} AND low IS DISTINCT FROM low_before
    """)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE sources AS
        SELECT {columns.replace("submission, line, is_public", "")}
            min(known_from)::DATE AS known,
            arg_min(submission, known_from) AS submission,
            arg_min(line, known_from) AS line,
            bool_and(is_public) AS is_public
        FROM observed
        SEMI JOIN single_areas USING (ref_area)
        WHERE {is_count}
        GROUP BY ALL
    """)


def _make_chances(connection: DuckDBPyConnection) -> None:
    """Make `value_chances`: how often a figure of a table and source has exactly this value, but for two.

    `first`: among all figures (smoothed over values of its size, and no rarer than a value drawn evenly over
    orders of magnitude); `more`: among the figures of a series of this size, a negative binomial of size 5.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE value_chances AS
        WITH counted AS (
            SELECT {CLASS}, low, count(*) AS times
            FROM (SELECT DISTINCT {CLASS}, ref_area, offence, time_period, label, low FROM sources)
            GROUP BY ALL
        ),
        near AS (
            SELECT {CLASS}, one.low, any_value(one.times) AS times, sum(other.times) AS near_times
            FROM counted AS one
            JOIN counted AS other USING ({CLASS})
            WHERE other.low BETWEEN one.low * 0.8 AND one.low * 1.25
            GROUP BY {CLASS}, one.low
        ),
        shares AS (
            SELECT
                *,
                sum(times) OVER (PARTITION BY {CLASS}) AS all_times,
                floor(low * 1.25) - ceil(low * 0.8) + 1 AS width
            FROM near
        )
        SELECT
            {CLASS}, low,
            ln(least(1, greatest(
                (times - 2) / all_times, (near_times - 2) / (all_times * width), 0.15 / low
            ))) AS first,
            greatest(first, ln({chance_of_figure("low")})) AS more
        FROM shares
    """)


def make_matches(connection: DuckDBPyConnection, axis: str, *, is_same_offence: bool) -> bool:
    """Make `matches`: each value of a target run that a run of another area has at the same place.

    Whether there are any; then `run_counts` is made too, for what was searched.
    """
    within, place = RUNS[axis]
    same_label = " AND targets.label = sources.label" if axis == LABELS else ""
    leaf = " AND targets.is_leaf" if axis == LABELS else ""
    offence = "=" if is_same_offence else "<>"
    join = f"""
        FROM targets
        JOIN sources USING ({CLASS}, time_period, low)
        WHERE targets.ref_area <> sources.ref_area AND sources.known <= targets.version
            AND targets.offence {offence} sources.offence{same_label}{leaf}
            AND (targets.ref_area, sources.ref_area) NOT IN (FROM area_parents)
            AND (sources.ref_area, targets.ref_area) NOT IN (FROM area_parents)
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE matches AS
        WITH found AS (
            SELECT
                {CLASS}, targets.version, targets.offence, targets.ref_area, targets.{within} AS run,
                sources.offence AS source_offence, sources.ref_area AS source_area,
                sources.{within} AS source_run,
                {place if axis == YEARS else "targets.label"} AS place, low
            {join}
        )
        SELECT *
        FROM found
        WINDOW runs AS (
            PARTITION BY {CLASS}, version, offence, ref_area, run, source_offence, source_area, source_run
        )
        QUALIFY max(low) OVER runs >= {TELLING} AND count(*) OVER runs >= {FEWEST_VALUES}
    """)
    is_any = connection.execute("SELECT 1 FROM matches LIMIT 1").fetchone() is not None
    if is_any:
        _make_run_counts(connection, within)
    return is_any


def _make_run_counts(connection: DuckDBPyConnection, within: str) -> None:
    """Make `run_counts`: how many runs of an area could be the source, how many of all others the target.

    A run that is too short, or too small, could be neither.
    `searches`: how many offences were searched in that version, each for itself.
    `area_runs`: those of each area that could be the target (`own_runs`).
    """
    long_enough = (
        f"GROUP BY ALL HAVING count(*) >= {FEWEST_VALUES} AND max(low) >= {TELLING} "
        f"AND sum(low) >= {FEWEST_PERSONS}"
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE area_runs AS
        SELECT {CLASS}, version, offence, ref_area, count(*) AS own_runs
        FROM (SELECT {CLASS}, version, offence, ref_area, {within} FROM targets {long_enough})
        GROUP BY ALL
    """)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE run_counts AS
        WITH all_targets AS (
            SELECT {CLASS}, version, offence, sum(own_runs)::BIGINT AS all_runs, count(*) AS target_areas
            FROM area_runs
            GROUP BY ALL
        ),
        source_runs AS (
            SELECT {CLASS}, offence, ref_area AS source_area, count(*) AS source_runs
            FROM (SELECT {CLASS}, offence, ref_area, {within} FROM sources {long_enough})
            GROUP BY ALL
        )
        SELECT
            {CLASS}, all_targets.version, all_targets.offence, source_runs.offence AS source_offence,
            source_area, source_runs, target_areas,
            all_runs - coalesce(own_runs, 0) AS target_runs,
            count(DISTINCT source_area) OVER search AS source_areas,
            count(DISTINCT all_targets.offence) OVER (PARTITION BY {CLASS}, all_targets.version) AS searches
        FROM source_runs
        JOIN all_targets USING ({CLASS})
        LEFT JOIN area_runs
            ON area_runs.ref_area = source_area AND area_runs.version = all_targets.version
            AND area_runs.offence = all_targets.offence AND area_runs.source = source_runs.source
            AND area_runs.table_name = source_runs.table_name AND area_runs.measure = source_runs.measure
            AND area_runs.unit = source_runs.unit
        WINDOW search AS (PARTITION BY {CLASS}, all_targets.version, all_targets.offence, source_runs.offence)
    """)


def pairs_query(axis: str) -> str:
    """The SQL of a row per pair of runs that share rare values; `log_chance`: of two runs sharing them."""
    within, place = RUNS[axis]
    key = f"{CLASS}, version, offence, ref_area, run, source_offence, source_area, source_run"
    return f"""
        WITH pairs AS (
            SELECT
                {key}, count(*) AS values, sum(more) + min(first - more) AS log_chance,
                sum(low) AS persons, list(place ORDER BY place) AS places, list(low ORDER BY place) AS said
            FROM matches
            JOIN value_chances USING ({CLASS}, low)
            GROUP BY ALL
        ),
        rare AS (
            SELECT pairs.*, own_runs, target_areas, target_runs, source_runs, source_areas, searches
            FROM pairs
            JOIN area_runs USING ({CLASS}, version, offence, ref_area)
            JOIN run_counts USING ({CLASS}, version, offence, source_offence, source_area)
            WHERE persons >= {FEWEST_PERSONS}
                AND log_chance + ln(source_runs) <= ln({LARGEST_SHARE})
        ),
        common AS (
            SELECT {key}, count(DISTINCT targets.{place}) AS common
            FROM rare
            JOIN targets USING ({CLASS}, version, offence, ref_area)
            JOIN sources USING (time_period)
            WHERE sources.table_name = rare.table_name AND sources.source = rare.source
                AND sources.measure = rare.measure AND sources.unit = rare.unit
                AND targets.{within} = rare.run AND sources.{within} = rare.source_run
                AND sources.offence = rare.source_offence AND sources.ref_area = rare.source_area
                {"AND targets.label = sources.label" if axis == LABELS else ""}
            GROUP BY ALL
        )
        SELECT rare.*, common
        FROM rare
        JOIN common USING ({key})
        ORDER BY log_chance, {key}
    """
