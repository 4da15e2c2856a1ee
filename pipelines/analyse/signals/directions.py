"""Of two areas with the same figures in one version: which took them, and which they belong to.

The figures of the one that took them depart from its own other years. What does not belong here: whether the
figures are the same by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import Signal
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACCUSED = {
    "table_name": "VARCHAR",
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "ref_area": "VARCHAR",
    "time_period": "VARCHAR",
    "label": "VARCHAR",
    "low": "DOUBLE",
}


def in_one_direction(connection: DuckDBPyConnection, signals: list[Signal]) -> list[Signal]:
    """The signals without those that say of the same figures, or of some of them, that they went the other
    way, or the same again.

    Of two ways that one is kept whose accused figures depart more from the other years of their area; of
    equal ones the first.
    """
    kept: list[Signal] = []
    for signal in signals:
        same = [other for other in kept if _is_same(signal, other)]
        reversed_ones = [other for other in same if not set(other.ref_areas) & set(signal.ref_areas)]
        if not same:
            kept.append(signal)
        elif same == reversed_ones and all(
            _departure(connection, signal) > _departure(connection, other) for other in same
        ):
            kept = [each for each in kept if each not in same] + [signal]
    return kept


def _is_same(signal: Signal, other: Signal) -> bool:
    """Whether all its figures, or most and the other way round, are in the other."""
    own, theirs = _places(signal), _places(other)
    is_reversed = not set(other.ref_areas) & set(signal.ref_areas)
    return own <= theirs or (is_reversed and 2 * len(own & theirs) > min(len(own), len(theirs)))


def _places(signal: Signal) -> set[tuple[str, str, str]]:
    return {(cell.ref_area, cell.period, cell.label) for cell in signal.cells}


def _departure(connection: DuckDBPyConnection, signal: Signal) -> float:
    """How far the accused figures lie from the median of the same cell in the other years (mean log
    ratio)."""
    cells = [(c.table, c.source, c.offence, c.ref_area, c.period, c.label, c.low) for c in signal.accused]
    fill(connection, "taken_cells", ACCUSED, cells)
    found = connection.execute(f"""
        WITH usual AS (
            SELECT {SERIES}, label, median(standing.low) AS usual
            FROM standing
            SEMI JOIN taken_cells USING ({SERIES}, label)
            ANTI JOIN taken_cells AS taken USING ({SERIES}, label, time_period)
            WHERE is_newest AND standing.low = standing.high
            GROUP BY ALL
        )
        SELECT coalesce(avg(abs(ln((low + 1) / (usual + 1)))), 0)
        FROM taken_cells
        JOIN usual USING ({SERIES}, label)
    """).fetchone()
    return float(found[0]) if found else 0.0
