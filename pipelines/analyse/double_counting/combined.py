"""What the figures of several sources for one cell come to together: an interval, or why there is none.

Only where every two of them are declared independent: from the largest of them to their sum. What does not
belong here: the figures one by one (`side_by_side`), and who is independent of whom (`relations`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.double_counting import wording
from pipelines.analyse.double_counting.figures import breakdowns
from pipelines.analyse.double_counting.refusing import refusal_columns
from pipelines.collect.database import literal, quoted
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "double-counting-bounds"
ONE_FIGURE, INDEPENDENT, NOT_DECLARED = "one_figure", "independent", "not_declared"


def cell_columns(contract: Contract) -> str:
    """The columns of a cell, for SQL: offence, area, year and the breakdowns."""
    return ", ".join(["offence", "ref_area", "year", *map(quoted, breakdowns(contract))])


def make_combined(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `combined_sources`: a row per cell that two sources or more give, in the form of results.

    Columns before the form: offence, ref_area, year, the breakdowns, breakdown (those that are no total, in
    one text), sources, relation (ONE_FIGURE, NOT_DECLARED, INDEPENDENT). There is no estimate: `low` is the
    largest, `high` the sum, each group that shows one figure once, NULL where one has no upper end; `n` is
    the most that one source detected for certain.
    """
    cell = cell_columns(contract)
    _make_groups(connection, cell)
    _make_related(connection, cell)
    refusals = {
        f"relation = '{ONE_FIGURE}'": wording.one_figure(),
        f"relation = '{NOT_DECLARED}'": wording.not_declared(),
        "is_asked": wording.open_signal(),
    }
    breakdown = ", ".join(
        f"if({quoted(n)} = '{TOTAL}', NULL, {literal(f'{n}=')} || {quoted(n)})" for n in breakdowns(contract)
    )
    connection.execute(f"""
        CREATE OR REPLACE TABLE combined_sources AS
        WITH judged AS (
            SELECT *, {refusal_columns(refusals)}
            FROM related
        )
        SELECT
            {cell}, concat_ws('; ', {breakdown}) AS breakdown, list_sort(sources) AS sources, relation,
            'combined' AS what,
            '{METHOD}' AS method,
            NULL::DOUBLE AS estimate,
            if(refusal IS NULL, largest, NULL)::DOUBLE AS low,
            if(refusal IS NULL, total, NULL)::DOUBLE AS high,
            largest::BIGINT AS n,
            1::INTEGER AS areas,
            year::INTEGER AS first_year,
            year::INTEGER AS last_year,
            CASE
                WHEN refusal IS NOT NULL THEN ''
                WHEN total IS NULL THEN {literal(wording.open_top())}
                ELSE {literal(wording.between())}
            END AS note,
            refusal, refusal_text
        FROM judged
        ORDER BY {cell}
    """)


def _make_groups(connection: DuckDBPyConnection, cell: str) -> None:
    """Make `grouped`: per cell the largest and the sum over the groups of sources that show one figure.

    The part of a group is the interval over what its sources say. `is_asked`: an open signal holds one out.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE grouped AS
        WITH parts AS (
            SELECT
                {cell}, same_as,
                min(value_low) AS low,
                CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS high,
                list(source) AS sources,
                bool_or(is_held_out) AS is_asked
            FROM shared_figures
            JOIN source_groups USING (offence, ref_area, source)
            LEFT JOIN (
                SELECT source, offence, version, ref_area, year, TRUE AS is_held_out
                FROM detected_victims
                WHERE len(open_signals) > 0
            ) AS asked USING (source, offence, version, ref_area, year)
            GROUP BY ALL
        )
        SELECT
            {cell},
            max(low) AS largest,
            CASE WHEN count(high) = count(*) THEN sum(high) END AS total,
            coalesce(bool_or(is_asked), FALSE) AS is_asked,
            list(sources) AS groups,
            flatten(list(sources)) AS sources
        FROM parts
        GROUP BY ALL
    """)


def _make_related(connection: DuckDBPyConnection, cell: str) -> None:
    """Make `related`: `grouped`, and how the groups of a cell are related. One undeclared pair is enough."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE related AS
        WITH open_pairs AS (
            SELECT offence, ref_area, [source, other_source] AS pair
            FROM source_pairs
            WHERE relation = '{NOT_DECLARED}'
        ),
        undeclared AS (
            SELECT DISTINCT {cell}, TRUE AS is_undeclared
            FROM grouped
            JOIN open_pairs USING (offence, ref_area)
            WHERE list_has_all(sources, pair)
                AND len(list_filter(groups, lambda one: list_has_all(one, pair))) = 0
        )
        SELECT
            grouped.*,
            CASE
                WHEN len(groups) = 1 THEN '{ONE_FIGURE}'
                WHEN is_undeclared THEN '{NOT_DECLARED}'
                ELSE '{INDEPENDENT}'
            END AS relation
        FROM grouped
        LEFT JOIN undeclared USING ({cell})
    """)
