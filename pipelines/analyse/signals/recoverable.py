"""Suppressed figures that anybody can find: from a total and the other parts, a rate, or an older version.

They are counted, and where they stand is said; what they would be is never worked out into a table, a
sentence or a signal. Parts are taken to make up their total. To be read; it holds nothing. What does not
belong here: suppressing (the disclosure gate).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Row, series_of
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.parts import evidence_of
from pipelines.analyse.signals.signal import LOW, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "recoverable"
HIDDEN = "(kind IN ('SUPPRESSED', 'BELOW') AND low IS DISTINCT FROM high)"
EXACT = "(low = high AND kind IN ('COUNT', 'ZERO', 'NIL_RETURN'))"
TOTAL, RATE, OLDER = "total", "rate", "older_version"


def find_recoverable(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each table, source and offence with suppressed figures that can be found.

    Reads `placed` and `part_pairs` (`parts`), `standing` and `observed`.
    """
    found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in records(connection, f"{_from_totals()} UNION ALL {_from_rates()} UNION ALL {_from_older()}"):
        found[row["table_name"], row["source"], row["offence"]].append(row)
    return [_signal(connection, rows) for _series, rows in sorted(found.items())]


def _from_totals() -> str:
    """The SQL of hidden parts whose whole and other parts are all given, and of hidden wholes of given parts.

    A partition is taken for whole where all its parts (not the rest: other, unknown) that stand are known.
    """
    return f"""
        SELECT hidden.cell, {_named("hidden")}, '{TOTAL}' AS way
        FROM (
            SELECT whole, dimension,
                count(*) FILTER ({HIDDEN}) AS hidden_count,
                count(*) FILTER ({EXACT}) AS exact_count,
                any_value(cell) FILTER ({HIDDEN}) AS hidden_part
            FROM part_pairs
            JOIN placed ON placed.cell = part
            WHERE is_partition AND is_newest
            GROUP BY ALL
            HAVING count(*) >= 2 AND hidden_count + exact_count = count(*)
        ) AS parts
        JOIN placed AS wholes ON wholes.cell = whole
        JOIN placed AS hidden ON hidden.cell = if(hidden_count = 1, hidden_part, whole)
        WHERE hidden_count = 1 AND wholes.low = wholes.high
            OR hidden_count = 0 AND wholes.kind IN ('SUPPRESSED', 'BELOW')
    """


def _from_rates() -> str:
    """The SQL of hidden counts of which the rate per head is given."""
    return f"""
        SELECT placed.cell, {_named("placed")}, '{RATE}' AS way
        FROM placed
        JOIN standing AS rates ON
            rates.kind = 'RATE'
            AND rates.unit = 'PER_100000_POP'
            AND rates.is_newest
            AND rates.measure = placed.measure
            AND rates.breakdown = placed.breakdown
            AND rates.component = placed.component
            AND {_same("rates")}
        WHERE placed.is_newest AND placed.kind IN ('SUPPRESSED', 'BELOW')
    """


def _from_older() -> str:
    """The SQL of hidden figures that an older version gave."""
    return f"""
        SELECT placed.cell, {_named("placed")}, '{OLDER}' AS way
        FROM placed
        SEMI JOIN (
            SELECT {SERIES}, time_period, label
            FROM observed
            WHERE known_to IS NOT NULL AND {EXACT}
        ) AS older USING ({SERIES}, time_period, label)
        WHERE is_newest AND {HIDDEN}
    """


def _named(relation: str) -> str:
    return ", ".join(f"{relation}.{name}" for name in (*SERIES.split(", "), "version", "year"))


def _same(relation: str) -> str:
    return " AND ".join(f"{relation}.{name} = placed.{name}" for name in (*SERIES.split(", "), "time_period"))


def _signal(connection: DuckDBPyConnection, rows: list[Row]) -> Signal:
    cells = {row["cell"] for row in rows}
    evidence = evidence_of(connection, (), cells)
    ways = {way: len({row["cell"] for row in rows if row["way"] == way}) for way in (TOTAL, RATE, OLDER)}
    newest = max(rows, key=lambda row: row["version"])
    return gathered(
        FAMILY,
        LOW,
        series_of(newest),
        compared=wording.recoverable(newest, len(cells), ways),
        strength=len(cells),
        strength_means="figures",
        chance=None,
        persons=0,
        **evidence.parts,
    )
