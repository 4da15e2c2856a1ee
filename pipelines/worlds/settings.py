"""What a synthetic world is asked to be. What does not belong here: what it then is (its truth)."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

LAST_YEAR = 2021
FEWEST_AREAS, MOST_AREAS = 10, 190
FEWEST_YEARS, MOST_YEARS = 5, 20
VERSIONS = 3
"""Complete restatements of the international sources; the last two are also those of the States' returns."""


@dataclass(frozen=True)
class Settings:
    """The same settings make the same world, to the byte.

    `trend` is the true change of the log mean per year; `dispersion` the size k of the negative binomial
    (variance m + m^2/k); `spread` the standard deviation of the areas' log means; the shares are of areas
    (late entry, never a zero, never a case), of area-years (gaps, revisions) and of the figures in which the
    second international source differs from the first. Raises ValueError outside the limits above.
    """

    seed: int
    areas: int = 40
    years: int = 12
    trend: float = 0.04
    dispersion: float = 5.0
    spread: float = 1.2
    late_share: float = 0.3
    no_zero_share: float = 0.15
    no_case_share: float = 0.15
    gap_share: float = 0.04
    revised_share: float = 0.03
    differing_share: float = 0.2

    def __post_init__(self) -> None:
        if not FEWEST_AREAS <= self.areas <= MOST_AREAS:
            raise ValueError(f"areas: {FEWEST_AREAS} to {MOST_AREAS}")
        if not FEWEST_YEARS <= self.years <= MOST_YEARS:
            raise ValueError(f"years: {FEWEST_YEARS} to {MOST_YEARS}")
        if self.seed < 0:
            raise ValueError("seed: not below 0")

    @property
    def calendar(self) -> tuple[int, ...]:
        """The years the figures are about."""
        return tuple(range(LAST_YEAR - self.years + 1, LAST_YEAR + 1))

    @property
    def known_since(self) -> tuple[str, ...]:
        """When each version became known; it holds the years before."""
        return tuple(f"{LAST_YEAR + 1 - back}-07-01" for back in range(VERSIONS - 1, -1, -1))

    @property
    def returning_count(self) -> int:
        """How many States send returns of their own, tables of every kind."""
        return max(8, self.areas // 3)


def generator(settings: Settings, part: str) -> np.random.Generator:
    """The random numbers of one part of the world, which no other part can shift."""
    return np.random.default_rng([settings.seed, zlib.crc32(part.encode())])
