"""The odds ratio of a 2x2 table: conditional maximum likelihood, exact interval, Fisher's p.

Given both margins the first cell is noncentral hypergeometric with the odds ratio as its parameter (Fisher
1935; Cornfield 1956). Written out, as scipy's own takes a second from a few thousand counts on; a test
compares the two. What does not belong here: adjusting for several tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

TAIL = 0.025
NORMAL = 1.959963984540054  # 97.5 %
LONGEST_SUPPORT = 20_000
FURTHEST = 80.0  # log odds beyond any that tables of 10^9 can have


@dataclass(frozen=True)
class OddsRatio:
    """Estimate and limits (95 %; None: open at that end), which method gave them, Fisher's two-sided p."""

    estimate: float
    low: float
    high: float | None
    method: str
    p: float


def odds_ratio(a: int, b: int, c: int, d: int) -> OddsRatio | None:
    """The odds ratio of [[a, b], [c, d]]; None where a row or a column counts nobody.

    `method`: "exact"; "firth" where a cell is 0, which leaves one end at 0 or open; "wald" where the sum of
    the exact method is too long.
    """
    if 0 in (a + b, c + d, a + c, b + d):
        return None
    table = _Conditional(a, b, c, d)
    if 0 in (a, b, c, d):
        return _with_zero(table)
    if table.length > LONGEST_SUPPORT:
        return _by_wald(a, b, c, d, table.fisher_p())
    return OddsRatio(table.estimate(), table.low(), table.high(), "exact", table.fisher_p())


@dataclass(frozen=True)
class _Conditional:
    """The distribution of `a` given the margins, for any odds ratio."""

    a: int
    b: int
    c: int
    d: int

    @property
    def length(self) -> int:
        """How many values `a` can take."""
        return min(self.a, self.d) + min(self.b, self.c) + 1

    @cached_property
    def support(self) -> NDArray[np.float64]:
        """The values that the first cell can take."""
        first = self.a - min(self.a, self.d)
        return np.arange(first, first + self.length, dtype=np.float64)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """Logarithms of the probabilities at odds ratio 1, up to a constant."""
        from scipy.special import gammaln

        moved = self.support - self.a
        cells = (self.support, self.b - moved, self.c - moved, self.d + moved)
        return np.asarray(-sum(gammaln(cell + 1) for cell in cells))

    def chances(self, log_odds: float) -> NDArray[np.float64]:
        """The probabilities of the support."""
        tilted = self.weights + log_odds * (self.support - self.a)
        chances = np.exp(tilted - tilted.max())
        return np.asarray(chances / chances.sum())

    def estimate(self) -> float:
        """The conditional maximum likelihood: the expected cell is the one seen."""
        return _solved(lambda t: float(self.chances(t) @ self.support) - self.a)

    def low(self) -> float:
        """The odds ratio below which so large a cell is too rare."""
        return _solved(lambda t: float(self.chances(t)[self.support >= self.a].sum()) - TAIL)

    def high(self) -> float:
        """The odds ratio above which so small a cell is too rare."""
        return _solved(lambda t: TAIL - float(self.chances(t)[self.support <= self.a].sum()))

    def fisher_p(self) -> float:
        """Fisher's exact test, two-sided by the probability of the table."""
        from scipy.stats import fisher_exact

        return float(fisher_exact([[self.a, self.b], [self.c, self.d]]).pvalue)


def _solved(rising: Callable[[float], float]) -> float:
    """The odds ratio at which a function that rises with its logarithm is 0."""
    from scipy.optimize import brentq

    return exp(float(brentq(rising, -FURTHEST, FURTHEST, xtol=1e-10)))


def _with_zero(table: _Conditional) -> OddsRatio:
    """Firth's estimate, which for a 2x2 table adds half a count to each cell; the limits as exact as before.

    Jeffreys' prior on the logit is the same correction (Firth 1993). Where the table is at an end of the
    support, the exact interval has no limit on that side: 0, or open.
    """
    a, b, c, d = (cell + 0.5 for cell in (table.a, table.b, table.c, table.d))
    estimate, p = a * d / (b * c), table.fisher_p()
    if table.length > LONGEST_SUPPORT:
        low, high = _wald_limits(a, b, c, d)
        return OddsRatio(estimate, low, high, "wald", p)
    exact_low = 0.0 if 0 in (table.a, table.d) else table.low()
    exact_high = None if 0 in (table.b, table.c) else table.high()
    return OddsRatio(estimate, exact_low, exact_high, "firth", p)


def _by_wald(a: int, b: int, c: int, d: int, p: float) -> OddsRatio:
    """Woolf's limits: on so many counts they agree with the exact ones to the third digit."""
    return OddsRatio(a * d / (b * c), *_wald_limits(a, b, c, d), "wald", p)


def _wald_limits(a: float, b: float, c: float, d: float) -> tuple[float, float]:
    centre, width = log(a * d) - log(b * c), NORMAL * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return exp(centre - width), exp(centre + width)


def adjusted(p_values: list[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p-values, in the order given."""
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(p_values)] if p_values else []
