"""How far the shares of the categories in each year are from those of the other years of the area.

`share_deviances`  a row per group (`leaves`), year and reach (0: the year alone, 1: with those beside it):
                   GROUP, year, reach, years (those within reach), persons, deviance, freedom,
                   years_with_spread (the other years from which the spread was learnt)

The counts of a year are Dirichlet-multinomial about the shares of the other years. Its spread is the larger
of what is usual in the source and in the other years of the area; the deviance is that of negative binomials
of the size which such a Dirichlet gives each category, so that a share near nothing may vary most. What does
not belong here: what is too far (`mixes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.leaves import GROUP

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_LEARNT = 20
"""From fewer years of a source nothing is learnt."""
PERSONS_FOR_SPREAD = 5
"""A year with fewer persons, or fewer in the other years, does not tell how steady the shares are."""
PERSONS_OF_HALF = 50
"""A year of so many tells half as much of the usual spread as one of very many: about where shares vary as
much from year to year as by the accident of who is counted."""
PRIOR_PERSONS, PRIOR_YEARS = 2.0, 3.0
"""Added to the others: persons, equally to all categories, so that no share is nothing; and, where the spread
of an area is learnt, years as is usual in the source."""
LEARN_TO = 0.95
"""The highest spreads are the faults themselves, and count as this quantile."""


def make_share_deviances(connection: DuckDBPyConnection, reaches: tuple[int, ...]) -> None:
    """Make `share_deviances` from `leaves`, for each reach."""
    _make_spreads(connection)
    parts = []
    for reach in reaches:
        near = f"RANGE BETWEEN {reach} PRECEDING AND {reach} FOLLOWING"
        _make_expected(connection, reach, near)
        parts.append(_deviances(reach, near))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE share_deviances AS {' UNION ALL '.join(map(_selected, parts))}"
    )


def _selected(part: str) -> str:
    return f"SELECT * FROM ({part})"


def _expected(others: str) -> str:
    """The SQL of what a category would have of the persons of its year if it had its share of the others."""
    year = f"PARTITION BY {GROUP}, year"
    return f"""
        ({others} + {PRIOR_PERSONS} / count(*) OVER ({year}))
        / (sum({others}) OVER ({year}) + {PRIOR_PERSONS}) * sum(low) OVER ({year})
    """


def _make_spreads(connection: DuckDBPyConnection) -> None:
    """Make `share_spreads`: a row per year with what its shares vary beyond a multinomial (below 0: less).

    Found by moments: Pearson's statistic over what a multinomial, judged by the other years, makes of it.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE share_spreads AS
        WITH cells AS (
            SELECT
                {GROUP}, year, low, sum(low) OVER label - low AS others,
                count(*) OVER label - 1 AS other_years
            FROM leaves
            WINDOW label AS (PARTITION BY {GROUP}, label)
        ),
        shared AS (
            SELECT
                *, {_expected("others")} AS expected,
                sum(low) OVER (PARTITION BY {GROUP}, year) AS persons
            FROM cells
        ),
        sums AS (
            SELECT
                {GROUP}, year, persons, sum(others) AS beyond,
                sum(power(low - expected, 2) / (expected + 0.5))
                    / sum(expected * (1 - expected / persons) / (expected + 0.5)) AS widening,
                persons - 1 + persons / max(other_years) - persons / beyond AS by_spread
            FROM shared
            GROUP BY {GROUP}, year, persons
            HAVING count(*) > 1
        ),
        years AS (
            SELECT
                * EXCLUDE (beyond, widening, by_spread), persons / (persons + {PERSONS_OF_HALF}) AS weight,
                if(least(persons, beyond) >= {PERSONS_FOR_SPREAD},
                    (widening - 1 - persons / beyond) / by_spread, NULL) AS spread
            FROM sums
        ),
        learnt AS (
            SELECT table_name, source, way, quantile_cont(spread, {LEARN_TO}) AS most
            FROM years
            GROUP BY ALL
            HAVING count(spread) >= {FEWEST_LEARNT}
        )
        SELECT
            years.*,
            greatest(0, sum(weight * least(spread, most)) FILTER (spread IS NOT NULL) OVER source
                / sum(weight) FILTER (spread IS NOT NULL) OVER source) AS usual_spread
        FROM years
        JOIN learnt USING (table_name, source, way)
        WINDOW source AS (PARTITION BY table_name, source, way)
    """)


def _make_expected(connection: DuckDBPyConnection, reach: int, near: str) -> None:
    """Make `expected_shares_<reach>`: each cell with what the years out of reach let expect."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE expected_shares_{reach} AS
        WITH cells AS (
            SELECT
                {GROUP}, year, low,
                sum(low) OVER (PARTITION BY {GROUP}, label)
                    - sum(low) OVER (PARTITION BY {GROUP}, label ORDER BY year {near}) AS others
            FROM leaves
        )
        SELECT *, {_expected("others")} AS expected, sum(others) OVER (PARTITION BY {GROUP}, year) AS beyond
        FROM cells
    """)


def _deviances(reach: int, near: str) -> str:
    """The SQL of `share_deviances` of one reach."""
    size = "(expected / greatest(widening - 1, 0.001))"
    return f"""
        WITH learnt AS (
            SELECT
                *,
                count(*) OVER everything - count(*) OVER near AS other_years,
                count(spread) OVER everything - count(spread) OVER near AS years_with_spread,
                coalesce(sum(spread) OVER everything, 0) - coalesce(sum(spread) OVER near, 0) AS spreads,
                greatest(usual_spread, (spreads + {PRIOR_YEARS} * usual_spread)
                    / (years_with_spread + {PRIOR_YEARS})) AS year_spread
            FROM share_spreads
            WINDOW
                everything AS (PARTITION BY {GROUP}),
                near AS (PARTITION BY {GROUP} ORDER BY year {near})
        ),
        cells AS (
            SELECT
                {GROUP}, year, low, expected, persons, years_with_spread,
                1 + (persons - 1) * year_spread + persons / greatest(beyond, 1)
                    * (1 + (beyond / greatest(other_years, 1) - 1) * year_spread) AS widening
            FROM expected_shares_{reach}
            JOIN learnt USING ({GROUP}, year)
            WHERE persons > 0
        ),
        years AS (
            SELECT
                {GROUP}, year,
                any_value(persons) AS persons, any_value(years_with_spread) AS years_with_spread,
                count(*) - 1 AS freedom,
                2 * sum(if(low > 0, low * ln(low / expected), 0)
                    - (low + {size}) * ln((low + {size}) / (expected + {size}))) AS deviance
            FROM cells
            GROUP BY {GROUP}, year
        )
        SELECT
            {GROUP}, year, {reach} AS reach, list(year) OVER near AS years, sum(persons) OVER near AS persons,
            sum(greatest(deviance, 0)) OVER near AS deviance, sum(freedom) OVER near AS freedom,
            years_with_spread
        FROM years
        WINDOW near AS (PARTITION BY {GROUP} ORDER BY year {near})
    """
