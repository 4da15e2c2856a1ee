"""Whether a model has an estimate at all for a table, and whether it is the only one.

Existence: the linear programme of Fienberg and Rinaldo (2012), on the cells that are not dropped: is there
a table with the same overlaps and every cell positive? Identifiability: the rank of the design on those
cells. Numerical convergence proves neither: iterations stop far out, at N = 6e11 for `Artificial_3` with
A:B.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]

from pipelines.analyse.multiple_systems.captures import Counts
from pipelines.analyse.multiple_systems.fitting import Fits, finite_parts
from pipelines.analyse.multiple_systems.models import Models, Terms

EXISTS, NO_MAXIMUM, NOT_IDENTIFIED, NEITHER = 0, 1, 2, 3
SMALLEST_CELL = 1e-6  # of the linear programme; the solver's own tolerance is 1e-7
CERTAIN_STEP = 0.1


def existence_code(terms: Terms, model: Models, counts: Counts) -> int:
    """0 estimable, 1 no (extended) maximum exists, 2 not identified, 3 both; by programme and rank."""
    free, is_kept = finite_parts(terms, model[None, :], counts)
    design = terms.design[is_kept[0]][:, free[0]]
    has_maximum = _smallest_cell(design, counts[is_kept[0]]) > SMALLEST_CELL
    return (not has_maximum) * NO_MAXIMUM + (not _is_of_full_rank(design)) * NOT_IDENTIFIED


def is_estimable(terms: Terms, fits: Fits, index: int, counts: Counts) -> bool:
    """Whether code 0 holds for a fitted model; the programme is solved where the fit does not prove it.

    A last step of s in the logarithms proves it: multiplying each cell by one plus its step gives, by the
    equations that the step solves, a table with exactly the overlaps wanted, positive where s < 1. Where no
    maximum exists, the cells that should vanish keep shrinking by a factor e, a step of 1.
    """
    free, is_kept = finite_parts(terms, fits.models[index : index + 1], counts)
    design = terms.design[is_kept[0]][:, free[0]]
    if not _is_of_full_rank(design):
        return False
    if fits.last_steps[index] < CERTAIN_STEP:
        return True
    return _smallest_cell(design, counts[is_kept[0]]) > SMALLEST_CELL


def _is_of_full_rank(design: Counts) -> bool:
    return bool(np.linalg.matrix_rank(design) == design.shape[1])


def _smallest_cell(design: Counts, counts: Counts) -> float:
    """The largest value every cell of a table with these overlaps can reach (0: some must be empty)."""
    if not counts.any():
        return 0.0
    cells, _size = design.shape
    objective = np.append(np.zeros(cells), -1.0)
    equal = np.hstack([design.T, design.sum(axis=0)[:, None]])  # every cell is `smallest` and something more
    found = linprog(objective, A_eq=equal, b_eq=counts @ design, bounds=(0, None), method="highs")
    return float(-found.fun) if found.success else 0.0
