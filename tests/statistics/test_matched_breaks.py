"""Are changes of level those of the same areas, and of more than one of them?"""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analyse.trends.matched_breaks import matched_change_points
from pipelines.analyse.trends.panel import Panel

YEARS = tuple(range(2008, 2020))
STEP = np.where(np.array(YEARS) <= 2013, 4.0, 10.0)


def panel(means, areas: int = 14, seed: int = 1) -> Panel:
    counts = np.random.default_rng(seed).poisson(means, (areas, len(YEARS))).astype(float)
    return Panel(tuple(f"X{a:02}" for a in range(areas)), YEARS, counts, counts.copy())


def without(given: Panel, areas: int, years: int) -> Panel:
    """The first areas silent in the first years."""
    low, high = given.low.copy(), given.high.copy()
    low[:areas, :years] = high[:areas, :years] = np.nan
    return Panel(given.areas, given.years, low, high)


@pytest.mark.parametrize("seed", range(5))
def test_a_change_that_all_areas_share_is_found_in_its_year(seed):
    found = matched_change_points(panel(STEP, seed=seed), ())
    breaks = [row for row in found.results if row.what == "change point"]
    assert [(row.low <= 2013 <= row.high, row.areas) for row in breaks] == [(True, 14)]
    assert "the same 14 areas" in breaks[0].note


def test_areas_that_join_are_no_change_of_level():
    joined = without(panel(np.full(len(YEARS), 6.0), areas=30), areas=16, years=6)
    found = matched_change_points(joined, ())
    (row,) = [row for row in found.results if row.what == "change point"]
    assert (row.refusal.code, row.areas) == ("NO_CHANGE", 14)


def test_a_change_of_one_area_alone_is_refused_by_its_name():
    given = panel(np.full(len(YEARS), 3.0))
    given.low[5, 6:] = given.high[5, 6:] = 150.0
    found = matched_change_points(given, ())
    assert [(row.refusal.code, row.estimate) for row in found.results] == [("ONE_AREA_DECIDES", None)]
    assert "X05" in found.results[0].refusal.text


def test_years_that_are_incomplete_are_left_out():
    given = panel(STEP)
    given.low[:6, -1] = given.high[:6, -1] = np.nan
    assert matched_change_points(given, ()).refusal.code == "FEW_AREAS"
    found = matched_change_points(given, (2019,))
    assert {row.years[1] for row in found.results} <= {2013, 2018}


def test_too_few_areas_with_every_year_are_a_refusal():
    found = matched_change_points(without(panel(STEP), areas=5, years=2), ())
    assert (found.refusal.code, found.results) == ("FEW_AREAS", ())


def test_a_panel_without_figures_is_a_refusal():
    empty = Panel((), (), np.empty((0, 0)), np.empty((0, 0)))
    assert matched_change_points(empty, ()).refusal.code == "FEW_AREAS"
