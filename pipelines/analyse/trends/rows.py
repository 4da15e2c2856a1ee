"""The rows of a trend: the slope and its checks, and the headline. Indices have `index_rows`.

What does not belong here: the methods, and when a headline is withheld (`findings`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.analyse.results import Refusal, Result
from pipelines.analyse.trends import wording
from pipelines.analyse.trends.censored import extreme_slopes
from pipelines.analyse.trends.clusters import Interval
from pipelines.analyse.trends.completeness import effective_number
from pipelines.analyse.trends.findings import Findings
from pipelines.analyse.trends.panel import Values
from pipelines.analyse.trends.slope import Slope, informative, total_slope

SLOPE, CENSORED = "trend-poisson-fe", "trend-poisson-fe-censored"
REVERSAL, TOTAL = "trend-reversal", "trend-total"
ALPHA = 0.05
LARGEST_SLOPE = 50.0  # logarithm; beyond it a ratio is no longer a number of use
Numbers = tuple[float | None, float | None, float | None]
NONE: Numbers = (None, None, None)


def slope_rows(found: Findings) -> list[Result]:
    """The fixed-effects slope; with bounds at both ends, by censored likelihood, and over every filling."""
    if not found.has_bounds:
        return [_slope_row("fixed effects", found, found.slopes[0], found.panel.low)]
    lowest, highest = found.slopes
    return [
        _slope_row("fixed effects, bounded at their lowest", found, lowest, found.panel.low),
        _slope_row("fixed effects, bounded at their highest", found, highest, found.panel.high),
        _censored_row(found),
        _extremes_row(found),
    ]


def _slope_row(what: str, found: Findings, slope: Slope | None, counts: Values) -> Result:
    if slope is None:
        n = int(np.nansum(counts))
        return _row(found, what, SLOPE, n=n, refusal=wording.no_estimate())
    areas, n = int(slope.areas.sum()), int(slope.events.sum())
    if slope.interval is None:
        return _row(found, what, SLOPE, areas=areas, n=n, refusal=wording.unstable())
    details = _interval_details(slope.interval) | {"effective_areas": effective_number(slope.events)}
    return _row(found, what, SLOPE, _ratios(slope.interval), areas=areas, n=n, details=details)


def _censored_row(found: Findings) -> Result:
    what, slope = "fixed effects, interval-censored", found.censored
    if slope is None:
        return _row(found, what, CENSORED, n=found.events, refusal=wording.no_estimate())
    areas, n = int(slope.areas.sum()), found.events_of(slope.areas)
    if slope.interval is None:
        return _row(found, what, CENSORED, areas=areas, n=n, refusal=wording.unstable())
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


def _extremes_row(found: Findings) -> Result:
    what, ends = "every filling of the bounds", extreme_slopes(found.panel)
    if ends is None or max(map(abs, ends)) > LARGEST_SLOPE:
        return _row(found, what, SLOPE, n=found.events, refusal=wording.no_estimate())
    numbers = (None, float(np.exp(ends[0])), float(np.exp(ends[1])))
    areas = int(informative(found.panel.high).sum())
    return _row(found, what, SLOPE, numbers, n=found.events, areas=areas, note=wording.every_filling())


def check_rows(found: Findings) -> list[Result]:
    """The range without each area, and the chance by randomisation; none where no slope has limits."""
    if not found.usable:
        return []
    slope = found.usable[0]
    ratio, areas, n = float(np.exp(slope.estimate)), int(slope.areas.sum()), int(slope.events.sum())
    chance = {
        "p_value": found.reversal.p_value,
        "combinations": found.reversal.combinations,
        "is_exact": found.reversal.is_exact,
    }
    return [
        _leave_one_out_row(found, slope),
        _row(
            found,
            "randomisation",
            REVERSAL,
            (ratio, None, None),
            areas=areas,
            n=n,
            note=wording.reversal(),
            details=chance,
        ),
    ]


def _leave_one_out_row(found: Findings, slope: Slope) -> Result:
    """Over both ends where there are bounds; the areas named are those of the first end."""
    without = np.concatenate([one.without for one in found.usable])
    named = found.panel.named(slope.areas)
    details = {
        "without_for_lowest": named[int(slope.without.argmin())],
        "without_for_highest": named[int(slope.without.argmax())],
        "sign_is_stable": all(one.sign_is_stable for one in found.usable),
    }
    ratio, low, high = (float(np.exp(end)) for end in (slope.estimate, without.min(), without.max()))
    areas, n = int(slope.areas.sum()), int(slope.events.sum())
    return _row(found, "leave one area out", SLOPE, (ratio, low, high), areas=areas, n=n, details=details)


def total_row(found: Findings) -> Result:
    """The slope of the sum over whoever reported, for comparison: no limits by areas."""
    totals = np.nansum(found.panel.middle, axis=0)
    slope = total_slope(totals, found.panel.years_as_numbers)
    what, areas, n = "total of all areas, no trend", len(found.panel.areas), int(totals.sum())
    if slope is None or abs(slope[0]) > LARGEST_SLOPE:
        return _row(found, what, TOTAL, areas=areas, n=n, refusal=wording.no_estimate())
    details = {"log_slope": slope[0], "p_value_years_independent": slope[1]}
    numbers = (float(np.exp(slope[0])), None, None)
    note = wording.total_is_no_trend()
    return _row(found, what, TOTAL, numbers, areas=areas, n=n, note=note, details=details)


def headline(found: Findings, refusal: Refusal | None) -> Result:
    """The one row to quote: the censored estimate where there are bounds, with the widest of all limits.

    A direction is stated where the limits and the randomisation test both exclude none.
    """
    counted = (found.censored or found.usable[0]).areas if found.usable else None
    areas = None if counted is None else int(counted.sum())
    n = found.events if counted is None else found.events_of(counted)
    method = CENSORED if found.has_bounds else SLOPE
    if refusal:
        return _row(found, "headline", method, areas=areas, n=n, refusal=refusal)
    whole = _widest(found)
    chance = found.reversal.p_value
    is_clear = (whole.low > 0 or whole.high < 0) and chance <= ALPHA
    direction = int(np.sign(whole.estimate)) if is_clear else 0
    details = _interval_details(whole) | {"p_value_randomisation": chance, "direction": direction}
    size = details["per_cent"], details["per_cent_low"], details["per_cent_high"]
    note = wording.statement(direction, areas or 0, size, found.span)
    numbers = _ratios(whole)
    return _row(found, "headline", method, numbers, areas=areas, n=n, note=note, details=details)


def _widest(found: Findings) -> Interval:
    """The main estimate, with limits that hold those of every way to take the bounds."""
    every = [slope.interval for slope in found.usable if slope.interval]
    main = every[0]
    if found.censored and found.censored.interval:
        main = found.censored.interval
        every.append(main)
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
