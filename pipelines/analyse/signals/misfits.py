"""Figures that do not fit together, though those of the same source do everywhere else. A general family.

A source has ways in which its figures hang together: its parts make up their total, its offences stay within
the one that contains them, its rates are its counts per head. Which of them it keeps to is learnt from its
other areas: where nearly all keep to one, an area that does not is asked about, whatever was done to it. Of a
source that does not keep to it nothing is said, for parts below a total are ordinary there.
What does not belong here: what the ways are (`fits`), and totals below one of their parts (`contained`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording_of_misfits as wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.fits import FORM, make_fits
from pipelines.analyse.signals.observations import AREA, SERIES
from pipelines.analyse.signals.signal import LOW, MEDIUM, Signal, gathered
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "misfit"
FEWEST_ELSEWHERE, MOST_ELSEWHERE, MOST_FORMS_MISSING = 20, 0.05, 0.02
"""A way is kept to where, in at least so many area-years of the other areas, at most this share does not; of
forms that are missing a smaller one, for not to know a form is ordinary."""
FEWEST_PERSONS, MANY_PERSONS, MANY_FIGURES = 3, 5, 3
"""An area with fewer persons, and few figures, has a slip, and all slips of a source are one question. Many
persons, or that many figures, hold the area-years out. *Judgement.*"""
MANY_AREAS = 5
"""So many areas of one source and version are one question, to the source."""


def find_misfits(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each series in whose newest version figures do not fit.

    Reads `placed` and `part_pairs` (`parts`), which the contradictions made.
    """
    make_fits(connection, contract)
    found = _by_series(_misfits(connection))
    slips = [group for group in found if _persons(group) < FEWEST_PERSONS and len(group) < MANY_FIGURES]
    others = [group for group in found if group not in slips]
    return [_signal(connection, group) for group in (*_by_source(others), *_by_source(slips, fewest=1))]


def _misfits(connection: DuckDBPyConnection) -> list[Row]:
    """The rows of `fits` that break a way to which the other areas of their source keep."""
    return records(
        connection,
        f"""
        WITH areas AS (
            SELECT
                table_name, source, way, ref_area,
                count(DISTINCT (offence, year)) AS own,
                count(DISTINCT (offence, year)) FILTER (is_broken) AS own_broken
            FROM fits
            GROUP BY ALL
        ),
        elsewhere AS (
            SELECT
                table_name, source, way, ref_area,
                sum(own) OVER every_area - own AS kept_and_broken,
                sum(own_broken) OVER every_area - own_broken AS broken
            FROM areas
            WINDOW every_area AS (PARTITION BY table_name, source, way)
        )
        SELECT fits.*
        FROM fits
        JOIN elsewhere USING (table_name, source, way, ref_area)
        WHERE is_broken AND kept_and_broken >= {FEWEST_ELSEWHERE}
            AND broken <= kept_and_broken * if(way = '{FORM}', {MOST_FORMS_MISSING}, {MOST_ELSEWHERE})
        ORDER BY {SERIES}, time_period, way, whole
        """,
    )


def _by_series(rows: list[Row]) -> list[list[Row]]:
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in SERIES.split(", "))].append(row)
    return list(groups.values())


def _by_source(groups: list[list[Row]], fewest: int = MANY_AREAS) -> list[list[Row]]:
    """Those of so many areas of one source, offence and version in one; each other one by itself."""
    sources: dict[tuple[object, ...], list[list[Row]]] = defaultdict(list)
    for group in groups:
        sources[tuple(group[0][name] for name in ("table_name", "source", "offence", "version"))].append(
            group
        )
    together = [each for each in sources.values() if len(each) >= fewest]
    alone = [group for each in sources.values() if len(each) < fewest for group in each]
    return [*([row for group in each for row in group] for each in together), *alone]


def _persons(rows: list[Row]) -> float:
    """The persons that do not fit, once for each area and period: where they are most."""
    most: dict[tuple[str, str], float] = {}
    for row in rows:
        place = (row[AREA], row["time_period"])
        most[place] = max(row["gap"], most.get(place, 0.0))
    return sum(most.values())


def _signal(connection: DuckDBPyConnection, rows: list[Row]) -> Signal:
    persons = _persons(rows)
    evidence = _evidence(connection, rows)
    figures = Counter(row[AREA] for row in rows)
    is_large = persons >= MANY_PERSONS or max(figures.values()) >= MANY_FIGURES
    return gathered(
        FAMILY,
        MEDIUM if is_large else LOW,
        series_of(rows[0]),
        compared=wording.misfit(rows, evidence.area_years, persons),
        strength=persons,
        strength_means="persons_that_do_not_fit",
        chance=None,
        persons=persons,
        **evidence.parts,
    )


def _evidence(connection: DuckDBPyConnection, rows: list[Row]) -> Evidence:
    """The cells of both sides; those of the offence itself are named and accused."""
    evidence = Evidence()
    series = {tuple(row[name] for name in SERIES.split(", ")) for row in rows}
    numbers = sorted({cell for row in rows for cell in (row["whole"], *row["parts"])})
    listed = ", ".join(map(str, numbers))
    for row in records(connection, f"SELECT * FROM fitted WHERE cell IN ({listed}) ORDER BY cell"):
        evidence.add(row, is_named=tuple(row[name] for name in SERIES.split(", ")) in series)
    return evidence
