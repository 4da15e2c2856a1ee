"""The area-years that conditions are compared over: detections, other forms, and figures of the year before.

What does not belong here: any estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.reference_tables import make_covariates, make_population
from pipelines.collect.database import literal, literals
from pipelines.contract.loading import Contract
from pipelines.contract.reference import Series

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OUTCOME = "TIP_OR"
CONTROLS = ("TIP_SX", "TIP_FL")
"""Other forms of trafficking by the same areas. TIP_OR_OP contains organ removal and is no control."""
LAG = 1
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """One array entry per area-year of one source and series, ordered by area and year.

    `low`, `high`: detected victims of organ removal (an open top is taken at its low end); `other_low`,
    `other_high`: of other forms, NaN where the area did not give them; `persons`: population, NaN where it is
    not known; `figure`: the series LAG years before, in its steps.
    """

    area: NDArray[np.int64]
    year: NDArray[np.int64]
    low: Numbers
    high: Numbers
    other_low: Numbers
    other_high: Numbers
    persons: Numbers
    figure: Numbers

    def where(self, chosen: NDArray[np.bool_]) -> Panel:
        """The chosen area-years."""
        return Panel(**{name: column[chosen] for name, column in vars(self).items()})

    @property
    def areas(self) -> int:
        """The number of areas."""
        return len(np.unique(self.area))

    @property
    def positive(self) -> int:
        """The area-years with a detection: victims of one case are one event."""
        return int((self.low > 0).sum())

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year."""
        return (int(self.year.min()), int(self.year.max())) if len(self.year) else None

    def with_others(self) -> Panel:
        """The area-years in which the area gave other forms as well, at least one victim of them."""
        return self.where(self.other_low > 0)

    def with_persons(self) -> Panel:
        """The area-years whose population is known."""
        return self.where(self.persons > 0)


def make_outcomes(connection: DuckDBPyConnection, contract: Contract, chosen: list[Series]) -> None:
    """Make `outcomes` (source, version, ref_area, year, low, high, other_low, other_high, persons).

    From `detected_victims`, without what an open signal holds out; other forms are those of the same version.
    Also makes `covariates` and `population`.
    """
    make_covariates(connection, chosen)
    make_population(connection, contract)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE outcomes AS
        WITH standing AS (
            SELECT
                source, offence, version, ref_area, year,
                value_low AS low, coalesce(value_high, value_low) AS high
            FROM detected_victims
            WHERE len(open_signals) = 0
        ),
        others AS (
            SELECT source, version, ref_area, year, sum(low) AS other_low, sum(high) AS other_high
            FROM standing
            WHERE offence IN {literals(CONTROLS)}
            GROUP BY ALL
            HAVING count(*) = {len(CONTROLS)}
        )
        SELECT
            source, version, ref_area, year, low, high, other_low, other_high, persons,
            dense_rank() OVER (ORDER BY ref_area) AS area
        FROM standing
        LEFT JOIN others USING (source, version, ref_area, year)
        LEFT JOIN population USING (ref_area, year)
        WHERE offence = {literal(OUTCOME)}
    """)


def read_panel(connection: DuckDBPyConnection, source: str, version: date, name: str) -> Panel:
    """The area-years of a version of a source for which the series has a figure LAG years before."""
    found = connection.execute(
        f"""
        SELECT
            area, outcomes.year, low, high,
            coalesce(other_low, 'nan'), coalesce(other_high, 'nan'), coalesce(persons, 'nan'), value
        FROM outcomes
        JOIN covariates
            ON covariates.ref_area = outcomes.ref_area AND covariates.year = outcomes.year - {LAG}
        WHERE source = ? AND version = ? AND series = ?
        ORDER BY area, outcomes.year
        """,
        [source, version, name],
    ).fetchnumpy()
    area, year, *numbers = found.values()
    return Panel(
        np.asarray(area, dtype=np.int64),
        np.asarray(year, dtype=np.int64),
        *(np.asarray(column, dtype=np.float64) for column in numbers),
    )
