"""Multiple systems estimation: from a capture table to the rows that may be shown, or to the refusal.

The best five models are always shown beside each other; the headline repeats the best one with the interval
that includes the choice, and is withheld where the data do not bear it. What does not belong here: fitting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipelines.analyse.multiple_systems import wording
from pipelines.analyse.multiple_systems.bootstrap import (
    Interval,
    Procedure,
    bic_estimates,
    bootstrap,
    stepwise_estimates,
)
from pipelines.analyse.multiple_systems.captures import CaptureTable, same_lists
from pipelines.analyse.multiple_systems.fitting import deviance, wald_interval
from pipelines.analyse.multiple_systems.headline import Goodness, goodness, withheld
from pipelines.analyse.multiple_systems.input import Input
from pipelines.analyse.multiple_systems.models import Terms
from pipelines.analyse.multiple_systems.selection import (
    EXHAUSTIVE_LISTS,
    Choice,
    best_by_bic,
    choose_stepwise,
)
from pipelines.analyse.multiple_systems.sharing import ALONE, Sharing, sharing
from pipelines.analyse.results import Analysis, Refusal, Result, refused

ANALYSIS = "mse"
FEWEST_LISTS = 3
SHOWN_MODELS = 5
ALL_ORDERS_LISTS = 4  # up to here interactions of every order are searched: 113 models; five lists have 6,893


@dataclass(frozen=True)
class Settings:
    """What the analyst chooses; `draws` are for each of `seed_count` seeds, which follow on `seed`.

    `max_order` 0: every order up to four lists, pairs above.
    """

    draws: int = 1000
    seed: int = 20240101
    seed_count: int = 3
    linkage: str = ""
    max_order: int = 0
    workers: int = 1

    @property
    def seeds(self) -> range:
        """The seeds of the resamples."""
        return range(self.seed, self.seed + self.seed_count)

    def terms(self, list_count: int) -> Terms:
        """The terms to search: above the exhaustive search, pairs only."""
        usual = list_count - 1 if list_count <= ALL_ORDERS_LISTS else 2
        wanted = self.max_order if self.max_order and list_count <= EXHAUSTIVE_LISTS else usual
        return Terms(list_count, max(2, min(wanted, list_count - 1)))


def estimate_hidden(given: Input, settings: Settings | None = None) -> Analysis:
    """All rows for one capture table: five models, the class not searched, stepwise, BIC, the headline."""
    chosen = settings or Settings()
    estimation = _Estimation(given, chosen)
    hopeless = estimation.hopeless()
    if hopeless:
        return refused(ANALYSIS, hopeless, given.sha256)
    with sharing(chosen.workers, chosen.draws * chosen.seed_count) as share:
        return replace(estimation, share=share).analysis()


@dataclass(frozen=True)
class _Estimation:
    given: Input
    settings: Settings
    share: Sharing = ALONE

    @property
    def table(self) -> CaptureTable:
        return self.given.table

    def analysis(self) -> Analysis:
        terms = self.settings.terms(len(self.table.lists))
        models = best_by_bic(terms, self.table.counts, SHOWN_MODELS)
        if not models:
            return refused(ANALYSIS, wording.no_estimate(), self.given.sha256)
        rows = [self._model("model", terms, choice, rank) for rank, choice in enumerate(models, 1)]
        other = self._other_class(terms)
        if other:
            rows.append(self._model(f"best of {_class(other[0])}", *other))
        rivals = models + ([other[1]] if other and other[1].criterion < models[-1].criterion else [])
        rows += self._chosen(terms, rivals)
        return Analysis(ANALYSIS, tuple(rows), rows[-1].refusal, self.given.sha256)

    def _chosen(self, terms: Terms, rivals: list[Choice]) -> list[Result]:
        """Stepwise, by BIC where the search is exhaustive, and the last of them as the headline."""
        pairs = Terms(terms.list_count, 2)
        stepwise = choose_stepwise(pairs, self.table.counts)
        rows = [self._stepwise(pairs, stepwise)]
        searched, picked = pairs, stepwise
        if _is_exhaustive(terms):
            searched, picked = terms, rivals[0]
            rows.append(self._by_bic(terms, rivals[0]))
        fit = goodness(self.table, searched, picked, self.settings.seed) if picked else None
        refusal = withheld(self.table, rivals, fit, rows[-1])
        return [*rows, self._headline(rows[-1], fit, refusal)]

    def hopeless(self) -> Refusal | None:
        """Why nothing at all can be fitted."""
        if not self.table.persons:
            return wording.no_data()
        count = len(self.table.lists)
        if count < FEWEST_LISTS:
            return wording.few_lists(count)
        same = same_lists(self.table)
        return wording.one_list(same) if same else None

    def _other_class(self, terms: Terms) -> tuple[Terms, Choice] | None:
        """The best model of the class that was not searched: pairs only, or every order; up to five lists."""
        highest = terms.list_count - 1
        if not _is_exhaustive(terms) or highest == 2:
            return None
        other = Terms(terms.list_count, highest if terms.max_order == 2 else 2)
        best = best_by_bic(other, self.table.counts)
        return (other, best[0]) if best else None

    def _model(self, what: str, terms: Terms, choice: Choice, rank: int = 1) -> Result:
        low, high = wald_interval(terms, choice.fits, choice.index)
        with_chance = wald_interval(terms, choice.fits, choice.index, with_chance=True)
        details = {"rank": rank} | self._details(terms, choice) | {"with_chance": list(with_chance)}
        note = wording.given_the_model()
        return Result(
            what, _method(terms), choice.estimate, low, high, self.table.persons, note=note, details=details
        )

    def _details(self, terms: Terms, choice: Choice) -> dict[str, Any]:
        return {
            "terms": list(terms.names(choice.model, self.table.lists)),
            "criterion": choice.criterion,
            "criterion_name": "BIC",
            "deviance": deviance(choice.fits, choice.index, self.table.counts),
        }

    def _stepwise(self, pairs: Terms, choice: Choice | None) -> Result:
        if choice is None:
            return Result("stepwise", "mse-stepwise", n=self.table.persons, refusal=wording.no_estimate())
        return self._bootstrapped("stepwise", "mse-stepwise", pairs, choice, stepwise_estimates)

    def _by_bic(self, terms: Terms, best: Choice) -> Result:
        return self._bootstrapped("choice by BIC", _method(terms), terms, best, bic_estimates)

    def _bootstrapped(
        self, what: str, method: str, terms: Terms, choice: Choice, procedure: Procedure
    ) -> Result:
        """The chosen model with the interval in which it was chosen anew for each resample."""
        settings, persons = self.settings, self.table.persons
        found = bootstrap(
            self.table,
            terms,
            procedure,
            draws=settings.draws,
            seeds=settings.seeds,
            share=self.share,
        )
        details = self._details(terms, choice)
        if found is None:
            return Result(what, method, n=persons, refusal=wording.unstable(), details=details)
        low, high = found.bca or found.percentile
        details |= _interval_details(found, settings.seeds)
        note = wording.of_interval(found)
        return Result(what, method, choice.estimate, low, high, persons, note=note, details=details)

    def _headline(self, chosen: Result, fit: Goodness | None, refusal: Refusal | None) -> Result:
        of_fit, details = (fit.notes, fit.details) if fit else ((), {})
        about = wording.of_input(self.settings.linkage, self.given.empty_lists, self.given.notes)
        if refusal:
            note = " ".join((*of_fit, about))
            return Result("headline", chosen.method, n=chosen.n, note=note, refusal=refusal, details=details)
        note = " ".join(part for part in (*of_fit, chosen.note, about) if part)
        return replace(chosen, what="headline", note=note, details=dict(chosen.details) | details)


def _interval_details(found: Interval, seeds: range) -> dict[str, Any]:
    return {
        "interval": "BCa" if found.bca else "percentile",
        "percentile_low": found.percentile[0],
        "percentile_high": found.percentile[1],
        "z0": found.z0,
        "acceleration": found.acceleration,
        "low_over_seeds": list(found.spread[0]),
        "high_over_seeds": list(found.spread[1]),
        "seeds": list(seeds),
        "draws": found.draws,
        "draws_without_estimate": found.failed,
    }


def _is_exhaustive(terms: Terms) -> bool:
    return terms.list_count <= EXHAUSTIVE_LISTS


def _class(terms: Terms) -> str:
    return "pairs" if terms.max_order == 2 else "all orders"


def _method(terms: Terms) -> str:
    if not _is_exhaustive(terms):
        return "mse-bic-descent"
    return "mse-bic-pairs" if terms.max_order == 2 else "mse-bic-all-orders"
