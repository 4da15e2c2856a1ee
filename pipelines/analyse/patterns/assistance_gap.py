"""Assistance: of the victims detected, how many received each service, and what became of compensation.

Only over area-years of one source that give both sides; the gap is what the one side is short of the other.
An area-year of which an open signal names either side is in no sum, and counted.
What does not belong here: adding services up (a person may receive several), and money paid by recipients.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.detected_by import EVERYBODY
from pipelines.analyse.patterns.proportions import exact_limits
from pipelines.analyse.patterns.standing import is_empty, nothing_public, states, years_of
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Refusal, Result
from pipelines.analyse.totals import make_totals
from pipelines.collect.database import records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD, AMOUNTS = "patterns-assistance-gap", "patterns-compensation-amounts"
KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "of": "VARCHAR", "service": "VARCHAR",
        "currency": "VARCHAR"}  # fmt: skip
OF_AMOUNTS = ("amount", "amount_of_next_step", "amount_gap")
DETECTED = "DETECTED"
CLAIMED, AWARDED, PAID = "COMPENSATION_CLAIMED", "COMPENSATION_AWARDED", "COMPENSATION_PAID"
QUESTIONED = "(FROM held_out WHERE table_name = 'assistance') AS questioned"
STEPS = f"(('{CLAIMED}', '{AWARDED}'), ('{AWARDED}', '{PAID}'))"
"""Which service is read against which, beside the victims detected."""


def make_assistance_gap(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `assistance_gap` from `detected_by`: shares and gaps of persons by service, and of amounts."""
    if is_empty(connection, "standing_assistance"):
        rows = nothing_public("share", METHOD, len(KEYS), "assistance")
    else:
        _make_persons(connection, contract)
        rows = [row for found in records(connection, _compared()) for row in _of_persons(found)]
        rows += [row for found in records(connection, _amounts(contract)) for row in _of_amounts(found)]
    keep_results(connection, "assistance_gap", KEYS, rows)


def _make_persons(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `persons`: by source, offence, area and year, the detected and those of each service, and whether
    an open signal names the table of the figure there (is_held_out)."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW assisted AS
        SELECT *
        FROM standing_assistance
        WHERE ref_area IN {states(contract)}
    """)
    group = ("source", "offence", "ref_area", "reporter", "service")
    make_totals(connection, contract, contract.table("assistance"), "assisted", group)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE persons AS
        WITH every AS (
            SELECT
                source, offence, ref_area, year, service, value_low AS low, value_high AS high,
                questioned.year IS NOT NULL AS is_held_out
            FROM totals
            LEFT JOIN {QUESTIONED} USING (source, offence, ref_area, year)
            UNION ALL
            SELECT source, offence, ref_area, year, '{DETECTED}', low, high, is_held_out
            FROM detected_by
            WHERE aside = '{EVERYBODY}'
        )
        SELECT source, offence, ref_area, year, service, is_held_out,
            min(low) AS low,
            CASE WHEN count(high) = count(*) THEN max(high) END AS high
        FROM every
        GROUP BY ALL
        HAVING count(high) = count(*)
    """)


def _compared() -> str:
    """SQL: both sides summed over the area-years that give both, but for two kinds, which are counted.

    `above`: those whose part exceeds its whole, as persons helped in a year need not be those detected in it.
    `held_out`: those of which an open signal names one side.
    """
    return f"""
        WITH steps AS (
            SELECT DISTINCT '{DETECTED}' AS whole, service AS part
            FROM persons
            WHERE service <> '{DETECTED}'
            UNION ALL
            SELECT unnest([{", ".join(f"'{step}'" for step in (CLAIMED, AWARDED))}]),
                unnest([{", ".join(f"'{step}'" for step in (AWARDED, PAID))}])
        ),
        pairs AS (
            SELECT source, offence, ref_area, year, whole, part,
                wholes.low AS whole_low, wholes.high AS whole_high,
                parts.low AS part_low, parts.high AS part_high,
                parts.is_held_out OR wholes.is_held_out AS is_asked,
                NOT is_asked AND (parts.low > wholes.high OR parts.high > wholes.low) AS is_above,
                NOT is_asked AND NOT is_above AS is_counted
            FROM persons AS parts
            JOIN steps ON parts.service = steps.part
            JOIN persons AS wholes USING (source, offence, ref_area, year)
            WHERE wholes.service = steps.whole
        )
        SELECT source, offence, whole, part,
            coalesce(sum(whole_low) FILTER (is_counted), 0) AS whole_low,
            coalesce(sum(whole_high) FILTER (is_counted), 0) AS whole_high,
            coalesce(sum(part_low) FILTER (is_counted), 0) AS part_low,
            coalesce(sum(part_high) FILTER (is_counted), 0) AS part_high,
            count(*) FILTER (is_above) AS above,
            count(*) FILTER (is_asked) AS held_out,
            count(DISTINCT ref_area) FILTER (is_counted) AS areas,
            min(year) FILTER (is_counted) AS first_year, max(year) FILTER (is_counted) AS last_year
        FROM pairs
        GROUP BY ALL
        ORDER BY ALL
    """


