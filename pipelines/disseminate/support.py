"""Which estimates an edition states, kept beside it: so one that has lost its support is noticed.

    support.parquet   a row per estimate that stands, or stood when the edition was made before: its names,
                      what was said of it, and, where it stands no more, why

One that is refused stays in this memory until it stands again; one that is gone without a refusal is told
once. What does not belong here: whether an estimate may be stated (`analyse`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.collect.database import literal, open_memory, quoted, records
from pipelines.process.editions import Edition, damaged, replacing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "support.parquet"
ROUTE = ("from_role", "from_area", "to_role", "to_area")
BORDER = ("offence", "year", "detection_area", "citizenship_area", "detection_source", "return_source")
ESTIMATES: Mapping[str, tuple[str, ...]] = {
    "trends": ("source", "offence", "what"),
    "trend_indices": ("source", "offence", "index_kind"),
    "change_points": ("source", "offence", "what"),
    "alerts": ("source", "offence", "ref_area", "what"),
    "conditions": ("source", "series", "what"),
    "combined_sources": ("offence", "ref_area", "year", "breakdown", "what"),
    "mirror_differences": (*BORDER, "what"),
    "linked_lists": ("reporter", "source", "offence", "ref_area", "time_period", "what"),
    "profiles": ("source", "offence", "basis", "attribute", "category", "what"),
    "routes": ("source", "offence", "basis", *ROUTE, "what"),
    "co_occurrence": ("source", "offence", "first_attribute", "first", "second_attribute", "second", "what"),
    "money": ("source", "offence", "quantity", "currency", "year", "what"),
    "justice_funnel": ("source", "ref_area", "family", "offence", "counted", "role", "stage", "what"),
    "assistance_gap": ("source", "offence", "of", "service", "currency", "what"),
    "typology": ("source", "offence", "attribute", "trait", "with_attribute", "with_trait", "what"),
    "hidden_persons": ("reporter", "source", "offence", "ref_area", "time_period", "what"),
}
"""The tables that hold estimates, and the columns that name one; what kind of quantity it is comes last.

