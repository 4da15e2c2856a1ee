"""Figures of two categories with what they are compared with, and how much better they fit exchanged.

What does not belong here: which of them are said to be exchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.observations import DIMENSIONS, SERIES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VERSION, SOURCE, HISTORY = "version", "source", "history"
VARIANCE = {
    VERSION: "0.5 + 0.1 * {0} + power(0.1 * {0}, 2)",
    SOURCE: "1 + (1 + scale) * ({0} + 0.5) + power(0.15 * {0}, 2)",
    HISTORY: "2 + (2 + scale) * {0} + power(0.35 * {0}, 2)",
}
"""The variance of a figure given the reference {0}: revisions of a few per cent; two Poisson counts with a
spread of 15 per cent; shares that vary by 35 per cent from year to year."""
FEWEST_OTHER_YEARS, MOST_UNLIKE_YEARS = 3, 2
"""Against its own history a year is asked about only where the larger category is another one in all other
years."""
MOST_OF_A_PAIR = 20.0
"""No single pair of figures says more than this (log ratio): one odd figure is no exchange."""
MOST_SCALE = 2.0
"""Two sources whose sums lie further apart than this factor do not count the same persons: nothing is
compared."""
SAID = ("submission", "line", "is_public")


def make_references(connection: DuckDBPyConnection) -> None:
    """Make `referred`: each exact count with what it is compared with (`_before`), by kind of reference."""
    columns = f"{SERIES}, version, time_period, year, label, measure, unit, sex, age, other, component"
    said = ", ".join(SAID)
    said_before = ", ".join(f"reference.{name} AS {name}_before" for name in SAID)
    given = "unit = 'NUMBER' AND low = high"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE referred AS
        WITH counts AS (
            SELECT {columns}, known_from, {DIMENSIONS} AS dimensions, low, {said}
            FROM standing
            WHERE {given} AND is_newest
        ),
        years AS (
            SELECT
                *,
                count(*) OVER series - 1 AS other_years,
                sum(low) OVER series - low AS others
            FROM counts
            WINDOW series AS (PARTITION BY {SERIES}, label, length(time_period))
        )
        SELECT
            '{VERSION}' AS against, {columns}, {DIMENSIONS} AS dimensions, low, low_before, {said},
            {", ".join(f"{name}_before" for name in SAID)}, source AS other_source
        FROM changes
        WHERE {given} AND low_before = high_before
        UNION ALL BY NAME
        SELECT
            '{SOURCE}' AS against, counts.* EXCLUDE (known_from), reference.low AS low_before, {said_before},
            reference.source AS other_source
        FROM counts
        JOIN counts AS reference USING (table_name, offence, ref_area, time_period, label)
        WHERE (counts.known_from, counts.source) > (reference.known_from, reference.source)
        UNION ALL BY NAME
        SELECT
            '{HISTORY}' AS against, years.* EXCLUDE (known_from, other_years, others),
            others AS low_before, NULL AS submission_before, NULL AS line_before, TRUE AS is_public_before,
            source AS other_source
        FROM years
        WHERE other_years >= {FEWEST_OTHER_YEARS}
    """)


def make_pairs(connection: DuckDBPyConnection) -> None:
    """Make `pairs`: two figures that differ in one label only; `gain` is the log ratio in favour of
    exchanging.

    `stays` and `swaps` are the squared misfits as they stand and exchanged.
    """
    same = (
        f"{SERIES}, version, against, other_source, dimensions, time_period, measure, unit, other, component"
    )
    series = f"{same.replace('time_period, ', '')}, label_one, label_two"
    halves = " UNION ALL ".join(
        f"""
        SELECT
            {same}, one.year, '{dimension}' AS dimension, one.{dimension} AS one, two.{dimension} AS two,
            one.label AS label_one, two.label AS label_two,
            one.low AS b1, two.low AS b2, one.low_before AS r1, two.low_before AS r2
        FROM referred AS one
        JOIN referred AS two USING ({same}, {rest})
        WHERE one.{dimension} < two.{dimension} AND one.{dimension} NOT IN ('_T', '_X')
            AND two.{dimension} NOT IN ('_T', '_X')
        """
        for dimension, rest in (("sex", "age"), ("age", "sex"))
    )
    cases = " ".join(f"WHEN '{kind}' THEN {sql}" for kind, sql in VARIANCE.items())
    first, second = (f"(CASE against {cases.format(name)} END)" for name in ("a1", "a2"))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE pairs AS
        WITH halves AS ({halves}),
        scaled AS (
            SELECT
                *,
                if(against = '{VERSION}', 1, (b1 + b2) / (r1 + r2)) AS scale,
                scale * r1 AS a1, scale * r2 AS a2
            FROM halves
            WHERE r1 + r2 > 0 AND b1 + b2 > 0
                AND (against <> '{SOURCE}' OR (b1 + b2) / (r1 + r2) BETWEEN 1 / {MOST_SCALE} AND {MOST_SCALE})
        ),
        misfits AS (
            SELECT
                *,
                power(b1 - a1, 2) / {first} + power(b2 - a2, 2) / {second} AS stays,
                power(b1 - a2, 2) / {second} + power(b2 - a1, 2) / {first} AS swaps
            FROM scaled
        )
        SELECT
            *,
            greatest(-{MOST_OF_A_PAIR}, least({MOST_OF_A_PAIR}, (stays - swaps) / 2)) AS gain,
            abs(b1 - a1) + abs(b2 - a2) AS persons,
            abs(gain) > 0.5 AS is_telling,
            count(*) OVER (PARTITION BY {series}, sign(b1 - b2)) AS alike,
            count(*) OVER (PARTITION BY {series}) AS years_compared,
            alike <= {MOST_UNLIKE_YEARS}
                AND years_compared - alike >= greatest({FEWEST_OTHER_YEARS}, 2 * alike + 1)
                AS is_unlike_all_others
        FROM misfits
    """)
