"""Does a questioned figure stay out of every sum, and only where the question is about that figure?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from pipelines.analyse.detected_victims import make_detected_victims_by_year
from pipelines.analyse.open_signals import make_open_signals
from pipelines.analyse.signals.signal import Series, gathered
from pipelines.collect.database import open_memory
from pipelines.contract.loading import Contract


@pytest.fixture
def connection() -> Iterator[DuckDBPyConnection]:
    with open_memory() as opened:
        yield opened


def test_a_questioned_figure_is_in_no_sum_and_is_counted_apart(
    connection: DuckDBPyConnection, contract: Contract
) -> None:
    connection.execute("""
        CREATE TABLE detected_victims AS
        SELECT 'S' AS source, 'TIP' AS offence, DATE '2021-01-01' AS version, area AS ref_area, year,
            low AS value_low, high AS value_high, 'reported' AS basis, signals AS open_signals
        FROM (VALUES
            ('EGY', 2019, 3, 3, []::VARCHAR[]), ('FRA', 2019, 40, 45, ['a']), ('KEN', 2019, 0, 0, []),
            ('FRA', 2020, 7, 7, ['a', 'b'])
        ) AS figures(area, year, low, high, signals)
    """)
    make_detected_victims_by_year(connection, contract)
    found = connection.execute("""
        SELECT year, value_low, value_high, area_count, positive_area_count, reported_total_count,
            held_out_count
        FROM detected_victims_by_year
        ORDER BY year
    """).fetchall()
    assert found == [(2019, 3, 3, 2, 1, 2, 1), (2020, None, None, 0, 0, 0, 1)]


def test_only_an_open_signal_about_victims_holds_victims_out(connection: DuckDBPyConnection) -> None:
    connection.execute("""
        CREATE TABLE signal_area_years AS
        SELECT "table", 'S' AS source, 'TIP' AS offence, DATE '2021-01-01' AS version, 'EGY' AS ref_area,
            2019 AS year, signal, severity, is_open
        FROM (VALUES
            ('victims', 'held', 'high', TRUE), ('victims', 'read', 'low', TRUE),
            ('victims', 'closed', 'high', FALSE),
            ('assistance', 'other', 'high', TRUE)
        ) AS signals("table", signal, severity, is_open)
    """)
    make_open_signals(connection)
    found = connection.execute("SELECT signal, holds_out FROM open_signals ORDER BY signal").fetchall()
    assert found == [("held", True), ("read", False)]


def test_the_numbers_of_a_signal_do_not_hang_on_the_order_of_adding_up() -> None:
    def signal(number: float) -> object:
        return gathered(
            "any", "high", Series("victims", "S", "TIP"), area_years=[("EGY", 2019)], compared="",
            strength=number, strength_means="ratio", chance=number, persons=1,
            cells=[], origins=[], is_public=True,
        )  # fmt: skip

    assert 0.1 + 0.2 != 0.3
    assert signal(0.1 + 0.2) == signal(0.3)
