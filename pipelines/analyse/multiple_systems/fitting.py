"""Poisson log-linear fits, many models at once: estimate, likelihood, criterion.

All models share one design, so that one matrix product gives every fitted table and another every
information matrix. A term nobody overlaps on has its maximum at minus infinity: its cells are dropped, and
it still counts as a parameter. What does not belong here: whether a fit may be used (`existence`), and
which one (`selection`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from pipelines.analyse.multiple_systems.captures import Counts
from pipelines.analyse.multiple_systems.models import Models, Terms

ITERATIONS = 40
NORMAL_95 = 1.959963984540054
LARGEST_LOG = 700.0  # of a number that is still finite
TOLERANCE = 1e-10
SMALL_PRODUCT = (
    2**18
)  # multiplications below which BLAS starts no threads; many small ones then run side by side
RIDGE = (
    1e-15  # of rounding size: a model without a unique answer stays solvable; `existence` refuses it later
)


@dataclass(frozen=True)
class Fits:
    """Fits of several models, to one table or each to its own; the first axis of each array is the model.

    `free` are the terms with a finite maximum, `is_kept` the cells that are not dropped.
    """

    models: Models
    free: Models
    is_kept: NDArray[np.bool_]
    intercepts: NDArray[np.float64]
    fitted: NDArray[np.float64]
    log_likelihoods: NDArray[np.float64]
    last_steps: NDArray[np.float64]  # by cell, the change of the logarithm in the last iteration
    persons: NDArray[np.float64]

    @property
    def estimates(self) -> NDArray[np.float64]:
        """Persons on a list or on none, for each model."""
        return np.asarray(self.persons + np.exp(np.minimum(self.intercepts, LARGEST_LOG)))

    @property
    def criteria(self) -> NDArray[np.float64]:
        """BIC: every parameter counts, also those at minus infinity; the sample is the persons."""
        parameters = self.models.sum(axis=1)
        return np.asarray(parameters * np.log(np.maximum(self.persons, 1.0)) - 2 * self.log_likelihoods)


def overlap_totals(terms: Terms, counts: Counts) -> Counts:
    """The sufficient statistics: for each term the persons on all its lists; a row for each table given."""
    return counts @ terms.design


def finite_parts(terms: Terms, models: Models, counts: Counts) -> tuple[Models, NDArray[np.bool_]]:
    """By model, the terms with a finite maximum, and the cells that are not dropped."""
    at_minus_infinity = models & (overlap_totals(terms, counts) == 0) & (terms.orders > 0)
    is_kept = at_minus_infinity.astype(float) @ terms.design.T == 0
    return models & ~at_minus_infinity, is_kept


def fit(terms: Terms, models: Models, counts: Counts, iterations: int = ITERATIONS) -> Fits:
    """Fit each model by iteratively reweighted least squares; `models` is models x terms.

    `counts` are the cells of one table, or models x cells: of each model its own.
    """
    free, is_kept = finite_parts(terms, models, counts)
    mu = (counts + 0.5) * is_kept
    theta = np.zeros(models.shape)
    eta = np.log(np.where(is_kept, mu, 1.0))
    fitted, last = mu.copy(), np.full(len(models), -np.inf)
    steps = np.zeros(fitted.shape)
    active, open_terms, kept = np.arange(len(models)), free.astype(float), is_kept.astype(float)
    seen = np.broadcast_to(counts, is_kept.shape)
    for _iteration in range(iterations):
        if not len(active):
            break
        information = _information(terms, mu, open_terms)
        right = _product(mu * eta + (seen - mu) * kept, terms.design) * open_terms
        found = _solved(information, right)
        before, eta = eta, np.minimum(np.maximum(_product(found, terms.design.T), -60.0), 60.0)
        mu = np.exp(eta) * kept
        value = ((seen * eta - mu) * kept).sum(axis=1)
        theta[active], fitted[active], steps[active] = found, mu, (eta - before) * kept
        is_open = np.abs(value - last[active]) > TOLERANCE * (1 + np.abs(value))
        last[active] = value
        if not is_open.all():
            active, eta, mu = active[is_open], eta[is_open], mu[is_open]
            open_terms, kept, seen = open_terms[is_open], kept[is_open], seen[is_open]
    likelihoods = last - gammaln(counts + 1).sum(axis=-1)
    persons = np.broadcast_to(counts.sum(axis=-1), len(models))
    return Fits(models, free, is_kept, theta[:, 0], fitted, likelihoods, steps, persons)


def _information(terms: Terms, mu: Counts, open_terms: Counts) -> Counts:
    """The information of each model: 1 on the diagonal of the terms that it has not (`open_terms` 0)."""
    size = len(terms.masks)
    information = _product(mu, terms.products).reshape(-1, size, size)
    information *= open_terms[:, :, None] * open_terms[:, None, :]
    diagonal = information.reshape(-1, size * size)[:, :: size + 1]
    diagonal += 1 - open_terms + RIDGE * (1 + diagonal)
    return information


def wald_interval(terms: Terms, fits: Fits, index: int, *, with_chance: bool = False) -> tuple[float, float]:
    """The 95 % interval that takes the model as given: from the error of the logarithm of the unseen.

    As published it is for the expected number of unseen persons; `with_chance` adds the chance by which their
    number differs from what is expected, without which the interval holds the true number too seldom.
    """
    is_kept = fits.is_kept[index]
    design = terms.design[is_kept][:, fits.free[index]]
    information = (design * fits.fitted[index][is_kept][:, None]).T @ design
    variance = max(float(np.linalg.pinv(information, hermitian=True)[0, 0]), 0.0)
    variance += float(np.exp(-fits.intercepts[index])) if with_chance else 0.0
    ends = fits.intercepts[index] + NORMAL_95 * np.sqrt(variance) * np.array([-1.0, 1.0])
    low, high = fits.persons[index] + np.exp(np.minimum(ends, LARGEST_LOG))
    return float(low), float(high)


def _solved(matrices: Counts, right: Counts) -> Counts:
    """The solution of each system; the shortest one where rounding leaves a matrix exactly singular."""
    try:
        return np.asarray(np.linalg.solve(matrices, right[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        return np.asarray((np.linalg.pinv(matrices, hermitian=True) @ right[:, :, None])[:, :, 0])


def _product(rows: Counts, matrix: Counts) -> Counts:
    """`rows @ matrix` in blocks too small for BLAS threads, which wait for each other on shared machines."""
    step = max(1, SMALL_PRODUCT // matrix.size)
    if len(rows) <= step:
        return np.asarray(rows @ matrix)
    out = np.empty((len(rows), matrix.shape[1]))
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=out[start : start + step])
    return out


def deviance(fits: Fits, index: int, counts: Counts) -> float:
    """Twice the distance of the log-likelihood to that of the saturated table."""
    saturated = float((xlogy(counts, counts) - counts - gammaln(counts + 1)).sum())
    return 2 * (saturated - float(fits.log_likelihoods[index]))
