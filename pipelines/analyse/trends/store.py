"""The trends of the store: `trends`, `trend_indices`, `change_points`, `alerts` from `detected_victims`.

Each source, offence and version by itself: areas of two sources are never one panel. Which years are
incomplete, `coverage_summary` says. What does not belong here: any method.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipelines.analyse.result_tables import FORM, Keyed, keep_results
from pipelines.analyse.results import Analysis, Refusal, Result
from pipelines.analyse.trends.alerts import METHOD as ALERT_METHOD
from pipelines.analyse.trends.alerts import find_alerts
from pipelines.analyse.trends.change_point_rows import METHOD as CHANGE_METHOD
from pipelines.analyse.trends.estimate import estimate_trend
from pipelines.analyse.trends.matched_breaks import WHAT as CHANGE_POINT
from pipelines.analyse.trends.matched_breaks import matched_change_points
from pipelines.analyse.trends.panel import Cell, Panel, panel_of
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

INDEX = "index, "
KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "version": "DATE"}
TRENDS = {**KEYS, **FORM, "details": "JSON"}
INDICES = {
    **KEYS,
    "year": "INTEGER",
    "index_kind": "VARCHAR",
    "value": "DOUBLE",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "area_count": "INTEGER",
    "n": "BIGINT",
    "refusal": "VARCHAR",
    "refusal_text": "VARCHAR",
}
ALERTS = {
    **KEYS,
    "ref_area": "VARCHAR",
    "year": "INTEGER",
    "reported_low": "BIGINT",
    "reported_high": "BIGINT",
    "p_value": "DOUBLE",
    "q_value": "DOUBLE",
    "direction": "INTEGER",
    "severity": "VARCHAR",
    "history_years": "INTEGER",
}


@dataclass(frozen=True)
class _Series:
    """What one version of a source says of one offence.

    `held_out` counts figures with an open question; `incomplete` are the years that coverage marks.
    """

    key: tuple[str, str, date]
    cells: list[Cell]
    held_out: int
    is_newest: bool
    incomplete: tuple[int, ...]

    @property
    def said(self) -> tuple[object, ...]:
        """What decides its trend: versions that say the same have the same."""
        return tuple(self.cells), self.held_out, self.incomplete

    def trend(self, panel: Panel) -> Analysis:
        """The trend of its panel."""
        return estimate_trend(panel, incomplete=self.incomplete, held_out=self.held_out)


def make_trends(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `trends` and `trend_indices` of every version, `change_points` and `alerts` of the newest.

    From `detected_victims`, without the figures that an open signal holds out, and `coverage_summary`, whose
    incomplete years are kept out. `details` of a trend or a change point is JSON.
    """
    trends: list[tuple[Any, ...]] = []
    index_rows: list[tuple[Any, ...]] = []
    changes: list[tuple[Any, ...]] = []
    alerts: list[Keyed] = []
    known: dict[tuple[object, ...], Analysis] = {}
    for series in _series(connection):
        panel = panel_of(series.cells)
        if isinstance(panel, Refusal):
            trends.append((*series.key, *_trend_row(Result("headline", "trend-panel", refusal=panel))))
            none = Result(CHANGE_POINT, CHANGE_METHOD, refusal=panel)
            changes += [(*series.key, *_trend_row(none))] * series.is_newest
            continue
        trend = known[series.said] = known.get(series.said) or series.trend(panel)
        trends += [(*series.key, *_trend_row(row)) for row in _without_indices(trend)]
        index_rows += [(*series.key, *_index_row(row)) for row in trend.results if _is_index(row)]
        if series.is_newest:
            changes += [(*series.key, *_trend_row(row)) for row in _change_points(series, panel)]
            alerts += [((*series.key, *_alert(row)), row) for row in _alerts(panel)]
    fill(connection, "trends", TRENDS, trends)
    fill(connection, "trend_indices", INDICES, index_rows)
    fill(connection, "change_points", TRENDS, changes)
    keep_results(connection, "alerts", ALERTS, alerts)


def _series(connection: DuckDBPyConnection) -> Iterator[_Series]:
    """Every version of every series, its figures with an open question counted and left out."""
    found = connection.execute("""
        WITH marked AS (
            SELECT source, offence, version, list(year ORDER BY year) AS incomplete
            FROM coverage_summary
            WHERE is_incomplete
            GROUP BY ALL
        )
        SELECT
            source, offence, version,
            list({'area': ref_area, 'year': year, 'low': value_low, 'high': value_high} ORDER BY ref_area)
                FILTER (len(open_signals) = 0 AND value_low IS NOT NULL) AS cells,
            count(*) FILTER (len(open_signals) > 0) AS held_out,
            version = max(version) OVER (PARTITION BY source, offence) AS is_newest,
            any_value(incomplete) AS incomplete
        FROM detected_victims
        LEFT JOIN marked USING (source, offence, version)
        GROUP BY source, offence, version
        ORDER BY source, offence, version
    """).fetchall()
    for source, offence, version, cells, held_out, is_newest, incomplete in found:
        given = [
            Cell(cell["area"], cell["year"], float(cell["low"]), _number(cell["high"]))
            for cell in cells or ()
        ]
        yield _Series((source, offence, version), given, held_out, is_newest, tuple(incomplete or ()))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _is_index(row: Result) -> bool:
    return row.what.startswith(INDEX)


def _without_indices(trend: Analysis) -> list[Result]:
    """The rows of `trends`; of an analysis that was refused whole a headline with the refusal."""
    if not trend.results:
        return [Result("headline", "trend-panel", refusal=trend.refusal)]
    return [row for row in trend.results if not _is_index(row)]


def _trend_row(row: Result) -> tuple[Any, ...]:
    first, last = row.years or (None, None)
    return (
        row.what, row.method, row.estimate, row.low, row.high, row.n, row.areas, first, last, row.note,
        *_refusal(row), json.dumps(dict(row.details), ensure_ascii=False),
    )  # fmt: skip


def _index_row(row: Result) -> tuple[Any, ...]:
    numbers = (row.estimate, row.low, row.high, row.areas, row.n)
    return (row.details["year"], row.details["index"], *numbers, *_refusal(row))


def _change_points(series: _Series, panel: Panel) -> tuple[Result, ...]:
    """The rows of `change_points`; of an analysis that was refused whole one row with the refusal."""
    found = matched_change_points(panel, series.incomplete)
    return found.results or (Result(CHANGE_POINT, CHANGE_METHOD, refusal=found.refusal),)


def _alerts(panel: Panel) -> tuple[Result, ...]:
    """The rows of `alerts`; of an analysis that was refused whole one row with the refusal."""
    found = find_alerts(panel)
    return found.results or (Result("new year", ALERT_METHOD, refusal=found.refusal),)


def _alert(row: Result) -> tuple[Any, ...]:
    """The columns of an alert before the form of results."""
    said = row.details.get
    return (
        said("area"), said("year"), said("reported_low"), said("reported_high"), said("p_value"),
        said("q_value"), said("direction"), said("severity"), said("history_years"),
    )  # fmt: skip


def _refusal(row: Result) -> tuple[str | None, str | None]:
    return (row.refusal.code, row.refusal.text) if row.refusal else (None, None)
