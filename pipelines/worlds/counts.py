"""The true counts of victims: negative binomial with area effects and a common trend, and what is reported.

    log mean(area, year) = area effect + trend x (year - middle year)        variance m + m^2 / dispersion

Each area has shares of its own by sex and age; persons fall into the four groups by a multinomial. What does
not belong here: how a source writes the counts down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.contract.loading import Contract
from pipelines.contract.reference import series, series_names
from pipelines.worlds.people import People
from pipelines.worlds.settings import Settings, generator

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
DRAWN = ("TIP_OR", "TIP_SX", "TIP_FL", "TIP_OP")
OFFENCES = ("TIP_OR", "TIP_SX", "TIP_FL", "TIP")
"""What is published: other purposes stand in the whole (TIP) only."""
LEVELS = {"TIP_OR": 1.3, "TIP_SX": 3.2, "TIP_FL": 2.6, "TIP_OP": 0.5}
"""The mean of the areas' effects: the log of the yearly count in a middling area."""
POPULATION = "population"
SEXES, AGES = ("F", "M"), ("Y0T17", "Y_GE18")
PERSISTENCE = 0.9
"""The share of the persons that an earlier version knew of an area-year that is revised later."""


@dataclass(frozen=True)
class Drawn:
    """Counts by version, offence, area, year, sex, age; which area-years each offence is reported for.

    `effects` by offence and area (minus infinity: never a case); `entry` the first reported year of each
    area; `no_zeros` the areas that leave a zero out; `revised` version, offence, area, year; `population`
    by area and year, as the reference series has it (NaN: not known).
    """

    people: People
    years: tuple[int, ...]
    counts: Counts
    reported: Flags
    effects: NDArray[np.float64]
    entry: tuple[int, ...]
    no_zeros: Flags
    revised: Flags
    population: NDArray[np.float64]

    def area(self, code: str) -> int:
        """The place of an area."""
        return self.people.areas.index(code)


def draw_counts(settings: Settings, people: People, contract: Contract) -> Drawn:
    """Draw the counts of every version, the last one first: earlier ones lack some of its persons."""
    rng = generator(settings, "counts")
    size, years = len(people.areas), np.array(settings.calendar)
    effects = _effects(settings, rng, size)
    slope = settings.trend * (years - years.mean())
    final = _groups(rng, _negative_binomial(rng, np.exp(effects[..., None] + slope), settings.dispersion))
    counts, revised = _versions(settings, rng, final)
    entry, in_panel = _panel(settings, rng, size, years)
    no_zeros = rng.random(size) < settings.no_zero_share
    totals = counts.sum(axis=(4, 5))
    reported = in_panel & ~(no_zeros[:, None] & (totals == 0))
    known = np.array([[year < int(since[:4]) for year in years] for since in settings.known_since])
    reported &= known[:, None, None, :]
    population = _population(contract, people, settings.calendar)
    return Drawn(
        people, settings.calendar, counts, reported, effects, entry, no_zeros, revised, population
    )  # fmt: skip


def _population(contract: Contract, people: People, years: tuple[int, ...]) -> NDArray[np.float64]:
    """By area and year, from the reference series: rates are laid beside it by whoever checks them."""
    found = np.full((len(people.areas), len(years)), np.nan)
    if POPULATION not in series_names(contract):
        return found
    rows, columns = ({code: place for place, code in enumerate(codes)} for codes in (people.areas, years))
    for area, year, value in series(contract, POPULATION).points:
        if area in rows and year in columns:
            found[rows[area], columns[year]] = value
    return found


def _effects(settings: Settings, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
    """By drawn offence and area: what is common to an area's offences, and what is each one's own."""
    common = rng.normal(0, settings.spread * 0.8, size)
    own = rng.normal(0, settings.spread * 0.6, (len(DRAWN), size))
    effects = np.array([LEVELS[offence] for offence in DRAWN])[:, None] + common + own
    effects[0, rng.random(size) < settings.no_case_share] = -np.inf
    return effects


def _negative_binomial(rng: np.random.Generator, mean: NDArray[np.float64], dispersion: float) -> Counts:
    """Counts with this mean and variance m + m^2 / dispersion."""
    return rng.poisson(mean * rng.gamma(dispersion, 1 / dispersion, mean.shape)).astype(np.int64)


def _groups(rng: np.random.Generator, totals: Counts) -> Counts:
    """Share out totals (offence, area, year) over sex and age, by shares of offence and area; add TIP."""
    female = rng.beta(4, 5, totals.shape[:2])
    child = rng.beta(2, 9, totals.shape[:2])
    shares = np.stack([female * child, female * (1 - child), (1 - female) * child], axis=-1)
    last = 1 - shares.sum(axis=-1, keepdims=True)
    parts = rng.multinomial(totals, np.concatenate([shares, last], axis=-1)[:, :, None, :])
    drawn = parts.reshape(*totals.shape, len(SEXES), len(AGES)).astype(np.int64)
    return np.concatenate([drawn[:3], drawn.sum(axis=0, keepdims=True)])


def _versions(settings: Settings, rng: np.random.Generator, final: Counts) -> tuple[Counts, Flags]:
    """The counts of each version, the last being `final`, and where a version differs from the next."""
    versions, revisions = [final], [np.zeros(final.shape[:3], dtype=bool)]
    for _since in settings.known_since[1:]:
        later = versions[0]
        is_revised = rng.random(later.shape[:3]) < settings.revised_share
        is_revised[-1] = False
        fewer = rng.binomial(later, PERSISTENCE)
        earlier = np.where(is_revised[..., None, None], fewer, later)
        earlier[-1] -= (later[:-1] - earlier[:-1]).sum(axis=0)  # the whole follows its parts
        versions.insert(0, earlier)
        revisions.insert(0, (earlier != later).any(axis=(3, 4)))
    return np.stack(versions), np.stack(revisions)


def _panel(
    settings: Settings, rng: np.random.Generator, size: int, years: NDArray[np.int64]
) -> tuple[tuple[int, ...], Flags]:
    """The first year of each area, and which area-years are there at all (some have gaps)."""
    latest = max(1, len(years) // 2)
    late = rng.random(size) < settings.late_share
    start = np.where(late, rng.integers(1, latest + 1, size), 0)
    inside = np.arange(len(years)) >= start[:, None]
    gaps = rng.random(inside.shape) < settings.gap_share
    return tuple(int(years[place]) for place in start), inside & ~gaps
