"""A level that changes and comes back: the likeliest inner stretch of a series, the chance by permutation.

A single split is blind to it, for both of its sides mix the two levels (Olshen and others 2004, circular
binary segmentation, here with the Poisson likelihood). What does not belong here: a single change.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.trends.panel import Values

SHORTEST_SEGMENT = 2
FEWEST_YEARS, MOST_YEARS = 16, 200
"""In fewer years a single split keeps the whole level; in more the pairs of years are too many to try."""
AT_ONCE = 1 << 21
Places = NDArray[np.int64]


def scan_segments(counts: Values, permutations: int, seed: int) -> tuple[int, int, float]:
    """First year of the likeliest inner stretch, the year after its last, and the chance by permutation."""
    first, after = _pairs(len(counts))
    found = _gains(counts[None, :], first, after)[0]
    best = int(found.argmax())
    tolerance = 1e-9 * (1 + abs(found[best]))
    rng, as_strong, left = np.random.default_rng(seed), 0, permutations
    while left:
        size = min(left, max(1, AT_ONCE // len(first)))
        shuffled = np.tile(counts, (size, 1))
        rng.permuted(shuffled, axis=1, out=shuffled)
        as_strong += int((_gains(shuffled, first, after).max(axis=1) >= found[best] - tolerance).sum())
        left -= size
    return int(first[best]), int(after[best]), (as_strong + 1) / (permutations + 1)


def _pairs(length: int) -> tuple[Places, Places]:
    """Every inner stretch [first, after) that leaves a regime on either side."""
    first, after = np.triu_indices(length + 1, SHORTEST_SEGMENT)
    is_inner = (first >= SHORTEST_SEGMENT) & (after <= length - SHORTEST_SEGMENT)
    return first[is_inner], after[is_inner]


def _gains(counts: Values, first: Places, after: Places) -> Values:
    """The gain in log-likelihood of one level within and one around over a single one: series x stretches."""
    length = counts.shape[1]
    sums = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    total = sums[:, -1:]
    inside, size = sums[:, after] - sums[:, first], after - first
    return np.asarray(
        _cost(inside, size) + _cost(total - inside, length - size) - _cost(total, np.array([length]))
    )


def _cost(totals: Values, sizes: Places) -> Values:
    """The part of a regime's log-likelihood that its total and length decide, at its own mean."""
    safe = np.where(totals > 0, totals / sizes, 1.0)
    return np.asarray(totals * np.log(safe))
