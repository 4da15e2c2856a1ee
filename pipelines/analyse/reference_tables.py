"""The reference data of the contract as tables, for analyses that lay it beside detections.

What does not belong here: what is done with them.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

from pipelines.contract.loading import Contract
from pipelines.contract.reference import Series, series
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

POPULATION = "population"
WORLD = "001"


def make_population(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `population` (ref_area, year, persons): areas, and the World as 001."""
    kinds = {"ref_area": "VARCHAR", "year": "INTEGER", "persons": "DOUBLE"}
    fill(connection, POPULATION, kinds, series(contract, POPULATION).points)


def make_states(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `states` (ref_area): the member and observer States of the United Nations."""
    areas = contract.code_list("area").codes.values()
    rows = [(area.code,) for area in areas if area.attributes["kind"] == "STATE"]
    fill(connection, "states", {"ref_area": "VARCHAR"}, rows)


def make_covariates(connection: DuckDBPyConnection, chosen: list[Series]) -> None:
    """Make `covariates` (series, ref_area, year, value): what each series says of each year, in its steps.

    A figure speaks for its own year and the `years_valid` - 1 after it, unless a newer one does.
    """
    kinds = {"series": "VARCHAR", "ref_area": "VARCHAR", "figure_year": "INTEGER", "figure": "DOUBLE"}
    rows = [
        (one.name, area, year, in_steps(one, figure), one.about.years_valid)
        for one in chosen
        for area, year, figure in one.points
    ]
    fill(connection, "figures", kinds | {"years_valid": "INTEGER"}, rows)
    connection.execute("""
        CREATE OR REPLACE TABLE covariates AS
        WITH valid AS (
            SELECT *, figure_year + unnest(generate_series(0, years_valid - 1)) AS year
            FROM figures
        )
        SELECT series, ref_area, year::INTEGER AS year, arg_max(figure, figure_year) AS value
        FROM valid
        GROUP BY ALL
    """)
    connection.execute("DROP TABLE figures")


def in_steps(one: Series, figure: float) -> float:
    """A figure in the steps of its series: doublings (log2), or times its step."""
    return (log2(figure) if one.about.scale == "log2" else figure) / one.about.step
