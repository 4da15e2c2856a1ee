"""The rows that patterns read: `standing_<table>`, the newest state that is already public.

What does not belong here: any pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.analyse.patterns import wording
from pipelines.analyse.result_tables import Keyed
from pipelines.analyse.results import Result
from pipelines.collect.database import literals, quoted
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_SHOWN = 5
"""Counts of cases and detections below it are never shown."""


def is_hidden(count: int) -> bool:
    """Whether a count of cases is too small to be shown; so is a zero, as what is left out would tell."""
    return count < FEWEST_SHOWN


def is_there(connection: DuckDBPyConnection, name: str) -> bool:
    """Whether the connection has a relation of that name."""
    query = "SELECT count(*) FROM information_schema.tables WHERE table_name = ?"
    found = connection.execute(query, [name]).fetchone()
    return bool(found and found[0])


def is_empty(connection: DuckDBPyConnection, name: str) -> bool:
    """Whether a relation has no rows."""
    return connection.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchone() is None


def nothing_public(what: str, method: str, key_count: int, table: str) -> list[Keyed]:
    """The one row of a pattern of whose table nothing is public."""
    return [((None,) * key_count, Result(what, method, refusal=wording.no_public_rows(table)))]


def states(contract: Contract) -> str:
    """The areas that are States or stand like them, for IN."""
    codes = contract.code_list("area").codes.values()
    return literals([code.code for code in codes if code.attributes["kind"] in AREA_KINDS])


def years_of(row: dict[str, Any]) -> tuple[int, int] | None:
    """The first and last year of a row that has `first_year` and `last_year`."""
    first, last = row["first_year"], row["last_year"]
    return None if first is None or last is None else (int(first), int(last))


def families_of(contract: Contract) -> dict[str, str]:
    """The family of each offence; figures of two families never stand in one sum."""
    return {code.code: code.attributes["family"] for code in contract.code_list("offence").codes.values()}
