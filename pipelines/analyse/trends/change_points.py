"""When the level of a count series changed: Poisson likelihood over every year, the chance by permutation.

Least squares misplaces a break in small counts (coal mining: 1886 instead of 1891), so the cost is Poisson.
What does not belong here: trends over areas (`estimate`), and reading a file (`input`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.analyse.trends.clusters import LEVEL
from pipelines.analyse.trends.panel import Values
from pipelines.analyse.trends.segments import FEWEST_YEARS, MOST_YEARS, scan_segments

PERMUTATIONS, SEED, ALPHA = 1999, 20240101, 0.05
SHORTEST_REGIME = 2
SHORTEST = 8  # years: in fewer, even the clearest break has a chance above 5 %
OF_SEGMENTS = 0.2
SUPPORT = 1.920729410347062  # half the 95 % point of chi-squared with one degree of freedom


@dataclass(frozen=True)
class Break:
    """`last` is the place of the last year before the change; `low` to `high` those nearly as likely.

    `p_value` is the chance of as strong a break among the years of its stretch in any order.
    """

    last: int
    low: int
    high: int
    gain: float
    p_value: float


def gains(counts: Values) -> Values:
    """By last year of the first regime, the gain in log-likelihood of two levels over one.

    `counts` is series x years; -inf where a regime would be shorter than two years.
    """
    length = counts.shape[-1]
    before = np.cumsum(counts, axis=-1)
    total, sizes = before[..., -1:], np.arange(1, length + 1)
    after, rest = total - before, length - sizes
    found = _cost(before, sizes) + _cost(after, rest) - _cost(total, np.array([length]))
    found[..., : SHORTEST_REGIME - 1] = -np.inf
    found[..., length - SHORTEST_REGIME :] = -np.inf
    return np.asarray(found)


def _cost(totals: Values, sizes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Values:
    """The part of a regime's log-likelihood that its total and length decide, at its own mean."""
    safe = np.where((totals > 0) & (sizes > 0), totals / np.maximum(sizes, 1), 1.0)
    return np.asarray(totals * np.log(safe))


def dispersion(counts: Values, breaks: list[int]) -> float:
    """Pearson's statistic over its degrees of freedom within regimes; at least 1 (Poisson)."""
    regimes = _regimes(counts, breaks)
    return max(_pearson(regimes) / max(len(counts) - len(regimes), 1), 1.0)


def _pearson(regimes: list[Values]) -> float:
    return sum(float(((part - part.mean()) ** 2).sum() / part.mean()) for part in regimes if part.any())


def searched_dispersion(counts: Values, breaks: list[int]) -> tuple[float, int]:
    """The dispersion where the year of each break is a parameter too, and its degrees of freedom."""
    degrees = max(len(counts) - 2 * len(breaks) - 1, 1)
    return max(_pearson(_regimes(counts, breaks)) / degrees, 1.0), degrees


def _support(counts: Values, breaks: list[int]) -> float:
    """The gain that a year may lack beside the best: chi-squared, or F where the dispersion is estimated."""
    from scipy.stats import f

    scale, degrees = searched_dispersion(counts, breaks)
    return SUPPORT if scale == 1 else scale * float(f.ppf(LEVEL, 1, degrees)) / 2


def dependence(counts: Values, breaks: list[int]) -> float:
    """The correlation of a year's deviation from its regime with that of the year before."""
    left = np.concatenate([part - part.mean() for part in _regimes(counts, breaks)])
    squares = float((left**2).sum())
    return float((left[1:] * left[:-1]).sum()) / squares if squares > 0 else 0.0


def _regimes(counts: Values, breaks: list[int]) -> list[Values]:
    return np.split(counts, [last + 1 for last in breaks])


def scan(counts: Values, permutations: int = PERMUTATIONS, seed: int = SEED) -> tuple[int, float, float]:
    """The strongest break of a stretch: its last year before, its gain, and the chance by permutation.

    The strongest gain of each permutation of the years is compared with the observed one, so that looking
    at every year is paid for, and overdispersion between years is in the comparison.
    """
    found = gains(counts[None, :])[0]
    last = int(found.argmax())
    shuffled = np.tile(counts, (permutations, 1))
    np.random.default_rng(seed).permuted(shuffled, axis=1, out=shuffled)
    strongest = gains(shuffled).max(axis=1)
    tolerance = 1e-9 * (1 + abs(found[last]))
    as_strong = int((strongest >= found[last] - tolerance).sum())
    return last, float(found[last]), (as_strong + 1) / (permutations + 1)


def find_breaks(counts: Values, permutations: int = PERMUTATIONS, seed: int = SEED) -> list[Break]:
    """Every break that chance does not explain, in order; binary segmentation, each then placed anew.

    A stretch is searched again on both sides of a break (Vostrikova 1981) while it is long enough, at a part
    of the level, so that a break too many is found in 5 % of series at most. A fifth of the level is kept for
    a level that comes back (`segments`). Afterwards each break is placed between its neighbours. No break: an
    empty list.
    """
    p_values: dict[int, float] = {}
    stretches = [(0, len(counts), ALPHA)]
    while stretches:
        start, end, level = stretches.pop()
        if end - start < SHORTEST or not counts[start:end].any():
            continue
        cuts, p_value = _cuts(counts[start:end], level, permutations, seed)
        ends = [start, *(start + cut for cut in cuts), end]
        p_values |= {cut - 1: p_value for cut in ends[1:-1]}
        if cuts:
            stretches += [(one, other, level / len(ends[1:])) for one, other in pairwise(ends)]
    return _placed(counts, p_values)


def _cuts(counts: Values, level: float, permutations: int, seed: int) -> tuple[list[int], float]:
    """Where a new level begins: one place, or two where a level comes back; none where chance explains it."""
    asks_segments = FEWEST_YEARS <= len(counts) <= MOST_YEARS
    of_segments = OF_SEGMENTS * level if asks_segments else 0.0
    last, _gain, p_value = scan(counts, permutations, seed)
    if p_value <= level - of_segments:
        return [last + 1], p_value
    if asks_segments:
        first, after, p_value = scan_segments(counts, permutations, seed)
        if p_value <= of_segments:
            return [first, after], p_value
    return [], p_value


def _placed(counts: Values, p_values: dict[int, float]) -> list[Break]:
    """Each break where the likelihood between its neighbours is highest, with the years nearly as likely."""
    ordered = sorted(p_values)
    support = _support(counts, ordered)
    placed: list[Break] = []
    for at, last in enumerate(ordered):
        start = placed[-1].last + 1 if placed else 0
        end = ordered[at + 1] + 1 if at + 1 < len(ordered) else len(counts)
        found = gains(counts[None, start:end])[0]
        best = int(found.argmax())
        near = np.flatnonzero(found >= found[best] - support)
        placed.append(
            Break(
                start + best, start + int(near[0]), start + int(near[-1]), float(found[best]), p_values[last]
            )
        )
    return placed
