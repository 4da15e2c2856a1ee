"""The ways in which the figures of a source hang together, and where each is kept to.

`fitted`  the figures of the newest versions that are laid beside each other: cell, columns of `standing`
`fits`    a row per figure and way: keys of its series, version, year, time_period, way, whole and parts
          (cells of `fitted`), gap (persons that do not fit, 0 where they do), is_broken

A way is 'sex of age' (the parts by sex make up each figure by age), 'offence', 'form', 'whole' or 'rate'.
What does not belong here: whether a gap is a question (`misfits`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.reference_tables import POPULATION, make_population
from pipelines.analyse.signals.observations import DIMENSIONS, SERIES
from pipelines.contract.loading import Contract
from pipelines.contract.reference import series_names
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OFFENCE, FORM, WHOLE, RATE = "offence", "form", "whole", "rate"
FEWEST_LEFT, LARGE_REST = 10, 0.5
"""Beside a whole a form is missing where so many persons, and more than this part of it, are left."""
WITHIN_ONE = {"TIP_OR": "TIP_OR_OP", "TIP_OP": "TIP_OR_OP"}
"""Offences that a published combination contains: where it is given, they are not counted again."""
RATE_TOLERANCE, HALF_PERSON = 0.02, 0.5
"""Populations are revised: a rate may be so far from the count per head, and by half a person."""
WHERE = f"{SERIES}, version, year, time_period"


def make_fits(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `fitted` and `fits`, from `placed` and `part_pairs` (`parts`) and the population."""
    _make_fitted(connection)
    _make_whole_and_parts(connection)
    _add_offences(connection, contract)
    _add_missing(connection)
    if POPULATION in series_names(contract):
        make_population(connection, contract)
        _add_rates(connection)


def _make_fitted(connection: DuckDBPyConnection) -> None:
    """Counts with the numbers of `placed`, rates with numbers below zero."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE fitted AS
        SELECT * EXCLUDE (words, breakdown_key)
        FROM placed
        WHERE is_newest
        UNION ALL BY NAME
        SELECT -row_number() OVER () AS cell, *
        FROM standing
        WHERE is_newest AND unit = 'PER_100000_POP' AND kind = 'RATE'
    """)


def _make_whole_and_parts(connection: DuckDBPyConnection) -> None:
    """Make `fits` of totals with the parts by one dimension that make them up."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE fits AS
        SELECT
            {", ".join(f"any_value(wholes.{name}) AS {name}" for name in WHERE.split(", "))},
            dimension || ' of' || any_value({DIMENSIONS.replace("breakdown", "wholes.breakdown")}) AS way,
            whole, list(part ORDER BY part) AS parts,
            abs(any_value(wholes.low) - sum(parts.low)) AS gap, gap > 0 AS is_broken
        FROM part_pairs
        JOIN fitted AS parts ON parts.cell = part
        JOIN fitted AS wholes ON wholes.cell = whole
        WHERE is_partition AND wholes.low = wholes.high
        GROUP BY whole, dimension
        HAVING bool_and(coalesce(parts.low = parts.high, FALSE))
    """)


