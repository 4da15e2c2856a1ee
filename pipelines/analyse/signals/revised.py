"""Figures revised beyond what is ordinary between two versions, and series redefined. The general family.

Whatever the fault is, if an earlier version did not have it, the cells differ by more than a correction does.
How much is ordinary is learnt from the other areas of the same version. What does not belong here: what the
fault is (the families that know it come first, and this one is silent where they explain an area-year).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording, wording_of_versions
from pipelines.analyse.signals.cells import Evidence, Row, evidence_of_changes, series_of
from pipelines.analyse.signals.copied import FAMILY as COPIED
from pipelines.analyse.signals.copied_blocks import Block, block_taken
from pipelines.analyse.signals.distances import chance_of_sum, gap, middle, revision_variance
from pipelines.analyse.signals.observations import DIMENSIONS, SERIES
from pipelines.analyse.signals.signal import HIGH, LIKELY, MEDIUM, Signal, gathered, graded
from pipelines.collect.database import literal, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REVISED, REDEFINED = "revised", "redefined"
FEWEST_PERSONS, FEWEST_CELLS, LARGE_SHARE = 10, 3, 0.5
LEAST_SHARE, MOST_SHARE = 0.03, 0.15
"""The share of persons that an ordinary revision moves is learnt within these; where the middle area moved by
more, it was no ordinary revision, and nothing is learnt from it."""
RARELY = 0.1
"""The least variance of a cell when it is asked whether so many changed at all: most small figures never
do."""
TELLING = 4.0
"""Named are the cells that moved by two standard deviations, for others were revised as is ordinary."""
FEWEST_YEARS, LEAST_SHIFT = 4, 0.15
WHOLE_SOURCE = 0.5
FEWEST_AREAS = 5


def find_revised(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each series whose cells changed beyond an ordinary revision, one if most of a source did.

    A series of which nearly all years went the same way is called redefined; one whose new figures are all
    those of another area, copied.
    """
    _make_revisions(connection)
    searched = records(connection, "SELECT count(DISTINCT series) AS series_count FROM revisions")
    found = [row for row in _suspects(connection) if _is_found(row, searched[0]["series_count"])]
    groups = _by_version(found).values()
    suspects = sum(map(len, groups))
    return [
        signal
        for group in groups
        for signal in _signals(connection, group, searched[0]["series_count"], suspects)
    ]


