"""Coverage in figures: who said something of each year, what share of the world that is, how late, how fully.

What does not belong here: the state of a single area-year (`coverage`), and any figure that was reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.coverage import STATES
from pipelines.analyse.coverage_panels import SAYS_SOMETHING, make_panels
from pipelines.analyse.new_zeros import make_new_zeros
from pipelines.analyse.reference_tables import WORLD, make_population, make_states
from pipelines.collect.database import literal, literals
from pipelines.contract.loading import Contract
from pipelines.contract.reference import rounds, series
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "victims"
NOT_FILLED = ("_T", "_X", "_U")
ROUNDS = {"source": "VARCHAR", "first_year": "INTEGER", "last_year": "INTEGER", "due": "DATE"}


def make_coverage_summary(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `coverage_summary`, `column_completeness` and `new_zeros` from `coverage` and `vintage_rows`.

    `coverage_summary` has a row per source, offence, version and year: areas by state, how many of the
    version's areas are absent, how many States are silent (NULL where no round was due), shares of the
    world's States and population, first and last year, days from the end of the year until the figures were
    known, the share of the previous year's panel, and whether the year is recent and incomplete.
    """
    make_states(connection, contract)
    make_population(connection, contract)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE reported AS
        SELECT DISTINCT source, offence, version, ref_area, year
        FROM coverage
        WHERE state IN {literals(SAYS_SOMETHING)}
    """)
    make_panels(connection)
    make_new_zeros(connection)
    _make_silent(connection, contract)
    _make_days(connection)
    _make_summary(connection, series(contract, "population").about.source)
    _make_completeness(connection, contract)


def _make_silent(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `silent` (source, offence, version, year, silent_count): States of which nothing came when due."""
    due = [(one.source, *one.years, one.due) for one in rounds(contract) if TABLE in one.tables]
    fill(connection, "due_rounds", ROUNDS, due)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE silent AS
        WITH asked AS (
            SELECT DISTINCT source, offence, version, unnest(generate_series(first_year, last_year)) AS year
            FROM vintages
            JOIN due_rounds USING (source)
            WHERE due <= version
        )
        SELECT source, offence, version, year::INTEGER AS year, count(*) AS silent_count
        FROM asked
        CROSS JOIN states
        ANTI JOIN coverage USING (source, offence, version, year, ref_area)
        GROUP BY ALL
    """)
    connection.execute("DROP TABLE due_rounds")


def _make_days(connection: DuckDBPyConnection) -> None:
    """Make `days` (source, offence, ref_area, year, days): from the end of the year until first known."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE days AS
        SELECT
            source, offence, ref_area, year,
            date_diff('day', make_date(year, 12, 31), min(known_from)::DATE) AS days
        FROM vintage_rows
        WHERE measure = 'DETECTED'
        GROUP BY source, offence, ref_area, year
    """)


def _make_summary(connection: DuckDBPyConnection, population_source: str) -> None:
    """Make `coverage_summary` from what the other functions made."""
    states = dict.fromkeys([*STATES.values(), "not_cleared"])
    counts = ", ".join(
        f"count(*) FILTER (state = {literal(state)})::INTEGER AS {state}_count" for state in states
    )
    names = ["area_count", *(f"{state}_count" for state in states), "state_share", "without_population_count"]
    known = ", ".join(f"coalesce({name}, 0) AS {name}" for name in names)
    connection.execute(f"""
        CREATE OR REPLACE TABLE coverage_summary AS
        WITH counted AS (
            SELECT
                source, offence, version, year,
                count(*) FILTER (said)::INTEGER AS area_count,
                {counts},
                count(*) FILTER (said AND is_state) / any_value(all_states) AS state_share,
                sum(persons) FILTER (said) AS persons,
                count(*) FILTER (said AND persons IS NULL)::INTEGER AS without_population_count,
                median(days) FILTER (said) AS median_days,
                max(days) FILTER (said) AS most_days
            FROM (SELECT *, state IN {literals(SAYS_SOMETHING)} AS said FROM coverage)
            LEFT JOIN (SELECT ref_area, TRUE AS is_state FROM states) USING (ref_area)
            LEFT JOIN population USING (ref_area, year)
            LEFT JOIN days USING (source, offence, ref_area, year)
            CROSS JOIN (SELECT count(*) AS all_states FROM states)
            GROUP BY ALL
        ),
        spans AS (
            SELECT
                source, offence, version,
                min(year) AS first_year, max(year) AS last_year, count(DISTINCT ref_area) AS all_areas
            FROM reported
            GROUP BY ALL
        ),
        zeros AS (
            SELECT source, offence, version AS since, unnest(years) AS year, ref_area
            FROM new_zeros
        ),
        unverified AS (
            SELECT source, offence, coverage.version, year, count(*)::INTEGER AS new_zero_count
            FROM coverage
            JOIN zeros USING (source, offence, ref_area, year)
            WHERE state = 'zero' AND coverage.version >= since
            GROUP BY ALL
        )
        SELECT
            source, offence, version, year,
            {known},
            greatest(all_areas - coalesce(area_count, 0), 0)::INTEGER AS absent_count,
            silent_count::INTEGER AS silent_count,
            counted.persons / world.persons AS population_share,
            {literal(population_source)} AS population_source,
            first_year, last_year,
            median_days, most_days,
            panel_share,
            coalesce(is_incomplete, FALSE) AS is_incomplete,
            coalesce(new_zero_count, 0) AS new_zero_count
        FROM counted
        FULL JOIN silent USING (source, offence, version, year)
        LEFT JOIN spans USING (source, offence, version)
        LEFT JOIN panels USING (source, offence, version, year)
        LEFT JOIN unverified USING (source, offence, version, year)
        LEFT JOIN (SELECT year, persons FROM population WHERE ref_area = '{WORLD}') AS world USING (year)
        ORDER BY source, offence, version, year
    """)


def _make_completeness(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `column_completeness` (a row per source, offence, version, year and column of the contract).

    A breakdown is filled where it is neither total, nor unknown, nor not asked; `area_count` are the areas
    with any row, `filled_area_count` those with at least one row where the column is filled.
    """
    table = contract.table(TABLE)
    given = {"ref_area", "time_period", "offence", "measure", "unit", "value", "obs_status", "component"}
    names = [column.name for column in table.columns if column.name not in given]
    cells = ", ".join(f"{{'name': {literal(n)}, 'cell': {n}::VARCHAR}}" for n in names)
    connection.execute(f"""
        CREATE OR REPLACE TABLE column_completeness AS
        WITH cells AS (
            SELECT source, offence, version, year, ref_area, unnest([{cells}], recursive := true)
            FROM vintage_rows
            WHERE measure = 'DETECTED'
        )
        SELECT
            source, offence, version, year, name AS column_name,
            count(*)::INTEGER AS row_count,
            count(*) FILTER (is_filled)::INTEGER AS filled_count,
            count(DISTINCT ref_area)::INTEGER AS area_count,
            count(DISTINCT ref_area) FILTER (is_filled)::INTEGER AS filled_area_count
        FROM (SELECT *, coalesce(cell, '_T') NOT IN {literals(NOT_FILLED)} AS is_filled FROM cells)
        GROUP BY ALL
        ORDER BY ALL
    """)
