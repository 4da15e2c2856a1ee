"""The change points of a series as results: the breaks, the level of each regime, and what is refused.

A break is named only where it explains the series better than a steady change (`steady_change`).

What does not belong here: the search (`change_points`).
"""

from __future__ import annotations

import numpy as np

from pipelines.analyse.results import Analysis, Refusal, Result, refused
from pipelines.analyse.trends import change_point_wording as wording
from pipelines.analyse.trends.change_point_tried import Settings, Tried, try_fillings
from pipelines.analyse.trends.change_points import (
    SHORTEST,
    Break,
    dependence,
    dispersion,
    scan,
    searched_dispersion,
)
from pipelines.analyse.trends.clusters import LEVEL
from pipelines.analyse.trends.panel import Panel, Values
from pipelines.analyse.trends.steady_change import Steady, Z

ANALYSIS = "changepoint"
METHOD, LEVELS, STEADY = "change-point-poisson", "change-point-regime", "change-point-steady"


def estimate_change_points(
    series: Panel, settings: Settings | None = None, *, input_sha256: str = ""
) -> Analysis:
    """Rows: `change point` (estimate: the last year before it), `regime` (estimate: its yearly level).

    `series` is a panel of one area. Where the series has no break, the row of the change point is refused and
    one regime is shown; where a steady change explains it as well, a row `steady change` (estimate: the ratio
    from one year to the next) instead. With bounded counts every filling that is tried must agree.
    """
    hopeless = _hopeless(series)
    if hopeless:
        return refused(ANALYSIS, hopeless, input_sha256)
    chosen = settings or Settings()
    tried = try_fillings(series, chosen)
    if tried is None:
        return refused(ANALYSIS, wording.suppressed_decide(), input_sha256)
    rows = _rows_of(series, tried, chosen)
    return Analysis(ANALYSIS, tuple(rows), None, input_sha256)


def _rows_of(series: Panel, tried: Tried, settings: Settings) -> list[Result]:
    years, breaks, ends, steady = series.years, tried.breaks, tried.ends, tried.steady
    if not breaks:
        first = _no_break_row(years, series.middle[0], ends, settings)
        return [first, *_regime_rows(breaks, years, ends)]
    if steady and steady.explains:
        return [
            _explained_row(breaks, steady, years, ends[0]),
            _steady_row(steady, tried.slopes, years, ends),
        ]
    named = [_break_row(one, breaks, steady, series) for one in breaks]
    return [*named, *_regime_rows(breaks, years, ends)]


def _hopeless(series: Panel) -> Refusal | None:
    """Why nothing can be said of the series at all."""
    if not series.areas:
        return wording.no_data()
    if np.nansum(series.high) == 0:
        return wording.all_zero()
    if not series.has_known_events:
        return wording.all_suppressed()
    return wording.too_short(len(series.years), SHORTEST) if len(series.years) < SHORTEST else None


def _break_row(one: Break, breaks: list[Break], steady: Steady | None, series: Panel) -> Result:
    years, counts = series.years, series.middle[0]
    places = [other.last for other in breaks]
    at = places.index(one.last)
    start = places[at - 1] + 1 if at else 0
    end = places[at + 1] + 1 if at + 1 < len(places) else len(years)
    before, after = (
        float(part.mean()) for part in (counts[start : one.last + 1], counts[one.last + 1 : end])
    )
    details = {
        "last_year_before": years[one.last],
        "first_year_after": years[one.last + 1],
        "rate_before": before,
        "rate_after": after,
        "ratio": after / before if before > 0 else None,
        "p_value": one.p_value,
        "log_likelihood_gain": one.gain,
        "dispersion": dispersion(counts, places),
        "advantage_over_steady_change": steady.advantage if steady else None,
    }
    notes = [
        wording.change(years[one.last], before, after),
        wording.nearly_steady(_per_cent(steady)) if steady and steady.nearly_explains else "",
        wording.between_bounds() if series.is_interval.any() else "",
        _caution(years, counts, places),
    ]
    return Result(
        "change point",
        METHOD,
        float(years[one.last]),
        float(years[one.low]),
        float(years[one.high]),
        n=int(series.low[0, start:end].sum()),
        years=(years[start], years[end - 1]),
        note=" ".join(filter(None, notes)),
        details=details,
    )


def _per_cent(steady: Steady) -> float:
    return 100 * float(np.expm1(steady.slope))


