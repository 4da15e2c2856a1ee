"""One year of an area far outside what its other years allow, by negative-binomial limits.

Each year is left out in turn; mean and dispersion come from the others (`process.limits`), so a far year does
not hide itself, and the size of the negative binomial is never taken for more than the years can show. Where
the neighbouring years say the same as the far one, it is a trend or a new level, and nothing is said. Poisson
limits would flag half of all area-years. What does not belong here: comparisons with other versions and
sources.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Row, series_of
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import LIKELY, MEDIUM, Cell, Origin, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.process.limits import FEWEST_YEARS, tail_probability

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "outlier"
FEWEST_PERSONS = 10
NEIGHBOURS = 2
FAR = 3.0
"""So many times (or parts of) each neighbour, and the median of all others: else it is a trend."""


def find_outliers(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area whose total of a year is beyond the limits that its other years set."""
    series: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in _totals(connection):
        series[tuple(row[name] for name in (*SERIES.split(", "), "measure"))].append(row)
    long_enough = [rows for rows in series.values() if len(rows) > FEWEST_YEARS]
    searched = sum(map(len, long_enough))
    signals = []
    for rows in long_enough:
        far = [(row, chance) for row, chance in far_years(rows) if searched * chance <= LIKELY]
        if far:
            signals.append(_signal(far, rows, searched))
    return signals


def _totals(connection: DuckDBPyConnection) -> list[Row]:
    """The totals of the newest versions, where they are one number and not only a bound."""
    return records(
        connection,
        f"""
        SELECT *
        FROM area_years
        WHERE is_newest AND unit = 'NUMBER' AND low = high
        ORDER BY {SERIES}, measure, year
        """,
    )


def far_years(rows: list[Row], figure: str = "low") -> list[tuple[Row, float]]:
    """The years whose figure stands alone, each with its chance given the others."""
    counts = [row[figure] for row in rows]
    found = []
    for place, (row, count) in enumerate(zip(rows, counts, strict=True)):
        others = counts[:place] + counts[place + 1 :]
        near = counts[max(0, place - NEIGHBOURS) : place] + counts[place + 1 : place + 1 + NEIGHBOURS]
        if _stands_alone(count, [*near, median(others)]):
            found.append((row, tail_probability(count, others)))
    return found


def _stands_alone(count: float, levels: list[float]) -> bool:
    """Whether it is far above each of the levels, or far below, by enough persons."""
    above, below = max(levels), min(levels)
    is_above = count >= FAR * above and count - above >= FEWEST_PERSONS
    is_below = below >= FAR * count and below - count >= FEWEST_PERSONS
    return is_above or is_below


def _signal(far: list[tuple[Row, float]], rows: list[Row], searched: int) -> Signal:
    named = [row for row, _chance in far]
    usual = median(row["low"] for row in rows)
    return gathered(
        FAMILY,
        MEDIUM,
        series_of(named[0]),
        area_years={(row["ref_area"], row["year"]) for row in named},
        compared=wording.outlier(named, usual),
        strength=max(row["low"] for row in named) / max(usual, 1),
        strength_means="times_the_median",
        chance=searched * min(chance for _row, chance in far),
        persons=sum(abs(row["low"] - usual) for row in named),
        cells={_cell(row) for row in rows},
        accused={_cell(row) for row in named},
        origins={Origin(o["submission"], o["line"]) for row in named for o in row["origins"]},
        is_public=all(row["is_public"] for row in rows),
    )


def _cell(row: Row) -> Cell:
    place = (row["table_name"], row["source"], row["offence"], row["ref_area"], str(row["year"]))
    return Cell(*place, f"{row['measure']}|{row['unit']}", row["low"], row["high"])
