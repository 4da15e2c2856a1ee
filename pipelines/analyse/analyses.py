"""Running every analysis of an edition and keeping its tables.

What does not belong here: any method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.coverage import make_coverage
from pipelines.analyse.detected_victims import (
    make_detected_victims,
    make_detected_victims_by_year,
    make_version_changes,
)
from pipelines.analyse.vintages import make_vintages
from pipelines.collect.database import literal, open_memory, quoted
from pipelines.contract.loading import Contract
from pipelines.process.editions import Edition, damaged, not_made_yet, replacing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ANALYSES = ("coverage", "detected_victims", "detected_victims_by_year", "version_changes")


def analyse(edition: Edition, contract: Contract) -> dict[str, int]:
    """Write `analyses/` of the edition from its curated tables; the number of rows by analysis."""
    with open_memory() as connection:
        for name in ("victims", "submissions"):
            _view(connection, edition, name)
        make_vintages(connection)
        make_coverage(connection, contract)
        make_detected_victims(connection, contract)
        make_detected_victims_by_year(connection)
        make_version_changes(connection)
        return {name: _keep(connection, edition, name) for name in ANALYSES}


def _view(connection: DuckDBPyConnection, edition: Edition, name: str) -> None:
    import duckdb

    path = literal(str(edition.table(name)))
    try:
        connection.execute(f"CREATE VIEW {name} AS FROM read_parquet({path})")
    except duckdb.Error:
        raise damaged(edition.table(name)) from None


def _keep(connection: DuckDBPyConnection, edition: Edition, name: str) -> int:
    with replacing(edition.analysis(name)) as beside:
        connection.execute(f"COPY {quoted(name)} TO {literal(str(beside))} (FORMAT parquet)")
    found = connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()
    return int(found[0]) if found else 0


def rows_of(edition: Edition, name: str) -> list[dict[str, Any]]:
    """The rows of an analysis. Raises TiporError where it has not been made or is damaged."""
    import duckdb

    path = edition.analysis(name)
    if not path.is_file():
        raise not_made_yet()
    with open_memory() as connection:
        try:
            found = connection.execute(f"FROM read_parquet({literal(str(path))})")
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error:
            raise damaged(path) from None
