"""All patterns of an edition. What does not belong here: how any of them is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipelines.analyse.open_signals import make_held_out
from pipelines.analyse.patterns.assistance_gap import make_assistance_gap
from pipelines.analyse.patterns.co_occurrence import make_co_occurrence
from pipelines.analyse.patterns.detected_by import make_detected_by
from pipelines.analyse.patterns.justice_funnel import make_justice_funnel
from pipelines.analyse.patterns.measures_matrix import make_measures_matrix
from pipelines.analyse.patterns.money import make_money
from pipelines.analyse.patterns.practices_list import make_practices_list
from pipelines.analyse.patterns.profiles import make_profiles
from pipelines.analyse.patterns.routes import make_routes
from pipelines.analyse.patterns.typology import make_typology
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PATTERNS: dict[str, Callable[[DuckDBPyConnection, Contract], None]] = {
    "profiles": make_profiles,
    "routes": make_routes,
    "co_occurrence": make_co_occurrence,
    "money": make_money,
    "justice_funnel": make_justice_funnel,
    "assistance_gap": make_assistance_gap,
    "measures_matrix": make_measures_matrix,
    "practices_list": make_practices_list,
    "typology": make_typology,
}
"""The table and the function that makes it, once `detected_by` is there."""
SAYS = {
    "profiles": "Shares by sex, age, organ, means and channel, of those asked, with exact intervals.",
    "routes": "From which places to which, by role; only routes with at least five.",
    "co_occurrence": "Traits recorded in the same case more or less often than chance would have it.",
    "money": "Median and range of what persons were paid and recipients charged, by currency and year.",
    "justice_funnel": "Recorded, suspected, prosecuted, convicted over a window of years, by area and role.",
    "assistance_gap": "Share of the detected who received each service, and of compensation claimed.",
    "measures_matrix": "Obligations of paragraphs 7 to 9 by area, and what changed since the version before.",
    "practices_list": "Examples of good practice on demand, and whether anybody looked at their result.",
    "typology": "Which means, roles and channels come together, or that they do not beyond chance.",
}
"""What each table says, in one sentence."""
TABLES = ("victims", "justice", "cases", "assistance", "measures", "practices")
"""The curated tables of which `standing_<table>` has to be there; `measures` and `exchange_rates` may be."""
QUESTIONED = ("victims", "justice", "assistance")
"""Those of which an open signal may hold figures out; none is about the others."""


def make_patterns(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make every table of PATTERNS from the relations `standing_<table>`, and `signal_area_years` if any."""
    make_held_out(connection, QUESTIONED)
    make_detected_by(connection, contract)
    for make in PATTERNS.values():
        make(connection, contract)
