"""What two sources have to do with one another for an area: declared, or seen from equal series.

What does not belong here: what is made of it (`side_by_side`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.analyse.double_counting.figures import breakdowns
from pipelines.collect.database import quoted
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract
from pipelines.contract.reference import source_relations
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_EQUAL_YEARS = 3
FEWEST_EQUAL_PERSONS = 10
EQUAL_SHARE = 0.8
"""Equal totals above 0 in three years and more, of ten persons and more, in four of five years compared."""
Pair = tuple[str, str]


def make_source_pairs(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `source_pairs` (offence, ref_area, source, other_source, years_compared, years_equal, relation).

    From `shared_figures`. `relation`: `republishes` (declared), `equal_series` (seen, whatever was declared),
    `independent` (declared of the two sources, or in the receipt of one of them), `not_declared`.
    """
    _make_declared(connection, contract)
    _make_independent(connection)
    is_total = " AND ".join(f"one.{quoted(n)} = '{TOTAL}'" for n in breakdowns(contract))
    same = " AND ".join(
        f"one.{n} = other.{n}" for n in ("offence", "ref_area", "year", *breakdowns(contract))
    )
    connection.execute(f"""
        CREATE OR REPLACE TABLE source_pairs AS
        WITH pairs AS (
            SELECT
                one.offence AS offence, one.ref_area AS ref_area, one.year AS year,
                one.source AS source, other.source AS other_source,
                one.value_low AS persons,
                {is_total}
                    AND one.value_low = one.value_high AND other.value_low = other.value_high
                    AND greatest(one.value_low, other.value_low) > 0 AS is_compared,
                is_compared AND one.value_low = other.value_low AS is_equal
            FROM shared_figures AS one
            JOIN shared_figures AS other ON {same} AND one.source < other.source
        ),
        counted AS (
            SELECT
                offence, ref_area, source, other_source,
                count(*) FILTER (is_compared)::INTEGER AS years_compared,
                count(*) FILTER (is_equal)::INTEGER AS years_equal,
                coalesce(sum(persons) FILTER (is_equal), 0) AS persons_equal
            FROM pairs
            GROUP BY ALL
        )
        SELECT
            offence, ref_area, source, other_source, years_compared, years_equal,
            CASE
                WHEN declared.relation = 'republishes' THEN 'republishes'
                WHEN years_equal >= {FEWEST_EQUAL_YEARS}
                    AND persons_equal >= {FEWEST_EQUAL_PERSONS}
                    AND years_equal >= {EQUAL_SHARE} * years_compared THEN 'equal_series'
                WHEN declared.relation = 'independent'
                    OR mine.source IS NOT NULL OR theirs.source IS NOT NULL THEN 'independent'
                ELSE 'not_declared'
            END AS relation
        FROM counted
        LEFT JOIN declared USING (source, other_source)
        LEFT JOIN independent AS mine USING (source, offence, ref_area)
        LEFT JOIN independent AS theirs
            ON theirs.source = counted.other_source
            AND theirs.offence = counted.offence
            AND theirs.ref_area = counted.ref_area
        ORDER BY offence, ref_area, source, other_source
    """)


def make_source_groups(connection: DuckDBPyConnection) -> None:
    """Make `source_groups` (offence, ref_area, source, same_as): those that show one figure bear one name."""
    found = connection.execute("SELECT offence, ref_area, source, other_source, relation FROM source_pairs")
    sources: dict[Pair, set[str]] = defaultdict(set)
    one_figure: dict[Pair, list[Pair]] = defaultdict(list)
    for offence, area, source, other, relation in found.fetchall():
        sources[offence, area] |= {source, other}
        if relation in ("republishes", "equal_series"):
            one_figure[offence, area].append((source, other))
    rows = [
        (*place, source, group)
        for place, names in sources.items()
        for source, group in groups_of(names, one_figure[place]).items()
    ]
    kinds = dict.fromkeys(("offence", "ref_area", "source", "same_as"), "VARCHAR")
    fill(connection, "source_groups", kinds, rows)


def groups_of(names: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """Name -> the first name, by the alphabet, of all that are joined with it by pairs."""
    group = {name: name for name in sorted(names)}
    for one, other in pairs:
        first, second = sorted((group[one], group[other]))
        group = {name: first if at == second else at for name, at in group.items()}
    return group


def _make_declared(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `declared` (source, other_source, relation): the two in the order of the alphabet."""
    rows = {tuple(sorted(one.sources)): one.relation for one in source_relations(contract).relations}
    kinds = dict.fromkeys(("source", "other_source", "relation"), "VARCHAR")
    fill(connection, "declared", kinds, [(*pair, relation) for pair, relation in rows.items()])


def _make_independent(connection: DuckDBPyConnection) -> None:
    """Make `independent` (source, offence, ref_area): all rows from receipts that declare it."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE independent AS
        SELECT source, offence, ref_area
        FROM newest_rows
        JOIN (SELECT submission, declared_independent FROM submissions) USING (submission)
        WHERE measure = 'DETECTED'
        GROUP BY ALL
        HAVING bool_and(declared_independent)
    """)
