"""Practices: the examples of good practice on demand that were sent, as a list; they are not graded.

What does not belong here: counting practices as if more were better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.standing import families_of, is_empty, nothing_public
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "patterns-practices"
KEYS = {"source": "VARCHAR", "ref_area": "VARCHAR", "year": "INTEGER", "theme": "VARCHAR",
        "offence": "VARCHAR", "title": "VARCHAR", "language": "VARCHAR",
        "has_evaluation": "BOOLEAN"}  # fmt: skip


def make_practices_list(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `practices_list`: a row per practice; `theme` is the family of offences it is about."""
    if is_empty(connection, "standing_practices"):
        rows = nothing_public("practice", METHOD, len(KEYS), "practices")
    else:
        families = families_of(contract)
        rows = [_practice(row, families) for row in records(connection, _listed())]
    keep_results(connection, "practices_list", KEYS, rows)


def _listed() -> str:
    return """
        SELECT source, ref_area, year, offence, title, language,
            coalesce(trim(evaluation), '') <> '' AS has_evaluation
        FROM standing_practices
        ORDER BY ref_area, year, title
    """


def _practice(row: dict[str, Any], families: dict[str, str]) -> Keyed:
    at = (row["source"], row["ref_area"], row["year"], families.get(row["offence"]), row["offence"],
          row["title"], row["language"], row["has_evaluation"])  # fmt: skip
    note = "" if row["has_evaluation"] else wording.not_evaluated()
    return at, Result("practice", METHOD, n=1, areas=1, years=(row["year"], row["year"]), note=note)
