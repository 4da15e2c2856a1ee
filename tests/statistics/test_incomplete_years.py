"""Which recent years are incomplete? One answer, whoever asks: coverage, trend, charts, page, plain file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.analyse.coverage_summary import make_coverage_summary
from pipelines.analyse.detected_victims import (
    make_detected_victims,
    make_detected_victims_by_year,
    make_version_changes,
)
from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.trends.files import trend_of_file
from pipelines.analyse.trends.store import make_trends
from pipelines.collect.database import records
from pipelines.disseminate import coverage_chart, detected_victims_chart, trends_refused
from pipelines.disseminate.coverage_grid import grid_of
from pipelines.disseminate.detected_victims_parts import CSV_HEADER, drawn_values
from pipelines.disseminate.evidence import Evidence, gather
from pipelines.disseminate.rests_on import rests_on
from tests.files import send, victims
from tests.statistics.edition import edition_tables

AREAS = ("ARG", "AUS", "BEL", "BOL", "BRA", "CAN", "EGY", "ESP", "FIN", "FRA", "GBR", "ITA")
YEARS = range(2010, 2019)
LAST_ARE_THERE = {2016: 12, 2017: 9, 2018: 8}
"""Of twelve areas all, three quarters exactly, and eight of nine: none is incomplete."""
HELD = 5
"""So many figures of 2017 are questioned; a rule that did not count them would call 2017 incomplete."""
EVIDENCE = (
    "detected_victims_by_year", "detected_victims", "version_changes", "coverage", "trends", "trend_indices",
)  # fmt: skip


def label(_code_list: str, code: str) -> str:
    return code


def reported(last: dict[int, int]) -> list[tuple[str, int, str]]:
    """An area in a year: a figure, a zero, a bound, or a lower bound only, all of them answers."""
    texts = ("4", "0", "<5", "7")
    return [
        (area, year, texts[(at + year) % 4])
        for year in YEARS
        for at, area in enumerate(AREAS[: last.get(year, len(AREAS))])
    ]


def answers(store: Any, contract: Any, last: dict[int, int], held: int) -> Iterator[tuple[str, list[int]]]:
    """What each of those who are asked says, by name."""
    lines = [f"{area} {year} _T _T {text}" for area, year, text in reported(last)]
    send(store, contract, victims(*lines), known_since="2019-06", is_already_public=True, is_complete=True)
    with edition_tables(store, contract) as connection:
        connection.execute(f"""
            CREATE TABLE signal_area_years AS
            SELECT 'victims' AS "table", source, offence, version, ref_area, year, 'one' AS signal,
                'high' AS severity, TRUE AS is_open
            FROM coverage
            WHERE year = 2017 AND ref_area IN {AREAS[:held]}
        """)
        for make in (make_detected_victims, make_detected_victims_by_year, make_version_changes):
            make(connection, contract)
        make_coverage_summary(connection, contract)
        make_trends(connection, contract)
        tables = {name: records(connection, f"FROM {name}") for name in EVIDENCE}
        summary = records(connection, "FROM coverage_summary ORDER BY year")
        (evidence,) = gather(tables, contract.code_list("area"))
    assert len(evidence.held_out(evidence.versions[-1])) == min(held, last.get(2017, 12))
    yield "coverage", [row["year"] for row in summary if row["is_incomplete"]]
    yield "trend", json.loads(_panel(tables)["details"])["incomplete_years"]
    yield from _of_charts(evidence)
    rested = rests_on(evidence, [], summary, [], label)
    assert rested
    yield "page", [int(year.year) for year in rested.years if year.is_incomplete]


def _panel(tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    (row,) = [row for row in tables["trends"] if row["what"] == "panel"]
    return row


def _of_charts(evidence: Evidence) -> Iterator[tuple[str, list[int]]]:
    at = CSV_HEADER.index("is_incomplete")
    rows = [row for row in drawn_values(evidence) if row[2] == "_T"]
    yield "detected victims, drawn", [int(str(row[1])) for row in rows if row[at] == "true"]
    assert evidence.trend
    yield "trends chart", list(evidence.trend.incomplete)
    cells = coverage_chart.drawn_values(grid_of(evidence))
    yield "coverage, drawn", sorted({int(str(row[2])) for row in cells if row[5] == "true"})
    for name, chart in (("victims", detected_victims_chart), ("refused", trends_refused)):
        with_key = any("still incomplete" in words for _mark, words in chart._key(evidence))
        assert with_key == bool(evidence.incomplete(evidence.versions[-1])), name


@pytest.mark.parametrize(
    ("last", "held", "expected"),
    [
        (LAST_ARE_THERE, 0, []),
        (LAST_ARE_THERE, HELD, []),
        ({2016: 12, 2017: 8, 2018: 8}, 0, [2017, 2018]),
        ({2016: 12, 2017: 8, 2018: 12}, HELD, [2017]),
        ({2014: 6, 2018: 3}, 0, [2018]),
    ],
    ids=["none", "none, though questioned", "two", "one, and questioned", "an old gap is a gap"],
)
def test_whoever_is_asked_gives_the_same_incomplete_years(
    store: Any, contract: Any, last: dict[int, int], held: int, expected: list[int]
) -> None:
    for name, years in answers(store, contract, last, held):
        assert years == expected, name
    lines = [f"{area},{year},{text}" for area, year, text in reported(last)]
    found = trend_of_file(read_plain("\n".join(["reporter,year,count", *lines]).encode()))
    assert found.results[0].details["incomplete_years"] == expected, "plain file"


def test_a_figure_that_is_a_lower_bound_only_was_reported_all_the_same() -> None:
    """Left out of the estimate, and no reason to call its year incomplete."""
    lines = [f"A{a},{year},{a},{a + 3}" for a in range(12) for year in range(2010, 2017)]
    lines += [f"A{a},2017,{a},{a + 3 if a < 6 else ''}" for a in range(12)]
    found = trend_of_file(read_plain("\n".join(["reporter,year,low,high", *lines]).encode()))
    assert found.results[0].details["incomplete_years"] == []
