"""Choosing among models: forward stepwise by p-value, and BIC over all hierarchical models or by descent.

Only models that have an estimate are chosen. What does not belong here: what is said about the choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc, gammaincc

from pipelines.analyse.multiple_systems.captures import Counts
from pipelines.analyse.multiple_systems.existence import is_estimable
from pipelines.analyse.multiple_systems.fitting import Fits, fit, overlap_totals
from pipelines.analyse.multiple_systems.models import Models, Terms, all_models

STEPWISE_P = 0.02
EXHAUSTIVE_LISTS = 5
CHUNK = 128  # models fitted together, those that may be best first
BOUND_ITERATIONS = 14  # those that have a maximum reach it in seven; the others are then within the slack
SLACK = 0.01


@dataclass(frozen=True)
class Choice:
    """A model that has an estimate, with its fit to one table (`fits` at `index`)."""

    fits: Fits
    index: int

    @property
    def model(self) -> Models:
        """The terms of the model."""
        return np.asarray(self.fits.models[self.index])

    @property
    def estimate(self) -> float:
        """Persons on a list or on none."""
        return float(self.fits.estimates[self.index])

    @property
    def criterion(self) -> float:
        """BIC."""
        return float(self.fits.criteria[self.index])


def choose_stepwise(terms: Terms, counts: Counts) -> Choice | None:
    """Add the pair whose overlap is least likely so far, while p < .02 and an estimate exists."""
    return choose_each_stepwise(terms, counts[None, :])[0]


def choose_each_stepwise(terms: Terms, tables: Counts) -> list[Choice | None]:
    """The stepwise choice for each of several tables (tables x cells), a step of all of them at a time."""
    pairs = np.flatnonzero(terms.orders == 2)
    overlaps = overlap_totals(terms, tables)[:, pairs]
    models = np.repeat(terms.main_effects[None, :], len(tables), axis=0)
    chosen: list[Choice | None] = [None] * len(tables)
    expected, is_out = np.zeros(overlaps.shape), np.zeros(overlaps.shape, dtype=bool)
    active, wider = np.arange(len(tables)), models
    while len(active):
        for place, choice in zip(active, _choices(terms, wider, tables[active]), strict=True):
            if choice is not None:
                chosen[place], models[place], is_out[place] = choice, choice.model, choice.model[pairs]
                expected[place] = choice.fits.fitted[choice.index] @ terms.design[:, pairs]
        active = active[[chosen[place] is not None for place in active]]
        chances = np.where(is_out[active], 1.0, smaller_tail(overlaps[active], expected[active]))
        goes_on = chances.min(axis=1) < STEPWISE_P
        active, least_likely = active[goes_on], chances[goes_on].argmin(axis=1)
        wider = models[active].copy()
        wider[np.arange(len(active)), pairs[least_likely]] = True
        is_out[active, least_likely] = True  # in the model, or in vain until it has grown
    return chosen


def smaller_tail(observed: Counts, expected: Counts) -> Counts:
    """The smaller of P(X <= observed) and P(X >= observed) for Poisson counts."""
    expected = np.maximum(expected, 1e-300)
    at_most = gammaincc(observed + 1, expected)
    at_least = np.where(observed > 0, gammainc(np.maximum(observed, 1), expected), 1.0)
    return np.asarray(np.minimum(at_most, at_least))


def _choice(terms: Terms, model: Models, counts: Counts) -> Choice | None:
    return _choices(terms, model[None, :], counts[None, :])[0]


def _choices(terms: Terms, models: Models, tables: Counts) -> list[Choice | None]:
    """Each model fitted to its table; None where it has no estimate."""
    fits = fit(terms, models, tables)
    return [
        Choice(fits, at) if is_estimable(terms, fits, at, counts) else None
        for at, counts in enumerate(tables)
    ]


def best_by_bic(terms: Terms, counts: Counts, how_many: int = 1) -> list[Choice]:
    """The models of lowest BIC that have an estimate, best first.

    All hierarchical models up to five lists; above, those met on the way down from independence and from the
    stepwise model, one term at a time.
    """
    if terms.list_count > EXHAUSTIVE_LISTS:
        return _met_on_the_way_down(terms, counts)[:how_many]
    return _best_of(terms, all_models(terms), counts, how_many)


def _best_of(terms: Terms, models: Models, counts: Counts, how_many: int) -> list[Choice]:
    """The best of all `models`, fitting only those that may be below the best found: the same, sooner."""
    is_worth_it = len(models) > CHUNK
    bounds = _lowest_possible(terms, models, counts) if is_worth_it else np.zeros(len(models))
    order = np.argsort(bounds, kind="stable")
    found: list[Choice] = []
    for start in range(0, len(order), CHUNK):
        if len(found) == how_many and found[-1].criterion <= bounds[order[start]]:
            break
        fits = fit(terms, models[order[start : start + CHUNK]], counts)
        for index in np.argsort(fits.criteria, kind="stable"):
            if len(found) == how_many and fits.criteria[index] >= found[-1].criterion:
                break
            if is_estimable(terms, fits, int(index), counts):
                found = sorted([*found, Choice(fits, int(index))], key=lambda c: c.criterion)[:how_many]
    return found


def _lowest_possible(terms: Terms, models: Models, counts: Counts) -> Counts:
    """A lower bound of each BIC: without a term, no model is likelier than all the other terms together."""
    without = np.array([~terms.within(position) for position in terms.interactions])
    highest = fit(terms, without, counts, BOUND_ITERATIONS).log_likelihoods + SLACK
    likeliest = np.where(models[:, terms.interactions], np.inf, highest).min(axis=1)
    return np.asarray(models.sum(axis=1) * np.log(counts.sum()) - 2 * likeliest)


def _met_on_the_way_down(terms: Terms, counts: Counts) -> list[Choice]:
    met: dict[bytes, Choice | None] = {}
    stepwise = choose_stepwise(terms, counts)
    for start in (terms.main_effects, *([stepwise.model] if stepwise else [])):
        here = met.setdefault(start.tobytes(), _choice(terms, start, counts))
        while here is not None:
            around = _around(terms, here.model, counts, met)
            lower = min(around, key=lambda choice: choice.criterion, default=here)
            if lower.criterion >= here.criterion:
                break
            here = lower
    return sorted((c for c in met.values() if c is not None), key=lambda choice: choice.criterion)


def _around(terms: Terms, model: Models, counts: Counts, met: dict[bytes, Choice | None]) -> list[Choice]:
    models = terms.neighbours(model)
    new = np.array([m for m in models if m.tobytes() not in met], dtype=bool).reshape(-1, len(terms.masks))
    fits = fit(terms, new, counts)
    for index, other in enumerate(new):
        met[other.tobytes()] = Choice(fits, index) if is_estimable(terms, fits, index, counts) else None
    return [choice for m in models if (choice := met[m.tobytes()]) is not None]
