"""Within the same areas: Poisson with area effects on the covariates, errors by leaving out areas (CRV3).

The model is that of the trends, with covariates beside the year. What does not belong here: which
covariates, and what is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.trends.clusters import Interval, effective_clusters, interval, jackknife_variance
from pipelines.analyse.trends.poisson import Within, fit, within
from pipelines.analyse.trends.slope import working_variances

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
LARGEST = 12.0
"""A log ratio per step beyond this, or an interval that reaches it, says nothing."""


@dataclass(frozen=True)
class WithinFit:
    """The log ratio per step of the first covariate, with its interval, and without each area."""

    interval: Interval
    without: Numbers


def says_something(counts: Numbers, covariate: Numbers, area: Places) -> NDArray[np.bool_]:
    """The area-years of areas with a detection, in which the covariate is not the same in every year."""
    at = np.unique(area, return_inverse=True)[1]
    most, least = np.full(at.max(initial=-1) + 1, -np.inf), np.full(at.max(initial=-1) + 1, np.inf)
    np.maximum.at(most, at, covariate)
    np.minimum.at(least, at, covariate)
    return np.asarray(((most > least) & (np.bincount(at, counts) > 0))[at])


def fit_within(
    counts: Numbers, covariates: Numbers, area: Places, offset: Numbers | None = None
) -> WithinFit | None:
    """Fit counts (area-years) on covariates (area-years x covariates); None where there is no estimate.

    `offset` is the logarithm of what the counts are compared with, such as victims of other forms.
    """
    data = _laid_out(counts, covariates, area, np.zeros(len(counts)) if offset is None else offset)
    if np.linalg.matrix_rank(_demeaned(covariates, area)) < covariates.shape[1] or len(data.counts) < 2:
        return None
    whole = fit(data)
    without = fit(data, 1.0 - np.eye(len(data.counts)), whole.coefficients[0])
    found = np.vstack([whole.coefficients, without.coefficients])
    is_found = whole.is_converged.all() and without.is_converged.all()
    if not is_found or not np.isfinite(found).all() or np.abs(found).max() > LARGEST:
        return None
    estimate, rest = float(found[0, 0]), found[1:, 0]
    clusters = effective_clusters(working_variances(data, whole.coefficients[0]))
    limits = interval(estimate, float(jackknife_variance(rest, estimate)), clusters)
    if limits is None or max(abs(limits.low), abs(limits.high)) > LARGEST:
        return None
    return WithinFit(limits, rest)


def _laid_out(counts: Numbers, covariates: Numbers, area: Places, offset: Numbers) -> Within:
    """The area-years as areas x rows, as the fit wants them; rows that are not there are nan."""
    names, at = np.unique(area, return_inverse=True)
    sizes = np.bincount(at)
    order = np.argsort(at, kind="stable")
    row = np.empty(len(at), dtype=np.int64)
    row[order] = np.arange(len(at)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    shape = (len(names), int(sizes.max(initial=0)))
    laid_counts, laid_offset = np.full(shape, np.nan), np.zeros(shape)
    laid_design = np.zeros((*shape, covariates.shape[1]))
    laid_counts[at, row], laid_offset[at, row], laid_design[at, row] = counts, offset, covariates
    return within(laid_counts, laid_design, laid_offset)


def _demeaned(covariates: Numbers, area: Places) -> Numbers:
    at = np.unique(area, return_inverse=True)[1]
    sums = np.column_stack([np.bincount(at, column) for column in covariates.T])
    return np.asarray(covariates - (sums / np.bincount(at)[:, None])[at])
