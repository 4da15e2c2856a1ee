"""The comparisons of one source with one series: across areas and within them, with their negative control.

What does not belong here: reading tables, the methods themselves, and sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.conditions import wording
from pipelines.analyse.conditions.across_areas import rank_correlation
from pipelines.analyse.conditions.panel import Numbers, Panel
from pipelines.analyse.conditions.within_areas import fit_within, says_something
from pipelines.analyse.conditions.wording import ACROSS, ORGAN, OTHER, RATIO, WITHIN
from pipelines.analyse.results import Refusal

FEWEST_AREAS = 10
POSITIVE_PER_COVARIATE = 10
WITHIN_COVARIATES = 2
"""The series and the year: two things that both rise with time would otherwise go together."""
PER = 1e6
"""Detections are given per million persons and year."""


@dataclass(frozen=True)
class Comparison:
    """One comparison: which, of how many, and the numbers of each end of the interval, or the refusal.

    `ends` holds (estimate, low, high) with the reported intervals at their low end and at their high one;
    `without` the range of the estimate when one area is left out.
    """

    kind: str
    what: str
    panel: Panel
    ends: tuple[tuple[float, float, float], ...] = ()
    p_value: float | None = None
    without: tuple[float, float] | None = None
    refusal: Refusal | None = None

    @property
    def null(self) -> float:
        """The estimate of no association: 0 for a correlation, 1 for a ratio."""
        return 0.0 if self.kind == ACROSS else 1.0

    @property
    def sign(self) -> int:
        """The direction that stands at both ends and without any one area; 0 where none does."""
        if not self.ends or self.without is None:
            return 0
        seen = {np.sign(x - self.null) for x in (*(end[0] for end in self.ends), *self.without)}
        return int(seen.pop()) if len(seen) == 1 else 0


def compare(panel: Panel) -> list[Comparison]:
    """Every comparison over the area-years of one source and series; refused where they do not bear it."""
    if not len(panel.area):
        return [Comparison(ACROSS, ORGAN, panel, refusal=wording.no_data())]
    both = panel.with_others()
    return [
        _across(ORGAN, panel.with_persons()),
        _across(OTHER, both.with_persons()),
        _across(RATIO, both),
        _within(ORGAN, panel.with_persons(), (panel.with_persons().persons,) * 2),
        _within(RATIO, both, (both.other_high, both.other_low)),
    ]


def _across(what: str, panel: Panel) -> Comparison:
    refusal = _unsupported(panel, 1)
    if refusal:
        return Comparison(ACROSS, what, panel, refusal=refusal)
    figures = mean_by_area(panel.figure, panel.area)
    found = [rank_correlation(figures, reported) for reported in _ends(list(_reported(what, panel)))]
    ends = [one for one in found if one]
    if len(ends) < len(found):
        return Comparison(ACROSS, what, panel, refusal=wording.no_variation())
    return Comparison(
        ACROSS,
        what,
        panel,
        tuple((one.estimate, one.low, one.high) for one in ends),
        max(one.p_value for one in ends),
        _range(ends[0].without + ends[-1].without),
    )


def _within(what: str, panel: Panel, compared_with: tuple[Numbers, Numbers]) -> Comparison:
    """`compared_with` is what the detections are divided by, at their low end and at their high end."""
    chosen = says_something(panel.high, panel.figure, panel.area)
    says = panel.where(chosen)
    refusal = _unsupported(says, WITHIN_COVARIATES) or _unrepeated(says)
    if refusal:
        return Comparison(WITHIN, what, says, refusal=refusal)
    covariates = np.column_stack([says.figure, (says.year - says.year.mean()) / 10])
    ends = [
        np.column_stack([counts, base[chosen]])
        for counts, base in zip((says.low, says.high), compared_with, strict=True)
    ]
    found = [fit_within(end[:, 0], covariates, says.area, np.log(end[:, 1])) for end in _ends(ends)]
    fits = [one for one in found if one]
    if len(fits) < len(found):
        return Comparison(WITHIN, what, says, refusal=wording.no_estimate())
    limits = [(one.interval.estimate, one.interval.low, one.interval.high) for one in fits]
    return Comparison(
        WITHIN,
        what,
        says,
        tuple((float(np.exp(x)), float(np.exp(low)), float(np.exp(high))) for x, low, high in limits),
        max(one.interval.p_value for one in fits),
        _range(np.exp(np.concatenate([one.without for one in fits]))),
    )


def _ends(both: list[Numbers]) -> list[Numbers]:
    """The low and the high end; one of them where nothing was reported as an interval."""
    return both[:1] if np.array_equal(both[0], both[1]) else both


def _unsupported(panel: Panel, covariates: int) -> Refusal | None:
    """At most one covariate for every ten area-years with a detection, and no fewer than ten areas."""
    if panel.positive < covariates * POSITIVE_PER_COVARIATE:
        return wording.few_positive(panel.positive, covariates, POSITIVE_PER_COVARIATE)
    return wording.few_areas(panel.areas, FEWEST_AREAS) if panel.areas < FEWEST_AREAS else None


def _unrepeated(panel: Panel) -> Refusal | None:
    """Within areas, ten of them with detections in two years or more, as for trends."""
    positive = np.bincount(panel.area[panel.low > 0])
    repeated = int((positive >= 2).sum())
    return wording.few_repeated(repeated, FEWEST_AREAS) if repeated < FEWEST_AREAS else None


def _reported(what: str, panel: Panel) -> Iterator[Numbers]:
    """By area, what is compared with the series, at the low end and at the high end of what was reported."""
    if what == OTHER:
        counts, over = (panel.other_low, panel.other_high), (panel.persons / PER,) * 2
    else:
        counts = (panel.low, panel.high)
        over = (panel.other_high, panel.other_low) if what == RATIO else (panel.persons / PER,) * 2
    for count, base in zip(counts, over, strict=True):
        yield sum_by_area(count, panel.area) / sum_by_area(base, panel.area)


def sum_by_area(values: Numbers, area: NDArray[np.int64]) -> Numbers:
    """The sum over the years of each area, in the order of the areas."""
    at = np.unique(area, return_inverse=True)[1]
    return np.asarray(np.bincount(at, values))


def mean_by_area(values: Numbers, area: NDArray[np.int64]) -> Numbers:
    """The mean over the years of each area, in the order of the areas."""
    return sum_by_area(values, area) / sum_by_area(np.ones(len(values)), area)


def _range(values: tuple[float, ...] | Numbers) -> tuple[float, float]:
    return float(np.min(values)), float(np.max(values))
