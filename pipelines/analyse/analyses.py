"""Running every analysis of an edition and keeping its tables; a signal seen for the first time is opened.

What does not belong here: any method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.catalogue import NAMES, STEPS
from pipelines.analyse.signals.asked import asked
from pipelines.analyse.vintages import make_vintages
from pipelines.collect.database import literal, open_memory, quoted, records
from pipelines.collect.signal_events import closed_ids, open_questions
from pipelines.contract.loading import Contract
from pipelines.process.editions import Edition, damaged, not_made_yet, replacing
from pipelines.process.filling import fill
from pipelines.process.viewing import view_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def analyse(edition: Edition, contract: Contract) -> dict[str, int]:
    """Write `analyses/` of the edition from its curated tables; the number of rows by analysis."""
    with open_memory() as connection:
        view_tables(connection, edition, contract)
        for name in contract.names("tables"):
            _standing(connection, name)
        closed = [(signal,) for signal in closed_ids(edition.store, edition.until)]
        fill(connection, "closed_signals", {"signal": "VARCHAR"}, closed)
        make_vintages(connection)
        for step in STEPS:
            step.make(connection, contract)
        if edition.as_of is None:  # a past edition asks nothing anew: its figures may stand no more
            open_questions(edition.store, asked(connection))
        return {name: _keep(connection, edition, name) for name in NAMES}


def _standing(connection: DuckDBPyConnection, name: str) -> None:
    """Make the view `standing_<table>`: the rows that stand in the edition and are already public."""
    connection.execute(f"""
        CREATE VIEW {quoted(f"standing_{name}")} AS
        FROM {quoted(name)}
        WHERE is_already_public AND known_to IS NULL
    """)


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
            return records(connection, f"FROM read_parquet({literal(str(path))})")
        except duckdb.Error:
            raise damaged(path) from None
