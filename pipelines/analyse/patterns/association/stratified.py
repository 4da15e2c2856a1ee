"""One odds ratio over several tables, each compared within itself (Mantel and Haenszel 1959).

What does not belong here: adding the tables up, which can turn an association round (Simpson).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

Fourfold = tuple[int, int, int, int]


@dataclass(frozen=True)
class Pooled:
    """The common odds ratio with its limits (95 %, Robins, Breslow and Greenland), and whether it is common.

    `p_equal` is that of Breslow and Day with Tarone's correction: small where the tables differ.
    """

    estimate: float
    low: float
    high: float
    p_equal: float
    strata: int


def pooled_odds_ratio(tables: Sequence[Fourfold]) -> Pooled | None:
    """Over the tables with no empty margin; None where fewer than two are left or there is no estimate."""
    from statsmodels.stats.contingency_tables import StratifiedTable

    kept = [table for table in tables if _has_margins(table)]
    if len(kept) < 2:
        return None
    found = StratifiedTable([np.array(table, dtype=float).reshape(2, 2) for table in kept])
    with np.errstate(all="ignore"):
        estimate = float(found.oddsratio_pooled)
        if not isfinite(estimate) or estimate <= 0:
            return None
        low, high = map(float, found.oddsratio_pooled_confint())
    if not (isfinite(low) and isfinite(high)):
        return None
    return Pooled(estimate, low, high, _p_equal(kept, estimate), len(kept))


def _p_equal(tables: Sequence[Fourfold], ratio: float) -> float:
    """The p of Breslow and Day (1980) with Tarone's correction (1985), at the common odds ratio.

    statsmodels has the same and fails where the common odds ratio is 1; a test compares the two.
    """
    from scipy.stats import chi2

    a, b, c, d = np.array(tables, dtype=float).T
    row, column, other = a + b, a + c, c + d
    # the cell expected under the common odds ratio, a root of a quadratic in the form that holds at 1 too
    linear = other - column + ratio * (row + column)
    root = np.sqrt(np.square(linear) + 4 * (1 - ratio) * ratio * row * column)
    expected = 2 * ratio * row * column / (linear + root)
    cells = (expected, row - expected, column - expected, other - column + expected)
    variance = 1 / sum(1 / cell for cell in cells)
    statistic = (np.square(a - expected) / variance).sum() - (a - expected).sum() ** 2 / variance.sum()
    return float(chi2.sf(statistic, len(tables) - 1))


def _has_margins(table: Fourfold) -> bool:
    a, b, c, d = table
    return 0 not in (a + b, c + d, a + c, b + d)
