"""Are the trends of the store those of each version by itself, without what an open signal holds out?"""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from pipelines.analyse.trends.estimate import estimate_trend
from pipelines.analyse.trends.panel import Cell, panel_of
from pipelines.analyse.trends.store import make_trends
from pipelines.collect.database import open_memory

FIRST, SECOND = date(2020, 1, 1), date(2021, 1, 1)
AREAS = [f"X{a:02}" for a in range(14)]


def figures(seed: int, slope: float) -> list[tuple[str, int, int]]:
    random = np.random.default_rng(seed)
    counts = random.poisson(12 * np.exp(slope * np.arange(8)), (len(AREAS), 8))
    return [(area, 2010 + t, int(counts[a, t])) for a, area in enumerate(AREAS) for t in range(8)]


def insert(connection, rows, *, source="S1", offence="TIP", version=SECOND) -> None:
    connection.execute("""
        CREATE TABLE IF NOT EXISTS detected_victims (
            source VARCHAR, offence VARCHAR, version DATE, ref_area VARCHAR, year INTEGER,
            value_low BIGINT, value_high BIGINT, basis VARCHAR, open_signals VARCHAR[]
        )
    """)
    connection.execute("""
        CREATE TABLE IF NOT EXISTS coverage_summary (
            source VARCHAR, offence VARCHAR, version DATE, year INTEGER, is_incomplete BOOLEAN
        )
    """)
    for area, year, low, *high in rows:
        top = high[0] if high else low
        given = [source, offence, version, area, year, low, top]
        connection.execute("INSERT INTO detected_victims VALUES (?, ?, ?, ?, ?, ?, ?, 'reported', [])", given)


@pytest.fixture
def connection():
    with open_memory() as opened:
        yield opened


def found(connection, query: str, *given) -> list[dict]:
    answer = connection.execute(query, list(given))
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def headline(connection, **at) -> dict:
    where = " ".join(f"AND {name} = ?" for name in at)
    [row] = found(connection, f"FROM trends WHERE what = 'headline' {where}", *at.values())
    return row


def test_each_source_offence_and_version_has_a_trend_of_its_own(connection, contract):
    insert(connection, figures(1, 0.15))
    insert(connection, figures(2, -0.15), version=FIRST)
    insert(connection, figures(3, 0.15), source="S2", offence="TIP_OR")
    make_trends(connection, contract)
    assert headline(connection, source="S1", version=SECOND)["estimate"] > 1
    assert headline(connection, source="S1", version=FIRST)["estimate"] < 1
    assert headline(connection, source="S2")["offence"] == "TIP_OR"
    alone = estimate_trend(panel_of([Cell(*row, row[2]) for row in figures(1, 0.15)]))
    assert headline(connection, source="S1", version=SECOND)["estimate"] == alone.results[-1].estimate
    series = found(connection, "SELECT DISTINCT source, version FROM alerts ORDER BY source")
    assert series == [{"source": "S1", "version": SECOND}, {"source": "S2", "version": SECOND}]


def test_the_tables_have_the_promised_columns_and_details_that_are_json(connection, contract):
    insert(connection, figures(1, 0.1))
    make_trends(connection, contract)
    trend = headline(connection)
    assert list(trend) == [
        "source", "offence", "version", "what", "method", "estimate", "low", "high", "n", "areas",
        "first_year", "last_year", "note", "refusal", "refusal_text", "details",
    ]  # fmt: skip
    assert json.loads(trend["details"])["direction"] == 1
    assert (trend["first_year"], trend["last_year"], trend["areas"]) == (2010, 2017, 14)
    kinds = found(
        connection, "SELECT index_kind, count(*) AS n, min(area_count) AS a FROM trend_indices GROUP BY ALL"
    )
    assert {(row["index_kind"], row["n"], row["a"]) for row in kinds} == {
        (kind, 8, 14) for kind in ("fixed effects", "matched panel", "chained pairs")
    }


def test_area_years_that_an_open_signal_holds_out_are_left_out_and_counted(connection, contract):
    rows = [(a, y, 9000 if (a, y) == ("X03", 2017) else v) for a, y, v in figures(4, 0.0)]
    insert(connection, rows)
    make_trends(connection, contract)
    before = headline(connection)
    connection.execute(
        "UPDATE detected_victims SET open_signals = ['s1'] WHERE ref_area = 'X03' AND year = 2017"
    )
    make_trends(connection, contract)
    assert headline(connection)["n"] == before["n"] - 9000
    [panel] = found(connection, "FROM trends WHERE what = 'panel'")
    assert "1 figure with an open question is left out." in panel["note"]
    held = found(connection, "FROM alerts WHERE ref_area = 'X03'")
    assert held == []


def test_a_lower_bound_without_an_upper_one_is_left_out_and_said(connection, contract):
    insert(connection, [*figures(5, 0.1), ("X99", 2010, 4, None)])
    make_trends(connection, contract)
    [panel] = found(connection, "FROM trends WHERE what = 'panel'")
    assert "1 figure is a lower bound only" in panel["note"]
    assert panel["areas"] == 14


def test_a_series_that_carries_no_trend_is_a_row_with_its_reason(connection, contract):
    insert(connection, [("X01", 2010, 4), ("X01", 2011, 5)])
    insert(connection, [("X01", 2010, 4, None)], source="S2")
    make_trends(connection, contract)
    rows = found(connection, "FROM trends ORDER BY source")
    assert [(row["what"], row["refusal"]) for row in rows] == [
        ("headline", "ONE_AREA"),
        ("headline", "NO_DATA"),
    ]
    assert all(row["estimate"] is None and row["refusal_text"] for row in rows)


def test_the_newest_version_has_change_points_of_the_same_areas_or_the_reason_for_none(connection, contract):
    insert(connection, figures(1, 0.0), version=FIRST)
    insert(connection, [(area, year, low + 30 * (year > 2013)) for area, year, low in figures(1, 0.0)])
    insert(connection, [("X01", 2010, 4, None)], source="S2")
    make_trends(connection, contract)
    query = "SELECT source, version, what, estimate, areas, refusal FROM change_points ORDER BY source, what"
    rows = [tuple(row.values()) for row in found(connection, query)]
    assert rows[0] == ("S1", SECOND, "change point", 2013, 14, None)
    assert rows[-1] == ("S2", SECOND, "change point", None, None, "FEW_AREAS")


def test_alerts_are_in_the_form_of_results(connection, contract):
    insert(connection, figures(1, 0.0))
    insert(connection, [("X01", 2010, 4), ("X01", 2011, 5)], source="S2")
    make_trends(connection, contract)
    rows = found(connection, "SELECT source, ref_area, what, method, estimate, refusal FROM alerts")
    assert len([row for row in rows if row["source"] == "S1" and row["estimate"] is not None]) == 14
    (refused,) = (row for row in rows if row["source"] == "S2")
    assert refused["refusal"]


def test_a_store_without_figures_has_the_tables_and_no_row(connection, contract):
    insert(connection, [])
    make_trends(connection, contract)
    for name in ("trends", "trend_indices", "change_points", "alerts"):
        assert found(connection, f"FROM {name}") == []
