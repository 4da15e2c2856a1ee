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
    """Fits of several models to one table; the first axis of each array is the model."""

    models: Models
    intercepts: NDArray[np.float64]
    fitted: NDArray[np.float64]
    log_likelihoods: NDArray[np.float64]
    last_steps: NDArray[np.float64]  # by cell, the change of the logarithm in the last iteration
    persons: float

    @property
    def estimates(self) -> NDArray[np.float64]:
        """Persons on a list or on none, for each model."""
        return np.asarray(self.persons + np.exp(np.minimum(self.intercepts, LARGEST_LOG)))

    @property
    def criteria(self) -> NDArray[np.float64]:
        """BIC: every parameter counts, also those at minus infinity; the sample is the persons."""
        parameters = self.models.sum(axis=1)
        return np.asarray(parameters * np.log(max(self.persons, 1.0)) - 2 * self.log_likelihoods)


def overlap_totals(terms: Terms, counts: Counts) -> Counts:
    """The sufficient statistics: for each term the persons on all its lists."""
    return counts @ terms.design


def finite_parts(terms: Terms, models: Models, counts: Counts) -> tuple[Models, NDArray[np.bool_]]:
    """By model, the terms with a finite maximum, and the cells that are not dropped."""
    at_minus_infinity = models & (overlap_totals(terms, counts) == 0) & (terms.orders > 0)
    is_kept = at_minus_infinity.astype(float) @ terms.design.T == 0
    return models & ~at_minus_infinity, is_kept


def fit(terms: Terms, models: Models, counts: Counts, iterations: int = ITERATIONS) -> Fits:
    """Fit each model by iteratively reweighted least squares; `models` is models x terms."""
    free, is_kept = finite_parts(terms, models, counts)
    size = len(terms.masks)
    mu = (counts + 0.5) * is_kept
    theta = np.zeros(models.shape)
    eta = np.log(np.where(is_kept, mu, 1.0))
    fitted, last = mu.copy(), np.full(len(models), -np.inf)
    steps = np.zeros(fitted.shape)
    active = np.arange(len(models))
    for _iteration in range(iterations):
        if not len(active):
            break
        open_terms = free[active]
        information = _product(mu, terms.products).reshape(-1, size, size)
        information *= open_terms[:, :, None] & open_terms[:, None, :]
        diagonal = np.einsum("mii->mi", information)
        diagonal += np.where(open_terms, RIDGE * (1 + diagonal), 1.0)
        right = _product(mu * eta + (counts - mu) * is_kept[active], terms.design) * open_terms
        theta[active] = _solved(information, right)
        before, eta = eta, np.clip(_product(theta[active], terms.design.T), -60.0, 60.0)
        steps[active] = (eta - before) * is_kept[active]
        mu = np.exp(eta) * is_kept[active]
        fitted[active] = mu
        value = np.where(is_kept[active], counts * eta - mu, 0.0).sum(axis=1)
        is_open = np.abs(value - last[active]) > TOLERANCE * (1 + np.abs(value))
        last[active] = value
        active, eta, mu = active[is_open], eta[is_open], mu[is_open]
    likelihoods = last - gammaln(counts + 1).sum()
    return Fits(models, theta[:, 0], fitted, likelihoods, steps, float(counts.sum()))


def wald_interval(
    terms: Terms, fits: Fits, index: int, counts: Counts, *, with_chance: bool = False
) -> tuple[float, float]:
    """The 95 % interval that takes the model as given: from the error of the logarithm of the unseen.

    As published it is for the expected number of unseen persons; `with_chance` adds the chance by which their
    number differs from what is expected, without which the interval holds the true number too seldom.
    """
    free, is_kept = finite_parts(terms, fits.models[index : index + 1], counts)
    design = terms.design[is_kept[0]][:, free[0]]
    information = (design * fits.fitted[index][is_kept[0]][:, None]).T @ design
    variance = max(float(np.linalg.pinv(information, hermitian=True)[0, 0]), 0.0)
    variance += float(np.exp(-fits.intercepts[index])) if with_chance else 0.0
    ends = fits.intercepts[index] + NORMAL_95 * np.sqrt(variance) * np.array([-1.0, 1.0])
    low, high = fits.persons + np.exp(np.minimum(ends, LARGEST_LOG))
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
    out = np.empty((len(rows), matrix.shape[1]))
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=out[start : start + step])
    return out


def deviance(fits: Fits, index: int, counts: Counts) -> float:
    """Twice the distance of the log-likelihood to that of the saturated table."""
    saturated = float((xlogy(counts, counts) - counts - gammaln(counts + 1)).sum())
    return 2 * (saturated - float(fits.log_likelihoods[index]))
