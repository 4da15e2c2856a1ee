"""Justice: how many are recorded, suspected, prosecuted, convicted over a window of years, area by area.

Those convicted in a year are not those prosecuted in it, so no stage of a year is divided by another, and
nothing is called a conviction rate. Years that an open signal names are in no sum, and counted. What does not
belong here: stages out of order (signals).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.standing import families_of, is_empty, nothing_public, years_of
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Refusal, Result
from pipelines.analyse.totals import make_totals
from pipelines.collect.database import literal, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "patterns-justice-funnel"
WINDOW = 5
FEWEST_YEARS = 3
KEYS = {"source": "VARCHAR", "ref_area": "VARCHAR", "family": "VARCHAR", "offence": "VARCHAR",
        "counted": "VARCHAR", "role": "VARCHAR", "stage": "VARCHAR"}  # fmt: skip


def make_justice_funnel(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `justice_funnel`: sums of each stage over the last five years that an area reports."""
    if is_empty(connection, "standing_justice"):
        rows = nothing_public("stage_total", METHOD, len(KEYS), "justice")
    else:
        _make_stages(connection, contract)
        families = families_of(contract)
        rows = [_stage(row, families) for row in records(connection, _over_window(contract))]
    keep_results(connection, "justice_funnel", KEYS, rows)


def _make_stages(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `totals`: persons or cases by stage, role and year, over all other breakdowns."""
    connection.execute("""
        CREATE OR REPLACE TEMP VIEW stages_by_role AS
        SELECT * REPLACE ('_T' AS role), if(role = '_X', '_T', role) AS role_shown
        FROM standing_justice
        WHERE unit = 'NUMBER'
    """)
    group = ("source", "offence", "ref_area", "reporter", "stage", "counted", "role_shown")
    make_totals(connection, contract, contract.table("justice"), "stages_by_role", group)


def _over_window(contract: Contract) -> str:
    """SQL: the sum of each stage over those of the last five years in which every stage is given.

    `is_common` is false where no year has them all; each stage then has its own years. Of those that would
    be summed, `held_out` counts the years that an open signal keeps out.
    """
    stages = contract.code_list("stage").codes
    order = f"list_position([{', '.join(map(literal, stages))}], stage)"
    funnel, summed = "source, offence, ref_area, counted, role_shown", "FILTER (NOT is_held_out)"
    return f"""
        WITH years AS (
            SELECT {funnel}, stage, year, questioned.year IS NOT NULL AS is_held_out,
                min(value_low) AS low,
                CASE WHEN count(value_high) = count(*) THEN max(value_high) END AS high
            FROM totals
            LEFT JOIN (FROM held_out WHERE table_name = 'justice') AS questioned
                USING (source, offence, ref_area, year)
            GROUP BY ALL
        ),
        windowed AS (
            SELECT *, count(*) OVER (PARTITION BY {funnel}, year) AS stages_in_year
            FROM (
                FROM years
                QUALIFY year > max(year) OVER (PARTITION BY {funnel}) - {WINDOW}
            )
        ),
        counted_stages AS (
            SELECT *, count(DISTINCT stage) OVER (PARTITION BY {funnel}) AS stage_count
            FROM windowed
        ),
        marked AS (
            SELECT *, bool_or(stages_in_year = stage_count) OVER (PARTITION BY {funnel}) AS is_common
            FROM counted_stages
        )
        SELECT {funnel}, stage, {order} AS place, stage_count, is_common,
            sum(low) {summed} AS low,
            CASE WHEN count(high) {summed} = count(*) {summed} THEN sum(high) {summed} END AS high,
            count(*) {summed} AS year_count, count(*) FILTER (is_held_out) AS held_out,
            min(year) {summed} AS first_year, max(year) {summed} AS last_year
        FROM marked
        WHERE stages_in_year = stage_count OR NOT is_common
        GROUP BY ALL
        ORDER BY {funnel}, place
    """


def _stage(row: dict[str, Any], families: Mapping[str, str]) -> Keyed:
    at = (row["source"], row["ref_area"], families.get(row["offence"]), row["offence"], row["counted"],
          row["role_shown"], row["stage"])  # fmt: skip
    place: dict[str, Any] = {"areas": 1, "years": years_of(row)}
    refusal = _refusal(row)
    if refusal:
        return at, Result("stage_total", METHOD, refusal=refusal, **place)
    low, high = float(row["low"]), None if row["high"] is None else float(row["high"])
    estimate = low if low == high else None
    note = wording.with_held_out(wording.of_funnel(row["year_count"]), row["held_out"])
    return at, Result("stage_total", METHOD, estimate, low, high, int(low), note=note, **place)


def _refusal(row: dict[str, Any]) -> Refusal | None:
    """Why the stages of an area cannot stand beside each other."""
    if row["stage_count"] < 2:
        return wording.one_stage()
    if not row["is_common"]:
        return wording.stages_apart()
    if row["year_count"] >= FEWEST_YEARS:
        return None
    is_for_signals = row["year_count"] + row["held_out"] >= FEWEST_YEARS
    return wording.open_signal(row["held_out"]) if is_for_signals else wording.few_years(FEWEST_YEARS)
