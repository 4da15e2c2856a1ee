"""Figures above what every other source gives for the whole: a part that is larger than the total elsewhere.

A figure of organ removal is laid beside the totals of other sources for organ removal, for the published
combination that contains it, and for all forms. What does not belong here: a part above the total of its own
source, which is a contradiction within one file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.distances import chance_of_sum, source_variance
from pipelines.analyse.signals.observations import SERIES
from pipelines.analyse.signals.signal import (
    HIGH,
    MEDIUM,
    SURE,
    Cell,
    Origin,
    Series,
    Signal,
    gathered,
)
from pipelines.collect.database import records
from pipelines.contract.codes import Code
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WHOLE = "table_name, ref_area, measure, unit, year"
FAMILY = "above_other_sources"
FEWEST_PERSONS, LEAST_RATIO = 10, 2.0
SPREAD = 0.3
"""By this share (a coefficient of variation) two sources differ although both are right."""
CONTAINED = {"TIP_OR": ("TIP_OR_OP",), "TIP_OP": ("TIP_OR_OP",)}
"""Published combinations that contain an offence besides its parents."""


def find_above(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area of which a figure is far above the largest total that any other source gives.

    It names whichever of the two departs from its own years before and after, the part where neither does.
    """
    _make_containing(connection, contract)
    rows = _above(connection)
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        names = ("other_source", "whole") if _is_whole_suspect(row) else ("source", "offence")
        groups[row["table_name"], row["ref_area"], *(row[name] for name in names)].append(row)
    found = ((group, _chance(group)) for group in groups.values())
    return [_signal(group, chance) for group, chance in found if chance <= SURE]


def _is_whole_suspect(row: Row) -> bool:
    """Whether it is the total that departs from its own years before and after, more than the part does."""
    return bool(row["whole_jump"] > row["jump"])


def _make_containing(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `containing` (offence, whole): each offence with all that contain it, itself included."""
    codes = contract.code_list("offence").codes
    pairs = [(code, whole) for code in codes for whole in _containing(codes, code)]
    fill(connection, "containing", {"offence": "VARCHAR", "whole": "VARCHAR"}, pairs)


def _containing(codes: Mapping[str, Code], code: str) -> list[str]:
    parent = codes[code].parent
    return [code, *CONTAINED.get(code, ()), *(_containing(codes, parent) if parent else ())]


def _above(connection: DuckDBPyConnection) -> list[Row]:
    """The largest figure of each area-year that is above the largest total of the others; `score` as a
    deviate.

    A total that is only a lower bound, or open, says nothing. `jump`: how far each total departs from its own
    years before and after.
    """
    variance = source_variance("parts.low", "whole_high", str(SPREAD))
    return records(
        connection,
        f"""
        WITH totals AS (
            SELECT
                *, measure || '|' || unit AS label,
                coalesce(abs(ln((low + 1) / (median(low) OVER near + 1))), 0) AS jump
            FROM area_years
            WHERE is_newest AND unit = 'NUMBER'
            WINDOW near AS (
                PARTITION BY {SERIES}, measure ORDER BY year
                ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW
            )
        ),
        wholes AS (
            SELECT
                containing.offence, totals.offence AS whole, {WHOLE},
                source AS other_source, low AS whole_low, high AS whole_high, origins AS whole_origins,
                version AS whole_version, is_public AS is_whole_public, jump AS whole_jump
            FROM totals
            JOIN containing ON containing.whole = totals.offence
            WHERE high IS NOT NULL
        ),
        parts AS (
            SELECT {SERIES}, version, measure, unit, year, label, low, high, origins, is_public
            FROM totals
            UNION ALL BY NAME
            SELECT
                {SERIES}, version, measure, unit, year, label, low, high, is_public,
                [{{'submission': submission, 'line': line}}] AS origins
            FROM standing
            WHERE is_newest AND unit = 'NUMBER' AND frequency = 'A' AND depth > 0
        ),
        compared AS (
            SELECT
                parts.*, wholes.* EXCLUDE (offence, {WHOLE}), totals.jump,
                (parts.low - whole_high) / sqrt({variance}) AS score
            FROM parts
            JOIN wholes USING (offence, {WHOLE})
            JOIN totals USING ({SERIES}, version, measure, unit, year)
            WHERE source <> other_source AND parts.low > 0
            QUALIFY whole_high = max(whole_high) OVER (PARTITION BY {SERIES}, measure, year)
        )
        SELECT *, (SELECT count(DISTINCT ({SERIES})) FROM compared) AS searched
        FROM compared
        WHERE low - whole_high >= {FEWEST_PERSONS} AND low >= {LEAST_RATIO} * whole_high
        QUALIFY row_number() OVER (
            PARTITION BY {SERIES}, measure, year ORDER BY low DESC, label, whole, other_source
        ) = 1
        ORDER BY {SERIES}, year
        """,
    )


def _chance(rows: list[Row]) -> float:
    return float(rows[0]["searched"]) * chance_of_sum(sum(row["score"] ** 2 for row in rows), len(rows))


def _signal(rows: list[Row], chance: float) -> Signal:
    evidence = Evidence()
    for row in rows:
        part = (row["table_name"], row["source"], row["offence"], row["ref_area"], str(row["year"]))
        whole = (row["table_name"], row["other_source"], row["whole"], row["ref_area"], str(row["year"]))
        high = Cell(*part, row["label"], row["low"], row["high"])
        low = Cell(*whole, f"{row['measure']}|{row['unit']}", row["whole_low"], row["whole_high"])
        evidence.cells |= {high, low}
        evidence.accused.add(low if _is_whole_suspect(row) else high)
        evidence.origins |= {
            Origin(o["submission"], o["line"]) for o in (*row["origins"], *row["whole_origins"])
        }
        evidence.area_years.add((row["ref_area"], row["year"]))
        evidence.is_public &= row["is_public"] and row["is_whole_public"]
    first = rows[0]
    suspect = (
        Series(first["table_name"], first["other_source"], first["whole"], first["whole_version"])
        if _is_whole_suspect(first)
        else series_of(first)
    )
    return gathered(
        FAMILY,
        HIGH if len(rows) > 1 else MEDIUM,
        suspect,
        compared=wording.above(rows, suspect, is_total=_is_whole_suspect(first)),
        strength=max(row["low"] / max(row["whole_high"], 1) for row in rows),
        strength_means="times_the_other_total",
        chance=chance,
        persons=sum(row["low"] - row["whole_high"] for row in rows),
        **evidence.parts,
    )
