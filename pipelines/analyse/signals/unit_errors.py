"""Units and scales: a factor of 10, 100 or 1000 between versions or sources, and counts that add up to 100.

Rates are laid beside counts through the population of the reference series. What does not belong here: one
odd year within a series (`outliers`).
"""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Evidence, Row, evidence_of_changes, series_of
from pipelines.analyse.signals.distances import chance_of_figure, from_log
from pipelines.analyse.signals.observations import DIMENSIONS, SERIES
from pipelines.analyse.signals.signal import HIGH, Cell, Origin, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.contract.reference import series, series_names
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FACTOR, PERCENT, RATE = "factor", "per_cent", "scale_of_source"
LARGEST_CHANCE = 0.01
NEAR = 0.01
"""A ratio counts as a power of ten within this (log10): 2 per cent either way, for rounding."""
NEAR_SOURCE = 0.12
"""Two sources differ anyway: a third either way."""
BY_ACCIDENT = 0.02
"""The share of ordinary changes whose ratio lies so near a power of ten, at most (log10 spread over one
unit)."""
MOST_OF_CHANGES = 0.8
FEWEST_YEARS = 3
FEWEST_AREAS, USUALLY_ALIKE = 3, 0.8
"""Two sources of several areas must usually be of one scale; else they count other things, or other
populations."""
POPULATION = "population"


