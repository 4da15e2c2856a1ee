"""Two sources that tell the same of an area, and suddenly do not. A general family.

Where two sources usually agree, whatever fault changes one of them shows against the other. How far they
usually lie apart is learnt from all areas they share; sources that differ as a rule count different things,
and nothing is said. What does not belong here: what the fault is.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import chance_of_sum, gap, middle, source_variance
from pipelines.analyse.signals.observations import DIMENSIONS, SERIES
from pipelines.analyse.signals.signal import LIKELY, MEDIUM, Signal, gathered
from pipelines.collect.database import literal, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "sources_disagree"
FEWEST_PERSONS, LARGE_SHARE = 10, 0.3
LEAST_SPREAD, MOST_SPREAD = 0.05, 0.25
"""The usual spread (CV) is learnt within these; two sources with more are not compared."""
LEAST_OWN, NINE_IN_TEN = 0.05, 2.71
"""The part of the persons that only one of the two counts is learnt too, from what nine in ten figures keep
within (2.71: the square that nine in ten normal deviates keep within)."""
FEWEST_AREAS = 5
ODD, MOST_ODD = 0.01, 0.1
"""Nor are two sources for whom more than this part of the areas lie further apart than one in a hundred
would."""
SAID = ("submission", "line", "is_public", "low", "high")
PAIR = "table_name, offence, source, other_source, dimensions"


def find_disagreeing(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area in which two sources that usually agree lie far apart, in one year or
    several."""
    _make_both(connection)
    pairs: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in _area_years(connection):
        pairs[tuple(row[name] for name in PAIR.split(", "))].append(row)
    usual = [rows for rows in pairs.values() if _usually_agree(rows)]
    searched = sum(len({row["ref_area"] for row in rows}) for rows in usual)
    found = [_furthest(rows, searched) for rows in _by_area(usual)]
    return [_signal(connection, *each) for each in _by_cause([each for each in found if each])]


def _by_area(pairs: list[list[Row]]) -> list[list[Row]]:
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in (row for rows in pairs for row in rows):
        groups[row["table_name"], row["offence"], row["source"], row["other_source"], row["ref_area"]].append(
            row
        )
    return list(groups.values())