def _of_persons(row: dict[str, Any]) -> list[Keyed]:
    """The share with its exact interval over what the figures leave open, and the gap in persons."""
    at = (row["source"], row["offence"], row["whole"], row["part"], None)
    whole_low, whole_high, part_low, part_high = (
        round(row[name]) for name in ("whole_low", "whole_high", "part_low", "part_high")
    )
    place: dict[str, Any] = {"n": whole_low, "areas": row["areas"], "years": years_of(row)}
    if whole_low == 0:
        return [(at, Result("share", METHOD, refusal=_nobody(row)))]
    is_exact = (whole_low, part_low) == (whole_high, part_high)
    low, high = exact_limits(part_low, whole_high)[0], exact_limits(min(part_high, whole_low), whole_low)[1]
    note = wording.with_held_out(wording.of_assistance(row["above"]), row["held_out"])
    share = part_low / whole_low if is_exact else None
    gap = float(whole_low - part_low) if is_exact else None
    return [
        (at, Result("share", METHOD, share, low, high, note=note, **place)),
        (at, Result("gap", METHOD, gap, float(max(0, whole_low - part_high)), float(whole_high - part_low),
                    note=note, **place)),
    ]  # fmt: skip


def _nobody(row: dict[str, Any]) -> Refusal:
    """Why there is nobody of whom a share could be: a question that is open comes first."""
    held_out = row["held_out"]
    return wording.open_signal(held_out) if held_out else wording.nobody_to_help(row["above"])


def _amounts(contract: Contract) -> str:
    """SQL: amounts claimed, awarded and paid by currency over the area-years that give both sides.

    Those of which an open signal names the assistance are counted (`held_out`) and not summed.
    Only amounts that are not broken down; several of one area-year are of several offices and left out.
    """
    summed = "FILTER (questioned.year IS NULL)"
    return f"""
        WITH amounts AS (
            SELECT source, offence, ref_area, year, currency, service, any_value(amount)::DOUBLE AS amount
            FROM standing_assistance
            WHERE amount IS NOT NULL
                AND currency IS NOT NULL
                AND frequency = 'A'
                AND (coordinated, payer, sex, age) = ('_T', '_T', '_T', '_T')
                AND ref_area IN {states(contract)}
            GROUP BY ALL
            HAVING count(*) = 1
        )
        SELECT source, offence, wholes.service AS whole, parts.service AS part, currency,
            sum(wholes.amount) {summed} AS whole_amount, sum(parts.amount) {summed} AS part_amount,
            count(*) {summed} AS area_years, count(DISTINCT ref_area) {summed} AS areas,
            min(year) {summed} AS first_year, max(year) {summed} AS last_year,
            count(questioned.year) AS held_out
        FROM amounts AS wholes
        JOIN amounts AS parts USING (source, offence, ref_area, year, currency)
        LEFT JOIN {QUESTIONED} USING (source, offence, ref_area, year)
        WHERE (wholes.service, parts.service) IN {STEPS}
        GROUP BY ALL
        ORDER BY ALL
    """


def _of_amounts(row: dict[str, Any]) -> list[Keyed]:
    at = (row["source"], row["offence"], row["whole"], row["part"], row["currency"])
    place: dict[str, Any] = {"n": row["area_years"], "areas": row["areas"], "years": years_of(row)}
    if not row["area_years"]:
        refusal = wording.open_signal(row["held_out"])
        return [(at, Result(what, AMOUNTS, refusal=refusal, **place)) for what in OF_AMOUNTS]
    whole, part = row["whole_amount"], row["part_amount"]
    note = wording.with_held_out(wording.of_amounts(), row["held_out"])
    numbers = (whole, part, whole - part)
    return [
        (at, Result(what, AMOUNTS, number, note=note, **place))
        for what, number in zip(OF_AMOUNTS, numbers, strict=True)
    ]
