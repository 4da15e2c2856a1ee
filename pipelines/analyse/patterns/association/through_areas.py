"""What a file of areas with nested columns may say: the association among areas, and that it is no other.

Where the file counts persons in both categories at once, the association among persons stands beside it, so
that a change of sign is seen. What does not belong here: tables of categories that exclude each other.
"""

from __future__ import annotations

from pipelines.analyse.patterns.association import wording
from pipelines.analyse.patterns.association.nested import Nested, correlation_limits, nested_groups
from pipelines.analyse.patterns.association.table import Input
from pipelines.analyse.results import Result


def across_areas(given: Input, pairs: tuple[tuple[str, str], ...]) -> list[Result]:
    """For each group: `ecological_correlation` over areas and, where it is counted, `phi_among_persons`."""
    return [row for group in nested_groups(given, pairs) for row in _rows(group)]


def _rows(group: Nested) -> list[Result]:
    areas, persons = len(group.everyone), int(group.everyone.sum())
    details = {"group": group.group}
    rows = []
    r, individual = group.among_areas(), group.among_persons()
    if r is not None:
        low, high = correlation_limits(r, areas)
        note = wording.rates_of_areas()
        rows.append(
            Result("ecological_correlation", "association-ecological", r, low, high, persons, areas,
                   note=note, details=details)
        )  # fmt: skip
    if individual is not None:
        note = wording.counted_directly()
        if r is not None and r * individual < 0:
            note = f"{note} {wording.signs_differ()}"
        rows.append(
            Result("phi_among_persons", "association-phi", individual, n=persons, areas=areas, note=note,
                   details=details)
        )  # fmt: skip
    return rows
