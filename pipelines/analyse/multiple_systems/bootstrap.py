"""Intervals that include the choice of the model: draw the persons anew, and choose the model anew.

Two intervals from the same draws: percentile, and bias-corrected accelerated (BCa, Efron 1987). What does
not belong here: which choice is bootstrapped, and what is said of the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import ndtr, ndtri

from pipelines.analyse.multiple_systems.captures import CaptureTable, Counts
from pipelines.analyse.multiple_systems.models import Terms
from pipelines.analyse.multiple_systems.selection import best_by_bic, choose_each_stepwise
from pipelines.analyse.multiple_systems.sharing import ALONE, Sharing

LEVELS = np.array([0.025, 0.975])
Limits = tuple[float, float]
Procedure = Callable[[Terms, Counts], Counts]
"""The estimate for each of several tables (tables x cells)."""


def stepwise_estimates(terms: Terms, tables: Counts) -> Counts:
    """By table the estimate of the model that forward selection chooses; nan where none exists."""
    chosen = choose_each_stepwise(terms, tables)
    return np.array([choice.estimate if choice else np.nan for choice in chosen])


def bic_estimates(terms: Terms, tables: Counts) -> Counts:
    """By table the estimate of the model of lowest BIC; nan where none exists."""
    chosen = (best_by_bic(terms, counts) for counts in tables)
    return np.array([best[0].estimate if best else np.nan for best in chosen])


@dataclass(frozen=True)
class Interval:
    """Both intervals at 95 % from the draws of all seeds, the bias z0 and the acceleration of the BCa.

    `bca` is None where all draws lie on one side of the estimate. `spread` is the range over the seeds of the
    lower and of the upper limit that each alone would give. `failed` counts draws without an estimate.
    """

    percentile: Limits
    bca: Limits | None
    z0: float | None
    acceleration: float
    spread: tuple[Limits, Limits]
    draws: int
    failed: int


def bootstrap(
    table: CaptureTable,
    terms: Terms,
    procedure: Procedure,
    *,
    draws: int,
    seeds: Sequence[int],
    share: Sharing = ALONE,
) -> Interval | None:
    """The interval of a procedure from `draws` resamples for each seed.

    None where fewer than half of the draws have an estimate. The same seeds give the same limits on any
    number of processes (`share`).
    """
    chances = table.counts / table.persons
    drawn = [np.random.default_rng(seed).multinomial(table.persons, chances, size=draws) for seed in seeds]
    found = _estimates(terms, procedure, np.concatenate(drawn).astype(float), share)
    usable = found[np.isfinite(found)]
    if len(usable) < max(2, len(found) / 2):
        return None
    estimate = float(procedure(terms, table.counts[None, :])[0])
    acceleration = _acceleration(table, terms, procedure)
    by_seed = [part[np.isfinite(part)] for part in found.reshape(len(seeds), draws)]
    limits = np.array([_limits(part, estimate, acceleration) for part in by_seed if len(part)])
    z0 = bias(usable, estimate)
    return Interval(
        percentile=_pair(quantiles(usable, LEVELS)),
        bca=_pair(bca_limits(usable, estimate, acceleration)) if np.isfinite(z0) else None,
        z0=float(z0) if np.isfinite(z0) else None,
        acceleration=acceleration,
        spread=(_pair(np.sort(limits[:, 0])[[0, -1]]), _pair(np.sort(limits[:, 1])[[0, -1]])),
        draws=len(found),
        failed=len(found) - len(usable),
    )


def bias(estimates: Counts, estimate: float) -> float:
    """z0: how far the estimate stands from the median of the draws, in normal units; infinite at an end."""
    return float(ndtri(np.mean(estimates < estimate * (1 - 1e-9))))


def bca_limits(estimates: Counts, estimate: float, acceleration: float) -> Counts:
    """The BCa limits at 95 %, quantiles of type 8."""
    shifted = bias(estimates, estimate) + ndtri(LEVELS)
    return quantiles(estimates, ndtr(bias(estimates, estimate) + shifted / (1 - acceleration * shifted)))


def quantiles(values: Counts, levels: Counts) -> Counts:
    """Quantiles of type 8 (Hyndman and Fan), which Chan, Silverman and Vincent use."""
    return np.asarray(np.quantile(values, levels, method="median_unbiased"))


def _limits(estimates: Counts, estimate: float, acceleration: float) -> Counts:
    is_usable = np.isfinite(bias(estimates, estimate))
    return bca_limits(estimates, estimate, acceleration) if is_usable else quantiles(estimates, LEVELS)


def _acceleration(table: CaptureTable, terms: Terms, procedure: Procedure) -> float:
    """From leaving out one person at a time; persons of one combination leave the same estimate."""
    cells = np.flatnonzero(table.counts)
    without = procedure(terms, table.counts - np.eye(len(table.counts))[cells])
    is_usable = np.isfinite(without)
    weights, without = table.counts[cells][is_usable], without[is_usable]
    if not len(without) or np.ptp(without) == 0:
        return 0.0
    away = np.average(without, weights=weights) - without
    return float((weights * away**3).sum() / (6 * (weights * away**2).sum() ** 1.5))


def _estimates(terms: Terms, procedure: Procedure, resamples: Counts, share: Sharing) -> Counts:
    work = partial(_estimates_of, terms.list_count, terms.max_order, procedure)
    return np.concatenate(list(share.apply(work, np.array_split(resamples, share.parts))))


def _estimates_of(list_count: int, max_order: int, procedure: Procedure, resamples: Counts) -> Counts:
    return procedure(Terms(list_count, max_order), resamples)


def _pair(limits: Counts) -> Limits:
    return float(limits[0]), float(limits[1])
