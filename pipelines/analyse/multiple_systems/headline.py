"""Whether one of the models may be the headline, and what is said of it if so.

The other rows stay whatever is decided here. What does not belong here: fitting, and the sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.analyse.multiple_systems import wording
from pipelines.analyse.multiple_systems.captures import CaptureTable, lists_within
from pipelines.analyse.multiple_systems.goodness import (
    chance_of_fit,
    chance_of_nobody_outside,
    degrees_of_freedom,
)
from pipelines.analyse.multiple_systems.models import Terms
from pipelines.analyse.multiple_systems.selection import Choice
from pipelines.analyse.results import Refusal, Result

FEWEST_PERSONS = 100
FURTHEST_APART = 2.0
REFUSED_AT = 0.001  # one sound table in a thousand loses its headline
NOTED_AT = 0.05


@dataclass(frozen=True)
class Goodness:
    """How the chosen model describes those who are seen: `p` of its fit (None: no degrees of freedom).

    `apart` and `by_chance` are the pairs (inner, outer) of lists of which one holds the other: what the model
    says is beyond chance, and what may be chance.
    """

    p: float | None
    degrees_of_freedom: int
    apart: tuple[tuple[str, str], ...]
    by_chance: tuple[tuple[str, str], ...]

    @property
    def details(self) -> dict[str, Any]:
        """For the row of the headline."""
        return {"fit_p": self.p, "fit_degrees_of_freedom": self.degrees_of_freedom}

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know of the fit beside an estimate, or beside another reason to withhold it."""
        notes = [wording.within_by_chance(*pair) for pair in self.by_chance]
        if self.p is None:
            notes.append(wording.fit_unknown())
        elif REFUSED_AT < self.p < NOTED_AT:
            notes.append(wording.fits_poorly(self.p))
        return tuple(notes)

    def refusal(self) -> Refusal | None:
        """A list within another is named before the fit that it spoils."""
        if self.apart:
            return wording.list_within(*self.apart[0])
        if self.p is not None and self.p <= REFUSED_AT:
            return wording.does_not_fit(self.p)
        return None


def goodness(table: CaptureTable, terms: Terms, choice: Choice, seed: int) -> Goodness:
    """How the chosen model describes those who are seen."""
    pairs = lists_within(table)
    is_chance = [chance_of_nobody_outside(table, choice, *pair) > REFUSED_AT for pair in pairs]
    named = [(table.lists[inner], table.lists[outer]) for inner, outer in pairs]
    return Goodness(
        chance_of_fit(terms, choice, table.counts, seed),
        degrees_of_freedom(choice),
        tuple(pair for pair, is_so in zip(named, is_chance, strict=True) if not is_so),
        tuple(pair for pair, is_so in zip(named, is_chance, strict=True) if is_so),
    )


def withheld(
    table: CaptureTable, rivals: Sequence[Choice], fit: Goodness | None, chosen: Result
) -> Refusal | None:
    """The first reason not to show a headline; `fit` is None where nothing was chosen."""
    if table.persons < FEWEST_PERSONS:
        return wording.few_persons(table.persons, FEWEST_PERSONS)
    unfit = fit.refusal() if fit else None
    if unfit:
        return unfit
    estimates = [choice.estimate for choice in rivals]
    if max(estimates) > FURTHEST_APART * min(estimates):
        return wording.models_disagree(min(estimates), max(estimates))
    return chosen.refusal or (None if _is_within(chosen) else wording.outside_its_interval())


def _is_within(chosen: Result) -> bool:
    ends = (chosen.low, chosen.estimate, chosen.high)
    return None in ends or list(ends) == sorted(end for end in ends if end is not None)
