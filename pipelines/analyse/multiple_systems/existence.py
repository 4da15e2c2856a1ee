"""Whether a model has an estimate at all for a table, and whether it is the only one.

Existence: the linear programme of Fienberg and Rinaldo (2012), on the cells that are not dropped: is there a
table with the same overlaps and every cell positive? Identifiability: the rank of the design on those cells.
Numerical convergence proves neither: iterations stop far out, at N = 6e11 for `Artificial_3` with A:B.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from pipelines.analyse.multiple_systems.captures import Counts
from pipelines.analyse.multiple_systems.fitting import Fits, finite_parts
from pipelines.analyse.multiple_systems.models import Models, Terms

EXISTS, NO_MAXIMUM, NOT_IDENTIFIED, NEITHER = 0, 1, 2, 3
SMALLEST_CELL = 1e-6  # of the linear programme; the solver's own tolerance is 1e-7
PROVEN_STEP = 0.1
EXACT = 1e-8
Mask = NDArray[np.bool_]


def existence_code(terms: Terms, model: Models, counts: Counts) -> int:
    """0 estimable, 1 no (extended) maximum exists, 2 not identified, 3 both; by programme and rank."""
    free, is_kept = finite_parts(terms, model[None, :], counts)
    has_maximum = _has_maximum(terms, free[0], is_kept[0], counts)
    is_identified = _is_identified(terms, free[0].tobytes(), is_kept[0].tobytes())
    return (not has_maximum) * NO_MAXIMUM + (not is_identified) * NOT_IDENTIFIED


def is_estimable(terms: Terms, fits: Fits, index: int, counts: Counts) -> bool:
    """Whether code 0 holds for a fitted model; the programme is solved where the fit proves nothing.

    The last step of the fit, by cell and in logarithms, is a combination of the model's terms. Where it is
    small, multiplying each cell by one plus its step gives, by the equations that the step solves, a table
    with exactly the overlaps wanted and every cell positive. Where whole numbers of -1, -2 ... on empty cells
    and 0 elsewhere are such a combination, the likelihood rises along it for ever.
    """
    free, is_kept = fits.free[index], fits.is_kept[index]
    step = fits.last_steps[index][is_kept]
    if not _is_identified(terms, free.tobytes(), is_kept.tobytes()):
        return False
    if _rises_for_ever(terms.design[is_kept][:, free], np.round(step), counts[is_kept]):
        return False
    return bool(np.abs(step).max() < PROVEN_STEP) or _has_maximum(terms, free, is_kept, counts)


def _rises_for_ever(design: Counts, direction: Counts, counts: Counts) -> bool:
    """Whether the direction proves that no maximum exists."""
    if not direction.any() or direction.max() > 0 or counts[direction < 0].any():
        return False
    weights = np.linalg.lstsq(design, direction, rcond=None)[0]
    return bool(np.abs(design @ weights - direction).max() < EXACT)


@lru_cache(maxsize=2**14)
def _is_identified(terms: Terms, free: bytes, is_kept: bytes) -> bool:
    """Whether the design of these terms on these cells has full rank; resamples repeat them."""
    design = terms.design[np.frombuffer(is_kept, bool)][:, np.frombuffer(free, bool)]
    return bool(np.linalg.matrix_rank(design) == design.shape[1])


def _has_maximum(terms: Terms, free: Models, is_kept: Mask, counts: Counts) -> bool:
    return _solve(terms, free.tobytes(), is_kept.tobytes(), (counts > 0).tobytes()) > SMALLEST_CELL


@lru_cache(maxsize=2**14)
def _solve(terms: Terms, free: bytes, is_kept: bytes, is_seen: bytes) -> float:
    """The largest value every cell of a table with these overlaps can reach; 0: some cell must be empty.

    It is above 0 or not by which cells are seen alone, so each of them counts one; resamples repeat them.
    """
    kept = np.frombuffer(is_kept, bool)
    design = terms.design[kept][:, np.frombuffer(free, bool)]
    seen = np.frombuffer(is_seen, bool)[kept].astype(float)
    objective = np.append(np.zeros(len(design)), -1.0)
    equal = np.hstack([design.T, design.sum(axis=0)[:, None]])  # every cell is `smallest` and something more
    found = linprog(objective, A_eq=equal, b_eq=seen @ design, bounds=(0, None), method="highs")
    return float(-found.fun) if found.success else 0.0
