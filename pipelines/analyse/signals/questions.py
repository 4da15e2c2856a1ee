"""The signals of a store as results that a person reads: `tipor analyse signals`, `tipor signal show`.

What does not belong here: finding signals, and opening and closing them (`collect.signal_events`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from pipelines.analyse.results import Analysis, Result, refused
from pipelines.analyse.signals import wording
from pipelines.analyse.signals.signal import Signal
from pipelines.analyse.signals.signals import make_signals
from pipelines.collect.database import open_memory
from pipelines.collect.signal_events import closed_ids, signal_ids
from pipelines.contract.loading import Contract
from pipelines.process.editions import Edition
from pipelines.process.viewing import view_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ANALYSIS, METHOD = "signals", "integrity"


def signals_of_store(edition: Edition, contract: Contract) -> Analysis:
    """All signals of an edition as results, the gravest first; refused where it holds no figures.

    Reads only: questions are opened by a run. Raises TiporError where a table is damaged.
    """
    names = contract.names("tables")
    if not all(edition.table(name).is_file() for name in (*names, "submissions")):
        return refused(ANALYSIS, wording.nothing_made())
    with open_memory() as connection:
        view_tables(connection, edition, contract)
        sha256 = _input_sha256(connection)
        closed = closed_ids(edition.store, edition.until)
        signals = make_signals(connection, contract, closed)
        if not (figures := _searched(connection))["figures"]:
            return refused(ANALYSIS, wording.no_figures(), sha256)
    opened = frozenset(signal_ids(edition.store))
    found = tuple(_result(s, opened, closed) for s in signals)
    return Analysis(ANALYSIS, found, None, sha256, wording.searched(len(found), **figures))


def _searched(connection: DuckDBPyConnection) -> dict[str, int]:
    """How much was looked through: figures, reporting areas, days with a version, first and last year."""
    found = connection.execute("""
        SELECT
            count(*), count(DISTINCT ref_area), min(year), max(year),
            (SELECT count(DISTINCT version) FROM area_versions)
        FROM observed
    """).fetchone()
    assert found
    return dict(zip(("figures", "areas", "first", "last", "versions"), found, strict=True))


def _input_sha256(connection: DuckDBPyConnection) -> str:
    """The hash of what the edition holds: each submission with the hash of its bytes and its verdict."""
    rows = connection.execute("SELECT submission, sha256, verdict FROM submissions ORDER BY ALL").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _result(signal: Signal, opened: frozenset[str], closed: frozenset[str]) -> Result:
    """One signal in the form of results: its strength and lines as details, for it estimates nothing."""
    return Result(
        what=signal.family,
        method=METHOD,
        n=signal.person_count,
        areas=len(signal.ref_areas),
        years=(signal.first_year, signal.last_year),
        note=signal.compared,
        details=_details(signal) | {"state": state_of(signal.id, opened, closed)},
    )


def state_of(signal_id: str, opened: Collection[str], closed: Collection[str]) -> str:
    """`closed`, `open`, or `new` where no run has opened it yet (which holds out as an open one does)."""
    return "closed" if signal_id in closed else "open" if signal_id in opened else "new"


def _details(signal: Signal) -> dict[str, Any]:
    lines: dict[str, list[int]] = {}
    for origin in signal.origins:
        lines.setdefault(origin.submission, []).append(origin.line)
    return {
        "id": signal.id,
        "severity": signal.severity,
        "table": signal.table,
        "source": signal.source,
        "offence": signal.offence,
        "version": signal.version.isoformat() if signal.version else None,
        "ref_areas": list(signal.ref_areas),
        "area_years": [f"{area}/{year}" for area, year in signal.area_years],
        "strength": signal.strength,
        "strength_means": signal.strength_means,
        "chance": signal.chance,
        "cell_count": signal.cell_count,
        "person_count": signal.person_count,
        "is_public": signal.is_public,
        "lines": lines,
    }
