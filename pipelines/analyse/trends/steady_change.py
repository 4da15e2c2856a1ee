"""Whether a steady change explains a series as well as the steps found in it: both by information criterion.

Years in any order are no fair comparison for a series that grows: any split of it is beyond chance. So the
steps are held against a log-linear trend (Beaulieu and Killick 2018), with the Poisson quasi-likelihood over
its dispersion (Burnham and Anderson 2002) and the penalty of BIC. What does not belong here: the search.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.panel import Values
from pipelines.analyse.trends.poisson import area_parts, probabilities
from pipelines.analyse.trends.slope import maximum

Z = 1.959963984540054  # of the normal distribution, two sides, 95 %
WIDEST = 50.0  # a ratio from year to year beyond exp(50) says that there is no slope to tell
CLEAR = 2.0  # a smaller difference in BIC is "not worth more than a bare mention" (Kass and Raftery 1995)


@dataclass(frozen=True)
class Steady:
    """A log-linear trend: its slope a year and the error of that, both on the log scale.

    `advantage` is by how much the steps are better, in units of BIC: below 0 the trend is.
    """

    slope: float
    error: float
    advantage: float

    @property
    def explains(self) -> bool:
        """Whether the trend is at least as good as the steps."""
        return self.advantage <= 0

    @property
    def nearly_explains(self) -> bool:
        """Whether the steps are better, and not clearly."""
        return 0 < self.advantage <= CLEAR


def steady_change(counts: Values, years: Values, steps: list[int]) -> Steady | None:
    """The trend of a series, against levels that change after the places `steps`; None where it is unbounded.

    The steps cost two parameters each: a level, and the year that was searched for.
    """
    found = maximum(counts[None, :], years)
    if found is None:
        return None
    data, coefficient = found
    span = float(np.ptp(years))
    sloping = probabilities(data, coefficient[None, :])[0, 0] * counts.sum()
    stepped = _levels(counts, steps)
    scales = _dispersion(counts, sloping, 2), _dispersion(counts, stepped, 1 + 2 * len(steps))
    gain = 2 * (_log_likelihood(counts, stepped) - _log_likelihood(counts, sloping)) / min(scales)
    _scores, informations = area_parts(data, coefficient)
    slope, error = float(coefficient[0]) / span, float(np.sqrt(scales[0] / informations[0, 0, 0])) / span
    if not abs(slope) + Z * error < WIDEST:
        return None
    return Steady(
        slope,
        error,
        gain - (2 * len(steps) - 1) * float(np.log(len(counts))),
    )


def _levels(counts: Values, steps: list[int]) -> Values:
    parts = np.split(counts, [last + 1 for last in steps])
    return np.concatenate([np.full(len(part), part.mean()) for part in parts])


def _log_likelihood(counts: Values, means: Values) -> float:
    """The Poisson log-likelihood, without what the means do not change."""
    return float((counts * np.log(np.where(counts > 0, means, 1.0)) - means).sum())


def _dispersion(counts: Values, means: Values, parameters: int) -> float:
    """Pearson's statistic over its degrees of freedom; at least 1 (Poisson)."""
    expected = np.maximum(means, 1e-9)
    return max(float(((counts - means) ** 2 / expected).sum()) / max(len(counts) - parameters, 1), 1.0)
