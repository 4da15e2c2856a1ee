"""Indices of what the same areas reported, base 100: three answers to who counts as the same.

Fixed effects: every area with two years or more, its level taken out. Matched panel: only areas with every
year. Chained pairs: for each pair of years the areas with both. Shown together, for they differ. What does
not belong here: one number for a whole trend (`slope`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.analyse.trends.clusters import interval, jackknife_variance, one_step
from pipelines.analyse.trends.completeness import effective_number
from pipelines.analyse.trends.panel import Flags, Values
from pipelines.analyse.trends.poisson import area_parts, fit, within
from pipelines.analyse.trends.slope import informative

FIXED_EFFECTS, MATCHED, CHAINED = "fixed effects", "matched panel", "chained pairs"
KINDS = (FIXED_EFFECTS, MATCHED, CHAINED)
BASE = 100.0


@dataclass(frozen=True)
class Index:
    """By year the value (first year 100) and its 95 % limits; and areas x years the figures it rests on.

    nan where there is no value; limits are nan also where leaving out one area leaves no value.
    """

    kind: str
    values: Values
    low: Values
    high: Values
    support: Flags

    @property
    def areas(self) -> Values:
        """How many areas the value of a year rests on."""
        return np.asarray(self.support.sum(axis=0))

    @property
    def base(self) -> int | None:
        """The place of the first year with a value above zero, which is 100; None where there is none."""
        found = np.flatnonzero(np.nan_to_num(self.values) > 0)
        return int(found[0]) if len(found) else None


def indices(counts: Values) -> dict[str, Index]:
    """The three indices of counts (areas x years, nan where not reported), two years or more."""
    return {kind: index_of(kind, counts) for kind in KINDS}


def index_of(kind: str, counts: Values) -> Index:
    """The index of one kind."""
    of_kind = {FIXED_EFFECTS: fixed_effects_index, MATCHED: matched_index, CHAINED: chained_index}
    return of_kind[kind](counts)


def connected_years(counts: Values) -> Flags:
    """The years whose effects are finite relative to each other; of several such sets the one of most events.

    A year leads to another where an area reported both and had events in the first; effects are finite
    exactly within a set of years that all lead to each other (Ford 1957).
    """
    from scipy.sparse.csgraph import connected_components

    has_events = (np.nan_to_num(counts) > 0).astype(int)
    leads = has_events.T @ (~np.isnan(counts)).astype(int) > 0
    number, label = connected_components(leads, directed=True, connection="strong")
    events = np.array([np.nansum(counts[:, label == one]) for one in range(number)])
    return np.asarray(label == int(events.argmax()))


def fixed_effects_index(counts: Values) -> Index:
    """Year effects beside area effects, with the one-step jackknife over areas."""
    years = np.flatnonzero(connected_years(counts))
    inside = counts[:, years]
    is_kept = informative(inside)
    support = is_kept[:, None] & ~np.isnan(counts)
    logs = np.full((1 + int(is_kept.sum()), counts.shape[1]), np.nan)
    if len(years) < 2 or is_kept.sum() < 2:
        return _index(FIXED_EFFECTS, logs, support, 1.0)
    kept = inside[is_kept]
    dummies = np.broadcast_to(np.eye(len(years))[:, 1:], (*kept.shape, len(years) - 1))
    data = within(kept, dummies)
    found = fit(data)
    if not found.is_converged[0]:
        return _index(FIXED_EFFECTS, logs, support, 1.0)
    scores, informations = area_parts(data, found.coefficients[0])
    without = one_step(found.coefficients[0], scores, informations)
    logs[:, years[0]] = 0.0
    logs[0, years[1:]], logs[1:, years[1:]] = found.coefficients[0], without
    return _index(FIXED_EFFECTS, logs, support, effective_number(data.totals))


def matched_index(counts: Values) -> Index:
    """The total of the areas that reported every year."""
    is_kept = np.asarray(~np.isnan(counts).any(axis=1))
    support = is_kept[:, None] & ~np.isnan(counts)
    kept = counts[is_kept]
    totals = np.vstack([kept.sum(axis=0), kept.sum(axis=0) - kept])
    return _index(MATCHED, _log(totals), support, effective_number(kept.sum(axis=1)))


def chained_index(counts: Values) -> Index:
    """The product of the changes from one year to the next, each among the areas with both years."""
    both = ~np.isnan(counts[:, 1:]) & ~np.isnan(counts[:, :-1])
    now, before = np.where(both, counts[:, 1:], 0.0), np.where(both, counts[:, :-1], 0.0)
    sums = [np.vstack([part.sum(axis=0), part.sum(axis=0) - part]) for part in (now, before)]
    # a link to no events, or from none, breaks the chain: what follows has no value
    is_link = (sums[0] > 0) & (sums[1] > 0)
    links = np.where(
        is_link, np.log(np.where(is_link, sums[0], 1.0) / np.where(is_link, sums[1], 1.0)), np.nan
    )
    logs = np.hstack([np.zeros((len(links), 1)), np.cumsum(links, axis=1)])
    support = np.hstack([both[:, :1], both])
    return _index(CHAINED, logs, support, effective_number(now.sum(axis=1) + before.sum(axis=1)))


def _log(totals: Values) -> Values:
    """The logarithm; -inf of no events."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(np.maximum(totals, 0.0)))


def _index(kind: str, logs: Values, support: Flags, clusters: float) -> Index:
    """From the logarithms of all areas (first row) and without each: relative to the first year with one."""
    values = np.full(logs.shape[1], np.nan)
    low, high = values.copy(), values.copy()
    usable = np.flatnonzero(np.isfinite(logs[0]))
    if len(usable):
        with np.errstate(invalid="ignore"):
            relative = logs - logs[:, [usable[0]]]
            values = np.where(support.any(axis=0), BASE * np.exp(np.minimum(relative[0], 600.0)), np.nan)
            variances = jackknife_variance(relative[1:], relative[0]) if len(logs) > 2 else values * np.nan
        for year in usable[1:]:
            found = interval(float(relative[0, year]), float(variances[year]), clusters)
            if found and np.isfinite(values[year]):
                low[year], high[year] = BASE * np.exp(found.low), BASE * np.exp(found.high)
    return Index(kind, values, low, high, support)
