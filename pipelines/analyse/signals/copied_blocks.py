"""Where revised figures come from: another area that has all of them, in these cells or in moved ones.

A search by runs (`copied`) asks of all figures whether others have them, and so overlooks few years of few
persons. Of figures that were revised beyond the ordinary it is asked only whether one area has the whole of
them, year by year. What does not belong here: which figures were revised beyond the ordinary (`revised`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from pipelines.analyse.signals.cells import Row
from pipelines.analyse.signals.distances import chance_of_figure
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import LIKELY
from pipelines.collect.database import literal, records

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXCHANGES = {"sex": ("F", "M"), "age": ("Y0T17", "Y_GE18")}
"""Labels that may have been exchanged on the way."""
MOVES = 2 ** len(EXCHANGES)
FEWEST_FIGURES = 2


@dataclass(frozen=True)
class Block:
    """Years of an area whose figures are all another's; `figures`: a row per cell, with the other's line."""

    source_area: str
    years: tuple[int, ...]
    figures: tuple[Row, ...]
    chance: float


def block_taken(connection: DuckDBPyConnection, revised: Row, searched: int) -> Block | None:
    """The years of a revised series that stand under another area as a whole; None where none do.

    Reads `revisions` and `observed`. `searched`: the number of revised series of which it is asked, of all
    sources, offences and versions.
    """
    years = records(connection, _years(revised))
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in years:
        groups[row["source_area"], row["sex_moved"], row["age_moved"]].append(row)
    if not groups:
        return None
    ways = searched * years[0]["source_areas"] * MOVES
    best, them = min(
        ((sum(row["log_chance"] + log(2) for row in rows), rows) for rows in groups.values()),
        key=lambda each: (round(each[0], 9), str(each[1][0]["source_area"])),
    )
    chance = ways * exp(best)
    if chance > LIKELY or sum(row["figures"] for row in them) < FEWEST_FIGURES:
        return None
    return Block(
        them[0]["source_area"],
        tuple(row["year"] for row in them),
        tuple(figure for row in them for figure in records(connection, _figures(revised, row))),
        chance,
    )


def _moved(dimension: str) -> str:
    """The SQL of the label of a figure of the area as it stood under the other one."""
    one, two = EXCHANGES[dimension]
    return f"""CASE WHEN {dimension}_moved AND own.{dimension} = '{one}' THEN '{two}'
        WHEN {dimension}_moved AND own.{dimension} = '{two}' THEN '{one}' ELSE own.{dimension} END"""


def _matched(revised: Row) -> str:
    """The SQL of each finest figure of the series beside the same one of another area, for each move."""
    return f"""
        SELECT
            own.*, sex_moved, age_moved, other.ref_area AS source_area,
            other.submission AS source_submission, other.line AS source_line, other.label AS source_label,
            other.is_public AS source_is_public
        FROM revisions AS own
        CROSS JOIN (SELECT unnest([FALSE, TRUE]) AS sex_moved)
        CROSS JOIN (SELECT unnest([FALSE, TRUE]) AS age_moved)
        JOIN observed AS other
            USING (table_name, source, offence, time_period, measure, unit, other, component)
        WHERE own.series = {revised["series"]} AND own.is_leaf AND own.low = own.high
            AND other.ref_area <> own.ref_area AND other.low = own.low AND other.high = own.high
            AND other.known_from::DATE <= own.version
            AND other.sex = {_moved("sex")} AND other.age = {_moved("age")}
        QUALIFY row_number() OVER (
            PARTITION BY own.time_period, own.label, sex_moved, age_moved, other.ref_area
            ORDER BY other.known_from, other.line
        ) = 1
    """


def _years(revised: Row) -> str:
    """The SQL of the years whose finest figures are all another area's, and some of them new.

    A cell of the other area that has said several things, in versions until then, may be equal by each.
    """
    series = " AND ".join(f"{name} = {literal(str(revised[name]))}" for name in SERIES.split(", ")[:3])
    return f"""
        WITH sizes AS (
            SELECT year, count(*) AS cells
            FROM revisions
            WHERE series = {revised["series"]} AND is_leaf
            GROUP BY year
        ),
        areas AS (
            SELECT count(DISTINCT other.ref_area) - 1 AS source_areas
            FROM observed AS other
            WHERE {series}
        ),
        said AS (
            SELECT
                ref_area AS source_area, time_period, label AS source_label,
                count(DISTINCT low) AS values
            FROM observed
            WHERE {series} AND low = high AND known_from::DATE <= {literal(str(revised["version"]))}::DATE
            GROUP BY ALL
        )
        SELECT
            source_area, sex_moved, age_moved, year, any_value(source_areas) AS source_areas,
            count(*) FILTER (low > 0) AS figures,
            sum(ln(least(1, values * {chance_of_figure("low")}))) FILTER (low > 0) AS log_chance
        FROM ({_matched(revised)})
        JOIN sizes USING (year)
        JOIN said USING (source_area, time_period, source_label)
        CROSS JOIN areas
        GROUP BY source_area, sex_moved, age_moved, year
        HAVING count(*) = any_value(cells) AND bool_or(moved <> 0) AND figures > 0
        ORDER BY source_area, sex_moved, age_moved, year
    """


def _figures(revised: Row, year: Row) -> str:
    """The SQL of the figures of one year above zero, with the lines of the other area."""
    return f"""
        SELECT *
        FROM ({_matched(revised)})
        WHERE source_area = {literal(year["source_area"])} AND year = {year["year"]} AND low > 0
            AND sex_moved = {year["sex_moved"]} AND age_moved = {year["age_moved"]}
        ORDER BY label
    """
