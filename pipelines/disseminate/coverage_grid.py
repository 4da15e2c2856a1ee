"""The cells of the coverage chart and the order of its areas by UN region. Nothing is drawn here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.contract.codes import CodeList
from pipelines.disseminate.evidence import REPORTED_STATES, Evidence

LOST = "lost"
"""Shown, not stored: the version before had something here, the newest has not."""
QUESTIONED = "questioned"
"""Shown, not stored: something is there, and an open signal keeps it out of totals."""
_WORLD = "001"
_LONGEST_COLUMN = 40


@dataclass(frozen=True)
class Block:
    """The areas of one subregion; the first of a region carries its heading."""

    region: str
    subregion: str
    areas: tuple[str, ...]
    opens_region: bool

    @property
    def height(self) -> float:
        """The height in rows, with the heading or the gap above."""
        return len(self.areas) + (1.3 if self.opens_region else 0.15)


@dataclass(frozen=True)
class Grid:
    """The state of each area-year in the newest version and in the one before (None: it is the first).

    `questioned` are the area-years that open signals hold out; they count in no number but their own.
    `incomplete` are the years of the newest version that too few areas have answered yet.
    """

    version: date
    previous: date | None
    years: tuple[int, ...]
    blocks: tuple[Block, ...]
    states: Mapping[tuple[date, str, int], str]
    questioned: Mapping[tuple[date, str, int], tuple[str, ...]]
    incomplete: tuple[int, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """All areas in the order of the picture."""
        return tuple(area for block in self.blocks for area in block.areas)

    def state(self, area: str, year: int) -> str:
        """The state in the newest version; what it does not mention is missing."""
        return self.states.get((self.version, area, year), "missing")

    def is_lost(self, area: str, year: int) -> bool:
        """Whether the version before had this cell and the newest has not."""
        had = self.previous and self.states.get((self.previous, area, year)) in REPORTED_STATES
        return bool(had) and self.state(area, year) not in REPORTED_STATES

    def open_signals(self, area: str, year: int) -> tuple[str, ...]:
        """The signals that keep what the newest version has out of totals until they are closed."""
        return self.questioned.get((self.version, area, year), ())

    def is_questioned(self, area: str, year: int) -> bool:
        """Whether it is drawn hollow."""
        return bool(self.open_signals(area, year))

    def shown(self, area: str, year: int) -> str:
        """The state that is drawn: LOST, or the state in the newest version."""
        return LOST if self.is_lost(area, year) else self.state(area, year)

    def counts(self) -> Counter[str]:
        """How many cells are drawn in each state; those that are questioned are counted as such only."""
        return Counter(self.counted_as(area, year) for area in self.areas for year in self.years)

    def counted_as(self, area: str, year: int) -> str:
        """QUESTIONED, or the state that is drawn."""
        return QUESTIONED if self.is_questioned(area, year) else self.shown(area, year)

    def reported(self) -> int:
        """How many area-years of the newest version have a figure or a nil return; no questioned one."""
        return sum(self.areas_with_figure(self.version).values())

    def areas_with_figure(self, version: date) -> dict[int, int]:
        """How many areas have a figure or a nil return, by year, without questioned ones."""
        return Counter(
            cell[2]
            for cell, state in self.states.items()
            if cell[0] == version and state in REPORTED_STATES and cell not in self.questioned
        )

    def columns(self) -> tuple[tuple[Block, ...], ...]:
        """The blocks in one column, or in two of about the same length where one would be too long."""
        if len(self.areas) <= _LONGEST_COLUMN:
            return (self.blocks,)
        cut = min(range(1, len(self.blocks)), key=self._cost_of_cut, default=0)
        return (self.blocks[:cut], self.blocks[cut:]) if cut else (self.blocks,)

    def _cost_of_cut(self, cut: int) -> float:
        """How uneven two columns would be, in rows; a region is cut in two only where that saves many."""
        before, after = (sum(b.height for b in half) for half in (self.blocks[:cut], self.blocks[cut:]))
        return abs(before - after) + (0 if self.blocks[cut].opens_region else 12)


def grid_of(evidence: Evidence) -> Grid:
    """The grid of the newest version and the one before it; an area missing from all versions has no row.

    Raises ValueError where there is no cell to show.
    """
    version = evidence.versions[-1]
    previous = evidence.change(version).previous
    years = [c.year for c in evidence.coverage]
    shown = {c.ref_area for c in evidence.coverage if c.state != "missing"}
    if not shown:
        raise ValueError(f"nothing is covered by {evidence.source} {evidence.offence}")
    return Grid(
        version=version,
        previous=previous,
        years=tuple(range(min(years), max(years) + 1)),
        blocks=_blocks(shown, evidence.area_list),
        states={(c.version, c.ref_area, c.year): c.state for c in evidence.coverage},
        questioned={(a.version, a.ref_area, a.year): a.open_signals for a in evidence.areas if a.is_held_out},
        incomplete=evidence.incomplete(version),
    )


def _blocks(areas: set[str], area_list: CodeList) -> tuple[Block, ...]:
    """Areas by subregion, both in the order of the code list; an area of no region comes last."""
    order = {code: place for place, code in enumerate(area_list.codes)}
    homes: dict[tuple[str, str], list[str]] = {}
    for area in sorted(areas, key=lambda a: (order.get(a, len(order)), a)):
        homes.setdefault(_home(area, area_list), []).append(area)
    blocks: list[Block] = []
    for region, subregion in sorted(homes, key=lambda home: [order.get(code, len(order)) for code in home]):
        opens = not blocks or blocks[-1].region != region
        blocks.append(Block(region, subregion, tuple(homes[region, subregion]), opens))
    return tuple(blocks)


def _home(area: str, area_list: CodeList) -> tuple[str, str]:
    """The UN region and the finest UN subregion of an area, found by going up its parents."""
    above: list[str] = []
    code = area
    while code in area_list and (parent := area_list[code].parent) and parent != _WORLD:
        above.append(parent)
        code = parent
    regions = [code for code in above if area_list[code].attributes.get("kind") == "REGION"]
    return (regions[-1], regions[0]) if regions else (_WORLD, _WORLD)
