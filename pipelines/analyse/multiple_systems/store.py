"""The unseen of the store: the table `hidden_persons` from the overlaps that States have linked.

Each reporter, source, area, period and offence by itself. What does not belong here: any method.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipelines.analyse.multiple_systems.captures import capture_table
from pipelines.analyse.multiple_systems.estimate import Settings, estimate_hidden
from pipelines.analyse.multiple_systems.input import Input
from pipelines.analyse.result_tables import keep_results
from pipelines.analyse.results import Analysis, Result
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DRAWS = 100
"""Resamples for each seed, on one core: a run shows the limits roughly, `tipor analyse mse` to the full."""
KEYS = {
    "reporter": "VARCHAR",
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "ref_area": "VARCHAR",
    "time_period": "VARCHAR",
    "input_sha256": "VARCHAR",
    "rank": "INTEGER",
    "terms": "VARCHAR[]",
    "criterion": "DOUBLE",
    "deviance": "DOUBLE",
}
OF_A_MODEL = ("rank", "terms", "criterion", "deviance")
"""Details that a row of a model has."""
Place = tuple[str, ...]


def make_hidden_persons(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `hidden_persons` (KEYS, then the form of results) from `standing_overlaps`."""
    keep_results(
        connection,
        "hidden_persons",
        KEYS,
        [
            ((*place, analysis.input_sha256, *(result.details.get(name) for name in OF_A_MODEL)), result)
            for place, analysis in _analyses(connection)
            for result in _rows(analysis)
        ],
    )


def _rows(analysis: Analysis) -> tuple[Result, ...]:
    """The rows; of an analysis that was refused whole its headline with the refusal."""
    return analysis.results or (Result("headline", "mse", refusal=analysis.refusal),)


def _analyses(connection: DuckDBPyConnection) -> Iterator[tuple[Place, Analysis]]:
    settings = Settings(draws=DRAWS)
    for *place, cells in _tables(connection):
        yield tuple(place), estimate_hidden(_input(cells), settings)


def _tables(connection: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """reporter, source, offence, ref_area, time_period, and the combinations of lists with their persons."""
    return connection.execute("""
        SELECT
            reporter, source, offence, ref_area, time_period,
            list({'lists': lists, 'persons': persons} ORDER BY lists)
        FROM standing_overlaps
        WHERE persons IS NOT NULL
        GROUP BY ALL
        ORDER BY ALL
    """).fetchall()


def _input(cells: list[dict[str, Any]]) -> Input:
    """The capture table of the combinations; a list on which nobody stands is left out, and named."""
    given = sorted({name for cell in cells for name in cell["lists"]})
    used = sorted({name for cell in cells if cell["persons"] for name in cell["lists"]})
    rows = [
        (tuple(int(name in cell["lists"]) for name in used), int(cell["persons"]))
        for cell in cells
        if cell["persons"]
    ]
    sha256 = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    empty = tuple(name for name in given if name not in used)
    return Input(capture_table(used, rows), empty, sha256)
