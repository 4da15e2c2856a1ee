"""Measures: each obligation of paragraphs 7 to 9 by area, what was answered, and what changed.

An obligation without an answer is shown as such: silence is not "no measure". What does not belong here:
judging an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.proportions import exact_limits
from pipelines.analyse.patterns.standing import families_of, is_empty, is_there, nothing_public
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.collect.database import literal, records
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "patterns-measures"
KEYS = {"source": "VARCHAR", "family": "VARCHAR", "offence": "VARCHAR", "obligation": "VARCHAR",
        "ref_area": "VARCHAR", "reporter": "VARCHAR", "year": "INTEGER", "status": "VARCHAR",
        "since": "DATE", "previous_status": "VARCHAR", "change": "VARCHAR"}  # fmt: skip
HISTORY = "measures"
"""The curated table of all versions; where it is there, the matrix is set against the version before."""
UNKNOWN, IN_FORCE = "_U", "IN_FORCE"


def make_measures_matrix(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `measures_matrix`: an answer per area and obligation, and per obligation the share in force.

    `change`: NEW, CHANGED, SAME, WITHDRAWN against the source's version before, NULL where there is none.
    """
    rows: list[Keyed] = []
    if is_empty(connection, "standing_measures"):
        rows = nothing_public("answer", METHOD, len(KEYS), "measures")
    else:
        _make_before(connection)
        families = families_of(contract)
        rows = [_answer(row, families) for row in records(connection, _matrix(contract))]
        rows += [_in_force(row, families) for row in records(connection, _by_obligation())]
    keep_results(connection, "measures_matrix", KEYS, rows)


def _newest(relation: str, condition: str = "TRUE") -> str:
    """SQL: the newest answer of each area and office on each obligation."""
    return f"""
        SELECT source, offence, obligation, ref_area, reporter, year, status, since
        FROM {relation}
        WHERE {condition}
        QUALIFY row_number() OVER (
            PARTITION BY source, offence, obligation, ref_area, reporter ORDER BY year DESC, known_from DESC
        ) = 1
    """


def _make_before(connection: DuckDBPyConnection) -> None:
    """Make `answers_now` and `answers_before`: the state on the day before the source's last change."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE answers_now AS {_newest('standing_measures')}")
    if not is_there(connection, HISTORY):
        connection.execute("CREATE OR REPLACE TEMP TABLE answers_before AS FROM answers_now LIMIT 0")
        return
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE answers_before AS
        WITH public AS (
            SELECT *
            FROM {HISTORY}
            WHERE is_already_public AND known_from IS DISTINCT FROM known_to
        ),
        last AS (
            SELECT source, max(greatest(known_from, coalesce(known_to, known_from)))::DATE AS day
            FROM public
            GROUP BY ALL
        ),
        stood AS (
            SELECT public.*
            FROM public
            JOIN last USING (source)
            WHERE known_from < day AND (known_to IS NULL OR known_to >= day)
        )
        {_newest("stood")}
    """)


def _matrix(contract: Contract) -> str:
    """SQL: every obligation for every office that answers any of a source and offence, now and before.

    Where a paragraph may be answered as a whole or in parts, the form that nobody used is not asked for.
    """
    codes = contract.code_list("obligation").codes
    obligations = ", ".join(f"({literal(code)}, {literal(codes[code].parent)})" for code in codes)
    cell = "source, offence, obligation, ref_area, reporter"
    return f"""
        WITH obligations(obligation, parent) AS (
            VALUES {obligations}
        ),
        offices AS (
            SELECT DISTINCT source, offence, ref_area, reporter
            FROM answers_now
        ),
        known AS (
            SELECT DISTINCT source
            FROM answers_before
        ),
        answered AS (
            SELECT {cell}, parent
            FROM answers_now
            JOIN obligations USING (obligation)
        ),
        asked AS (
            SELECT source, offence, obligation, ref_area, reporter
            FROM offices
            CROSS JOIN obligations
            WHERE (obligations.parent = '' OR EXISTS (
                    FROM answered AS part
                    WHERE part.parent = obligations.parent
                        AND (part.source, part.offence, part.ref_area, part.reporter)
                            = (offices.source, offices.offence, offices.ref_area, offices.reporter)))
                AND NOT EXISTS (
                    FROM answered AS part
                    WHERE part.parent = obligations.obligation
                        AND (part.source, part.offence, part.ref_area, part.reporter)
                            = (offices.source, offices.offence, offices.ref_area, offices.reporter))
            UNION
            SELECT {cell}
            FROM answers_now
            UNION
            SELECT {cell}
            FROM answers_before
        )
        SELECT {cell}, now.year, now.status, now.since, before.status AS previous_status,
            CASE
                WHEN known.source IS NULL THEN NULL
                WHEN now.status IS NULL AND before.status IS NULL THEN NULL
                WHEN before.status IS NULL THEN 'NEW'
                WHEN now.status IS NULL THEN 'WITHDRAWN'
                WHEN now.status = before.status THEN 'SAME'
                ELSE 'CHANGED'
            END AS change
        FROM asked
        LEFT JOIN answers_now AS now USING ({cell})
        LEFT JOIN answers_before AS before USING ({cell})
        LEFT JOIN known USING (source)
        ORDER BY {cell}
    """


def _answer(row: dict[str, Any], families: dict[str, str]) -> Keyed:
    at = (row["source"], families.get(row["offence"]), row["offence"], row["obligation"], row["ref_area"],
          row["reporter"], row["year"], row["status"], row["since"], row["previous_status"],
          row["change"])  # fmt: skip
    if row["status"] is None:
        return at, Result("answer", METHOD, refusal=wording.not_answered())
    return at, Result("answer", METHOD, n=1, areas=1, years=(row["year"], row["year"]))


def _by_obligation() -> str:
    """SQL: areas that know the state of an obligation, and those in which it is in force.

    An area of which two offices say different things counts as not knowing.
    """
    return f"""
        WITH areas AS (
            SELECT source, offence, obligation, ref_area,
                CASE WHEN min(status) = max(status) THEN min(status) ELSE '{UNKNOWN}' END AS status,
                max(year) AS year
            FROM answers_now
            GROUP BY ALL
        )
        SELECT source, offence, obligation,
            count(*) FILTER (status = '{IN_FORCE}') AS in_force,
            count(*) FILTER (status <> '{UNKNOWN}') AS known,
            min(year) AS first_year, max(year) AS last_year
        FROM areas
        GROUP BY ALL
        ORDER BY ALL
    """


def _in_force(row: dict[str, Any], families: dict[str, str]) -> Keyed:
    at = (row["source"], families.get(row["offence"]), row["offence"], row["obligation"], TOTAL,
          None, None, None, None, None, None)  # fmt: skip
    known, in_force, years = row["known"], row["in_force"], (row["first_year"], row["last_year"])
    if not known:
        return at, Result("share_in_force", METHOD, n=0, areas=0, refusal=wording.nobody_knows())
    low, high = exact_limits(in_force, known)
    return at, Result(
        "share_in_force",
        METHOD,
        in_force / known,
        low,
        high,
        known,
        known,
        years,
        wording.of_those_answering(),
    )
