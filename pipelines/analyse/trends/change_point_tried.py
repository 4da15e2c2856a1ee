"""What all the ways to fill a series say of its breaks together, or that they differ.

What does not belong here: which fillings are tried (`change_point_fillings`), and the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.analyse.trends.change_point_fillings import adverse_fillings
from pipelines.analyse.trends.change_points import PERMUTATIONS, SEED, Break, find_breaks
from pipelines.analyse.trends.panel import Panel, Values
from pipelines.analyse.trends.steady_change import Steady, steady_change


@dataclass(frozen=True)
class Settings:
    """Of the permutations: how many, and the seed."""

    permutations: int = PERMUTATIONS
    seed: int = SEED


@dataclass(frozen=True)
class Tried:
    """The fillings of a series, lowest and highest first, and what all of them say.

    `slopes` are the steady changes of the fillings that have one; `steady` is that of the least advantage of
    the breaks.
    """

    ends: list[Values]
    breaks: list[Break]
    slopes: list[Steady]

    @property
    def steady(self) -> Steady | None:
        """The steady change that the breaks are the least better than."""
        return min(self.slopes, key=lambda one: one.advantage, default=None)


def try_fillings(series: Panel, settings: Settings) -> Tried | None:
    """What every filling says; None where two differ in their breaks, or in whether a trend explains them."""
    low, high = series.low[0], series.high[0]
    first = _filled(low, series, settings)
    if not series.is_interval.any():
        return Tried([low], first.breaks, first.slopes)
    found = [first]
    for end in [high, *adverse_fillings(series, first.places)]:
        other = _filled(end, series, settings)
        if not first.agrees(other, is_end=len(found) == 1):
            return None
        found.append(other)
    slopes = [slope for one in found for slope in one.slopes]
    return Tried([one.counts for one in found], _widest([one.breaks for one in found]), slopes)


@dataclass(frozen=True)
class _Filled:
    """What one filling says; `slopes` has its steady change, where it has one."""

    counts: Values
    breaks: list[Break]
    slopes: list[Steady]

    @property
    def places(self) -> list[int]:
        return [one.last for one in self.breaks]

    def agrees(self, other: _Filled, *, is_end: bool) -> bool:
        """Whether another says the same; one between the ends may have further breaks, if there are any.

        Where a steady change explains both, no year is named, and the places need not be the same.
        """
        is_steady = [any(slope.explains for slope in one.slopes) for one in (self, other)]
        if any(is_steady):
            return all(is_steady)
        if is_end or not self.breaks:
            return self.places == other.places
        return set(self.places) <= set(other.places)


def _filled(counts: Values, series: Panel, settings: Settings) -> _Filled:
    breaks = find_breaks(counts, settings.permutations, settings.seed)
    places = [one.last for one in breaks]
    steady = steady_change(counts, series.years_as_numbers, places) if places else None
    return _Filled(counts, breaks, [steady] if steady else [])


def _widest(found: list[list[Break]]) -> list[Break]:
    """The breaks of the first filling with the range and the chance of all."""
    return [
        _union([one for breaks in found for one in breaks if one.last == stated.last]) for stated in found[0]
    ]


def _union(same: list[Break]) -> Break:
    low, high = min(one.low for one in same), max(one.high for one in same)
    return replace(same[0], low=low, high=high, p_value=max(one.p_value for one in same))
