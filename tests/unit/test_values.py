"""Do the seven kinds of statement stay different, and does each leave open just the interval it must?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.collect.database import open_memory
from pipelines.process.typed import typed_rows
from pipelines.process.values import ReportedValue, reported_value


@pytest.mark.parametrize(
    ("text", "status", "options", "expected"),
    [
        ("3", "", {}, ReportedValue("COUNT", 3, 3, "A")),
        ("0", "", {}, ReportedValue("ZERO", 0, 0, "A")),
        ("NIL", "", {}, ReportedValue("NIL_RETURN", 0, 0, "A")),
        ("", "", {}, ReportedValue("MISSING", None, None, "O")),
        ("", "M", {}, ReportedValue("NOT_APPLICABLE", None, None, "M")),
        ("", "L", {}, ReportedValue("NOT_COLLECTED", None, None, "L")),
        ("", "Q", {}, ReportedValue("SUPPRESSED", 0, None, "Q")),
        ("<5", "", {}, ReportedValue("BELOW", 0, 4, "Q")),
        ("<5", "", {"zeros_are_published": True}, ReportedValue("BELOW", 1, 4, "Q")),
        ("<1", "", {"zeros_are_published": True}, ReportedValue("BELOW", 0, 0, "Q")),
        ("0.0", "", {"is_rate": True}, ReportedValue("ROUNDED_ZERO", 0, 0.05, "A")),
        ("0.10", "", {"is_rate": True}, ReportedValue("RATE", 0.095, 0.105, "A")),
        ("2", "B", {"is_rate": True}, ReportedValue("RATE", 1.5, 2.5, "B")),
        ("<0.5", "", {"is_rate": True}, ReportedValue("BELOW", 0, 0.5, "Q")),
        ("12", "E", {}, ReportedValue("COUNT", 12, 12, "E")),
    ],
)
def test_each_statement_keeps_its_kind_and_its_interval(text, status, options, expected):
    assert reported_value(text, status, **options) == expected


@pytest.mark.parametrize("text", ["five", "1 200", "-3", "<", "<five", "1,5", "nil", "٣", "1e3"])
def test_what_is_no_value_is_never_made_one(text):
    with pytest.raises(ValueError, match="not a value"):
        reported_value(text)


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_a_rate_lies_within_the_interval_that_rounds_to_it(number, decimals):
    text = f"{number / 10**decimals:.{decimals}f}"
    value = reported_value(text, is_rate=True)
    assert value.low <= float(text) <= value.high
    assert value.high - value.low <= 10**-decimals * 1.0000001


@given(st.integers(1, 1000), st.booleans())
def test_below_n_never_reaches_n_and_starts_where_zeros_are_said_to(n, published):
    value = reported_value(f"<{n}", zeros_are_published=published)
    assert value.high == n - 1
    assert value.low == (1 if published and n > 1 else 0)


def test_a_status_without_a_value_beside_it_stays_in_the_typed_rows(contract):
    table = contract.table("measures")
    status = contract.table("victims").column("obs_status")
    grown = table.model_copy(update={"columns": (*table.columns, status)})
    assert "obs_status" in typed_rows(grown, "a")


def test_a_column_named_like_a_part_of_a_value_is_not_mistaken_for_it(contract):
    table = contract.table("victims")
    status = contract.table("measures").column("status")
    grown = table.model_copy(update={"columns": (*table.columns, status)})
    query = typed_rows(grown, "a")
    texts = ", ".join(f"'' AS \"{name}\"" for name in grown.column_names)
    kinds = {
        "given_value": "''",
        "given_status": "''",
        "given_unit": "''",
        "kind": "'MISSING'",
        "status": "'O'",
    }
    values = ", ".join(f"{text} AS {name}" for name, text in (kinds | {"low": "0.0", "high": "0.0"}).items())
    with open_memory() as connection:
        connection.execute(f"CREATE TABLE mapped AS SELECT 2 AS line, '' AS value_written, {texts}")
        connection.execute(f"CREATE TABLE reported_values AS SELECT {values}")
        found = connection.execute(f"SELECT obs_status, status FROM ({query})").fetchone()
    assert found == ("O", None)