An estimate has several rows where they share these names (the years of an index, the models of one list).
"""
MIDDLES = {"trend_indices": "value"}
"""The column of the estimate itself, where it is not `estimate`."""
STANDS, REFUSED, GONE = "stands", "refused", "gone"
MEMORY = "analysis VARCHAR, names VARCHAR[], version DATE, said VARCHAR, state VARCHAR, refusal VARCHAR"


@dataclass(frozen=True)
class Estimate:
    """An estimate of an analysis: its names, what is or was said, and for one that stands no more the code.

    `state` is STANDS, REFUSED (then `refusal` has the code) or GONE (no row is left of it). `version` is that
    of the series when it stood last, None where the table has none.
    """

    analysis: str
    names: tuple[str | None, ...]
    version: date | None
    said: str
    state: str
    refusal: str

    @property
    def title(self) -> str:
        """Its names with their columns, those that are empty left out."""
        pairs = zip(ESTIMATES[self.analysis], self.names, strict=True)
        return "; ".join(f"{column}={name}" for column, name in pairs if name is not None)


def keep_support(edition: Edition) -> None:
    """Keep what stands now, and what stood before and why it does not. Raises TiporError (damaged)."""
    made = [name for name in ESTIMATES if edition.analysis(name).is_file()]
    with open_memory() as connection:
        _read_memory(connection, _path(edition))
        connection.execute(f"CREATE TABLE now ({MEMORY})")
        for name in made:
            _read_now(connection, name, edition.analysis(name))
        with replacing(_path(edition)) as beside:
            connection.execute(f"COPY ({_merged()}) TO {literal(str(beside))} (FORMAT parquet)")


def support(edition: Edition, analysis: str) -> list[Estimate]:
    """What the last run kept of an analysis; empty where none did. Raises TiporError (damaged)."""
    path = _path(edition)
    with open_memory() as connection:
        _read_memory(connection, path)
        rows = records(connection, f"FROM memory WHERE analysis = {literal(analysis)} ORDER BY names")
    return [_estimate(row) for row in rows]


def _estimate(row: dict[str, Any]) -> Estimate:
    said, refusal = row["said"] or "", row["refusal"] or ""
    return Estimate(row["analysis"], tuple(row["names"]), row["version"], said, row["state"], refusal)


def _path(edition: Edition) -> Path:
    return edition.folder / NAME


def _read_memory(connection: DuckDBPyConnection, path: Path) -> None:
    """Make `memory`: what the last run kept, without rows where none did."""
    import duckdb

    connection.execute(f"CREATE TABLE memory ({MEMORY})")
    if not path.is_file():
        return
    try:
        connection.execute(f"INSERT INTO memory BY NAME FROM read_parquet({literal(str(path))})")
    except duckdb.Error:
        raise damaged(path) from None


def _read_now(connection: DuckDBPyConnection, name: str, path: Path) -> None:
    """Add to `now` what the newest version of each series says in one table. Raises TiporError (damaged)."""
    import duckdb

    given = f"read_parquet({literal(str(path))})"
    try:
        found = connection.execute(f"SELECT column_name FROM (DESCRIBE FROM {given})").fetchall()
        connection.execute(_insertion(name, given, {row[0] for row in found}))
    except duckdb.Error:
        raise damaged(path) from None


def _insertion(name: str, given: str, columns: set[str]) -> str:
    """The SQL that adds a table with these columns to `now`."""
    series = ", ".join(column for column in ("source", "offence") if column in columns)
    newest = f"QUALIFY version = max(version) OVER (PARTITION BY {series})" if "version" in columns else ""
    middle = quoted(MIDDLES.get(name, "estimate"))
    return f"""
        INSERT INTO now BY NAME
        WITH rows AS (
            SELECT
                {_names(name)} AS names,
                {"version" if "version" in columns else "NULL::DATE"} AS version,
                {"note" if "note" in columns else "NULL::VARCHAR"} AS said,
                refusal,
                refusal IS NULL AND coalesce({middle}, low) IS NOT NULL AS stands
            FROM {given}
            {newest}
        )
        SELECT
            {literal(name)} AS analysis, names,
            max(version) AS version,
            min(said) FILTER (stands) AS said,
            if(bool_or(stands), '{STANDS}', '{REFUSED}') AS state,
            if(bool_or(stands), NULL, min(refusal)) AS refusal
        FROM rows
        WHERE stands OR refusal IS NOT NULL
        GROUP BY names
    """


def _names(name: str) -> str:
    cells = ", ".join(f"{quoted(column)}::VARCHAR" for column in ESTIMATES[name])
    return f"[{cells}]"


def _merged() -> str:
    """What stands now; and what stood before and does not now, with the refusal that says why.

    The refusal is its own, or one that speaks of all of its kind: each name but the last is the same there,
    or empty.
    """
    return f"""
        WITH standing AS (
            FROM now
            WHERE state = '{STANDS}'
        ),
        lost AS (
            SELECT *
            FROM memory
            ANTI JOIN standing USING (analysis, names)
            WHERE state <> '{GONE}'
        ),
        reasons AS (
            SELECT
                lost.analysis, lost.names,
                min_by(now.refusal, now.names IS DISTINCT FROM lost.names) AS reason
            FROM lost
            JOIN now ON now.analysis = lost.analysis AND now.state = '{REFUSED}'
            WHERE now.names IS NOT DISTINCT FROM lost.names
                OR len(list_filter(
                    list_zip(now.names, lost.names)[1:len(lost.names) - 1],
                    lambda pair: pair[1] IS NOT NULL AND pair[1] IS DISTINCT FROM pair[2]
                )) = 0
            GROUP BY ALL
        )
        FROM standing
        UNION ALL BY NAME
        SELECT lost.* REPLACE (if(reason IS NULL, '{GONE}', '{REFUSED}') AS state, reason AS refusal)
        FROM lost
        LEFT JOIN reasons USING (analysis, names)
        ORDER BY analysis, names
    """
