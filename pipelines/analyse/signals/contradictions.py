"""Figures that contradict each other or give each other away: the families that read `parts`.

What does not belong here: what each of them compares (its own file).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.signals.contained import find_contained
from pipelines.analyse.signals.leaks import find_leaks
from pipelines.analyse.signals.mirrors import find_mirrors
from pipelines.analyse.signals.parts import make_parts
from pipelines.analyse.signals.rates_as_counts import find_rates_as_counts
from pipelines.analyse.signals.recoverable import find_recoverable
from pipelines.analyse.signals.signal import Signal
from pipelines.analyse.signals.stages import find_stages
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def find_contradictions(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """The signals of all of them, over one making of the relations."""
    make_parts(connection, contract)
    return [
        *find_contained(connection, contract),
        *find_leaks(connection, contract),
        *find_mirrors(connection, contract),
        *find_stages(connection, contract),
        *find_rates_as_counts(connection, contract),
        *find_recoverable(connection, contract),
    ]
