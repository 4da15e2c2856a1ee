"""One integrity signal: what was compared, how strong it is, and how often chance would say the same.

What does not belong here: how a signal is found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HIGH, MEDIUM, LOW = "high", "medium", "low"
"""A signal of severity high or medium holds its area-years out while it is open; a low one is to be read."""
SEVERITIES = (HIGH, MEDIUM, LOW)
SURE, LIKELY = 0.02, 0.2
"""Finds by accident over all that a family searched: up to the first a signal is as grave as its family says,
up to the second it is asked as a medium one, above nothing is. *Judgement*, set on clean worlds."""
LEAST_CHANCE = 1e-9
"""No chance is given as smaller: the models of what is ordinary say nothing so fine."""
ID_LENGTH = 12


def graded(severity: str, chance: float) -> str:
    """The severity of a signal that by accident arises as often as this: high only up to `SURE`."""
    return MEDIUM if severity == HIGH and chance > SURE else severity


@dataclass(frozen=True, order=True)
class Origin:
    """A line of a submission."""

    submission: str
    line: int


@dataclass(frozen=True, order=True)
class Cell:
    """A cell that was compared, with what it said. `version` is the day on which it stood so.

    `label` is its measure, unit and breakdown as `observations` writes it. Both values are None where the
    cell was missing, which is the point of a comparison that found it gone.
    """

    table: str
    source: str
    offence: str
    ref_area: str
    period: str
    label: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Signal:
    """A question about figures. `area_years` are those it is about (what is held out while it is open).

    `accused` are those of the `cells` compared that may be wrong: while one of them stands, the question
    does. Where something is missing there is none, and the question stands until what was compared is back.

    `strength` is the number that `strength_means` names (a code: a ratio, a likelihood ratio ...); `chance`
    is the number of such finds to be expected by accident over everything that was searched, None where
    nothing is left to chance. `version` is the day of the version it stands in.
    """

    id: str
    family: str
    severity: str
    table: str
    source: str
    offence: str
    version: date | None
    area_years: tuple[tuple[str, int], ...]
    compared: str
    strength: float
    strength_means: str
    chance: float | None
    cell_count: int
    person_count: int
    origins: tuple[Origin, ...]
    cells: tuple[Cell, ...]
    accused: tuple[Cell, ...]
    is_public: bool

    @property
    def ref_areas(self) -> tuple[str, ...]:
        """The areas it is about."""
        return tuple(sorted({area for area, _year in self.area_years}))

    @property
    def first_year(self) -> int:
        """The first year it is about."""
        return min(year for _area, year in self.area_years)

    @property
    def last_year(self) -> int:
        """The last year it is about."""
        return max(year for _area, year in self.area_years)


@dataclass(frozen=True)
class Series:
    """Where a signal stands: one table, source and offence, in the version of a day."""

    table: str
    source: str
    offence: str
    version: date | None = None


def gathered(
    family: str,
    severity: str,
    series: Series,
    *,
    area_years: Iterable[tuple[str, int]],
    compared: str,
    strength: float,
    strength_means: str,
    chance: float | None,
    persons: float,
    cells: Iterable[Cell],
    origins: Iterable[Origin],
    is_public: bool,
    accused: Iterable[Cell] | None = None,
) -> Signal:
    """A signal with its id: the hash of the family and of the cells compared, with their values.

    Without `accused` all cells of the areas it is about are.

    The day of the version is no part of it: the same cells with the same values are the same question.
    """
    kept = tuple(sorted(set(cells), key=repr))
    named = tuple(sorted(set(area_years)))
    areas = {area for area, _year in named}
    suspects = {cell for cell in kept if cell.ref_area in areas} if accused is None else set(accused)
    return Signal(
        id=_id_of(family, kept),
        family=family,
        severity=severity,
        table=series.table,
        source=series.source,
        offence=series.offence,
        version=series.version,
        area_years=named,
        compared=compared,
        strength=_steady(strength),
        strength_means=strength_means,
        chance=None if chance is None else max(LEAST_CHANCE, _steady(chance)),
        cell_count=len(kept),
        person_count=round(persons),
        origins=tuple(sorted(set(origins))),
        cells=kept,
        accused=tuple(cell for cell in kept if cell in suspects and cell.low is not None),
        is_public=is_public,
    )


def _steady(number: float) -> float:
    """The number without its last digits, which depend on the order in which cores add up."""
    return float(f"{number:.9g}")


def _id_of(family: str, cells: tuple[Cell, ...]) -> str:
    return hashlib.sha256(f"{family}\n{cells!r}".encode()).hexdigest()[:ID_LENGTH]
