"""What was found in one panel, before anything is said: the slopes, the tests, and what must be withheld.

What does not belong here: the methods, and the rows (`rows`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.results import Refusal
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.censored import CensoredSlope, fit_censored
from pipelines.analyse.trends.panel import Flags, Panel, Values
from pipelines.analyse.trends.randomisation import Reversal, reversal_test
from pipelines.analyse.trends.slope import Slope, fit_slope, informative

FEWEST_AREAS, FEWEST_YEARS_WITH_EVENTS = 10, 2


@dataclass(frozen=True)
class Findings:
    """Of one panel: the slope at each end, by censored likelihood, and the test of the likelier chance.

    Where every count is known there is one end, and no censored slope.
    """

    panel: Panel
    slopes: tuple[Slope | None, ...]
    censored: CensoredSlope | None
    reversal: Reversal

    @property
    def has_bounds(self) -> bool:
        """Whether some counts are only known between bounds."""
        return len(self.slopes) > 1

    @property
    def span(self) -> tuple[int, int]:
        """The first and last year."""
        return self.panel.years[0], self.panel.years[-1]

    @property
    def events(self) -> int:
        """Events that are known to have been reported."""
        return int(np.nansum(self.panel.low))

    def events_of(self, areas: Flags) -> int:
        """Those of the marked areas."""
        return int(np.nansum(self.panel.low[areas]))

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
    has_bounds = bool(panel.is_interval.any())
    ends = [panel.low, panel.high] if has_bounds else [panel.low]
    tests = [reversal_test(end, years, draws, seed) for end in ends if informative(end).any()]
    return Findings(
        panel,
        tuple(fit_slope(end, years) for end in ends),
        fit_censored(panel) if has_bounds else None,
        max(tests, key=lambda test: test.p_value),
    )


def withheld(found: Findings) -> Refusal | None:
    """The first reason not to state a trend; the other rows stay."""
    count = areas_with_events(found.panel.low)
    if count < FEWEST_AREAS:
        return wording.few_areas(count, FEWEST_AREAS)
    if None in found.slopes or (found.has_bounds and found.censored is None):
        return wording.suppressed_decide() if found.has_bounds else wording.no_estimate()
    has_limits = found.censored is None or found.censored.interval is not None
    if len(found.usable) < len(found.slopes) or not has_limits:
        return wording.unstable()
    for slope in found.usable:
        if not slope.sign_is_stable:
            return wording.sign_unstable(_deciding(slope, found.panel))
    signs = {np.sign(slope.estimate) for slope in found.usable}
    signs |= {np.sign(found.censored.estimate)} if found.censored else set()
    return wording.suppressed_decide() if len(signs) > 1 else None


def areas_with_events(counts: Values) -> int:
    """How many areas have events in two years or more."""
    return int(((counts > 0).sum(axis=1) >= FEWEST_YEARS_WITH_EVENTS).sum())


def _deciding(slope: Slope, panel: Panel) -> tuple[str, ...]:
    """The areas without which the direction is another."""
    named = panel.named(slope.areas)
    sign = np.sign(slope.estimate)
    return tuple(name for name, other in zip(named, slope.without, strict=True) if np.sign(other) != sign)
