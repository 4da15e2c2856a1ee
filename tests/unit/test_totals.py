"""Does a total stand, or rest on a whole partition, or stay open; and does nothing get counted twice?"""

from __future__ import annotations

import pytest

from pipelines.analyse.totals import make_totals
from pipelines.collect.database import open_memory
from pipelines.process.values import reported_value


def total_of(contract, *rows: str):
    """The total of one area's rows, each 'period sex age value'; (low, high, basis) by year."""
    table = contract.table("victims")
    columns: dict[str, list[object]] = {
        name: []
        for name in (
            "line",
            "time_period",
            "year",
            "frequency",
            "sex",
            "age",
            "value_low",
            "value_high",
            "counterpart_area",
        )
    }
    for line, row in enumerate(rows, 2):
        period, sex, age, text, *area = row.split(" ")
        value = reported_value("" if text == "-" else text)
        frequency = "A" if len(period) == 4 or period.endswith("P1Y") else "Q" if "Q" in period else "M"
        cells = (line, period, int(period[:4]), frequency, sex, age, value.low, value.high, *(area or ["_T"]))
        for column, cell in zip(columns.values(), cells, strict=True):
            column.append(cell)
    kinds = ("BIGINT", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "DOUBLE", "VARCHAR")
    parts = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in zip(columns, kinds, strict=True))
    others = ", ".join(f"'_T' AS {name}" for name in table.dimensions() if name not in columns)
    with open_memory() as connection:
        connection.execute(
            f"CREATE TABLE given AS SELECT 'EGY' AS ref_area, 's' AS submission, {parts}, {others}",
            [*columns.values()],
        )
        make_totals(connection, contract, table, "given", ("ref_area",))
        found = connection.execute(
            "SELECT year, value_low, value_high, basis, origins FROM totals"
        ).fetchall()
    return {
        year: (low, high, basis, tuple(o["line"] for o in origins))
        for year, low, high, basis, origins in found
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("2019 _T _T 5", "2019 F _T 2", "2019 M _T 2"), (5, 5, "reported")),
        (("2019 F _T 2", "2019 M _T 3"), (5, 5, "summed")),
        (("2019 F _T 2", "2019 M _T 3", "2019 _U _T 1"), (6, 6, "summed")),
        (("2019 F _T 2",), (2, None, "lower_bound")),
        (("2019 F _T 2", "2019 M _T -"), (2, None, "lower_bound")),
        (("2019 F _T 2", "2019 M _T <5"), (2, 6, "summed")),
        (("2019 F Y0T17 1", "2019 F Y_GE18 1", "2019 M _T 3"), (5, 5, "summed")),
        (("2019 F Y0T8 1", "2019 F Y9T17 1", "2019 F Y_GE18 0", "2019 M _T 3"), (5, 5, "summed")),
        (("2019 _T _T 3", "2019 F _T 2", "2019 M _T 2"), (3, 4, "contradicted")),
        (("2019 F _T 0", "2019 M _T 0", "2019 M Y_GE18 32"), (0, 32, "contradicted")),
        (("2019 _X _T 4",), (4, 4, "reported")),
        (("2019 _T _T 1", "2019 _T _T 2"), (2, None, "components")),
        (("2019 _T _T 0",), (0, 0, "reported")),
        (("2019-Q1 _T _T 1", "2019-Q2 _T _T 1", "2019-Q3 _T _T 1", "2019-Q4 _T _T 1"), (4, 4, "summed")),
        (("2019-Q1 _T _T 1", "2019-Q2 _T _T 1", "2019-Q3 _T _T 1"), (3, None, "lower_bound")),
        (("2019 _T _T 9", "2019-Q1 _T _T 1"), (9, 9, "reported")),
        (("2019-04/P1Y _T _T 7",), (7, 7, "reported")),
        (("2019 _T _T 2", "2019-Q1 _T _T 9"), (2, 9, "contradicted")),
        (("2019 F _T 2", "2019 M _T 3", "2019 _T Y0T17 10", "2019 _T Y_GE18 50"), (5, 60, "contradicted")),
        (("2019 _T _T 3", "2019 _T Y0T14 4"), (3, 4, "contradicted")),
    ],
)  # fmt: skip
def test_a_total_is_what_the_partitions_allow(contract, rows, expected):
    assert total_of(contract, *rows)[2019][:3] == expected


def test_one_citizenship_above_the_total_contradicts_it(contract):
    assert total_of(contract, "2019 _T _T 1", "2019 _T _T 3 MDA", "2019 _T _T 20 UKR")[2019][:3] == (
        1,
        20,
        "contradicted",
    )


def test_an_area_that_gave_no_figure_has_no_total(contract):
    assert total_of(contract, "2019 _T _T -") == {}


def test_a_total_names_every_line_it_rests_on(contract):
    assert total_of(contract, "2019 F Y0T17 1", "2019 F Y_GE18 1", "2019 M _T 3")[2019][3] == (2, 3, 4)
    assert total_of(contract, "2019 _T _T 5", "2019 F _T 2", "2019 M _T 3")[2019][3] == (2,)


def test_what_was_not_asked_stands_before_a_lower_bound(contract):
    assert total_of(contract, "2019 _X _T 4", "2019 F _T 1")[2019][:3] == (4, 4, "reported")
