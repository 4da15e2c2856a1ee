"""Labels exchanged between two categories of sex or age, seen against another version, source, or other
years.

For each pair of categories the likelihood of the figures is compared as they stand and with the two
exchanged, given a reference: the version before, another source (scaled to the same sum, with Poisson
tolerance: sources rarely agree to the unit), or the area's own other years (scaled; shares vary from year to
year). A likelihood ratio of c arises by accident with a chance of at most 1/c, so the ratio times what was
searched is the number of finds to be expected. What does not belong here: other differences between the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import from_log
from pipelines.analyse.signals.label_pairs import HISTORY, SOURCE, VERSION, make_pairs, make_references
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import HIGH, LIKELY, MEDIUM, Signal, gathered, graded
from pipelines.collect.database import literal, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "labels_exchanged"
FEWEST_PERSONS = 6
LARGEST_MISFIT = 0.25
"""After the exchange the figures must fit: what is left may be this part of the misfit before."""
WHOLE_SOURCE, FEWEST_AREAS = 0.7, 4
KEYS = f"{SERIES}, version, against, dimensions, dimension, one, two"


def find_exchanged(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area and pair of categories that fits far better exchanged; one for a whole
    source."""
    make_references(connection)
    make_pairs(connection)
    searched = records(
        connection, f"SELECT count(*) AS n FROM (SELECT DISTINCT {KEYS} FROM pairs WHERE is_telling)"
    )[0]["n"]
    groups = _by_source(_suspects(connection)).values()
    found = [
        (_precedence(group, each), each) for group in groups for each in _signals(connection, group, searched)
    ]
    found += [(_precedence(group, each), each) for group, each in _in_whole_years(connection)]
    kept: list[Signal] = []
    for _order, signal in sorted(found, key=lambda each: each[0]):
        kept += [] if _is_said(signal, kept) else [signal]
    return kept


def _precedence(group: list[Row], signal: Signal) -> tuple[int, int, str]:
    """Another version tells more surely than another source, that more surely than other years; many before
    few."""
    return (
        (VERSION, SOURCE, HISTORY).index(group[0]["against"]),
        -len(signal.area_years),
        signal.id,
    )


def _is_said(signal: Signal, kept: list[Signal]) -> bool:
    """Whether most of its area-years stand in a signal of the same series already."""
    series = (signal.table, signal.source, signal.offence)
    said = {place for k in kept if (k.table, k.source, k.offence) == series for place in k.area_years}
    return 2 * len(said.intersection(signal.area_years)) > len(signal.area_years)


def _suspects(connection: DuckDBPyConnection) -> list[Row]:
    """A row per series, reference and pair of categories, of the years that gain by the exchange.

    Each year chosen costs ln 2, the price of having had the choice.
    """
    return records(
        connection,
        f"""
        WITH years AS (
            SELECT
                {KEYS}, other_source, year,
                sum(gain) FILTER (against <> '{HISTORY}' OR is_unlike_all_others) AS gain,
                sum(stays) AS stays, sum(swaps) AS swaps, sum(persons) AS persons,
                bool_or(is_telling) AS is_telling
            FROM pairs
            GROUP BY ALL
        )
        SELECT
            {KEYS}, other_source,
            coalesce(sum(gain), 0) AS gain_of_all,
            sum(gain - ln(2)) FILTER (gain > ln(2)) AS gain,
            sum(stays) FILTER (gain > ln(2)) AS stays,
            sum(swaps) FILTER (gain > ln(2)) AS swaps,
            sum(persons) FILTER (gain > ln(2)) AS persons,
            list(year ORDER BY year) FILTER (gain > ln(2)) AS years,
            count(*) FILTER (is_telling) AS telling_years
        FROM years
        GROUP BY ALL
        HAVING count(*) FILTER (is_telling) > 0
        ORDER BY ALL
        """,
    )


