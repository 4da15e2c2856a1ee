"""The tables of an edition in memory, as the analyses of a run find them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.analyse.coverage import make_coverage
from pipelines.analyse.detected_victims import make_detected_victims, make_detected_victims_by_year
from pipelines.analyse.vintages import make_vintages
from pipelines.collect.database import literal, open_memory, quoted
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.judgements import judge_submissions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def edition_tables(store: Store, contract: Contract) -> Iterator[DuckDBPyConnection]:
    """A connection on which the curated tables stand, and what every analysis is made from."""
    edition = Edition(store, None)
    curate(edition, contract, judge_submissions(store, contract))
    with open_memory() as connection:
        for name in ("victims", "submissions", "overlaps"):
            path = literal(str(edition.table(name)))
            connection.execute(f"CREATE VIEW {quoted(name)} AS FROM read_parquet({path})")
        make_vintages(connection)
        make_coverage(connection, contract)
        make_detected_victims(connection, contract)
        make_detected_victims_by_year(connection, contract)
        yield connection
