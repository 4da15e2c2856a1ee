"""Routes: which place sends, which place receives, in which role; each role for itself, never a ranking.

Origin of the person, place of removal, origin of the recipient and base of the broker are different things. A
row is one pair of roles. Area-years that an open signal names are in no account, and counted. What does not
belong here: centrality, or any word for a place as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.detected_by import NOT_PLACES, ROUTES
from pipelines.analyse.patterns.standing import FEWEST_SHOWN, is_empty, nothing_public, years_of
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.collect.database import literal, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "patterns-route"
KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "basis": "VARCHAR", "from_role": "VARCHAR",
        "from_area": "VARCHAR", "to_role": "VARCHAR", "to_area": "VARCHAR"}  # fmt: skip
OF_CASES = {
    ("ORIGIN", "REMOVAL"): ("origin_areas", "removal_areas"),
    ("RECIPIENT", "REMOVAL"): ("recipient_areas", "removal_areas"),
    ("BROKER", "REMOVAL"): ("broker_areas", "removal_areas"),
    ("ORIGIN", "RECIPIENT"): ("origin_areas", "recipient_areas"),
}


def make_routes(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `routes` from `detected_by` and `standing_cases`: by pair of roles and places.

    `basis`: VICTIMS (detections) or CASES.
    """
    rows = [*_of_victims(connection), *_of_cases(connection)]
    keep_results(connection, "routes", KEYS, rows)


def _of_victims(connection: DuckDBPyConnection) -> list[Keyed]:
    if is_empty(connection, "standing_victims"):
        return nothing_public("detections", METHOD, len(KEYS), "victims")
    found = []
    for roles in ROUTES:
        found += _shown("VICTIMS", roles, records(connection, _largest_account("-".join(roles))))
    return found


def _largest_account(aside: str) -> str:
    """SQL: each route by the area that reports most on it: two areas may have seen the same persons.

    `held_out` counts the area-years that open signals keep out of the accounts; `most` is the largest account
    with them, so that a route that falls below five for them is told from a small one.
    """
    return f"""
        WITH years AS (
            SELECT
                source, offence, category AS from_area, to_category AS to_area, ref_area, year, is_held_out,
                min(low) AS low,
                CASE WHEN count(high) = count(*) THEN max(high) END AS high
            FROM detected_by
            WHERE aside = {literal(aside)}
            GROUP BY ALL
        ),
        accounts AS (
            SELECT source, offence, from_area, to_area, ref_area,
                coalesce(sum(low) FILTER (NOT is_held_out), 0) AS low,
                CASE
                    WHEN bool_and(is_held_out OR high IS NOT NULL) THEN sum(high) FILTER (NOT is_held_out)
                END AS high,
                min(year) FILTER (NOT is_held_out) AS first_year,
                max(year) FILTER (NOT is_held_out) AS last_year,
                sum(low) AS low_with_all,
                count(*) FILTER (is_held_out) AS held_out_here
            FROM years
            GROUP BY ALL
        )
        SELECT
            *,
            count(first_year) OVER route AS areas,
            max(low_with_all) OVER route AS most,
            sum(held_out_here) OVER route AS held_out
        FROM accounts
        WINDOW route AS (PARTITION BY source, offence, from_area, to_area)
        QUALIFY row_number() OVER (route ORDER BY low DESC, ref_area) = 1
        ORDER BY source, offence, from_area, to_area
    """


def _of_cases(connection: DuckDBPyConnection) -> list[Keyed]:
    if is_empty(connection, "standing_cases"):
        return nothing_public("cases", METHOD, len(KEYS), "cases")
    found = []
    for roles, columns in OF_CASES.items():
        found += _shown("CASES", roles, records(connection, _cases_on_routes(*columns)))
    return found


def _cases_on_routes(start: str, end: str) -> str:
    """SQL: cases by pair of places; a case with several of a role stands under each."""
    return f"""
        WITH starts AS (
            SELECT *, unnest(list_distinct({start})) AS from_area
            FROM standing_cases
        ),
        pairs AS (
            SELECT *, unnest(list_distinct({end})) AS to_area
            FROM starts
        )
        SELECT source, offence, from_area, to_area,
            count(*) AS low, count(*) AS high, count(*) AS most, 0 AS held_out,
            count(DISTINCT ref_area) AS areas, min(year_opened) AS first_year, max(year_opened) AS last_year
        FROM pairs
        WHERE from_area NOT IN {NOT_PLACES} AND to_area NOT IN {NOT_PLACES}
        GROUP BY ALL
        ORDER BY ALL
    """


def _shown(basis: str, roles: tuple[str, str], rows: list[dict[str, Any]]) -> list[Keyed]:
    """The routes with at least five, or refused for a signal; for a source with others, one row on them."""
    shown = [row for row in rows if row["most"] >= FEWEST_SHOWN]
    withheld = sorted({(row["source"], row["offence"]) for row in rows if row["most"] < FEWEST_SHOWN})
    return [
        *(_route(basis, roles, row) for row in shown),
        *(_withheld(basis, roles, source, offence) for source, offence in withheld),
    ]


def _route(basis: str, roles: tuple[str, str], row: dict[str, Any]) -> Keyed:
    at = (row["source"], row["offence"], basis, roles[0], row["from_area"], roles[1], row["to_area"])
    what, held_out = "detections" if basis == "VICTIMS" else "cases", int(row["held_out"])
    if row["low"] < FEWEST_SHOWN:
        return at, Result(what, METHOD, refusal=wording.open_signal(held_out))
    low, high = float(row["low"]), None if row["high"] is None else float(row["high"])
    accounts = wording.several_accounts(row["areas"]) if basis == "VICTIMS" and row["areas"] > 1 else ""
    note = wording.with_held_out(accounts, held_out)
    return at, Result(
        what, METHOD, low if low == high else None, low, high, int(low), row["areas"], years_of(row), note,
    )  # fmt: skip


def _withheld(basis: str, roles: tuple[str, str], source: str, offence: str) -> Keyed:
    at = (source, offence, basis, roles[0], None, roles[1], None)
    what = "detections" if basis == "VICTIMS" else "cases"
    return at, Result(what, METHOD, refusal=wording.few_detections(FEWEST_SHOWN))
