"""The relations that the families read: every row of the curated tables, of every version, public or not.

What does not belong here: what is suspicious about them.

`observed`       a row per reported figure: table_name, source, offence, ref_area, time_period, year,
                 frequency, measure, unit, breakdown ('age=Y0T17 sex=F', '' for the total), sex, age, other
                 (the breakdown without sex and age), depth (how many breakdowns it names), component, label
                 (measure, unit, breakdown and component in one: the cell but for its period), kind, low, high
                 (NULL: open, or no figure), submission, line, reporter, is_public, known_from, known_to,
                 received_at
`area_versions`  a row per table_name, source, offence, ref_area and day on which its figures changed:
                 version, previous, is_newest
`standing`       the figures that stood at the end of the day of each version: as `observed`, with version,
                 previous, is_newest, is_leaf (no finer breakdown stands beside it). One row per cell: of
                 several reporters within a source the last to speak
`changes`        a row per cell that stood in a version or in the one before: keys, year, breakdown columns,
                 and kind, low, high, submission, line of either (`_before`; NULL where it did not stand)
`area_years`     totals over breakdowns (`analyse.totals`) of each version: table_name, source, offence,
                 ref_area, version, is_newest, measure, unit, year, low, high, basis, origins, is_public
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.totals import make_totals
from pipelines.collect.database import literal, quoted
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SERIES = "table_name, source, offence, ref_area"
"""The reporting area within one table, source and offence: the unit of every comparison."""
CELL = f"{SERIES}, time_period, label"
DIMENSIONS = "regexp_replace(breakdown, '=[^ ]*', '', 'g')"
"""The SQL of the names of the breakdowns: cells of one area and year that differ in them share persons."""
PERIOD, AREA = "time_period", "ref_area"


def make_observations(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make the relations above from the views of the tables that hold figures by area and period."""
    tables = counted_tables(contract)
    for table in tables:
        _number_rows(connection, table)
    selects = " UNION ALL BY NAME ".join(_observed(table) for table in tables)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE observed AS {selects}")
    _make_area_versions(connection)
    _make_standing(connection)
    _make_changes(connection)
    _make_area_years(connection, contract, tables)


def counted_tables(contract: Contract) -> list[Table]:
    """The tables that hold a figure for an area and a period."""
    tables = [contract.table(name) for name in contract.names("tables")]
    return [table for table in tables if _figure(table) and PERIOD in table.column_names]


def _figure(table: Table) -> str:
    """The column that holds the figure: the reported value, or the one count; empty where there is none."""
    counts = [c.name for c in table.columns if c.type == "count" and c.name != "component"]
    return "value" if table.value_columns() else counts[0] if len(counts) == 1 else ""


def _measures(table: Table) -> list[str]:
    """The columns that say what is counted: all of the cell but area, period, offence and unit."""
    return [name for name in table.restates_by if name not in (AREA, PERIOD, "offence", "unit")]


def _number_rows(connection: DuckDBPyConnection, table: Table) -> None:
    """Make `numbered_<table>`: the rows of the table with a number; one line of a file may make several."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {quoted(f"numbered_{table.name}")} AS
        SELECT row_number() OVER () AS row_number, *
        FROM {quoted(table.name)}
        WHERE known_from IS DISTINCT FROM known_to
    """)


def _observed(table: Table) -> str:
    """The SQL of the rows of one table in the form of `observed`."""
    figure, names = _figure(table), table.column_names
    is_value = figure == "value"
    dimensions = [name for name in table.key if name in table.dimensions()]
    named = {name: f"coalesce({quoted(name)}::VARCHAR, '{TOTAL}')" for name in dimensions}
    sex, age = named.pop("sex", f"'{TOTAL}'"), named.pop("age", f"'{TOTAL}'")
    other = _named(named)
    breakdown = _named({"age": age, "sex": sex} | named)
    depth = " + ".join(f"({cell} <> '{TOTAL}')::INTEGER" for cell in (sex, age, *named.values()))
    measure = ", ".join(map(quoted, _measures(table))) or "''"
    unit = "coalesce(unit, 'NUMBER')" if "unit" in names else "'NUMBER'"
    component = "coalesce(component, 1)" if "component" in names else "1"
    kind = "value_kind" if is_value else f"if({quoted(figure)} = 0, 'ZERO', 'COUNT')"
    low, high = ("value_low", "value_high") if is_value else (f"{quoted(figure)}::DOUBLE",) * 2
    return f"""
        SELECT
            row_number, {literal(table.name)} AS table_name,
            source, offence, ref_area, time_period, year, frequency,
            concat_ws(' ', {measure}) AS measure, {unit} AS unit,
            {breakdown} AS breakdown, {sex} AS sex, {age} AS age, {other} AS other, {depth} AS depth,
            {component} AS component,
            concat_ws('|', concat_ws(' ', {measure}), {unit}, {breakdown}, {component}) AS label,
            {kind} AS kind, {low} AS low, {high} AS high,
            submission, line, reporter, is_already_public AS is_public, known_from, known_to, received_at
        FROM {quoted(f"numbered_{table.name}")}
    """


