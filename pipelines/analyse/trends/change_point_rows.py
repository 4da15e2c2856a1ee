"""The change points of a series as results: the breaks, the level of each regime, and what is refused.

What does not belong here: the search (`change_points`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.results import Analysis, Refusal, Result, refused
from pipelines.analyse.trends import change_point_wording as wording
from pipelines.analyse.trends.change_points import (
    PERMUTATIONS,
    SEED,
    SHORTEST,
    Break,
    dependence,
    dispersion,
    find_breaks,
    scan,
)
from pipelines.analyse.trends.clusters import LEVEL
from pipelines.analyse.trends.panel import Panel, Values

ANALYSIS = "changepoint"
METHOD, LEVELS = "change-point-poisson", "change-point-regime"
FURTHEST_DEPENDENCE = 1.96


@dataclass(frozen=True)
class Settings:
    """Of the permutations: how many, and the seed."""

    permutations: int = PERMUTATIONS
    seed: int = SEED


def estimate_change_points(
    series: Panel, settings: Settings | None = None, *, input_sha256: str = ""
) -> Analysis:
    """Rows: `change point` (estimate: the last year before it), `regime` (estimate: its yearly level).

    `series` is a panel of one area. Where the series has no break, the row of the change point is refused and
    one regime is shown. With bounded counts both ends must agree.
    """
    hopeless = _hopeless(series)
    if hopeless:
        return refused(ANALYSIS, hopeless, input_sha256)
    chosen = settings or Settings()
    ends = [series.low[0], series.high[0]] if series.is_interval.any() else [series.low[0]]
    found = [find_breaks(end, chosen.permutations, chosen.seed) for end in ends]
    if any([one.last for one in breaks] != [one.last for one in found[0]] for breaks in found):
        return refused(ANALYSIS, wording.suppressed_decide(), input_sha256)
    years, counts = series.years, series.middle[0]
    breaks = [
        Break(
            same[0].last,
            min(one.low for one in same),
            max(one.high for one in same),
            same[0].gain,
            max(one.p_value for one in same),
        )
        for same in zip(*found, strict=True)
    ]
    rows = [_break_row(one, breaks, years, counts) for one in breaks]
    if not rows:
        rows = [_no_break_row(years, counts, ends, chosen)]
    return Analysis(ANALYSIS, (*rows, *_regime_rows(breaks, years, counts)), None, input_sha256)


def _hopeless(series: Panel) -> Refusal | None:
    """Why nothing can be said of the series at all."""
    if not series.areas:
        return wording.no_data()
    if np.nansum(series.high) == 0:
        return wording.all_zero()
    if not series.has_known_events:
        return wording.all_suppressed()
    return wording.too_short(len(series.years), SHORTEST) if len(series.years) < SHORTEST else None


def _break_row(one: Break, breaks: list[Break], years: tuple[int, ...], counts: Values) -> Result:
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
    }
    return Result(
        "change point",
        METHOD,
        float(years[one.last]),
        float(years[one.low]),
        float(years[one.high]),
        n=int(counts[start:end].sum()),
        years=(years[start], years[end - 1]),
        note=" ".join(
            filter(None, [wording.change(years[one.last], before, after), _caution(years, counts, places)])
        ),
        details=details,
    )


def _no_break_row(years: tuple[int, ...], counts: Values, ends: list[Values], settings: Settings) -> Result:
    """Why no break is stated: the strongest of each end, and the smaller of their chances."""
    scans = [scan(end, settings.permutations, settings.seed) for end in ends]
    _last, gain, p_value = min(scans, key=lambda found: found[2])
    return Result(
        "change point",
        METHOD,
        n=int(counts.sum()),
        years=(years[0], years[-1]),
        note=_caution(years, counts, []),
        refusal=wording.no_change(p_value),
        details={"p_value": p_value, "log_likelihood_gain": gain, "dispersion": dispersion(counts, [])},
    )


def _caution(years: tuple[int, ...], counts: Values, places: list[int]) -> str:
    """Years that are missing, and years that depend on the year before, which permutation does not know."""
    has_gap = years[-1] - years[0] + 1 > len(years)
    is_dependent = dependence(counts, places) > FURTHEST_DEPENDENCE / np.sqrt(len(counts))
    notes = [wording.gap() if has_gap else "", wording.dependent() if is_dependent else ""]
    return " ".join(filter(None, notes))


def _regime_rows(breaks: list[Break], years: tuple[int, ...], counts: Values) -> list[Result]:
    """The level of each regime by year, with limits widened by the dispersion within regimes."""
    scale = dispersion(counts, [one.last for one in breaks])
    starts = [0, *(one.last + 1 for one in breaks)]
    ends = [*(one.last + 1 for one in breaks), len(years)]
    return [
        _regime_row(counts[start:end], (years[start], years[end - 1]), scale)
        for start, end in zip(starts, ends, strict=True)
    ]


def _regime_row(counts: Values, years: tuple[int, int], scale: float) -> Result:
    from scipy.stats import chi2

    total, length, tail = float(counts.sum()) / scale, len(counts), (1 - LEVEL) / 2
    low = float(chi2.ppf(tail, 2 * total)) / 2 if total > 0 else 0.0
    high = float(chi2.ppf(1 - tail, 2 * total + 2)) / 2
    limits = (low * scale / length, high * scale / length)
    details = {"years_observed": length, "dispersion": scale}
    return Result(
        "regime", LEVELS, float(counts.mean()), *limits, n=int(counts.sum()), years=years, details=details
    )
