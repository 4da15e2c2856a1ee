"""Results as a table: the one form of `results`, with the columns by which an analysis is looked up.

What does not belong here: any method, and what a result says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipelines.analyse.results import Result
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Keyed = tuple[Sequence[object], Result]
"""The values of the key columns, in their order, and the result that stands there."""

FORM = {
    "what": "VARCHAR",
    "method": "VARCHAR",
    "estimate": "DOUBLE",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "n": "BIGINT",
    "areas": "INTEGER",
    "first_year": "INTEGER",
    "last_year": "INTEGER",
    "note": "VARCHAR",
    "refusal": "VARCHAR",
    "refusal_text": "VARCHAR",
}
"""The columns of every table of results, after its keys; `details` are rows of their own or are left out."""


def keep_results(
    connection: DuckDBPyConnection, table_name: str, keys: Mapping[str, str], rows: Iterable[Keyed]
) -> None:
    """Make the table `table_name` anew: the key columns (name: SQL type), then FORM; also without rows.

    Raises ValueError where a row has not as many key values as there are key columns.
    """
    names = tuple(keys)
    fill(connection, table_name, {**keys, **FORM}, [_row(names, at, result) for at, result in rows])


def _row(names: tuple[str, ...], at: Sequence[object], result: Result) -> tuple[object, ...]:
    if len(at) != len(names):
        raise ValueError(f"{result.what!r} has {len(at)} key values, the table {len(names)}")
    first, last = result.years or (None, None)
    refusal = result.refusal
    return (
        *at,
        result.what,
        result.method,
        result.estimate,
        result.low,
        result.high,
        result.n,
        result.areas,
        first,
        last,
        result.note,
        refusal.code if refusal else None,
        refusal.text if refusal else None,
    )
