"""All signals of an edition: every family over the same observations, once each, and what they hold out.

What does not belong here: how a family finds (its own file), and who opens and closes (`questions`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from pipelines.analyse.signals.families import FAMILIES, Family
from pipelines.analyse.signals.leaves import make_leaves
from pipelines.analyse.signals.observations import make_observations
from pipelines.analyse.signals.signal import LOW, SEVERITIES, Signal
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ORIGIN = "STRUCT(submission VARCHAR, line BIGINT)[]"
COLUMNS = {
    "signal": "VARCHAR",
    "family": "VARCHAR",
    "severity": "VARCHAR",
    "table": "VARCHAR",
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "version": "DATE",
    "ref_areas": "VARCHAR[]",
    "first_year": "INTEGER",
    "last_year": "INTEGER",
    "compared": "VARCHAR",
    "strength": "DOUBLE",
    "strength_means": "VARCHAR",
    "chance": "DOUBLE",
    "cell_count": "INTEGER",
    "person_count": "BIGINT",
    "origins": ORIGIN,
    "is_public": "BOOLEAN",
    "is_open": "BOOLEAN",
}
NAMED = {
    "signal": "VARCHAR",
    "table": "VARCHAR",
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "version": "DATE",
    "ref_area": "VARCHAR",
    "year": "INTEGER",
    "severity": "VARCHAR",
    "is_open": "BOOLEAN",
}
COMPARED = {
    "signal": "VARCHAR",
    "table": "VARCHAR",
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "ref_area": "VARCHAR",
    "time_period": "VARCHAR",
    "label": "VARCHAR",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "is_accused": "BOOLEAN",
}


def make_signals(
    connection: DuckDBPyConnection,
    contract: Contract,
    closed_ids: Collection[str] = (),
    families: Iterable[Family] = FAMILIES,
) -> list[Signal]:
    """Make the tables `signals` and `signal_area_years`; the signals themselves, the gravest first.

    From the views of the curated tables. `signals` has a row per signal (columns: COLUMNS);
    `signal_area_years` (columns: NAMED) a row for each area-year that a signal names, in each version of its
    series (the days of `vintages`, where there are any, else its own) in which a figure it compared still
    stands.
    """
    make_observations(connection, contract)
    signals = find_signals(connection, contract, families)
    closed = frozenset(closed_ids)
    fill(connection, "signals", COLUMNS, [_row(signal, closed) for signal in signals])
    fill(connection, "signals_named", NAMED, [row for s in signals for row in _named(s, closed)])
    fill(connection, "signals_compared", COMPARED, [row for s in signals for row in _compared(s)])
    _make_signal_area_years(connection)
    return signals


def find_signals(
    connection: DuckDBPyConnection, contract: Contract, families: Iterable[Family] = FAMILIES
) -> list[Signal]:
    """Every signal of every family over the relations of `observations`; one question each."""
    make_leaves(connection)
    found: dict[str, Signal] = {}
    explained: dict[str, set[tuple[object, ...]]] = {}
    for family in families:
        known = set().union(*(explained.get(name, set()) for name in family.silent_after))
        for signal in family.find(connection, contract):
            places = set(_places(signal))
            if not places <= known:
                found.setdefault(signal.id, signal)
                if signal.severity != LOW:
                    explained.setdefault(family.name, set()).update(places)
    return sorted(found.values(), key=_gravity)


def _places(signal: Signal) -> list[tuple[object, ...]]:
    series = (signal.table, signal.source, signal.offence, signal.version)
    return [(*series, *area_year) for area_year in signal.area_years]


def _gravity(signal: Signal) -> tuple[object, ...]:
    chance = 0.0 if signal.chance is None else signal.chance
    return (SEVERITIES.index(signal.severity), chance, -signal.person_count, signal.id)


def _row(signal: Signal, closed: frozenset[str]) -> tuple[object, ...]:
    said = {name: getattr(signal, name) for name in COLUMNS if name not in ("signal", "is_open")}
    said |= {"signal": signal.id, "is_open": signal.id not in closed, "ref_areas": list(signal.ref_areas)}
    said["origins"] = [{"submission": o.submission, "line": o.line} for o in signal.origins]
    return tuple(said[name] for name in COLUMNS)


def _named(signal: Signal, closed: frozenset[str]) -> list[tuple[object, ...]]:
    end = (signal.severity, signal.id not in closed)
    named = {(signal.offence, *place) for place in signal.area_years} | _of_other_offences(signal)
    return [
        (signal.id, signal.table, signal.source, offence, signal.version, area, year, *end)
        for offence, area, year in sorted(named)
    ]


def _of_other_offences(signal: Signal) -> set[tuple[str, str, int]]:
    """Offence, area and year of the accused cells of another offence of the source: they are held out too."""
    return {
        (cell.offence, cell.ref_area, int(cell.period[:4]))
        for cell in signal.accused
        if (cell.table, cell.source) == (signal.table, signal.source) and cell.offence != signal.offence
    }


def _compared(signal: Signal) -> list[tuple[object, ...]]:
    """What tells whether the question still stands: the accused cells, or those whose absence it is about."""
    cells = signal.accused or tuple(cell for cell in signal.cells if cell.low is not None)
    return [
        (
            signal.id,
            c.table,
            c.source,
            c.offence,
            c.ref_area,
            c.period,
            c.label,
            c.low,
            c.high,
            bool(signal.accused),
        )
        for c in cells
    ]


def _make_signal_area_years(connection: DuckDBPyConnection) -> None:
    """Make `signal_area_years`: in later versions an area-year is named while an accused cell of it says the
    same.

    Where something is missing, while nothing of it is back. A second offence, whose days are its own, stood
    on its last one until then.
    """
    _make_standing_cells(connection)
    connection.execute("""
        CREATE OR REPLACE TABLE signal_area_years AS
        WITH dated AS (
            SELECT named.* REPLACE (coalesce(days.version, named.version) AS version)
            FROM signals_named AS named
            ASOF LEFT JOIN version_days AS days
                ON days.table_name = named.table
                AND days.source = named.source
                AND days.offence = named.offence
                AND named.version >= days.version
        ),
        later AS (
            SELECT dated.* REPLACE (days.version AS version)
            FROM dated
            JOIN version_days AS days
                ON days.table_name = dated.table
                AND days.source = dated.source
                AND days.offence = dated.offence
            WHERE days.version > dated.version
        ),
        accusing AS (
            SELECT DISTINCT signal
            FROM signals_compared
            WHERE is_accused
        )
        FROM dated
        WHERE version IS NOT NULL
        UNION
        FROM later
        SEMI JOIN accusing USING (signal)
        SEMI JOIN standing_cells USING (signal, version, ref_area, year)
        UNION
        FROM later
        ANTI JOIN accusing USING (signal)
        ANTI JOIN standing_cells USING (signal, version, ref_area, year)
        ORDER BY ALL
    """)


def _make_standing_cells(connection: DuckDBPyConnection) -> None:
    """Make `version_days` (those of every series) and `standing_cells`: where a compared cell says the
    same."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE version_days AS
        SELECT DISTINCT table_name, source, offence, version
        FROM area_versions
    """)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE standing_cells AS
        SELECT DISTINCT signal, days.version, observed.ref_area, observed.year
        FROM signals_compared AS compared
        JOIN observed
            ON observed.table_name = compared.table
            AND observed.source = compared.source
            AND observed.offence = compared.offence
            AND observed.ref_area = compared.ref_area
            AND observed.time_period = compared.time_period
            AND observed.label = compared.label
            AND observed.low IS NOT DISTINCT FROM compared.low
            AND observed.high IS NOT DISTINCT FROM compared.high
        JOIN version_days AS days
            ON days.table_name = observed.table_name
            AND days.source = observed.source
            AND days.offence = observed.offence
        WHERE known_from < days.version + INTERVAL 1 DAY
            AND (known_to IS NULL OR known_to >= days.version + INTERVAL 1 DAY)
    """)
