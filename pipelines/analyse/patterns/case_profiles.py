"""What the cases say of organs, means, channels, roles and facilities: shares of cases, small ones withheld.

What does not belong here: counts of persons (profiles), and which traits go together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.case_traits import CASE_ATTRIBUTES
from pipelines.analyse.patterns.proportions import exact_limits
from pipelines.analyse.patterns.standing import FEWEST_SHOWN, is_empty, is_hidden, nothing_public, years_of
from pipelines.analyse.result_tables import Keyed
from pipelines.analyse.results import Result
from pipelines.collect.database import quoted, records
from pipelines.contract.codes import NOT_ASKED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "patterns-profile"


def profiles_of_cases(connection: DuckDBPyConnection, key_count: int) -> list[Keyed]:
    """The rows of `profiles` whose basis is CASES."""
    if is_empty(connection, "standing_cases"):
        return nothing_public("share", METHOD, key_count, "cases")
    found: list[Keyed] = []
    for attribute, column in CASE_ATTRIBUTES.items():
        series = defaultdict(list)
        for row in records(connection, _cases_by_category(column)):
            series[row["source"], row["offence"]].append(row)
        for rows in series.values():
            hidden = withheld([row["cases"] for row in rows], rows[0]["n"])
            found += [_share(attribute, row, place in hidden) for place, row in enumerate(rows)]
    return found


def withheld(counts: Sequence[int], n: int) -> set[int]:
    """The places of the counts (of `n` cases) that must not be shown.

    Those below five, those that leave fewer than five and, if there are any, the next smallest, until at
    least two are withheld that hold five cases together: else the rest would tell what is withheld.
    """
    smallest_first = sorted(range(len(counts)), key=lambda place: counts[place])
    hidden = {i for i, count in enumerate(counts) if is_hidden(count) or 0 < n - count < FEWEST_SHOWN}
    for place in smallest_first:
        if not hidden or (len(hidden) > 1 and sum(counts[i] for i in hidden) >= FEWEST_SHOWN):
            break
        hidden.add(place)
    return hidden


def _cases_by_category(column: str) -> str:
    """SQL: cases by category among those where the attribute was asked."""
    return f"""
        WITH asked AS (
            SELECT *, list_distinct({quoted(column)}) AS said
            FROM standing_cases
            WHERE len({quoted(column)}) > 0 AND NOT list_contains({quoted(column)}, '{NOT_ASKED}')
        ),
        counted AS (
            SELECT source, offence, count(*) AS n, count(DISTINCT ref_area) AS areas,
                min(year_opened) AS first_year, max(year_opened) AS last_year
            FROM asked
            GROUP BY ALL
        ),
        named AS (
            SELECT source, offence, unnest(said) AS category
            FROM asked
        )
        SELECT source, offence, category, count(*) AS cases, n, areas, first_year, last_year
        FROM named
        JOIN counted USING (source, offence)
        GROUP BY ALL
        ORDER BY ALL
    """


def _share(attribute: str, row: dict[str, Any], is_withheld: bool) -> Keyed:
    at = (row["source"], row["offence"], "CASES", attribute, row["category"])
    if is_withheld:
        return at, Result("share", METHOD, refusal=wording.few_cases())
    cases, n = row["cases"], row["n"]
    low, high = exact_limits(cases, n)
    return at, Result(
        "share", METHOD, cases / n, low, high, n, row["areas"], years_of(row), wording.cases_not_persons()
    )
