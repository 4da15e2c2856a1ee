"""Whether a kept analysis holds what every result must: limits in order, no number that is none.

What does not belong here: what a result says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, open_memory, quoted
from pipelines.disseminate.trend_evidence import HEADLINE
from pipelines.process.editions import Edition, damaged, not_made_yet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ESTIMATES = ("estimate", "value")
"""What lies between the columns `low` and `high` of a table."""
ROUNDING = 1e-9
"""So much, relative to a limit, an estimate may lie outside: both went through logarithms."""


def broken_intervals(edition: Edition, name: str) -> dict[str, int]:
    """How many rows of an analysis break each rule that its columns know; every count is 0 where all hold.

    Raises TiporError where it has not been made or is damaged.
    """
    import duckdb

    path = edition.analysis(name)
    if not path.is_file():
        raise not_made_yet()
    with open_memory() as connection:
        try:
            connection.execute(f"CREATE VIEW kept AS FROM read_parquet({literal(str(path))})")
            rules = rules_of(_columns(connection))
            if not rules:
                return {}
            counts = ", ".join(f"count(*) FILTER ({broken})" for broken in rules.values())
            found = connection.execute(f"SELECT {counts} FROM kept").fetchone() or ()
        except duckdb.Error:
            raise damaged(path) from None
    return dict(zip(rules, map(int, found), strict=True))


def _columns(connection: DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute("SELECT column_name, column_type FROM (DESCRIBE kept)").fetchall()
    return {str(name): str(kind) for name, kind in rows}


def rules_of(columns: Mapping[str, str]) -> dict[str, str]:
    """The rules for a table with these columns (name: SQL type), each with the SQL of a broken row."""
    rules = {}
    numbers = [quoted(name) for name, kind in columns.items() if kind in ("DOUBLE", "FLOAT")]
    if numbers:
        rules["numbers_are_finite"] = " OR ".join(f"isnan({n}) OR isinf({n})" for n in numbers)
    pairs = [(quoted(low), quoted(high)) for low, high in _pairs(columns)]
    if pairs:
        rules["low_is_not_above_high"] = " OR ".join(f"{low} > {high}" for low, high in pairs)
    middle = next((name for name in ESTIMATES if name in columns), None)
    if middle and {"low", "high"} <= columns.keys():
        rules["estimate_lies_within"] = (
            f"{middle} < low - {ROUNDING} * abs(low) OR {middle} > high + {ROUNDING} * abs(high)"
        )
    if "refusal" in columns:
        rules |= _of_refusals(columns, middle)
    return rules


def _pairs(columns: Mapping[str, str]) -> list[tuple[str, str]]:
    lows = [name for name in columns if name == "low" or name.endswith("_low")]
    pairs = [(low, low.removesuffix("low") + "high") for low in lows]
    return [pair for pair in pairs if pair[1] in columns]


def _of_refusals(columns: Mapping[str, str], middle: str | None) -> dict[str, str]:
    """What is refused has no number; a headline has either."""
    withheld = [name for name in (middle, "low", "high") if name and name in columns]
    if not withheld:
        return {}
    given = " OR ".join(f"{name} IS NOT NULL" for name in withheld)
    rules = {"refused_has_no_number": f"refusal IS NOT NULL AND ({given})"}
    if "what" in columns and middle:
        is_either = f"(refusal IS NULL) = ({middle} IS NULL)"
        rules["headline_is_stated_or_refused"] = f"what = {literal(HEADLINE)} AND {is_either}"
    return rules