def _named(cells: dict[str, str]) -> str:
    """The SQL of 'age=Y0T17 sex=F': the breakdowns that are not total."""
    parts = (f"CASE WHEN {cell} <> '{TOTAL}' THEN '{name}=' || {cell} END" for name, cell in cells.items())
    return f"concat_ws(' ', {', '.join(parts)})" if cells else "''"


def _make_area_versions(connection: DuckDBPyConnection) -> None:
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE area_versions AS
        WITH days AS (
            SELECT DISTINCT {SERIES}, unnest([known_from::DATE, known_to::DATE]) AS version
            FROM observed
        )
        SELECT
            *,
            lag(version) OVER series AS previous,
            lead(version) OVER series IS NULL AS is_newest
        FROM days
        WHERE version IS NOT NULL
        WINDOW series AS (PARTITION BY {SERIES} ORDER BY version)
    """)


def _make_standing(connection: DuckDBPyConnection) -> None:
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE standing AS
        WITH days AS (
            SELECT *, version + INTERVAL 1 DAY AS day_end
            FROM area_versions
        )
        SELECT
            version, previous, is_newest, observed.*,
            depth = max(depth) OVER (
                PARTITION BY {SERIES}, version, time_period, measure, unit
            ) AS is_leaf
        FROM observed
        JOIN days USING ({SERIES})
        WHERE known_from < day_end AND (known_to IS NULL OR known_to >= day_end)
        QUALIFY row_number() OVER (
            PARTITION BY {CELL}, version
            ORDER BY known_from DESC, received_at DESC, submission DESC, line
        ) = 1
    """)


def _make_changes(connection: DuckDBPyConnection) -> None:
    breakdown = "measure, unit, breakdown, sex, age, other, depth, component"
    keys = f"{CELL}, version, previous, is_newest, year, frequency, {breakdown}"
    said = ("kind", "low", "high", "submission", "line", "is_public", "is_leaf")
    before = ", ".join(f"before.{name} AS {name}_before" for name in said)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE changes AS
        WITH now AS (
            SELECT {keys}, {", ".join(said)}
            FROM standing
            WHERE previous IS NOT NULL
        ),
        before AS (
            SELECT
                standing.* REPLACE (
                    area_versions.version AS version,
                    area_versions.previous AS previous,
                    area_versions.is_newest AS is_newest
                )
            FROM standing
            JOIN area_versions USING ({SERIES})
            WHERE area_versions.previous = standing.version
        )
        SELECT {keys}, {", ".join(f"now.{name}" for name in said)}, {before}
        FROM now
        FULL JOIN before USING ({keys})
    """)


def _make_area_years(connection: DuckDBPyConnection, contract: Contract, tables: list[Table]) -> None:
    """Totals by table; a series is a number meanwhile, and breakdowns nobody gave are left out: ten times
    faster."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE area_years (
            table_name VARCHAR, source VARCHAR, offence VARCHAR, ref_area VARCHAR, version DATE,
            is_newest BOOLEAN, measure VARCHAR, unit VARCHAR, year INTEGER, low DOUBLE, high DOUBLE,
            basis VARCHAR, origins STRUCT(submission VARCHAR, line BIGINT)[], is_public BOOLEAN
        )
    """)
    for table in tables:
        if table.value_columns() and _has_rows(connection, table):
            _make_versioned(connection, table)
            make_totals(connection, contract, _narrowed(connection, table), "versioned", ("series",))
            connection.execute("""
                INSERT INTO area_years BY NAME
                SELECT numbered.* EXCLUDE (series), year, value_low AS low, value_high AS high, basis, origins
                FROM totals
                JOIN numbered USING (series)
            """)


def _has_rows(connection: DuckDBPyConnection, table: Table) -> bool:
    query = f"SELECT 1 FROM standing WHERE table_name = {literal(table.name)} LIMIT 1"
    return connection.execute(query).fetchone() is not None


def _make_versioned(connection: DuckDBPyConnection, table: Table) -> None:
    """Make `numbered` (a row per series and version) and `versioned`: its rows, breakdowns as submitted."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE numbered AS
        SELECT
            row_number() OVER () AS series,
            {SERIES}, version, is_newest, measure, unit, bool_and(is_public) AS is_public
        FROM standing
        WHERE table_name = {literal(table.name)}
        GROUP BY ALL
    """)
    dimensions = "".join(f", given.{quoted(name)}" for name in table.dimensions())
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE versioned AS
        SELECT
            series, standing.year, standing.frequency, standing.time_period,
            low AS value_low, high AS value_high,
            standing.submission, standing.line{dimensions}
        FROM standing
        JOIN numbered USING ({SERIES}, version, measure, unit)
        JOIN {quoted(f"numbered_{table.name}")} AS given USING (row_number)
    """)


def _narrowed(connection: DuckDBPyConnection, table: Table) -> Table:
    """The table with only those breakdowns in its key that anybody gave."""
    names = table.dimensions()
    given = ", ".join(f"coalesce(bool_or({quoted(name)} <> '{TOTAL}'), FALSE)" for name in names)
    found = connection.execute(f"SELECT {given} FROM versioned").fetchone() if names else ()
    unused = {name for name, is_given in zip(names, found or (), strict=True) if not is_given}
    return table.model_copy(update={"key": tuple(name for name in table.key if name not in unused)})