def _add_offences(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Add offences that together are more than the one which contains them."""
    fill_offences_within(connection, contract)
    place = "table_name, source, ref_area, time_period, label"
    connection.execute(f"""
        INSERT INTO fits BY NAME
        WITH children AS (
            SELECT fitted.*, parent, combination
            FROM fitted
            JOIN offences_within USING (offence)
        ),
        counted AS (
            FROM children
            ANTI JOIN (SELECT {place}, offence AS combination FROM fitted) AS given
                USING ({place}, combination)
        )
        SELECT
            {", ".join(f"any_value(whole.{name}) AS {name}" for name in WHERE.split(", "))},
            '{OFFENCE}' AS way, whole.cell AS whole, list(counted.cell ORDER BY counted.cell) AS parts,
            greatest(0, sum(counted.low) - any_value(whole.high)) AS gap, gap > 0 AS is_broken
        FROM fitted AS whole
        JOIN counted USING ({place})
        WHERE counted.parent = whole.offence AND whole.high IS NOT NULL AND whole.unit = 'NUMBER'
        GROUP BY whole.cell
        HAVING count(*) > 1
    """)


def _add_missing(connection: DuckDBPyConnection) -> None:
    """Add totals beside which a form that the source publishes is missing, and forms without their whole.

    That is no misfit where what the other forms leave is small: a source may well leave out a zero.
    """
    place = "table_name, source, ref_area, time_period, label"
    columns = ", ".join(f"fitted.{name}" for name in WHERE.split(", "))
    connection.execute(f"""
        INSERT INTO fits BY NAME
        SELECT * EXCLUDE (rest) FROM (
        WITH totals AS (
            FROM fitted
            WHERE unit = 'NUMBER' AND depth = 0 AND low = high
        ),
        forms AS (
            SELECT totals.*, parent
            FROM totals
            JOIN offences_within USING (offence)
        ),
        published AS (
            SELECT table_name, source, parent AS offence, count(DISTINCT offence) AS form_count
            FROM forms
            GROUP BY ALL
        ),
        given AS (
            SELECT {place}, parent AS offence, count(*) AS given_count, sum(low) AS given_low,
                list(cell ORDER BY cell) AS parts
            FROM forms
            GROUP BY {place}, parent
        )
        SELECT
            {columns}, '{FORM}' AS way, cell AS whole, parts, fitted.low - given_low AS rest,
            given_count < form_count AND rest >= {FEWEST_LEFT} AND rest > {LARGE_REST} * low AS is_broken,
            if(is_broken, rest, 0) AS gap
        FROM totals AS fitted
        JOIN given USING ({place}, offence)
        JOIN published USING (table_name, source, offence)
        UNION ALL BY NAME
        SELECT
            {columns}, '{WHOLE}' AS way, fitted.cell AS whole, []::BIGINT[] AS parts, 0 AS rest,
            totals.cell IS NULL AND fitted.low > 0 AS is_broken, if(is_broken, fitted.low, 0) AS gap
        FROM forms AS fitted
        SEMI JOIN published
            ON published.table_name = fitted.table_name AND published.source = fitted.source
            AND EXISTS (FROM totals AS any_whole WHERE any_whole.offence = fitted.parent
                AND any_whole.source = fitted.source AND any_whole.table_name = fitted.table_name)
        LEFT JOIN fitted AS totals
            ON totals.offence = fitted.parent AND totals.table_name = fitted.table_name
            AND totals.source = fitted.source AND totals.ref_area = fitted.ref_area
            AND totals.time_period = fitted.time_period AND totals.label = fitted.label)
    """)


def fill_offences_within(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `offences_within` (offence, parent, combination): what contains each, a combination of it."""
    offences = contract.code_list("offence").codes.values()
    pairs = [(one.code, one.parent, WITHIN_ONE.get(one.code, "")) for one in offences if one.parent]
    kinds = {"offence": "VARCHAR", "parent": "VARCHAR", "combination": "VARCHAR"}
    fill(connection, "offences_within", kinds, pairs)


def _same(one: str, other: str) -> str:
    """The condition that two figures stand in one cell, but for the unit."""
    names = (*SERIES.split(", "), "time_period", "measure", "breakdown", "component")
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)


def _add_rates(connection: DuckDBPyConnection) -> None:
    """Add rates with the count of the same cell, through the population; one that has no count too."""
    connection.execute(f"""
        INSERT INTO fits BY NAME
        SELECT * EXCLUDE (apart) FROM (
        WITH compared AS (
            SELECT
                {", ".join(f"rates.{name}" for name in WHERE.split(", "))},
                rates.cell AS whole, counts.cell AS part,
                rates.low * persons / 1e5 AS least, rates.high * persons / 1e5 AS most,
                coalesce(counts.low, 0) AS counted
            FROM fitted AS rates
            JOIN population AS people ON people.ref_area = rates.ref_area AND people.year = rates.year
            LEFT JOIN fitted AS counts ON counts.unit = 'NUMBER' AND {_same("counts", "rates")}
            WHERE rates.unit = 'PER_100000_POP' AND rates.high IS NOT NULL
                AND coalesce(counts.low = counts.high, counts.cell IS NULL)
        )
        SELECT
            * EXCLUDE (part, least, most, counted),
            '{RATE}' AS way, list_filter([part], lambda cell: cell IS NOT NULL) AS parts,
            greatest(0, least - counted, counted - most) AS apart,
            apart > if(part IS NULL, 0, {RATE_TOLERANCE} * counted + {HALF_PERSON}) AS is_broken,
            if(is_broken, apart, 0) AS gap
        FROM compared)
    """)
