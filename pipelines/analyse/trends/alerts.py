"""What is new in the newest year: areas whose figure lies outside what their own history lets one expect.

What does not belong here: the predictive distribution (`predictive`), and why a figure is unusual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.results import Analysis, Refusal, Result, refused
from pipelines.analyse.trends import alert_wording as wording
from pipelines.analyse.trends.panel import Panel, Values
from pipelines.analyse.trends.predictive_fillings import Ways, ways_of_histories

ANALYSIS = "alerts"
METHOD = "alert-predictive-nb"
FEWEST_YEARS = 5
SEVERITIES = {"high": 0.01, "medium": 0.05, "low": 0.10}
"""The largest q-value (false discovery rate) of each severity; above the last there is no alert."""
LOWEST, HIGHEST = 0.025, 0.975
HIGHEST_MEAN = 1e6  # counts beyond it are no counts of persons detected by one area


@dataclass(frozen=True)
class Settings:
    """The fewest years of history of an area that is looked at."""

    fewest_years: int = FEWEST_YEARS


def find_alerts(panel: Panel, settings: Settings | None = None, *, input_sha256: str = "") -> Analysis:
    """A row `new year` for each area that reported the newest year; refused where its history is too short.

    The estimate is the median expected, low and high its 95 % limits; `details` has the area, what it
    reported, the chance, the q-value over all areas, direction and severity (empty: no alert). With bounded
    figures in a history limits and chance are the widest and largest of those by the probability of the
    bounds and with each number of them at their highest, the others at their lowest.
    """
    chosen = settings or Settings()
    hopeless = _hopeless(panel)
    if hopeless:
        return refused(ANALYSIS, hopeless, input_sha256)
    is_new = panel.is_reported[:, -1]
    history = panel.is_reported[:, :-1].sum(axis=1)
    is_usable = is_new & (history >= chosen.fewest_years) & (np.nanmax(panel.high, axis=1) <= HIGHEST_MEAN)
    short = [
        _short_row(panel, int(at), int(history[at]), chosen) for at in np.flatnonzero(is_new & ~is_usable)
    ]
    if not is_usable.any():
        return Analysis(ANALYSIS, tuple(short), wording.no_history(chosen.fewest_years), input_sha256)
    rows = _rows(panel.keep(areas=is_usable))
    return Analysis(ANALYSIS, (*rows, *short), None, input_sha256)


def _hopeless(panel: Panel) -> Refusal | None:
    if not panel.is_reported.any():
        return wording.no_data()
    if len(panel.years) < 2:
        return wording.one_year()
    if np.nansum(panel.high) == 0:
        return wording.all_zero()
    return None if panel.has_known_events else wording.all_suppressed()


def _rows(panel: Panel) -> list[Result]:
    expected = ways_of_histories(panel.low[:, :-1], panel.high[:, :-1])
    new = zip(panel.low[:, -1], panel.high[:, -1], strict=True)
    tails = [_tails(ways, *bounds) for ways, bounds in zip(expected, new, strict=True)]
    q_values = benjamini_hochberg(np.array([p_value for p_value, _direction in tails]))
    return [_row(panel, at, ways, *tails[at], float(q_values[at])) for at, ways in enumerate(expected)]


def _tails(ways: Ways, low: float, high: float) -> tuple[float, int]:
    """The two-sided chance of a figure as far out, and the side.

    Of bounds the end that is less unusual; of several ways to take the histories the one least surprised.
    """
    above, below = ways.at_least(low), ways.at_most(high)
    return min(1.0, 2 * min(above, below)), 1 if above < below else -1


def benjamini_hochberg(p_values: Values) -> Values:
    """The false discovery rate at which each would be the last one called (Benjamini and Hochberg 1995)."""
    count = len(p_values)
    order = np.argsort(p_values)[::-1]
    scaled = p_values[order] * count / np.arange(count, 0, -1)
    found = np.empty(count)
    found[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return found


def _row(panel: Panel, at: int, ways: Ways, p_value: float, direction: int, q_value: float) -> Result:
    low, median, high = (float(x) for x in (ways.lowest(LOWEST), ways.median(), ways.highest(HIGHEST)))
    reported = (int(panel.low[at, -1]), int(panel.high[at, -1]))
    history = panel.is_reported[at, :-1]
    severity = next((name for name, limit in SEVERITIES.items() if q_value <= limit), "")
    note = wording.alert(panel.areas[at], panel.years[-1], reported, (low, high), int(history.sum()))
    details = {
        "area": panel.areas[at],
        "year": panel.years[-1],
        "reported_low": reported[0],
        "reported_high": reported[1],
        "p_value": p_value,
        "q_value": q_value,
        "direction": direction if severity else 0,
        "severity": severity,
        "history_years": int(history.sum()),
    }
    return Result("new year", METHOD, median, low, high, n=reported[0], areas=1, years=_years(panel, at),
                  note=note if severity else "", details=details)  # fmt: skip


def _short_row(panel: Panel, at: int, history: int, settings: Settings) -> Result:
    area = panel.areas[at]
    if history >= settings.fewest_years:
        refusal = wording.too_large(area)
    else:
        refusal = wording.little_history(area, history, settings.fewest_years)
    details = {"area": area, "year": panel.years[-1], "severity": "", "history_years": history}
    return Result("new year", METHOD, areas=1, years=_years(panel, at), refusal=refusal, details=details)


def _years(panel: Panel, at: int) -> tuple[int, int]:
    """The first year of the area's history, and the newest."""
    first = int(np.flatnonzero(panel.is_reported[at])[0])
    return panel.years[first], panel.years[-1]
