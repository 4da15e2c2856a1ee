"""Coverage: what each area said about each year, per source and version, before any figure is looked at.

What does not belong here: whether what was said is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.collect.database import literals
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATES = {
    "COUNT": "value", "RATE": "value", "ROUNDED_ZERO": "below", "BELOW": "below", "ZERO": "zero", "NIL_RETURN": "nil",
    "SUPPRESSED": "suppressed", "NOT_COLLECTED": "not_collected", "NOT_APPLICABLE": "not_applicable", "MISSING": "missing",
}  # fmt: skip
"""What an area-year is by the kinds of its values, the first that is met."""


def make_coverage(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `coverage` (a row per source, offence, version, ref_area, year, with `state`) from `vintage_rows` and `victims`.

    An area-year that only a submission not yet public speaks of is `not_cleared`.
    """
    kept = [a.code for a in contract.code_list("area").codes.values() if a.attributes["kind"] in AREA_KINDS]
    order = list(STATES)
    cases = " ".join(f"WHEN '{kind}' THEN {i}" for i, kind in enumerate(order))
    names = "[" + ", ".join(f"'{STATES[kind]}'" for kind in order) + "]"
    connection.execute(
        f"CREATE OR REPLACE TABLE coverage AS WITH said AS (SELECT source, offence, version, ref_area, year, "
        f"{names}[min(CASE value_kind {cases} END) + 1] AS state FROM vintage_rows WHERE measure = 'DETECTED' "
        f"AND ref_area IN {literals(kept)} GROUP BY ALL), "
        f"hidden AS (SELECT DISTINCT source, offence, current_version AS version, ref_area, year, 'not_cleared' AS state FROM "
        f"(SELECT source, offence, ref_area, year, max(known_from) OVER (PARTITION BY source, offence)::DATE AS current_version FROM victims "
        f"WHERE NOT is_already_public AND known_to IS NULL AND measure = 'DETECTED' AND ref_area IN {literals(kept)})) "
        f"SELECT * FROM said UNION ALL SELECT * FROM hidden ANTI JOIN said USING (source, offence, version, ref_area, year) "
        f"ORDER BY source, offence, version, ref_area, year"
    )
