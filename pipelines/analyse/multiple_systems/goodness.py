"""Whether a model fits the table at all: the chance of a deviance as large, and of a list within another.

An estimate is read off a model; where the model does not describe the persons who are seen, it says nothing
of those who are not. The tables are too sparse for chi-square, so that the deviance is held against those of
tables drawn from the model. What does not belong here: what follows for the headline (`headline`).
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, xlogy

from pipelines.analyse.multiple_systems.captures import CaptureTable, Counts
from pipelines.analyse.multiple_systems.fitting import deviance, fit
from pipelines.analyse.multiple_systems.models import Terms
from pipelines.analyse.multiple_systems.selection import Choice

FIT_DRAWS, MORE_DRAWS = 999, 9_000
FEW_AS_LARGE = 10  # below, more draws: at p = .001 the first would decide by chance
STREAM = 1  # beside the seed, so that the draws are none of those of the intervals
CHUNK = 111  # tables fitted together: ten lists have 3,136 products each
ROUNDING = 1e-6


def chance_of_fit(terms: Terms, choice: Choice, counts: Counts, seed: int) -> float | None:
    """The share of tables drawn from the model, this one among them, whose deviance is as large.

    The Monte Carlo test of Barnard (1963): if the model holds, p <= .001 comes at most once in a thousand
    tables. Each has as many persons, and the same model is fitted to it anew. None where the model has as
    many terms as there are cells: it fits whatever was seen.
    """
    if not degrees_of_freedom(choice):
        return None
    expected = choice.fits.fitted[choice.index]
    random = np.random.default_rng((seed, STREAM))
    observed = deviance(choice.fits, choice.index, counts) - ROUNDING
    draws = as_large = 0
    for more in (FIT_DRAWS, MORE_DRAWS):
        for size in _parts(more):
            tables = random.multinomial(int(counts.sum()), expected / expected.sum(), size=size)
            as_large += int((_deviances(terms, choice, tables.astype(float)) >= observed).sum())
        draws += more
        if as_large >= FEW_AS_LARGE:
            break
    return (1 + as_large) / (1 + draws)


def degrees_of_freedom(choice: Choice) -> int:
    """Cells without terms of their own; those dropped with a term at minus infinity are none."""
    return int(choice.fits.is_kept[choice.index].sum() - choice.fits.free[choice.index].sum())


def _parts(draws: int) -> list[int]:
    return [min(CHUNK, draws - at) for at in range(0, draws, CHUNK)]


def _deviances(terms: Terms, choice: Choice, tables: Counts) -> Counts:
    """Of each table the deviance of the model fitted to it."""
    models = np.repeat(choice.model[None, :], len(tables), axis=0)
    saturated = (xlogy(tables, tables) - tables - gammaln(tables + 1)).sum(axis=1)
    return np.asarray(2 * (saturated - fit(terms, models, tables).log_likelihoods))


def chance_of_nobody_outside(table: CaptureTable, choice: Choice, inner: int, outer: int) -> float:
    """How likely it is, by the model, that nobody on the list `inner` is missing from `outer` (positions).

    Only for pairs where nobody is: no model with that pair has an estimate, so the chosen one is without.
    """
    cells = np.arange(1, len(table.counts) + 1)
    is_outside = (cells >> inner & 1).astype(bool) & ~(cells >> outer & 1).astype(bool)
    return float(np.exp(-choice.fits.fitted[choice.index][is_outside].sum()))