def find_unit_errors(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area (or whole source) whose figures stand in another unit or scale."""
    factors = _factors(connection)
    said = {place for factor in factors for place in _places(factor)}
    scales = [scale for scale in _scales(connection, contract) if not set(_places(scale)) <= said]
    return [*factors, *_percents(connection), *scales]


def _places(signal: Signal) -> list[tuple[str, str, str, int]]:
    """The area-years of a signal: of a source whose counts changed by a factor its own rates say it again."""
    return [(signal.source, signal.offence, *place) for place in signal.area_years]


def _factors(connection: DuckDBPyConnection) -> list[Signal]:
    """Cells that are 10, 100, 1000 times (or parts of) what they were in the version before."""
    rows = records(
        connection,
        f"""
        WITH ratios AS (
            SELECT
                *, {DIMENSIONS} AS dimensions,
                log10(low / low_before) AS ratio, round(ratio)::INTEGER AS power,
                power <> 0 AND abs(ratio - power) <= {NEAR} AND abs(power) <= 3 AS is_factor,
                low <> low_before AS is_changed
            FROM changes
            WHERE low > 0 AND low_before > 0
        )
        SELECT
            *,
            count(*) FILTER (is_factor) OVER series AS found,
            count(*) FILTER (is_changed) OVER (PARTITION BY {SERIES}, version, dimensions) AS moved,
            (SELECT count(DISTINCT ({SERIES}, version)) FROM ratios WHERE is_changed) AS searched
        FROM ratios
        WINDOW series AS (PARTITION BY {SERIES}, version, dimensions, power)
        QUALIFY is_factor AND found >= {MOST_OF_CHANGES} * moved
        ORDER BY {SERIES}, version, label, time_period
        """,
    )
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["searched"] * BY_ACCIDENT ** row["found"] <= LARGEST_CHANCE:
            groups[row["table_name"], row["source"], row["offence"], row["version"], row["power"]].append(row)
    return [_factor(group) for group in groups.values()]


def _factor(rows: list[Row]) -> Signal:
    moved = sum(abs(row["low"] - row["low_before"]) for row in rows)
    return gathered(
        FACTOR,
        HIGH,
        series_of(rows[0]),
        compared=wording.factor(rows, rows[0]["power"]),
        strength=float(10.0 ** rows[0]["power"]),
        strength_means="factor",
        chance=min(row["searched"] * BY_ACCIDENT ** row["found"] for row in rows),
        persons=moved,
        **evidence_of_changes(rows).parts,
    )


def _percents(connection: DuckDBPyConnection) -> list[Signal]:
    """Counts whose parts add up to 100 in several years, more often than counts of that size do."""
    rows = records(
        connection,
        f"""
        WITH sums AS (
            SELECT
                {SERIES}, version, measure, year, {DIMENSIONS} AS dimensions,
                sum(low) AS total, count(*) FILTER (low > 0) AS parts
            FROM standing
            WHERE is_newest AND unit = 'NUMBER' AND low = high AND depth > 0
                AND component = 1 AND frequency = 'A'
            GROUP BY ALL
        ),
        counted AS (
            SELECT
                *,
                abs(total - 100) <= 1 AND parts >= 2 AS is_hundred,
                count(*) FILTER (is_hundred) OVER series AS found,
                count(*) FILTER (total > 0) OVER series AS years
            FROM sums
            WINDOW series AS (PARTITION BY {SERIES}, version, measure, dimensions)
        )
        SELECT
            standing.*, found, years, {chance_of_figure("100")} AS chance_of_hundred,
            (SELECT count(DISTINCT ({SERIES}, measure, dimensions)) FROM sums) AS searched
        FROM counted
        JOIN standing USING ({SERIES}, version, measure, year)
        WHERE is_hundred AND found >= {FEWEST_YEARS} AND 2 * found > years AND unit = 'NUMBER'
            AND dimensions = {DIMENSIONS}
        ORDER BY {SERIES}, label, time_period
        """,
    )
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["table_name"], row["source"], row["offence"], row["ref_area"], row["measure"]].append(row)
    signals = []
    for group in groups.values():
        chance = _chance_of_hundreds(group[0])
        if chance <= LARGEST_CHANCE:
            signals.append(_percent(group, chance))
    return signals


def _chance_of_hundreds(row: Row) -> float:
    """How many series would by chance be 99 to 101 that often: once anywhere, then within a series of that
    size."""
    first, more = log(3 * 0.15 / 100), log(3 * row["chance_of_hundred"])
    return float(row["searched"]) * from_log(first + (row["found"] - 1) * more)


def _percent(rows: list[Row], chance: float) -> Signal:
    evidence = Evidence()
    for row in rows:
        evidence.add(row)
    return gathered(
        PERCENT,
        HIGH,
        series_of(rows[0]),
        compared=wording.percent(rows),
        strength=rows[0]["found"],
        strength_means="years_of_a_hundred",
        chance=chance,
        persons=sum(row["low"] for row in rows),
        **evidence.parts,
    )


def _scales(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """Areas for which one source stands at 10, 100 or 1000 times another, year after year."""
    _make_population(connection, contract)
    rows = records(
        connection,
        f"""
        WITH persons AS (
            SELECT
                area_years.*,
                if(unit = 'NUMBER', low, low * people / 1e5) AS low_persons,
                if(unit = 'NUMBER', coalesce(high, low), coalesce(high, low) * people / 1e5) AS high_persons,
                (low_persons + high_persons) / 2 AS persons
            FROM area_years
            LEFT JOIN people USING (ref_area, year)
            WHERE is_newest AND unit IN ('NUMBER', 'PER_100000_POP') AND high IS NOT NULL
        ),
        ratios AS (
            SELECT
                table_name, offence, ref_area, measure, year,
                one.source, other.source AS other_source, one.version, one.unit, other.unit AS other_unit,
                one.persons, other.persons AS other_persons,
                one.low, one.high, other.low AS other_low, other.high AS other_high,
                one.origins, other.origins AS other_origins, one.is_public AND other.is_public AS is_public,
                log10(one.persons / other.persons) AS ratio,
                round(ratio)::INTEGER AS power, abs(ratio - round(ratio)) <= {NEAR_SOURCE} AS is_near,
                count(DISTINCT ref_area) OVER pair < {FEWEST_AREAS}
                    OR count(*) FILTER (power = 0) OVER pair >= {USUALLY_ALIKE} * count(*) OVER pair
                    AS is_usable
            FROM persons AS one
            JOIN persons AS other USING (table_name, offence, ref_area, measure, year)
            WHERE one.low > 0 AND other.low > 0
                AND (one.version, one.source, one.unit) > (other.version, other.source, other.unit)
            WINDOW pair AS (PARTITION BY table_name, offence, one.source, other.source, one.unit, other.unit)
        )
        SELECT
            *,
            count(*) FILTER (power <> 0 AND is_near) OVER series AS found,
            (count(*) FILTER (power <> 0 AND is_near) OVER () + 1) / (count(*) OVER () + 2) AS share,
            (SELECT count(DISTINCT (table_name, offence, ref_area, source, other_source)) FROM ratios)
                AS searched,
            count(*) OVER (
                PARTITION BY table_name, offence, ref_area, measure, source, other_source, unit, other_unit
            ) AS years
        FROM ratios
        WHERE is_usable
        WINDOW series AS (
            PARTITION BY table_name, offence, ref_area, measure, source, other_source, unit, other_unit, power
        )
        QUALIFY power <> 0 AND is_near AND found >= {FEWEST_YEARS} AND found >= {MOST_OF_CHANGES} * years
        ORDER BY table_name, offence, ref_area, source, other_source, year
        """,
    )
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["searched"] * row["share"] ** row["found"] <= LARGEST_CHANCE:
            names = ("table_name", "source", "other_source", "offence", "unit", "other_unit", "power")
            groups[tuple(row[name] for name in names)].append(row)
    return [_scale(group) for group in groups.values()]


def _make_population(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `people` (ref_area, year, people) from the reference series; empty where the contract has none."""
    known = POPULATION in series_names(contract)
    points = series(contract, POPULATION).points if known else ()
    fill(connection, "people", {"ref_area": "VARCHAR", "year": "INTEGER", "people": "DOUBLE"}, points)


def _scale(rows: list[Row]) -> Signal:
    cells, origins = set(), set()
    for row in rows:
        key = (row["table_name"], row["source"], row["offence"], row["ref_area"], str(row["year"]))
        cells.add(Cell(*key, f"{row['measure']}|{row['unit']}", row["low"], row["high"]))
        other = (row["table_name"], row["other_source"], *key[2:])
        cells.add(Cell(*other, f"{row['measure']}|{row['other_unit']}", row["other_low"], row["other_high"]))
        origins |= {Origin(o["submission"], o["line"]) for o in (*row["origins"], *row["other_origins"])}
    return gathered(
        RATE,
        HIGH,
        series_of(rows[0]),
        area_years={(row["ref_area"], row["year"]) for row in rows},
        compared=wording.scale(rows, rows[0]["power"]),
        strength=10.0 ** rows[0]["power"],
        strength_means="factor",
        chance=min(row["searched"] * row["share"] ** row["found"] for row in rows),
        persons=sum(abs(row["persons"] - row["other_persons"]) for row in rows),
        cells=cells,
        origins=origins,
        is_public=all(row["is_public"] for row in rows),
    )
