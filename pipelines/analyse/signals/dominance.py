"""One area that makes up most of a total: its share, and the total without it. To be read; it holds nothing.

What does not belong here: whether its figures are right.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.analyse.signals import wording_of_contradictions as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.signal import LOW, Cell, Origin, Signal, gathered
from pipelines.collect.database import literals, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "dominance"
LEAST_SHARE = 0.5
FEWEST_AREAS, FEWEST_PERSONS = 5, 20


def find_dominance(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area and source of which it has half or more of a total over areas and years."""
    areas = contract.code_list("area").codes.values()
    kept = literals([area.code for area in areas if area.attributes["kind"] in AREA_KINDS])
    rows = records(
        connection,
        f"""
        WITH sums AS (
            SELECT
                table_name, source, offence, measure, ref_area, sum(low) AS persons, max(version) AS version
            FROM area_years
            WHERE is_newest AND unit = 'NUMBER' AND ref_area IN {kept}
            GROUP BY ALL
        )
        SELECT *, count(*) OVER whole AS areas, sum(persons) OVER whole AS total
        FROM sums
        WINDOW whole AS (PARTITION BY table_name, source, offence, measure)
        QUALIFY areas >= {FEWEST_AREAS} AND total >= {FEWEST_PERSONS} AND persons >= {LEAST_SHARE} * total
        ORDER BY ALL
        """,
    )
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: -row["persons"] / row["total"]):
        groups[row["table_name"], row["source"], row["ref_area"]].append(row)
    return [_signal(connection, group) for group in groups.values()]


def _signal(connection: DuckDBPyConnection, rows: list[Row]) -> Signal:
    """One signal for all totals of a source that an area dominates, the strongest first, its years listed."""
    evidence = Evidence()
    years: list[set[int]] = []
    for row in rows:
        found = _years(connection, row)
        years.append({year["year"] for year in found})
        label = f"{row['measure']}|NUMBER"
        for year in found:
            said = (
                row["table_name"],
                row["source"],
                row["offence"],
                row["ref_area"],
                str(year["year"]),
                label,
            )
            evidence.cells.add(Cell(*said, year["low"], year["high"]))
            evidence.area_years.add((row["ref_area"], year["year"]))
            evidence.origins.update(Origin(one["submission"], one["line"]) for one in year["origins"])
            evidence.is_public &= year["is_public"]
    return gathered(
        FAMILY,
        LOW,
        series_of(rows[0]),
        compared=wording.dominance(rows, years),
        strength=rows[0]["persons"] / rows[0]["total"],
        strength_means="share",
        chance=None,
        persons=rows[0]["persons"],
        **evidence.parts,
    )


def _years(connection: DuckDBPyConnection, row: Row) -> list[Row]:
    where = ("table_name", "source", "offence", "measure", "ref_area")
    marks = " AND ".join(f"{name} = ?" for name in where)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE dominating AS
        FROM area_years
        WHERE is_newest AND unit = 'NUMBER' AND {marks}
        """,
        [row[name] for name in where],
    )
    return records(connection, "FROM dominating WHERE low > 0 ORDER BY year")
