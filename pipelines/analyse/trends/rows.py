"""The rows of a trend: the slope and its checks, and the headline. Indices have `index_rows`.

What does not belong here: the methods, and when a headline is withheld (`findings`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.analyse.results import Refusal, Result
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.censored import CensoredSlope
from pipelines.analyse.trends.clusters import Interval
from pipelines.analyse.trends.completeness import effective_number
from pipelines.analyse.trends.findings import Findings
from pipelines.analyse.trends.slope import Slope, informative

SLOPE, CENSORED = "trend-poisson-fe", "trend-poisson-fe-censored"
REVERSAL = "trend-reversal"
ALPHA = 0.05
LARGEST_SLOPE = 50.0  # logarithm; beyond it a ratio is no longer a number of use
Numbers = tuple[float | None, float | None, float | None]
NONE: Numbers = (None, None, None)


def slope_rows(found: Findings) -> list[Result]:
    """The fixed-effects slope; with bounds at both ends, by censored likelihood, and over every filling."""
    if not found.has_bounds:
        return [_slope_row("fixed effects", found, found.slopes[0])]
    lowest, highest, *extremes = found.slopes
    return [
        _slope_row("fixed effects, bounded at their lowest", found, lowest),
        _slope_row("fixed effects, bounded at their highest", found, highest),
        _censored_row(found),
        _extremes_row(found, extremes),
    ]


def _slope_row(what: str, found: Findings, slope: Slope | None) -> Result:
    if slope is None:
        return _row(found, what, SLOPE, n=found.events, refusal=wording.no_estimate())
    areas, n = int(slope.areas.sum()), found.events_of(slope.areas)
    if slope.interval is None:
        return _without_limits(found, what, SLOPE, slope)
    details = _interval_details(slope.interval) | {"effective_areas": effective_number(slope.events)}
    return _row(found, what, SLOPE, _ratios(slope.interval), areas=areas, n=n, details=details)


def _censored_row(found: Findings) -> Result:
    what, slope = "fixed effects, interval-censored", found.censored
    if slope is None:
        return _row(found, what, CENSORED, n=found.events, refusal=wording.no_estimate())
    areas, n = int(slope.areas.sum()), found.events_of(slope.areas)
    if slope.interval is None:
        return _without_limits(found, what, CENSORED, slope)
    return _row(
        found,
        what,
        CENSORED,
        _ratios(slope.interval),
        areas=areas,
        n=n,
        note=wording.likelihood_assumes(),
        details=_interval_details(slope.interval),
    )


def _without_limits(found: Findings, what: str, method: str, slope: Slope | CensoredSlope) -> Result:
    """The slope alone where the areas do not differ; nothing where it rests on one of them."""
    if not slope.is_alike:
        return _row(found, what, method, **_support(found, slope), refusal=wording.unstable())
    numbers, note = (float(np.exp(slope.estimate)), None, None), wording.areas_do_not_differ()
    details = {"log_slope": slope.estimate}
    return _row(found, what, method, numbers, **_support(found, slope), note=note, details=details)


def _extremes_row(found: Findings, extremes: list[Slope | None]) -> Result:
    what = "every filling of the bounds"
    ends = [slope.estimate for slope in extremes if slope and abs(slope.estimate) <= LARGEST_SLOPE]
    if len(ends) < len(extremes):
        return _row(found, what, SLOPE, n=found.events, refusal=wording.no_estimate())
    numbers = (None, float(np.exp(ends[0])), float(np.exp(ends[1])))
    areas = informative(found.panel.high)
    n, note = found.events_of(areas), wording.every_filling()
    return _row(found, what, SLOPE, numbers, n=n, areas=int(areas.sum()), note=note)


def check_rows(found: Findings) -> list[Result]:
    """The range without each area, and the chance by randomisation, both over the fillings.

    None where the slope of one filling has no limits, or the main one no estimate.
    """
    if len(found.usable) < len(found.slopes) or found.main is None:
        return []
    return [_leave_one_out_row(found, found.main), _randomisation_row(found, found.main)]


def _leave_one_out_row(found: Findings, main: Slope | CensoredSlope) -> Result:
    """The areas named are those of the filling that gives the end."""
    without = [
        (float(slope), name)
        for one in found.usable
        for slope, name in zip(one.without, found.panel.named(one.areas), strict=True)
    ]
    (lowest, first), (highest, last) = min(without), max(without)
    is_stable = bool(np.sign(lowest) == np.sign(highest) == np.sign(main.estimate) != 0)
    details = {"without_for_lowest": first, "without_for_highest": last, "sign_is_stable": is_stable}
    ratio, low, high = (float(np.exp(end)) for end in (main.estimate, lowest, highest))
    note = wording.range_over_fillings() if found.has_bounds else ""
    return _row(found, "leave one area out", SLOPE, (ratio, low, high), **_support(found, main), note=note,
                details=details)  # fmt: skip


def _randomisation_row(found: Findings, main: Slope | CensoredSlope) -> Result:
    chance = {
        "p_value": found.reversal.p_value,
        "combinations": found.reversal.combinations,
        "is_exact": found.reversal.is_exact,
    }
    notes = [wording.reversal(), wording.chance_over_fillings() if found.has_bounds else ""]
    ratio = float(np.exp(main.estimate))
    return _row(found, "randomisation", REVERSAL, (ratio, None, None), **_support(found, main),
                note=" ".join(filter(None, notes)), details=chance)  # fmt: skip


def _support(found: Findings, main: Slope | CensoredSlope | None) -> dict[str, Any]:
    """The areas that a slope rests on, and their events."""
    if main is None:
        return {"areas": None, "n": found.events}
    return {"areas": int(main.areas.sum()), "n": found.events_of(main.areas)}


def headline(found: Findings, refusal: Refusal | None) -> Result:
    """The one row to quote: the censored estimate where there are bounds, with the widest of all limits.

    A direction is stated where the limits and the randomisation test both exclude none.
    """
    support = _support(found, found.main)
    method = CENSORED if found.has_bounds else SLOPE
    if refusal:
        return _row(found, "headline", method, **support, refusal=refusal)
    whole = _widest(found)
    chance = found.reversal.p_value
    is_clear = (whole.low > 0 or whole.high < 0) and chance <= ALPHA
    direction = int(np.sign(whole.estimate)) if is_clear else 0
    details = _interval_details(whole) | {"p_value_randomisation": chance, "direction": direction}
    size = details["per_cent"], details["per_cent_low"], details["per_cent_high"]
    notes = [
        wording.statement(direction, support["areas"] or 0, size, found.span),
        wording.limits_over_fillings() if found.has_bounds else "",
    ]
    note = " ".join(filter(None, notes))
    return _row(found, "headline", method, _ratios(whole), **support, note=note, details=details)


def _widest(found: Findings) -> Interval:
    """The main estimate, with limits that hold those of every way to take the bounds."""
    every = [one.interval for one in (found.main, *found.usable) if one and one.interval]
    main = every[0]
    low, high = min(one.low for one in every), max(one.high for one in every)
    return Interval(main.estimate, main.error, main.degrees, low, high, max(one.p_value for one in every))


def _row(found: Findings, what: str, method: str, numbers: Numbers = NONE, **rest: Any) -> Result:
    return Result(what, method, *numbers, years=found.span, **rest)


def _ratios(interval: Interval) -> tuple[float, float, float]:
    return float(np.exp(interval.estimate)), float(np.exp(interval.low)), float(np.exp(interval.high))


def _interval_details(interval: Interval) -> dict[str, Any]:
    ratio, low, high = (100 * float(np.expm1(x)) for x in (interval.estimate, interval.low, interval.high))
    return {
        "per_cent": ratio,
        "per_cent_low": low,
        "per_cent_high": high,
        "log_slope": interval.estimate,
        "standard_error": interval.error,
        "degrees_of_freedom": interval.degrees,
        "p_value": interval.p_value,
    }
