"""One sum over the parts of a code, and what becomes of it beside what was reported: rows of `level`.

What does not belong here: which sums are made, and in what order (`totals`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.contract.codes import NOT_ASKED, TOTAL, CodeList

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REPORTED, SUMMED, LOWER_BOUND = "reported", "summed", "lower_bound"
CONTRADICTED, COMPONENTS = "contradicted", "components"


@dataclass(frozen=True)
class Sum:
    """Summing the parts of one code (`parent`) of one dimension, all other columns being equal."""

    codes: CodeList
    dimension: str
    parent: str
    years: tuple[str, ...]
    dimensions: tuple[str, ...]

    @property
    def cell(self) -> str:
        """The column of the dimension."""
        return quoted(self.dimension)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that are equal within one sum."""
        return (*self.years, *(name for name in self.dimensions if name != self.dimension))

    @property
    def same(self) -> str:
        """The condition under which a row of `level` stands where a row of `derived` belongs."""
        equal = (f"level.{quoted(key)} = derived.{quoted(key)}" for key in self.keys)
        return " AND ".join([*equal, f"level.{self.cell} = {literal(self.parent)}"])


def derive(connection: DuckDBPyConnection, one: Sum) -> None:
    """Put the sum where the parent has no figure, or only a lower bound; mark contradictions."""
    connection.execute(f"""
        DELETE FROM level
        WHERE via = {literal(one.dimension)} AND {one.cell} = {literal(one.parent)}
    """)
    _sum_parts(connection, one)
    _mark_contradictions(connection, one)
    _put_sums(connection, one)


def _sum_parts(connection: DuckDBPyConnection, one: Sum) -> None:
    """Make `derived`: keys, low, high, basis, origins of the sums over the parts.

    What is no part (codes that may overlap, areas) is never added: the largest is a lower bound of the total.
    """
    needed, rest, overlapping = (one.codes.children(one.parent, part) for part in ("part", "rest", ""))
    columns = listed(one.keys)
    is_needed = f"{one.cell} IN {literals(needed)}"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE derived AS
        WITH parts AS (
            SELECT *, coalesce({one.cell} IN {literals([*needed, *rest])}, FALSE) AS is_part
            FROM level
            WHERE {one.cell} IN {literals([*needed, *rest, *overlapping])}
                OR ({literal(one.parent)} = '{TOTAL}' AND {one.cell} NOT IN ('{TOTAL}', '{NOT_ASKED}'))
        ),
        sums AS (
            SELECT
                {columns},
                coalesce(sum(low) FILTER (is_part), 0) AS sum_low,
                coalesce(max(low) FILTER (NOT is_part), 0) AS overlapping_low,
                sum(high) FILTER (is_part) AS sum_high,
                count(DISTINCT {one.cell}) FILTER ({is_needed}) = {len(needed) or -1}
                    AND count(*) FILTER (is_part AND high IS NULL) = 0 AS is_whole,
                coalesce(bool_or(basis = '{CONTRADICTED}') FILTER (is_part), FALSE) AS is_contradicted,
                coalesce(bool_or(basis = '{COMPONENTS}') FILTER (is_part), FALSE) AS is_split,
                flatten(list(origins) FILTER (is_part)) AS part_origins,
                flatten(list(origins)) AS all_origins
            FROM parts
            GROUP BY {columns}
        )
        SELECT
            {columns},
            if(is_whole, sum_low, greatest(sum_low, overlapping_low)) AS low,
            CASE WHEN is_whole THEN greatest(sum_high, overlapping_low) END AS high,
            CASE
                WHEN NOT is_whole THEN '{LOWER_BOUND}'
                WHEN is_contradicted OR overlapping_low > sum_high THEN '{CONTRADICTED}'
                WHEN is_split THEN '{COMPONENTS}'
                ELSE '{SUMMED}'
            END AS basis,
            if(is_whole AND overlapping_low <= sum_high, part_origins, all_origins) AS origins
        FROM sums
    """)


def _mark_contradictions(connection: DuckDBPyConnection, one: Sum) -> None:
    """A reported figure below its parts becomes the interval from the one to the other."""
    connection.execute(f"""
        UPDATE level
        SET basis = '{CONTRADICTED}',
            high = coalesce(derived.high, derived.low),
            origins = list_concat(level.origins, derived.origins)
        FROM derived
        WHERE {one.same} AND level.via IS NULL AND derived.low > level.high
    """)


def _put_sums(connection: DuckDBPyConnection, one: Sum) -> None:
    """Put the sums into `level` where nothing stands, or only a bound that says less.

    A sum over another breakdown that cannot be the same number makes both the ends of an interval.
    """
    connection.execute(f"""
        UPDATE level
        SET basis = '{CONTRADICTED}',
            low = least(level.low, derived.low),
            high = greatest(level.high, coalesce(derived.high, derived.low)),
            origins = list_concat(level.origins, derived.origins)
        FROM derived
        WHERE {one.same}
            AND level.via <> {literal(one.dimension)}
            AND (derived.low > level.high OR derived.high < level.low)
    """)
    connection.execute(f"""
        DELETE FROM level
        USING derived
        WHERE {one.same}
            AND level.basis = '{LOWER_BOUND}'
            AND (derived.high IS NOT NULL OR derived.low > level.low)
    """)
    connection.execute(f"""
        INSERT INTO level BY NAME
        SELECT derived.*, {literal(one.parent)} AS {one.cell}, {literal(one.dimension)} AS via
        FROM derived
        WHERE NOT EXISTS (FROM level WHERE {one.same})
    """)


def listed(columns: tuple[str, ...]) -> str:
    """Columns, quoted, with commas between them."""
    return ", ".join(map(quoted, columns))
