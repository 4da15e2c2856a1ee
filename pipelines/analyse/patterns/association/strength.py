"""How strong an association is: Cramér's V, corrected for its bias, with its interval.

What does not belong here: whether there is one.
"""

from __future__ import annotations

from math import sqrt

LARGE = 1e4  # above it a noncentral chi-square is normal to four digits
NORMAL = 1.959963984540054
TAIL = 0.025


def cramers_v(chi2: float, n: int, rows: int, columns: int) -> float | None:
    """V with Bergsma's correction (2013), between 0 and 1; None where n is too small for it."""
    if n < 2:
        return None
    excess = max(0.0, chi2 / n - (rows - 1) * (columns - 1) / (n - 1))
    smaller = min(side - (side - 1) ** 2 / (n - 1) for side in (rows, columns)) - 1
    return min(1.0, sqrt(excess / smaller)) if smaller > 0 else None


def cramers_v_limits(chi2: float, n: int, rows: int, columns: int) -> tuple[float, float]:
    """Limits (95 %) of V, from those of the noncentrality of chi-square (Steiger 2004)."""
    most = n * (min(rows, columns) - 1)
    low, high = (_noncentrality(chi2, (rows - 1) * (columns - 1), tail) for tail in (1 - TAIL, TAIL))
    return min(1.0, sqrt(low / most)), min(1.0, sqrt(high / most))


def _noncentrality(chi2: float, df: int, tail: float) -> float:
    """The noncentrality under which a chi-square as small as this one has the probability `tail`."""
    from scipy.optimize import brentq
    from scipy.stats import chi2 as central
    from scipy.stats import ncx2

    if chi2 > LARGE:
        return _by_normal(chi2, df, above=tail < 0.5)
    if central.cdf(chi2, df) <= tail:
        return 0.0
    most = (sqrt(chi2) + 10) ** 2 + 10
    return float(brentq(lambda part: float(ncx2.cdf(chi2, df, part)) - tail, 1e-12, most))


def _by_normal(chi2: float, df: int, *, above: bool) -> float:
    """The noncentrality whose normal approximation (mean df + nc, variance 2 df + 4 nc) has that limit."""
    square = NORMAL**2
    root = sqrt(4 * square**2 + 2 * square * max(0.0, 2 * chi2 - df))
    return max(0.0, chi2 - df + 2 * square + (root if above else -root))
