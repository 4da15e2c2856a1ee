"""The same figure from several senders: one figure published twice, or one borrowed for a single area.

Two senders that agree nearly everywhere republish one figure: it is one, never two to be added, and is said
once for both (severity low, nothing is held out). Two that elsewhere count for themselves and agree in one
area, beyond chance: there one has the other's figures (medium). What does not belong here: figures of another
area (`copied`), other offences (`leaks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import chance_of_figure, from_log, log_choices
from pipelines.analyse.signals.observations import CELL
from pipelines.analyse.signals.signal import LOW, MEDIUM, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract
from pipelines.contract.reference import source_relations
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REPUBLISHED, BORROWED = "republished", "borrowed"
TELLING = 5
"""Smaller figures are equal too often to tell republishing from counting the same few persons."""
LEAST_SHARE, MOST_SHARE_ELSEWHERE = 0.5, 0.5
FEWEST_FIGURES, FEWEST_PERSONS, FEWEST_YEARS, LARGEST_CHANCE = 10, 10, 3, 0.01
PAIR = "table_name, source, other_source, offence"


def find_republished(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each pair of sources that republish one figure, and each area with borrowed ones.

    Pairs of which somebody has declared that one republishes the other are no question any more.
    """
    _make_said_now(connection)
    _make_declared(connection, contract)
    _make_said_twice(connection)
    pairs = records(connection, _republishing())
    areas = records(connection, _by_area())
    return [
        *(_republished(connection, row) for row in pairs),
        *(_borrowed(connection, row, len(areas)) for row in areas if _is_borrowed(row, len(areas))),
    ]


def _make_said_now(connection: DuckDBPyConnection) -> None:
    """Make `said_now`: the exact yearly counts that stand, of every sender (`standing` has one a source)."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE said_now AS
        SELECT row_number() OVER () AS cell, *, known_from::DATE AS version,
            regexp_replace(breakdown, '=\\S+', '', 'g') AS level
        FROM observed
        WHERE known_to IS NULL AND unit = 'NUMBER' AND frequency = 'A' AND low = high
    """)


def _make_declared(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `declared_republishing`: pairs of sources, both ways round."""
    declared = [one.sources for one in source_relations(contract).relations if one.relation == "republishes"]
    pairs = [*declared, *((other, one) for one, other in declared)]
    kinds = {"source": "VARCHAR", "other_source": "VARCHAR"}
    fill(connection, "declared_republishing", kinds, pairs)


def _make_said_twice(connection: DuckDBPyConnection) -> None:
    """Make `said_twice`: the figures that two senders give of one cell; the one with fewer comes first."""
    sender = "one.reporter, one.source"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE said_twice AS
        WITH sizes AS (
            SELECT reporter, source, count(*) AS size
            FROM said_now
            GROUP BY ALL
        ),
        sized AS (
            FROM said_now
            JOIN sizes USING (reporter, source)
        )
        SELECT
            one.*, other.source AS other_source, other.reporter AS other_reporter, other.low AS other_low,
            other.cell AS other_cell, one.low = other.low AS is_equal,
            greatest(one.low, other.low) >= {TELLING} AS is_telling
        FROM sized AS one
        JOIN sized AS other USING (table_name, offence, ref_area, time_period, label)
        WHERE one.reporter <> other.reporter
            AND (one.size, {sender}) < (other.size, {sender.replace("one.", "other.")})
            AND (one.low > 0 OR other.low > 0)
    """)


def _republishing() -> str:
    """The SQL of the pairs of senders whose totals are nearly always the same."""
    return f"""
        SELECT
            {PAIR}, max(version) AS version, count(*) AS figures, count(*) FILTER (is_equal) AS equal,
            list(cell) FILTER (is_equal) AS cells, list(other_cell) FILTER (is_equal) AS other_cells,
            sum(low) FILTER (is_equal) AS persons,
            list_sort(list_distinct(list(reporter) || list(other_reporter))) AS reporters
        FROM said_twice
        ANTI JOIN declared_republishing USING (source, other_source)
        WHERE depth = 0 AND is_telling
        GROUP BY ALL
        HAVING count(*) >= {FEWEST_FIGURES} AND count(*) FILTER (is_equal) >= {LEAST_SHARE} * count(*)
        ORDER BY ALL
    """


def _by_area() -> str:
    """The SQL of each area and level of breakdown: what two sources agree on there and elsewhere."""
    return f"""
        WITH areas AS (
            SELECT
                {PAIR}, level, ref_area, max(version) AS version, count(*) AS figures,
                count(*) FILTER (is_equal) AS equal,
                count(DISTINCT time_period) FILTER (is_equal) AS years,
                coalesce(sum(low) FILTER (is_equal), 0) AS persons,
                list(low) FILTER (is_equal) AS values,
                list(cell) FILTER (is_equal) AS cells, list(other_cell) FILTER (is_equal) AS other_cells
            FROM said_twice
            GROUP BY ALL
        ),
        shares AS (
            SELECT
                *,
                sum(figures) OVER pair - figures AS figures_elsewhere,
                (sum(equal) OVER pair - equal + 1) / (figures_elsewhere + 2) AS share_elsewhere
            FROM areas
            WINDOW pair AS (PARTITION BY {PAIR}, level)
        )
        SELECT
            *,
            list_sum(list_transform(
                values, lambda value: greatest(ln(share_elsewhere), ln({chance_of_figure("value")}))
            )) AS log_chance
        FROM shares
        WHERE figures_elsewhere >= {FEWEST_FIGURES}
        ORDER BY ALL
    """


def _is_borrowed(row: Row, searched: int) -> bool:
    is_enough = row["years"] >= FEWEST_YEARS and row["persons"] >= FEWEST_PERSONS
    is_odd = row["share_elsewhere"] <= MOST_SHARE_ELSEWHERE and row["equal"] >= LEAST_SHARE * row["figures"]
    return bool(is_enough and is_odd and _chance(row, searched) <= LARGEST_CHANCE)


def _chance(row: Row, searched: int) -> float:
    """The finds by accident over all areas, pairs and levels searched."""
    return from_log(log(searched) + row["log_chance"] + log_choices(row["figures"], row["equal"]))


def _republished(connection: DuckDBPyConnection, row: Row) -> Signal:
    share = row["equal"] / row["figures"]
    return gathered(
        REPUBLISHED,
        LOW,
        series_of(row),
        compared=wording.republished(row, row["equal"], share),
        strength=share,
        strength_means="share",
        chance=None,
        persons=row["persons"],
        **_evidence(connection, row["other_cells"], row["cells"]).parts,
    )


def _borrowed(connection: DuckDBPyConnection, row: Row, searched: int) -> Signal:
    return gathered(
        BORROWED,
        MEDIUM,
        series_of(row),
        compared=wording.borrowed(row, row["equal"], row["share_elsewhere"]),
        strength=row["equal"],
        strength_means="equal_figures",
        chance=_chance(row, searched),
        persons=row["persons"],
        **_evidence(connection, row["other_cells"], row["cells"]).parts,
    )


def _evidence(connection: DuckDBPyConnection, cells: Iterable[int], named: Iterable[int]) -> Evidence:
    """The evidence of some cells of `said_now`; those of `named` also name their area-year."""
    found, kept = Evidence(), frozenset(named)
    numbers = ", ".join(map(str, sorted({*cells, *kept})))
    for row in records(connection, f"SELECT {CELL}, * FROM said_now WHERE cell IN ({numbers})"):
        found.add(row, is_named=row["cell"] in kept)
    return found
