"""A share with its exact interval (Clopper and Pearson 1934). What does not belong here: what is counted."""

from __future__ import annotations

LEVEL = 0.95


def exact_limits(count: int, n: int) -> tuple[float, float]:
    """The limits of the share `count` of `n` (n at least 1), each between 0 and 1."""
    from scipy.stats import binomtest

    found = binomtest(count, n).proportion_ci(LEVEL, method="exact")
    return float(found.low), float(found.high)