def _explained_row(breaks: list[Break], steady: Steady, years: tuple[int, ...], counts: Values) -> Result:
    """Why no break is named though the years are in no chance order; the places stay in the details."""
    strongest = max(breaks, key=lambda one: one.gain)
    details = {
        "last_years_before": [years[one.last] for one in breaks],
        "p_value": strongest.p_value,
        "log_likelihood_gain": strongest.gain,
        "advantage_over_steady_change": steady.advantage,
    }
    refusal = wording.steady_change(_per_cent(steady), years[strongest.last])
    n, span = int(counts.sum()), (years[0], years[-1])
    return Result("change point", METHOD, n=n, years=span, refusal=refusal, details=details)


def _steady_row(steady: Steady, slopes: list[Steady], years: tuple[int, ...], ends: list[Values]) -> Result:
    """The ratio from one year to the next, with quasi-Poisson limits, with bounds of all fillings."""
    low = min(one.slope - Z * one.error for one in slopes)
    high = max(one.slope + Z * one.error for one in slopes)
    notes = [wording.gap() if _has_gap(years) else "", wording.between_bounds() if len(ends) > 1 else ""]
    return Result(
        "steady change",
        STEADY,
        float(np.exp(steady.slope)),
        float(np.exp(low)),
        float(np.exp(high)),
        n=int(ends[0].sum()),
        years=(years[0], years[-1]),
        note=" ".join(filter(None, notes)),
    )


def _no_break_row(years: tuple[int, ...], counts: Values, ends: list[Values], settings: Settings) -> Result:
    """Why no break is stated: the strongest of each filling, and the smallest of their chances."""
    scans = [scan(end, settings.permutations, settings.seed) for end in ends]
    _last, gain, p_value = min(scans, key=lambda found: found[2])
    return Result(
        "change point",
        METHOD,
        n=int(ends[0].sum()),
        years=(years[0], years[-1]),
        note=" ".join(
            filter(None, [wording.between_bounds() if len(ends) > 1 else "", _caution(years, counts, [])])
        ),
        refusal=wording.no_change(p_value),
        details={"p_value": p_value, "log_likelihood_gain": gain, "dispersion": dispersion(counts, [])},
    )


def _caution(years: tuple[int, ...], counts: Values, places: list[int]) -> str:
    """Years that are missing, and years that depend on the year before, which permutation does not know."""
    is_dependent = dependence(counts, places) > Z / np.sqrt(len(counts))
    notes = [wording.gap() if _has_gap(years) else "", wording.dependent() if is_dependent else ""]
    return " ".join(filter(None, notes))


def _has_gap(years: tuple[int, ...]) -> bool:
    return years[-1] - years[0] + 1 > len(years)


def _regime_rows(breaks: list[Break], years: tuple[int, ...], ends: list[Values]) -> list[Result]:
    """The level of each regime by year, with limits widened by the dispersion within regimes."""
    scale, degrees = max(searched_dispersion(end, [one.last for one in breaks]) for end in ends)
    starts = [0, *(one.last + 1 for one in breaks)]
    stops = [*(one.last + 1 for one in breaks), len(years)]
    return [
        _regime_row([end[start:stop] for end in ends], (years[start], years[stop - 1]), scale, degrees)
        for start, stop in zip(starts, stops, strict=True)
    ]


def _regime_row(ends: list[Values], years: tuple[int, int], scale: float, degrees: int) -> Result:
    """The mean of a regime: the middle of the bounds, with limits that hold those of every filling."""
    limits = [_limits(end, scale, degrees) for end in ends]
    return Result(
        "regime",
        LEVELS,
        float(np.mean(ends[:2])),
        min(low for low, _high in limits),
        max(high for _low, high in limits),
        n=int(ends[0].sum()),
        years=years,
        note=wording.between_bounds() if len(ends) > 1 else "",
        details={"years_observed": len(ends[0]), "dispersion": scale},
    )


def _limits(counts: Values, scale: float, degrees: int) -> tuple[float, float]:
    """Exact Poisson limits of the mean, widened by the dispersion, and as t by its degrees of freedom."""
    from scipy.stats import chi2, norm, t

    total, tail = float(counts.sum()) / scale, (1 - LEVEL) / 2
    if scale > 1:
        tail = float(norm.sf(t.isf(tail, degrees)))
    low = float(chi2.ppf(tail, 2 * total)) / 2 if total > 0 else 0.0
    high = float(chi2.ppf(1 - tail, 2 * total + 2)) / 2
    return low * scale / len(counts), high * scale / len(counts)
