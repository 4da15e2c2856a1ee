"""Figures that keep to a rule which counting does not make, over a year or a run of years of one area.

A family gives, for each year of a group of figures (`leaves`), whether the rule holds and the chance that it
does by accident; here runs of such years are put together and told from accident. What does not belong here:
any rule.

Of single years only those count as searched that could be found at all, for a year of small figures never
can: Tarone (1990), Biometrics 46:515.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.leaves import GROUP, figures_of
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import LIKELY, MEDIUM, Signal, gathered
from pipelines.collect.database import records

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LENGTHS = 2
"""Two looks: at years by themselves, and at runs of them."""
FEWEST_FIGURES = 3
"""Fewer figures above zero keep to any rule by accident, whatever was searched."""
FEWEST_AREAS = 5
"""So many areas of a source that keep to one rule are one question, to the source."""


@dataclass(frozen=True)
class Rule:
    """A rule, and what is said where it is kept to.

    `years` is the SQL of a row per group, key and year: columns of GROUP, key, look, year, named (the years
    it is about), is_kept (whether the rule holds), figures (those above zero), log_chance. `key` is what the
    years of a run have in common (a distance of years, a divisor). Chances are counted apart in each `look`;
    `looks` is their number. `say` makes the sentence of the runs of one area, or of several; `beside` gives
    the other group of figures that a run was compared with, if there is one: they are accused as well.
    """

    family: str
    years: str
    looks: int
    say: Callable[[list[Row]], str]
    beside: Callable[[Row], Row | None] = lambda _run: None
    fewest_years: int = 1


def find_regular(connection: DuckDBPyConnection, rule: Rule) -> list[Signal]:
    """A signal for each area, or for many of a source, with years that keep to a rule beyond accident.

    Reads `leaves`.
    """
    series: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in _runs(connection, rule):
        row["chance"] = rule.looks * LENGTHS * row["searched"] * exp(row["log_chance"])
        if row["chance"] <= LIKELY:
            series[tuple(row[name] for name in SERIES.split(", "))].append(row)
    found = [_telling(rows) for rows in series.values()]
    return [_signal(connection, rule, rows) for rows in _by_source(found)]


def _runs(connection: DuckDBPyConnection, rule: Rule) -> list[Row]:
    """The runs of years that keep to the rule, with what was searched of their length in their look."""
    return records(
        connection,
        f"""
        WITH years AS (
            SELECT *
            FROM ({rule.years})
            WHERE log_chance < 0
        ),
        ranked AS (
            SELECT
                look, count(*) OVER (PARTITION BY look) AS all_years,
                row_number() OVER chances AS place, lead(log_chance) OVER chances AS next
            FROM years
            WINDOW chances AS (PARTITION BY look ORDER BY log_chance)
        ),
        searched AS (
            SELECT
                look, any_value(all_years) AS all_years,
                min(place) FILTER (
                    next IS NULL OR next > ln({LIKELY} / ({rule.looks * LENGTHS} * place))
                ) AS single_years
            FROM ranked
            GROUP BY look
        ),
        kept AS (
            SELECT
                *, year - row_number() OVER (PARTITION BY {GROUP}, key ORDER BY year) AS run
            FROM years
            WHERE is_kept
        )
        SELECT
            {GROUP}, key, if(count(*) = 1, any_value(single_years), any_value(all_years)) AS searched,
            sum(log_chance) AS log_chance, min(year) AS first, max(year) AS last,
            list_sort(list_distinct(flatten(list(named)))) AS years
        FROM kept
        JOIN searched USING (look)
        GROUP BY {GROUP}, key, run
        HAVING sum(figures) >= {FEWEST_FIGURES} AND count(*) >= {rule.fewest_years}
        ORDER BY {GROUP}, key, first
        """,
    )


def _telling(rows: list[Row]) -> list[Row]:
    """The rarest run, and each other one of other years."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: float(f"{row['chance']:.9g}")):
        said = {year for other in kept for year in other["years"]}
        kept += [] if said.intersection(row["years"]) else [row]
    return kept


def _by_source(found: list[list[Row]]) -> list[list[Row]]:
    """Those of many areas that keep to the same rule in one; each other one by itself."""
    sources: dict[tuple[object, ...], list[list[Row]]] = defaultdict(list)
    for rows in found:
        row = rows[0]
        same = ("table_name", "source", "offence", "version", "measure", "key")
        sources[tuple(row[name] for name in same)].append(rows)
    together = [each for each in sources.values() if len(each) >= FEWEST_AREAS]
    alone = [rows for each in sources.values() if len(each) < FEWEST_AREAS for rows in each]
    return [*([row for rows in each for row in rows] for each in together), *alone]


def _signal(connection: DuckDBPyConnection, rule: Rule, rows: list[Row]) -> Signal:
    evidence = Evidence()
    for row in rows:
        for figure in _figures(connection, row, row["years"]):
            evidence.add(figure)
        for figure in _figures(connection, rule.beside(row), row["years"]):
            evidence.add(figure, is_named=False, is_accused=True)
    return gathered(
        rule.family,
        MEDIUM,
        series_of(rows[0]),
        compared=rule.say(rows),
        strength=-sum(row["log_chance"] for row in rows),
        strength_means="log_rarity",
        chance=min(row["chance"] for row in rows),
        persons=sum(cell.low or 0.0 for cell in evidence.accused if cell.offence == rows[0]["offence"]),
        **evidence.parts,
    )


def _figures(connection: DuckDBPyConnection, group: Row | None, years: list[int]) -> list[Row]:
    return [figure for figure in figures_of(connection, group) if figure["year"] in years] if group else []
