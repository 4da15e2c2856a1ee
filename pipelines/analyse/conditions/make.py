"""From the tables of an edition to `conditions` and `condition_points`: the comparisons and their scatter.

What does not belong here: the comparisons themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pipelines.analyse.conditions import wording
from pipelines.analyse.conditions.compare import Comparison, compare
from pipelines.analyse.conditions.panel import LAG, make_outcomes, read_panel
from pipelines.analyse.conditions.wording import ORGAN, OTHER
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.contract.loading import Contract
from pipelines.contract.reference import Series, SeriesFile, conditions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEYS = {
    "source": "VARCHAR",
    "version": "DATE",
    "series": "VARCHAR",
    "side": "VARCHAR",
    "p_value": "DOUBLE",
    "q_value": "DOUBLE",
    "leave_one_out_low": "DOUBLE",
    "leave_one_out_high": "DOUBLE",
}
METHODS = {wording.ACROSS: "conditions-rank-correlation", wording.WITHIN: "conditions-within-areas"}
LEVEL = 0.05


def make_conditions(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `conditions` (KEYS and the form of results) and `condition_points` from `detected_victims`.

    Every version of a source by itself. `p_value` and `leave_one_out_...` cover both ends of reported
    intervals; `q_value` is the false discovery rate over the comparisons of one version. `n` counts
    area-years with a detection. `what` is the kind and the object of the comparison.
    """
    chosen = conditions(contract)
    make_outcomes(connection, contract, chosen)
    _make_points(connection)
    versions = connection.execute("SELECT DISTINCT source, version FROM outcomes ORDER BY ALL").fetchall()
    rows: list[Keyed] = []
    for source, version in versions:
        rows += _compared(connection, source, version, chosen)
    keep_results(connection, "conditions", KEYS, rows or _nothing(chosen))


def _compared(
    connection: DuckDBPyConnection, source: str, version: date, chosen: list[Series]
) -> Iterator[Keyed]:
    """The rows of one version of a source."""
    pairs = [
        (series.about, one)
        for series in chosen
        for one in compare(read_panel(connection, source, version, series.name))
    ]
    rates = false_discovery_rates([one.p_value for _about, one in pairs])
    directions = {
        (about.name, one.kind, one.what): one.sign if rate is not None and rate < LEVEL else 0
        for (about, one), rate in zip(pairs, rates, strict=True)
    }
    for (about, one), rate in zip(pairs, rates, strict=True):
        direction = directions[about.name, one.kind, one.what]
        is_control = directions.get((about.name, one.kind, OTHER), 0) == direction
        is_shared = one.what == ORGAN and direction != 0 and is_control
        without = one.without or (None, None)
        key = (source, version, about.name, about.side, one.p_value, rate, *without)
        yield key, _result(one, about, direction, is_shared)


def false_discovery_rates(p_values: list[float | None]) -> list[float | None]:
    """Benjamini and Hochberg's rate of each p-value over all that are given."""
    from scipy.stats import false_discovery_control

    given = [p for p in p_values if p is not None]
    rates = iter(false_discovery_control(given).tolist() if given else [])
    return [None if p is None else next(rates) for p in p_values]


def _result(one: Comparison, about: SeriesFile, direction: int, is_shared: bool) -> Result:
    what, method, panel = f"{one.kind}_{one.what}", METHODS[one.kind], one.panel
    if one.refusal:
        return Result(
            what, method, n=panel.positive, areas=panel.areas, years=panel.years, refusal=one.refusal
        )
    said = [
        wording.association(one.kind, one.what, about.said(about.title), panel.areas, direction),
        wording.particular(is_shared),
        wording.of_recipients() if about.side == "recipients" else "",
        wording.compares_areas(),
    ]
    return Result(
        what,
        method,
        one.ends[0][0],
        min(end[1] for end in one.ends),
        max(end[2] for end in one.ends),
        panel.positive,
        panel.areas,
        panel.years,
        " ".join(filter(None, said)),
    )


def _nothing(chosen: list[Series]) -> list[Keyed]:
    """A refusal for each series, where no source has figures of organ removal."""
    what, method = f"{wording.ACROSS}_{ORGAN}", METHODS[wording.ACROSS]
    result = Result(what, method, n=0, areas=0, refusal=wording.no_data())
    return [((None, None, one.name, one.about.side, None, None, None, None), result) for one in chosen]


def _make_points(connection: DuckDBPyConnection) -> None:
    """Make `condition_points` (source, version, series, ref_area): the scatter, one point an area.

    `figure` is the mean of the series in its steps; counts are sums over the same years.
    """
    connection.execute(f"""
        CREATE OR REPLACE TABLE condition_points AS
        SELECT
            source, version, series, outcomes.ref_area AS ref_area,
            count(*)::INTEGER AS year_count,
            avg(value) AS figure,
            sum(low) AS victims_low, sum(high) AS victims_high,
            sum(other_low) AS other_forms_low, sum(other_high) AS other_forms_high,
            sum(persons) AS person_years
        FROM outcomes
        JOIN covariates
            ON covariates.ref_area = outcomes.ref_area AND covariates.year = outcomes.year - {LAG}
        GROUP BY ALL
        ORDER BY source, version, series, ref_area
    """)