def _by_source(rows: list[Row]) -> dict[tuple[object, ...], list[Row]]:
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    names = ("table_name", "source", "offence", "version", "against", "other_source", "dimensions")
    for row in rows:
        key = tuple(row[name] for name in names)
        if row["against"] == SOURCE:
            key = tuple(row[name] for name in names if name != "version")
        groups[*key, row["dimension"], row["one"], row["two"]].append(row)
    return groups


def _signals(connection: DuckDBPyConnection, group: list[Row], searched: int) -> list[Signal]:
    """Of the areas of one source and version: one signal if most gain by the exchange, else one for each."""
    against = group[0]["against"]
    gaining = [row for row in group if row["gain_of_all"] > 0 and row["years"]]
    total = sum(row["gain_of_all"] for row in group)
    if (
        against != HISTORY
        and len(gaining) >= max(FEWEST_AREAS, WHOLE_SOURCE * len(group))
        and searched * from_log(-total) <= LIKELY
    ):
        return [_signal(connection, gaining, total, searched, is_whole=True)]
    found = [row for row in group if _is_found(row, searched)]
    return [_signal(connection, [row], row["gain"], searched, is_whole=False) for row in found]


def _in_whole_years(connection: DuckDBPyConnection) -> Iterator[tuple[list[Row], Signal]]:
    """Years in which the labels stand exchanged in most areas of a source, with the rows of those areas."""
    rows = records(
        connection,
        f"""
        SELECT
            {KEYS}, other_source, year, [year] AS years,
            sum(gain) AS gain, sum(stays) AS stays, sum(swaps) AS swaps, sum(persons) AS persons
        FROM pairs
        GROUP BY ALL
        HAVING bool_or(is_telling)
        ORDER BY ALL
        """,
    )
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        names = ("table_name", "source", "offence", "against", "other_source", "dimensions", "dimension")
        groups[(*(row[name] for name in names), row["one"], row["two"], row["year"])].append(row)
    for group in groups.values():
        gaining = [row for row in group if row["gain"] > 0]
        total = sum(row["gain"] for row in group)
        if (
            len(gaining) >= max(FEWEST_AREAS, WHOLE_SOURCE * len(group))
            and sum(row["persons"] for row in gaining) >= FEWEST_PERSONS
            and len(groups) * from_log(-total) <= LIKELY
        ):
            yield gaining, _signal(connection, gaining, total, len(groups), is_whole=True)


def _is_found(row: Row, searched: int) -> bool:
    return bool(
        row["years"]
        and row["persons"] >= FEWEST_PERSONS
        and row["swaps"] <= LARGEST_MISFIT * row["stays"]
        and searched * from_log(-row["gain"]) <= LIKELY
    )


def _signal(
    connection: DuckDBPyConnection, rows: list[Row], gain: float, searched: int, *, is_whole: bool
) -> Signal:
    evidence = Evidence()
    for row in rows:
        for each in _compared(connection, row):
            evidence.add(each)
            if row["against"] != HISTORY:
                evidence.add(each, "_before", is_named=False)
    persons = sum(row["persons"] for row in rows)
    chance = searched * from_log(-gain)
    return gathered(
        FAMILY,
        MEDIUM if rows[0]["against"] == HISTORY else graded(HIGH, chance),
        series_of(rows[0]),
        compared=wording.exchanged(rows, evidence.area_years, persons, is_whole=is_whole),
        strength=gain,
        strength_means="log_likelihood_ratio",
        chance=chance,
        persons=persons,
        **evidence.parts,
    )


def _compared(connection: DuckDBPyConnection, row: Row) -> list[Row]:
    """The figures of the two categories in the years that gain, with their references."""
    equal = " AND ".join(
        f"{name} = {literal(str(row[name]))}"
        for name in (
            "table_name",
            "source",
            "offence",
            "ref_area",
            "version",
            "against",
            "other_source",
            "dimensions",
        )
    )
    years = ", ".join(map(str, row["years"]))
    return records(
        connection,
        f"""
        SELECT *, low AS high, low_before AS high_before
        FROM referred
        WHERE {equal} AND year IN ({years})
            AND {row["dimension"]} IN ({literal(row["one"])}, {literal(row["two"])})
        """,
    )
