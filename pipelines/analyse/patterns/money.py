"""Money: what the person was promised, what the person received, what the recipient paid.

By currency and year; in one currency only where a rate is supplied. What does not belong here: compensation
(assistance_gap), and adding sums of several cases up.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.standing import is_empty, is_hidden, is_there, nothing_public
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.collect.database import quoted, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD, CONVERTED = "patterns-money", "patterns-money-converted"
KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "quantity": "VARCHAR", "currency": "VARCHAR",
        "year": "INTEGER"}  # fmt: skip
QUANTITIES = ("promised_to_person", "paid_to_person", "charged_to_recipient")
RATES = "exchange_rates"
"""Optional: currency, year, common_currency, rate (common currency for one unit of the currency)."""


def make_money(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `money`: median with its exact interval and range, by quantity, currency and year opened."""
    rows: list[Keyed] = []
    if is_empty(connection, "standing_cases"):
        rows = nothing_public("median", METHOD, len(KEYS), "cases")
    else:
        for quantity in QUANTITIES:
            rows += _of_quantity(connection, contract, quantity)
    keep_results(connection, "money", KEYS, rows)


def _of_quantity(connection: DuckDBPyConnection, contract: Contract, quantity: str) -> list[Keyed]:
    is_asked = quantity in contract.table("cases").column_names
    said = records(connection, _in_own_currency(quantity)) if is_asked else []
    if not said:
        return [((None, None, quantity, None, None), Result("median", METHOD, refusal=wording.not_asked()))]
    rows = [row for found in said for row in _sums(found, METHOD)]
    if is_there(connection, RATES):
        converted = records(connection, _in_one_currency(quantity))
        return rows + [row for found in converted for row in _sums(found, CONVERTED)]
    return [
        *rows,
        ((None, None, quantity, None, None), Result("median", CONVERTED, refusal=wording.no_rate())),
    ]


def _in_own_currency(quantity: str) -> str:
    """SQL: the sums of the cases by currency and year."""
    return f"""
        SELECT source, offence, '{quantity}' AS quantity, currency, year_opened AS year,
            list({quoted(quantity)}::DOUBLE) AS sums, count(DISTINCT ref_area) AS areas
        FROM standing_cases
        WHERE {quoted(quantity)} IS NOT NULL AND currency IS NOT NULL
        GROUP BY ALL
        ORDER BY ALL
    """


def _in_one_currency(quantity: str) -> str:
    """SQL: the sums of the cases that have a rate for their year, in the common currency."""
    return f"""
        SELECT source, offence, '{quantity}' AS quantity, common_currency AS currency, year_opened AS year,
            list({quoted(quantity)}::DOUBLE * rate) AS sums, count(DISTINCT ref_area) AS areas
        FROM standing_cases
        JOIN {RATES} AS rates ON rates.currency = standing_cases.currency AND rates.year = year_opened
        WHERE {quoted(quantity)} IS NOT NULL AND rate > 0
        GROUP BY ALL
        ORDER BY ALL
    """


def _sums(row: dict[str, Any], method: str) -> list[Keyed]:
    """Median and range of one currency-year; withheld below five cases."""
    at = (row["source"], row["offence"], row["quantity"], row["currency"], row["year"])
    sums, year = sorted(row["sums"]), row["year"]
    n, place = len(sums), {"areas": row["areas"], "years": (year, year)}
    if is_hidden(n):
        return [(at, Result("median", method, refusal=wording.few_cases()))]
    low, high = _median_limits(sums)
    note = "" if low is not None else wording.no_interval_of_median()
    middle = (sums[(n - 1) // 2] + sums[n // 2]) / 2
    return [
        (at, Result("median", method, middle, low, high, n, note=note, **place)),
        (at, Result("range", method, None, sums[0], sums[-1], n, note=wording.of_range(), **place)),
    ]


def _median_limits(sums: list[float]) -> tuple[float | None, float | None]:
    """Limits (at least 95 %) of the median, two of the sums; None where there are too few for them."""
    from scipy.stats import quantile_test

    found = quantile_test(sums, p=0.5).confidence_interval(0.95)
    low, high = float(found.low), float(found.high)
    return (low, high) if isfinite(low) and isfinite(high) else (None, None)
