"""Every table that a run makes of an edition, in the order in which they are made.

A new analysis is one entry of STEPS: the assets, the warehouse and the checks are made from it. What does
not belong here: any method, and reading or writing files (`analyses`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.analyse.coverage import make_coverage
from pipelines.analyse.detected_victims import (
    make_detected_victims,
    make_detected_victims_by_year,
    make_version_changes,
)
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Make = Callable[["DuckDBPyConnection", Contract], None]


@dataclass(frozen=True)
class Step:
    """A function, the tables it makes with what each says, and what it reads: curated tables, or steps before."""

    make: Make
    tables: Mapping[str, str]
    made_from: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        make_coverage,
        {"coverage": "What each area said about each year, per source, offence and version."},
        ("victims", "submissions"),
    ),
    Step(
        make_detected_victims,
        {
            "detected_victims": "Detected victims by area and year as an interval, per source, offence and "
            "version."
        },
        ("victims", "submissions"),
    ),
    Step(
        lambda connection, _contract: make_detected_victims_by_year(connection),
        {
            "detected_victims_by_year": "Detected victims per year over the areas of a source, by version, "
            "with n."
        },
        ("detected_victims",),
    ),
    Step(
        lambda connection, _contract: make_version_changes(connection),
        {"version_changes": "Area-years lost, added and changed in each version against the one before."},
        ("detected_victims",),
    ),
)
NAMES = tuple(name for step in STEPS for name in step.tables)
"""The names of all tables, in order."""
