"""Without a trend, how often is one found? By simulation: at 5 % it must be between 3 and 8 % of worlds.

Late entry, negative binomial counts (dispersion .5), 12 years; areas of a size, of very different sizes, of
hardly any events, and with years that depend on the year before. Slow: minutes.
"""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analyse.trends.alerts import find_alerts
from pipelines.analyse.trends.panel import Cell, Panel, panel_of
from pipelines.analyse.trends.randomisation import reversal_test
from pipelines.analyse.trends.slope import fit_slope, informative, total_slope

pytestmark = pytest.mark.slow
YEARS, WORLDS, LEVEL, DISPERSION = 12, 1000, 0.05, 0.5
LEAST, MOST = 0.03, 0.08
SETTINGS = {
    "areas of a size": {"mean": 8.0, "spread": 0.4},
    "areas of different sizes": {"mean": 8.0, "spread": 1.0},
    "areas of very different sizes": {"mean": 20.0, "spread": 1.5},
    "few events": {"mean": 0.5, "spread": 1.0},
    "years that depend on the year before": {"mean": 8.0, "spread": 0.7, "memory": 0.6},
}


def world(
    random: np.random.Generator, areas: int, mean: float, spread: float, memory: float = 0.0
) -> np.ndarray:
    """Counts without a trend; nan before an area enters. `memory` is the correlation of the years' levels."""
    level = mean * np.exp(random.normal(0, spread, areas) - spread**2 / 2)
    if memory:
        noise = random.normal(0, 1, (areas, YEARS))
        for year in range(1, YEARS):
            noise[:, year] = memory * noise[:, year - 1] + np.sqrt(1 - memory**2) * noise[:, year]
        width = np.sqrt(np.log1p(DISPERSION))
        moving = np.exp(width * noise - width**2 / 2)
    else:
        moving = random.gamma(1 / DISPERSION, DISPERSION, (areas, YEARS))
    counts = random.poisson(level[:, None] * moving).astype(float)
    entry = np.where(random.random(areas) < 0.7, random.integers(0, YEARS - 3, areas), 0)
    counts[np.arange(YEARS) < entry[:, None]] = np.nan
    return counts


@pytest.mark.parametrize("areas", [12, 60])
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_trend_is_found_in_three_to_eight_per_cent_of_worlds_without_one(areas, setting):
    random, years = np.random.default_rng(20240101), np.arange(float(YEARS))
    by_areas, by_reversal, by_total = [], [], []
    for _world in range(WORLDS):
        counts = world(random, areas, **SETTINGS[setting])
        if informative(counts).sum() < 2:
            continue
        slope = fit_slope(counts, years)
        if slope is not None and slope.interval is not None:
            by_areas.append(slope.interval.p_value)
        by_reversal.append(reversal_test(counts, years, draws=999).p_value)
        total = total_slope(np.nansum(counts, axis=0), years)
        by_total.append(total[1] if total else 1.0)
    rates = [float(np.mean(np.array(found) <= LEVEL)) for found in (by_areas, by_reversal, by_total)]
    print(f"{areas} areas, {setting}: CRV3 {rates[0]:.3f}, reversal {rates[1]:.3f}, total {rates[2]:.3f}")
    assert LEAST <= rates[0] <= MOST
    assert LEAST <= rates[1] <= MOST
    assert rates[2] > MOST


@pytest.mark.parametrize("areas", [12, 60])
def test_the_interval_holds_a_true_trend_in_92_to_97_per_cent_of_worlds(areas):
    random, years, truth = np.random.default_rng(7), np.arange(float(YEARS)), 0.08
    held = []
    for _world in range(WORLDS):
        counts = world(random, areas, 8.0, 0.7)
        is_there = ~np.isnan(counts)
        thinned = np.exp(truth * (years - YEARS))[None, :]
        counts[is_there] = random.binomial(np.nan_to_num(counts * 3).astype(int), thinned)[is_there]
        slope = fit_slope(counts, years)
        if slope is not None and slope.interval is not None:
            held.append(slope.interval.low <= truth <= slope.interval.high)
    assert 1 - MOST <= np.mean(held) <= 1 - LEAST


def test_of_the_alerts_in_worlds_where_nothing_is_new_few_worlds_have_one():
    random = np.random.default_rng(3)
    alarms = []
    for _world in range(200):
        found = find_alerts(as_panel(world(random, 40, 4.0, 1.0)))
        alarms.append(any(row.details["severity"] for row in found.results))
    assert np.mean(alarms) <= 0.10 + 3 * np.sqrt(0.10 * 0.90 / 200)


def as_panel(counts: np.ndarray) -> Panel:
    found = panel_of(
        Cell(f"A{a:03}", 2000 + t, counts[a, t], counts[a, t])
        for a, t in np.ndindex(*counts.shape)
        if not np.isnan(counts[a, t])
    )
    assert isinstance(found, Panel)
    return found
