"""What was found in one panel, before anything is said: the slopes, the tests, and what must be withheld.

What does not belong here: the methods, and the rows (`rows`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.results import Refusal
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.censored import CensoredSlope, fit_censored
from pipelines.analyse.trends.fillings import fillings, scores_of_none
from pipelines.analyse.trends.panel import Flags, Panel, Values
from pipelines.analyse.trends.randomisation import Reversal, reversal_test
from pipelines.analyse.trends.slope import Slope, fit_slope, informative

FEWEST_AREAS, FEWEST_YEARS_WITH_EVENTS = 10, 2


@dataclass(frozen=True)
class Findings:
    """Of one panel: the slope of each filling, by censored likelihood, and the tests of randomisation.

    `slopes` are in the order of `fillings`. Where every count is known there is one filling, and no censored
    slope. `reversals` are of the fillings that have one.
    """

    panel: Panel
    slopes: tuple[Slope | None, ...]
    censored: CensoredSlope | None
    reversals: tuple[Reversal, ...]

    @property
    def reversal(self) -> Reversal:
        """The test of the largest chance."""
        return max(self.reversals, key=lambda test: test.p_value)

    @property
    def has_bounds(self) -> bool:
        """Whether some counts are only known between bounds."""
        return len(self.slopes) > 1

    @property
    def span(self) -> tuple[int, int]:
        """The first and last year."""
        return self.panel.years[0], self.panel.years[-1]

    @property
    def main(self) -> Slope | CensoredSlope | None:
        """What the headline tells: with bounds the censored slope; None where it has no estimate."""
        return self.censored if self.has_bounds else self.slopes[0]

    @property
    def events(self) -> int:
        """Events reported for certain: figures between bounds at their lowest. Every n of a trend is this."""
        return int(np.nansum(self.panel.low))

    def events_of(self, areas: Flags) -> int:
        """Those of the marked areas."""
        return int(np.nansum(self.panel.low[areas]))

    @property
    def rests_on_an_area(self) -> bool:
        """Whether some slope has no limits for another reason than that the areas do not differ."""
        every = [slope for slope in (*self.slopes, self.main) if slope]
        return any(slope.interval is None and not slope.is_alike for slope in every)

    @property
    def usable(self) -> list[Slope]:
        """The slopes that have limits."""
        return [slope for slope in self.slopes if slope and slope.interval]


def hopeless(panel: Panel) -> Refusal | None:
    """Why nothing at all can be estimated; None where something can."""
    if not panel.is_reported.any():
        return wording.no_data()
    if np.nansum(panel.high) == 0:
        return wording.all_zero()
    if not panel.has_known_events:
        return wording.all_suppressed()
    if panel.is_reported.any(axis=0).sum() < 2:
        return wording.one_year()
    return wording.one_area() if informative(panel.high).sum() < 2 else None


def find(panel: Panel, draws: int, seed: int) -> Findings:
    """Everything that is estimated from a panel that is not hopeless."""
    years = panel.years_as_numbers
    filled = fillings(panel)
    tests = [
        reversal_test(one, years, draws, seed) for one in filled if one is not None and informative(one).any()
    ]
    return Findings(
        panel,
        tuple(None if one is None else fit_slope(one, years) for one in filled),
        fit_censored(panel) if len(filled) > 1 else None,
        tuple(tests),
    )


def withheld(found: Findings) -> Refusal | None:
    """The first reason not to state a trend; the other rows stay."""
    count = areas_with_events(found.panel.low)
    if count < FEWEST_AREAS:
        return wording.few_areas(count, FEWEST_AREAS)
    if None in found.slopes or found.main is None:
        return wording.suppressed_decide() if found.has_bounds else wording.no_estimate()
    if len(found.usable) < len(found.slopes) or found.main.interval is None:
        return wording.unstable() if found.rests_on_an_area else wording.no_differences()
    lowest, highest = scores_of_none(found.panel)
    if found.has_bounds and lowest.sum() <= 0 <= highest.sum():
        return wording.suppressed_decide()
    deciding = _deciding(found, lowest if lowest.sum() > 0 else -highest)
    return wording.sign_unstable(found.panel.named(deciding)) if deciding.any() else None


def areas_with_events(counts: Values) -> int:
    """How many areas have events in two years or more."""
    return int(((counts > 0).sum(axis=1) >= FEWEST_YEARS_WITH_EVENTS).sum())


def _deciding(found: Findings, scores: Values) -> Flags:
    """The areas without which the direction is another, for some filling; `scores` add up to above 0."""
    is_deciding = scores.sum() - scores <= 0
    for slope in found.usable:
        is_deciding[np.flatnonzero(slope.areas)[np.sign(slope.without) != np.sign(slope.estimate)]] = True
    return np.asarray(is_deciding & informative(found.panel.high))
