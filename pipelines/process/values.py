"""A reported value is more than a number: its kind, the interval it leaves open, and its SDMX status.

`0`, a nil return, an empty cell, "not applicable", "not collected", `<5` and a rate that rounds to zero
are seven different statements, and each comes out of here as it went in. What does not belong here:
whether a value is written as the contract asks (rules), or sums of values (totals).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
NIL = "NIL"
REPORTED_VALUES = {
    "given_value": "VARCHAR",
    "given_status": "VARCHAR",
    "given_unit": "VARCHAR",
    "kind": "VARCHAR",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "status": "VARCHAR",
}

_EMPTY_KINDS = {"M": "NOT_APPLICABLE", "L": "NOT_COLLECTED", "Q": "SUPPRESSED"}
"""What an empty cell is by its observation status; any other is simply missing."""


@dataclass(frozen=True)
class ReportedValue:
    """The kind of a value (code list `value_kind`), its interval (None: open), its observation status."""

    kind: str
    low: float | None
    high: float | None
    obs_status: str


def reported_value(
    text: str, status: str = "", *, is_rate: bool = False, zeros_are_published: bool = False
) -> ReportedValue:
    """Read a value as the contract writes it.

    `<n` is [0, n-1], or [1, n-1] where the publisher's zeros are published, with status Q. A rate covers
    the interval that rounds to the decimals shown. An empty cell has status O unless another one explains it.
    Raises ValueError where `text` is not a value.
    """
    if text == "":
        kind = _EMPTY_KINDS.get(status, "MISSING")
        return ReportedValue(kind, 0.0 if kind == "SUPPRESSED" else None, None, status or "O")
    if text == NIL:
        return ReportedValue("NIL_RETURN", 0.0, 0.0, status or "A")
    if text.startswith("<"):
        return _below(text[1:], status, is_rate, zeros_are_published)
    if not NUMBER.fullmatch(text):
        raise ValueError("not a value")
    return _rate(text, status) if is_rate else _count(text, status)


def _count(text: str, status: str) -> ReportedValue:
    number = float(text)
    return ReportedValue("COUNT" if number else "ZERO", number, number, status or "A")


def _rate(text: str, status: str) -> ReportedValue:
    number = Decimal(text)
    half = Decimal(1).scaleb(-len(text.partition(".")[2])) / 2
    kind = "RATE" if number else "ROUNDED_ZERO"
    return ReportedValue(kind, float(max(Decimal(0), number - half)), float(number + half), status or "A")


def _below(text: str, status: str, is_rate: bool, zeros_are_published: bool) -> ReportedValue:
    if not NUMBER.fullmatch(text):
        raise ValueError("not a value")
    bound = Decimal(text)
    high = bound if is_rate else max(Decimal(0), bound.to_integral_value(rounding="ROUND_CEILING") - 1)
    low = min(high, Decimal(1)) if zeros_are_published and not is_rate else Decimal(0)
    return ReportedValue("BELOW", float(low), float(high), status or "Q")


def rate_units(contract: Contract) -> frozenset[str]:
    """The units in which a value is a rate."""
    units = contract.code_list("unit").codes.values()
    return frozenset(unit.code for unit in units if unit.attributes["is_rate"] == "yes")


def make_values(
    connection: DuckDBPyConnection, table: Table, rate_units: frozenset[str], zeros_are_published: bool
) -> None:
    """Make the table `reported_values` from `mapped`: each distinct (value, obs_status, unit) once, parsed.

    Columns: given_value, given_status, given_unit, kind, low, high, status. Texts that are no values are left
    out: they are findings. Empty where the table has no column of values.
    """
    given_values = []
    if table.value_columns():
        found = connection.execute(f"SELECT DISTINCT {', '.join(given(table))} FROM mapped").fetchall()
        given_values = [row for row in found if None not in row]
    parsed = (_parse(row, rate_units, zeros_are_published) for row in given_values)
    fill(connection, "reported_values", REPORTED_VALUES, [row for row in parsed if row])


def given(table: Table) -> tuple[str, str, str]:
    """The SQL of a row's value, status and unit, as `reported_values` is keyed.

    An empty text stands where the table has no such column.
    """
    value = next(iter(table.value_columns()))
    status, unit = (quoted(name) if name in table.column_names else "''" for name in ("obs_status", "unit"))
    return quoted(value), status, unit


def _parse(
    row: tuple[str, str, str], rate_units: frozenset[str], zeros_are_published: bool
) -> tuple[object, ...] | None:
    text, status, unit = row
    try:
        value = reported_value(
            text, status, is_rate=unit in rate_units, zeros_are_published=zeros_are_published
        )
    except ValueError:
        return None
    return (text, status, unit, value.kind, value.low, value.high, value.obs_status)