def _make_revisions(connection: DuckDBPyConnection) -> None:
    """Make `revisions`: each cell that stood in both versions, and how far it moved (`score`, squared).

    `share`: the part of its persons that an area of the same version typically moves, unmoved ones included.
    """
    level, share = "greatest(level_before, level_now)", f"coalesce(share, {LEAST_SHARE})"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE revisions AS
        WITH paired AS (
            SELECT
                *,
                {gap("low", "high", "low_before", "high_before")} AS moved,
                {middle("low_before", "high_before")} AS level_before,
                {middle("low", "high")} AS level_now,
                {DIMENSIONS} AS dimensions
            FROM changes
            WHERE low IS NOT NULL AND low_before IS NOT NULL AND unit = 'NUMBER'
        ),
        moved AS (
            SELECT {SERIES}, version, sum(abs(moved)) / sum({level}) AS area_share
            FROM paired
            WHERE {level} > 0
            GROUP BY ALL
        ),
        usual AS (
            SELECT
                table_name, source, offence, version,
                median(area_share) AS middle,
                if(middle > {MOST_SHARE}, {LEAST_SHARE}, greatest({LEAST_SHARE}, middle)) AS share
            FROM moved
            GROUP BY ALL
            HAVING count(*) >= {FEWEST_AREAS}
        )
        SELECT
            paired.*,
            dense_rank() OVER (ORDER BY {SERIES}, version) AS series,
            {share} AS usual_share,
            moved * moved / {revision_variance(level, share)} AS score,
            moved * moved / {revision_variance(level, share, RARELY)} AS fine_score
        FROM paired
        LEFT JOIN usual USING (table_name, source, offence, version)
    """)


def _suspects(connection: DuckDBPyConnection) -> list[Row]:
    """A row per series and way of breaking it down that changed by enough persons to be asked about."""
    level = "greatest(level_before, level_now)"
    return records(
        connection,
        f"""
        WITH years AS (
            SELECT
                series, {SERIES}, version, dimensions, year,
                sum(score) AS score, sum(fine_score) AS fine_score,
                count(*) FILTER ({level} > 0) AS all_cells,
                count(*) FILTER (moved <> 0) AS cells,
                sum(abs(moved)) AS persons, sum(level_before) FILTER (moved <> 0) AS before_moved,
                sum(level_before) AS before, sum(level_now) AS now
            FROM revisions
            GROUP BY ALL
        )
        SELECT
            series, {SERIES}, version, dimensions,
            sum(score) AS score,
            sum(fine_score) AS fine_score,
            sum(all_cells) AS all_cells,
            sum(cells) AS cells,
            sum(persons) AS persons,
            coalesce(sum(before_moved), 0) AS before_moved,
            sum(before) AS before,
            sum(now) AS now,
            count(*) FILTER (before > 0 OR now > 0) AS years,
            greatest(count(*) FILTER (now > before), count(*) FILTER (now < before)) AS same_way
        FROM years
        GROUP BY ALL
        HAVING sum(persons) >= {FEWEST_PERSONS}
        ORDER BY {SERIES}, version, score DESC
        """,
    )


def _is_found(row: Row, searched: int) -> bool:
    is_broad = row["cells"] >= FEWEST_CELLS or row["persons"] >= LARGE_SHARE * row["before_moved"]
    return is_broad and _chance(row, searched) <= LIKELY


def _chance(row: Row, searched: int) -> float:
    """The finds of this strength that ordinary revisions would make among all series searched.

    Two looks, and so twice: by how much the changed cells moved; and that so many small ones changed at all.
    """
    by_size = chance_of_sum(row["score"], row["cells"])
    by_number = chance_of_sum(row["fine_score"], row["all_cells"])
    return 2 * searched * min(by_size, by_number)


def _by_version(found: list[Row]) -> dict[tuple[object, ...], list[Row]]:
    """One row per series (by the breakdown that moved most), by table, source, offence and version."""
    best: dict[int, Row] = {}
    for row in found:
        if row["series"] not in best or _order(row) < _order(best[row["series"]]):
            best[row["series"]] = row
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in best.values():
        groups[row["table_name"], row["source"], row["offence"], row["version"]].append(row)
    return groups


def _order(row: Row) -> tuple[float, str]:
    """What moved most first; the last digits depend on the order in which cores add up."""
    return -round(row["score"], 6), row["dimensions"]


def _signals(connection: DuckDBPyConnection, group: list[Row], searched: int, suspects: int) -> list[Signal]:
    """The signals of one source, offence and version; `suspects`: the revised series of all of them."""
    where = group[0]
    total = records(
        connection,
        f"""
        SELECT count(DISTINCT series) AS areas
        FROM revisions
        SEMI JOIN (SELECT * FROM revisions WHERE series = {where["series"]}) AS one
            USING (table_name, source, offence, version)
        """,
    )[0]["areas"]
    is_whole = len(group) >= FEWEST_AREAS and len(group) >= WHOLE_SOURCE * total
    if is_whole:
        return [_signal(connection, group, searched)]
    blocks = [(row, block_taken(connection, row, suspects)) for row in group]
    return [_copied(row, block) if block else _signal(connection, [row], searched) for row, block in blocks]


def _copied(row: Row, block: Block) -> Signal:
    """What was changed is known: these are another area's figures."""
    evidence = Evidence()
    for figure in block.figures:
        evidence.add_change(figure)
        taken = {"ref_area": block.source_area} | {
            name: figure[f"source_{name}"] for name in ("label", "submission", "line", "is_public")
        }
        evidence.add(figure | taken, is_named=False)
    run = row | {"source_area": block.source_area, "values": len(block.figures)}
    return gathered(
        COPIED,
        graded(HIGH, block.chance),
        series_of(row),
        compared=wording.copied([run], evidence.area_years),
        strength=row["score"],
        strength_means="chi_squared",
        chance=block.chance,
        persons=sum(figure["low"] for figure in block.figures),
        **evidence.parts,
    )


def _signal(connection: DuckDBPyConnection, rows: list[Row], searched: int) -> Signal:
    keys = ", ".join(f"({row['series']}, {literal(row['dimensions'])})" for row in rows)
    changed = records(
        connection,
        f"""
        SELECT *, max(score) OVER (PARTITION BY series) AS most
        FROM revisions
        WHERE (series, dimensions) IN ({keys}) AND moved <> 0
        QUALIFY score >= least({TELLING}, most)
        ORDER BY ALL
        """,
    )
    evidence: Evidence = evidence_of_changes(changed)
    persons = sum(abs(row["moved"]) for row in changed)
    before, now = (sum(row[name] for row in rows) for name in ("before", "now"))
    is_redefined = all(_is_redefined(row) for row in rows)
    is_large = persons >= LARGE_SHARE * sum(row["before_moved"] for row in rows)
    chance = min(_chance(row, searched) for row in rows)
    return gathered(
        REDEFINED if is_redefined else REVISED,
        graded(HIGH if is_large else MEDIUM, chance),
        series_of(rows[0]),
        compared=wording_of_versions.revised(
            rows, len(changed), persons, before, now, is_redefined=is_redefined
        ),
        strength=sum(row["score"] for row in rows),
        strength_means="chi_squared",
        chance=chance,
        persons=persons,
        **evidence.parts,
    )


def _is_redefined(row: Row) -> bool:
    """Whether nearly all years went the same way, by enough."""
    shifted = abs(row["now"] - row["before"]) >= LEAST_SHIFT * max(row["before"], 1)
    return bool(shifted and row["years"] >= FEWEST_YEARS and row["same_way"] >= 0.8 * row["years"])
