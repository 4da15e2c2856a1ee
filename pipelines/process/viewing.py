"""The curated tables of an edition as views of a connection. What does not belong here: writing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.contract.loading import Contract
from pipelines.process.editions import Edition, damaged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def view_tables(connection: DuckDBPyConnection, edition: Edition, contract: Contract) -> None:
    """Make a view for each table of the contract, and `submissions`. Raises TiporError for a damaged file."""
    import duckdb

    for name in (*contract.names("tables"), "submissions"):
        path = edition.table(name)
        try:
            connection.execute(f"CREATE VIEW {quoted(name)} AS FROM read_parquet({literal(str(path))})")
        except duckdb.Error:
            raise damaged(path) from None
