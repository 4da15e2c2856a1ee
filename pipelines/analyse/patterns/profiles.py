"""Profiles: sex, age, organ and means of the detected, and what the cases say of means, channels and organs.

A share is of those of whom the attribute was asked, with "unknown" as a category of its own. Area-years that
an open signal names are left out and counted. What does not belong here: which attributes go together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.case_profiles import METHOD, profiles_of_cases
from pipelines.analyse.patterns.detected_by import ATTRIBUTES
from pipelines.analyse.patterns.proportions import exact_limits
from pipelines.analyse.patterns.standing import is_empty, nothing_public, years_of
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.collect.database import literal, literals, records
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "basis": "VARCHAR", "attribute": "VARCHAR",
        "category": "VARCHAR"}  # fmt: skip
OVERLAPPING = ("means",)
UNKNOWN = "_U"


def make_profiles(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `profiles` from `detected_by` and `standing_cases`: the share of each category.

    `basis`: VICTIMS (of the persons detected) or CASES.
    """
    keep_results(
        connection,
        "profiles",
        KEYS,
        [*_of_victims(connection, contract), *profiles_of_cases(connection, len(KEYS))],
    )


def _of_victims(connection: DuckDBPyConnection, contract: Contract) -> list[Keyed]:
    if is_empty(connection, "standing_victims"):
        return nothing_public("share", METHOD, len(KEYS), "victims")
    _make_categories(connection)
    found = []
    for attribute in ATTRIBUTES:
        query = _overlapping(attribute) if attribute in OVERLAPPING else _partition(contract, attribute)
        found += [_share_of_persons(attribute, row) for row in records(connection, query)]
    return found


def _make_categories(connection: DuckDBPyConnection) -> None:
    """Make `categories` from `detected_by`: the area-years of which one office speaks."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE categories AS
        SELECT aside, source, offence, ref_area, year, category, low, high, is_held_out
        FROM detected_by
        WINDOW area_year AS (PARTITION BY aside, source, offence, ref_area, year)
        QUALIFY min(reporter) OVER area_year = max(reporter) OVER area_year
    """)


def _partition(contract: Contract, attribute: str) -> str:
    """SQL: per category the sums over area-years of its persons and of all others of whom it was asked.

    An area-year counts where every part is given, or a total beside those that are; what the total holds
    beyond its parts is unknown.
    """
    codes = contract.code_list(contract.table("victims").column(attribute).code_list)
    parts, rest = codes.children(TOTAL, "part"), codes.children(TOTAL, "rest")
    listed = ", ".join(map(literal, [*parts, *rest]))
    return f"""
        WITH parts AS (
            SELECT *
            FROM categories
            WHERE aside = '{attribute}' AND category IN ({listed})
        ),
        wholes AS (
            SELECT *
            FROM categories
            WHERE aside = '{attribute}' AND category = '{TOTAL}'
        ),
        sums AS (
            SELECT
                source, offence, ref_area, year, is_held_out,
                sum(low) AS low,
                sum(high) AS high,
                count(high) = count(*) AS is_closed,
                count(*) FILTER (category IN {literals(parts)}) = {len(parts)} AS is_complete
            FROM parts
            GROUP BY ALL
        ),
        asked AS (
            SELECT
                source, offence, ref_area, year, sums.is_held_out,
                sums.low AS parts_low,
                sums.high AS parts_high,
                greatest(0, coalesce(wholes.low - sums.high, 0)) AS left_low,
                greatest(0, coalesce(wholes.high - sums.low, 0)) AS left_high
            FROM sums
            LEFT JOIN wholes USING (source, offence, ref_area, year)
            WHERE is_closed AND (is_complete OR wholes.high IS NOT NULL)
        ),
        filled AS (
            SELECT
                asked.*, listed.category,
                parts.category IS NOT NULL OR listed.category = '{UNKNOWN}' AS is_said,
                coalesce(parts.low, 0) + if(listed.category = '{UNKNOWN}', left_low, 0) AS low,
                coalesce(parts.high, 0) + if(listed.category = '{UNKNOWN}', left_high, 0) AS high
            FROM asked
            CROSS JOIN (SELECT unnest([{listed}]) AS category) AS listed
            LEFT JOIN parts USING (source, offence, ref_area, year, category)
        )
        {_sums("filled", "parts_low + left_low - low", "parts_high + left_high - high")}
        HAVING bool_or(is_said)
        ORDER BY ALL
    """


def _overlapping(attribute: str) -> str:
    """SQL: as `_partition` for categories of which a person may have several, against the reported total."""
    return f"""
        WITH wholes AS (
            SELECT source, offence, ref_area, year, low AS whole_low, high AS whole_high
            FROM categories
            WHERE aside = '{attribute}' AND category = '{TOTAL}' AND high IS NOT NULL
        ),
        said AS (
            SELECT *, TRUE AS is_said
            FROM categories
            JOIN wholes USING (source, offence, ref_area, year)
            WHERE aside = '{attribute}' AND category <> '{TOTAL}' AND high <= whole_high
        )
        {_sums("said", "greatest(0, whole_low - high)", "greatest(0, whole_high - low)")}
        ORDER BY ALL
    """


def _sums(area_years: str, others_low: str, others_high: str) -> str:
    """SQL: per category the sums over what no signal holds out, and how many area-years one does.

    `is_left`: some area-year that is not held out says something of the category.
    """
    counted = "FILTER (NOT is_held_out)"
    return f"""
        SELECT
            source, offence, category,
            coalesce(sum(low) {counted}, 0) AS low, coalesce(sum(high) {counted}, 0) AS high,
            coalesce(sum({others_low}) {counted}, 0) AS others_low,
            coalesce(sum({others_high}) {counted}, 0) AS others_high,
            count(DISTINCT ref_area) {counted} AS areas,
            min(year) {counted} AS first_year, max(year) {counted} AS last_year,
            coalesce(bool_or(is_said) {counted}, FALSE) AS is_left,
            count(*) FILTER (is_held_out) AS held_out
        FROM {area_years}
        GROUP BY ALL
    """


def _share_of_persons(attribute: str, row: dict[str, Any]) -> Keyed:
    """The share with the interval that holds whatever the figures given only within limits are."""
    at = (row["source"], row["offence"], "VICTIMS", attribute, row["category"])
    low, high, others_low, others_high = (
        round(row[name]) for name in ("low", "high", "others_low", "others_high")
    )
    place: dict[str, Any] = {"areas": row["areas"], "years": years_of(row)}
    held_out = row["held_out"]
    if not row["is_left"] or high + others_high == 0:
        refusal = wording.open_signal(held_out) if held_out else wording.nobody_asked()
        return at, Result("share", METHOD, n=low + others_low, refusal=refusal, **place)
    lower = exact_limits(low, low + others_high)[0] if low + others_high else 0.0
    upper = exact_limits(high, high + others_low)[1] if high + others_low else 1.0
    is_exact = (low, others_low) == (high, others_high)
    estimate = low / (low + others_low) if is_exact else None
    limits = "" if is_exact else wording.within_limits(low + others_low, high + others_high)
    note = wording.with_held_out(limits, held_out)
    return at, Result("share", METHOD, estimate, lower, upper, low + others_low, note=note, **place)