def _make_both(connection: DuckDBPyConnection) -> None:
    """Make `both`: each count of two sources for the same cell, newest versions; `score` is the squared
    deviate.

    What is usual is learnt from the areas of an offence; where those are too few, from all offences together.
    """
    spread_sql = f"greatest(spread, {LEAST_SPREAD})"
    said = ", ".join(f"other.{name} AS {name}_before" for name in SAID)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE both_sources AS
        WITH counts AS (
            SELECT
                *, {DIMENSIONS} AS dimensions, {middle("low", "high")} AS level,
                abs(ln((level + 1) / (median(level) OVER near + 1))) AS jump
            FROM standing
            WHERE is_newest AND unit = 'NUMBER' AND low IS NOT NULL
            WINDOW near AS (
                PARTITION BY {SERIES}, label ORDER BY time_period
                ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW
            )
        ),
        paired AS (
            SELECT
                one.*, {said}, other.source AS other_source, other.version AS other_version,
                other.level AS other_level, other.jump AS other_jump,
                {gap("one.low", "one.high", "other.low", "other.high")} AS apart
            FROM counts AS one
            JOIN counts AS other USING (table_name, offence, ref_area, time_period, label)
            WHERE (one.known_from, one.source) > (other.known_from, other.source)
        ),
        learnt AS (
            SELECT
                table_name, source, other_source, dimensions, offence,
                1.48 * median(abs(apart) / greatest(level, other_level)) AS spread,
                greatest({LEAST_OWN}, least(1,
                    quantile_cont(apart * apart / (level + other_level), 0.9) / {NINE_IN_TEN}
                )) AS own,
                count(DISTINCT ref_area) AS area_count
            FROM paired
            WHERE greatest(level, other_level) >= {FEWEST_PERSONS}
            GROUP BY GROUPING SETS (
                (table_name, source, other_source, dimensions, offence),
                (table_name, source, other_source, dimensions)
            )
            HAVING area_count >= {FEWEST_AREAS}
        ),
        usual AS (
            SELECT
                {PAIR}, coalesce(alone.spread, pooled.spread) AS spread,
                coalesce(alone.own, pooled.own) AS own
            FROM (SELECT DISTINCT {PAIR} FROM paired)
            LEFT JOIN (FROM learnt WHERE offence IS NOT NULL) AS alone USING ({PAIR})
            LEFT JOIN (FROM learnt WHERE offence IS NULL) AS pooled
                USING (table_name, source, other_source, dimensions)
        )
        SELECT
            paired.*, spread,
            apart * apart / {source_variance("level", "other_level", spread_sql, "own")} AS score
        FROM paired
        JOIN usual USING ({PAIR})
        WHERE spread <= {MOST_SPREAD}
    """)


def _area_years(connection: DuckDBPyConnection) -> list[Row]:
    return records(
        connection,
        f"""
        SELECT
            {SERIES}, other_source, version, other_version, dimensions, year,
            sum(score) AS score, count(*) AS cells, sum(abs(apart)) AS persons,
            sum(greatest(level, other_level)) AS level,
            coalesce(sum(jump), 0) AS jump, coalesce(sum(other_jump), 0) AS other_jump
        FROM both_sources
        GROUP BY ALL
        ORDER BY ALL
        """,
    )


def _usually_agree(rows: list[Row]) -> bool:
    """Whether few area-years of two sources lie further apart than their usual spread lets expect."""
    return len(_odd(rows)) <= MOST_ODD * len(rows)


def _furthest(rows: list[Row], searched: int) -> tuple[list[Row], float] | None:
    """The odd years of an area, broken down the way that lies furthest apart, and the chance; None if
    ordinary."""
    ways: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        ways[row["dimensions"]].append(row)
    chances = {way: searched * _chance(them) for way, them in ways.items()}
    way = min(chances, key=lambda each: (float(f"{chances[each]:.9g}"), each))
    odd = _odd(ways[way])
    persons = sum(row["persons"] for row in odd)
    is_large = persons >= FEWEST_PERSONS and persons >= LARGE_SHARE * sum(row["level"] for row in odd)
    return (odd, chances[way]) if odd and is_large and chances[way] <= LIKELY else None


def _by_cause(found: list[tuple[list[Row], float]]) -> list[tuple[list[Row], float]]:
    """One find for a year in which many areas are odd in the same source, one for each other area."""
    years: dict[tuple[object, ...], list[tuple[Row, float]]] = defaultdict(list)
    for odd, chance in found:
        for row in odd:
            pair = tuple(row[name] for name in PAIR.split(", "))
            years[(*pair, row["year"])].append((row, chance))
    together = [each for each in years.values() if len(each) >= FEWEST_AREAS]
    taken = {id(row) for each in together for row, _chance in each}
    alone = [([row for row in odd if id(row) not in taken], chance) for odd, chance in found]
    return [
        *(([row for row, _c in each], min(chance for _r, chance in each)) for each in together),
        *(each for each in alone if each[0]),
    ]


def _is_other_suspect(rows: list[Row]) -> bool:
    """Whether it is the other source that departs from its own years before and after."""
    return bool(sum(row["other_jump"] for row in rows) > sum(row["jump"] for row in rows))


def _odd(rows: list[Row]) -> list[Row]:
    return [row for row in rows if chance_of_sum(row["score"], row["cells"]) < ODD]


def _chance(rows: list[Row]) -> float:
    """The chance of the odd years together: of each, times the ways to have chosen years (2 each)."""
    odd = _odd(rows)
    if not odd:
        return 1.0
    together = chance_of_sum(sum(row["score"] for row in odd), sum(row["cells"] for row in odd))
    return float(min(1.0, together * 2.0 ** len(rows)))


def _signal(connection: DuckDBPyConnection, odd: list[Row], chance: float) -> Signal:
    """The signal names the source that departs from its own years, the later one where neither does."""
    is_other = _is_other_suspect(odd)
    evidence = Evidence()
    for each in _compared(connection, odd):
        evidence.add(each, is_named=not is_other)
        evidence.add(each | {"source": each["other_source"]}, "_before", is_named=is_other)
    persons = sum(row["persons"] for row in odd)
    row = odd[0]
    suspect = row | {"source": row["other_source"], "version": row["other_version"]} if is_other else row
    against = row["source"] if is_other else row["other_source"]
    return gathered(
        FAMILY,
        MEDIUM,
        series_of(suspect),
        compared=wording.disagreeing(suspect, against, evidence.area_years, persons),
        strength=sum(each["score"] for each in odd),
        strength_means="chi_squared",
        chance=chance,
        persons=persons,
        **evidence.parts,
    )


def _compared(connection: DuckDBPyConnection, odd: list[Row]) -> list[Row]:
    """The cells of the odd area-years that lie apart."""
    names = ("table_name", "source", "offence", "other_source", "dimensions")
    equal = " AND ".join(f"{name} = {literal(str(odd[0][name]))}" for name in names)
    places = ", ".join(f"({literal(row['ref_area'])}, {row['year']})" for row in odd)
    query = f"""
        SELECT *
        FROM both_sources
        WHERE {equal} AND (ref_area, year) IN ({places}) AND score > 1
        ORDER BY ref_area, time_period, label
    """
    return records(connection, query)
