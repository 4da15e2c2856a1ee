"""Every table about double counting, in order. What does not belong here: any of the methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.analyse.double_counting.combined import make_combined
from pipelines.analyse.double_counting.figures import make_figures, make_newest
from pipelines.analyse.double_counting.linked_lists import make_linked_lists
from pipelines.analyse.double_counting.mirror import make_mirror_differences
from pipelines.analyse.double_counting.relations import make_source_groups, make_source_pairs
from pipelines.analyse.double_counting.side_by_side import make_side_by_side
from pipelines.analyse.open_signals import make_held_out, make_open_signals
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_double_counting(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `source_pairs`, `combined_sources`, `sources_side_by_side`, `mirror_differences`, `linked_lists`.

    From `vintages`, `vintage_rows`, `detected_victims`, `submissions`, `overlaps` and, where signals were
    looked for, `signal_area_years`; the newest version of each source.
    """
    make_open_signals(connection)
    make_held_out(connection, ("overlaps",))
    make_newest(connection)
    make_figures(connection, contract)
    make_source_pairs(connection, contract)
    make_source_groups(connection)
    make_linked_lists(connection)
    make_combined(connection, contract)
    make_side_by_side(connection, contract)
    make_mirror_differences(connection, contract)
