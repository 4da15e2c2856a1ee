"""The finest figures of each area in its newest version, and how often a year has just the figure it has.

`leaves`  a row per exact annual count with no finer breakdown beside it: columns of `standing`, `way` (the
          names of its breakdowns), `log_chance` (the logarithm of the chance that a year has this very
          figure), `own_spread` (how far the years of the cell usually lie apart), `is_largest` (of its year)

Finest, because sums repeat what their parts say. What does not belong here: what is odd about the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.cells import Row
from pipelines.analyse.signals.distances import HEIGHT, SIZE_OF_SERIES
from pipelines.analyse.signals.observations import DIMENSIONS, SERIES
from pipelines.collect.database import literal, records

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GROUP = f"{SERIES}, version, measure, way"
"""Figures that are laid beside each other: those of one area in one breakdown."""
SIZE_OF_LARGEST, SIZE_OF_OTHERS = SIZE_OF_SERIES, 20
"""Negative binomial: the largest figure of a year carries how the whole varies, others only the shares."""
MIDDLE_STEP = 1.05
"""From the middle distance of two years to a standard deviation (normal: 1 / (.674 * sqrt(2)))."""


def chance_of(level: str) -> str:
    """The SQL of the chance of one very figure where the level is this: the height of a bell, .4 / spread.

    The spread is that of the cell itself, no narrower than Poisson and no wider than a negative binomial.
    """
    size = f"if(is_largest, {SIZE_OF_LARGEST}, {SIZE_OF_OTHERS})"
    widest = f"sqrt({level} + {level} * {level} / {size})"
    return f"least(1, {HEIGHT} / greatest({HEIGHT}, sqrt({level}), least({widest}, own_spread)))"


def make_leaves(connection: DuckDBPyConnection) -> None:
    """Make `leaves` from `standing`."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE leaves AS
        WITH counts AS (
            SELECT
                *, {DIMENSIONS} AS way,
                abs(low - lag(low) OVER (PARTITION BY {SERIES}, label ORDER BY year)) AS step
            FROM standing
            WHERE is_newest AND is_leaf AND unit = 'NUMBER' AND low = high AND frequency = 'A'
        ),
        spread AS (
            SELECT
                *,
                coalesce({MIDDLE_STEP} * median(step) OVER (PARTITION BY {SERIES}, label), 0) AS own_spread,
                row_number() OVER (PARTITION BY {GROUP}, year ORDER BY low DESC, label) = 1 AS is_largest
            FROM counts
        )
        SELECT * EXCLUDE (step), ln({chance_of("low")}) AS log_chance
        FROM spread
    """)


def figures_of(connection: DuckDBPyConnection, row: Row) -> list[Row]:
    """The figures of a group, in the order of cells and years."""
    names = (*SERIES.split(", "), "measure", "way")
    equal = " AND ".join(f"{name} = {literal(str(row[name]))}" for name in names)
    return records(connection, f"SELECT * FROM leaves WHERE {equal} ORDER BY label, year")
