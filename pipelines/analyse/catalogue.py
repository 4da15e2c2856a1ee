"""Every table that a run makes of an edition, in the order in which they are made.

A new analysis is one entry of STEPS: the assets, the warehouse and the checks are made from it. What does
not belong here: any method, and reading or writing files (`analyses`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.analyse.conditions.make import make_conditions
from pipelines.analyse.coverage import make_coverage
from pipelines.analyse.coverage_summary import make_coverage_summary
from pipelines.analyse.detected_victims import (
    make_detected_victims,
    make_detected_victims_by_year,
    make_version_changes,
)
from pipelines.analyse.double_counting.make import make_double_counting
from pipelines.analyse.multiple_systems.store import make_hidden_persons
from pipelines.analyse.patterns.patterns import SAYS, TABLES, make_patterns
from pipelines.analyse.reliability import make_reliability
from pipelines.analyse.signals.asked import make_asked_signals
from pipelines.analyse.trends.store import make_trends
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Make = Callable[["DuckDBPyConnection", Contract], None]


@dataclass(frozen=True)
class Step:
    """A function, the tables it makes with what each says, and the tables from which it makes them."""

    make: Make
    tables: Mapping[str, str]
    made_from: tuple[str, ...]


COVERAGE = {"coverage": "What each area said about each year, per source, offence and version."}
SIGNALS = {
    "signals": "Integrity signals: what does not fit across rows, versions, areas and sources, and how sure.",
    "signal_area_years": "The area-years that each signal names, in each version; open ones are in no total.",
}
VICTIMS = {
    "detected_victims": "Detected victims by area and year as an interval, per source, offence and version."
}
BY_YEAR = {
    "detected_victims_by_year": "Detected victims per year over the areas of a source, by version, with n."
}
CHANGES = {"version_changes": "Area-years lost, added and changed in each version against the one before."}
SUMMARY = {
    "coverage_summary": "Areas by state, shares of States and of population, lateness, per version and year.",
    "column_completeness": "How often each breakdown is filled, per source, offence and version.",
    "new_zeros": "Areas whose first zeros came years later, over many years at once: unverified.",
}
RELIABILITY = {"reliability": "What each figure rests on, in one sentence: areas, versions, signals, basis."}
TRENDS = {
    "trends": "How detections by the same areas changed, with interval, or the reason for a refusal.",
    "trend_indices": "Fixed-effects, matched-panel and chained index per year, with the number of areas.",
    "change_points": "When the level of what the same areas reported changed, or why no year is named.",
    "alerts": "Areas whose newest year is outside the limits of their own history.",
}
CONDITIONS = {
    "conditions": "What goes along with detections across and within areas; never a cause.",
    "condition_points": "The scatter behind each comparison: the same areas, reported and reference figures.",
}
DOUBLE_COUNTING = {
    "source_pairs": "Which sources repeat one another's figures, and which are declared independent.",
    "combined_sources": "From the largest to the sum where sources are declared independent, or the refusal.",
    "sources_side_by_side": "What several sources say of the same area, year and breakdown.",
    "mirror_differences": "What areas of detection and areas of citizenship say of the same persons.",
    "linked_lists": "Persons and entries where a State has linked its lists.",
}
HIDDEN = {"hidden_persons": "Persons on no list, from linked lists: the best models, or the refusal."}
OF_VICTIMS = ("victims", "submissions")
OF_RELIABILITY = (
    "coverage",
    "detected_victims",
    "detected_victims_by_year",
    "signal_area_years",
    *OF_VICTIMS,
)
OF_DOUBLE_COUNTING = ("detected_victims", "overlaps", "signal_area_years", *OF_VICTIMS)

STEPS: tuple[Step, ...] = (
    Step(make_asked_signals, SIGNALS, (*OF_VICTIMS, "justice")),
    Step(make_coverage, COVERAGE, OF_VICTIMS),
    Step(make_detected_victims, VICTIMS, (*OF_VICTIMS, "signal_area_years")),
    Step(make_detected_victims_by_year, BY_YEAR, ("detected_victims",)),
    Step(make_version_changes, CHANGES, ("detected_victims",)),
    Step(make_coverage_summary, SUMMARY, ("coverage", *OF_VICTIMS)),
    Step(make_reliability, RELIABILITY, OF_RELIABILITY),
    Step(make_trends, TRENDS, ("detected_victims", "coverage_summary")),
    Step(make_conditions, CONDITIONS, ("detected_victims",)),
    Step(make_double_counting, DOUBLE_COUNTING, OF_DOUBLE_COUNTING),
    Step(make_patterns, SAYS, (*TABLES, "signal_area_years")),
    Step(make_hidden_persons, HIDDEN, ("overlaps",)),
)
NAMES = tuple(name for step in STEPS for name in step.tables)
"""The names of all tables, in order."""
