"""The one rule on which recent years are incomplete: which share of the areas of the year before are there.

Coverage, trends and charts all ask here, of the areas as they answered, before any figure is left out: what
is questioned was reported. What does not belong here: what the areas reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RECENT_YEARS = 3
COMPLETE_SHARE = 0.75
SAYS_SOMETHING = ("value", "below", "zero", "nil", "suppressed")
"""The states of an area-year in which the area has answered; the others are gaps."""
KINDS = {
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "version": "DATE",
    "year": "INTEGER",
    "panel_share": "DOUBLE",
    "is_incomplete": "BOOLEAN",
}
Panel = tuple[int, float | None, bool]


def make_panels(connection: DuckDBPyConnection) -> None:
    """Make `panels` (source, offence, version, year, panel_share, is_incomplete) from `reported`.

    `panel_share` is NULL for the first year of a version.
    """
    found = connection.execute("""
        SELECT source, offence, version, list((year, ref_area))
        FROM reported
        GROUP BY ALL
        ORDER BY ALL
    """).fetchall()
    rows = [(*series, *panel) for *series, pairs in found for panel in panels_of(by_year(pairs))]
    fill(connection, "panels", KINDS, rows)


def incomplete_years(areas: Mapping[int, set[str]], share: float = COMPLETE_SHARE) -> tuple[int, ...]:
    """The recent years of which fewer than `share` of the panel have answered; `areas` are those by year."""
    return tuple(year for year, _share, is_incomplete in panels_of(areas, share) if is_incomplete)


def panels_of(areas: Mapping[int, set[str]], complete_share: float = COMPLETE_SHARE) -> list[Panel]:
    """Per year: the share of the panel that reported, and whether the year is recent and incomplete.

    The panel is that of the year before; a recent year found incomplete is no panel for the next.
    """
    found: list[Panel] = []
    panel: set[str] = set()
    for year in sorted(areas):
        share = len(areas[year] & panel) / len(panel) if panel else None
        is_recent = year > max(areas) - RECENT_YEARS
        is_incomplete = is_recent and share is not None and share < complete_share
        found.append((year, share, is_incomplete))
        if not is_incomplete:
            panel = areas[year]
    return found


def by_year(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    """The areas of each year, from pairs of a year and an area that answered."""
    found: dict[int, set[str]] = {}
    for year, area in pairs:
        found.setdefault(year, set()).add(area)
    return found
