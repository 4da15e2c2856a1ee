"""Co-occurrence: how much more often two traits of different kinds are in the same case than apart.

Means with roles, roles with channels, and so on; within each source, and over the sources by strata. What
does not belong here: groups of more than two (typology).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.association.odds import OddsRatio, adjusted, odds_ratio
from pipelines.analyse.patterns.association.stratified import Fourfold, pooled_odds_ratio
from pipelines.analyse.patterns.case_traits import CASE_ATTRIBUTES, Traits, case_traits
from pipelines.analyse.patterns.standing import is_empty, is_hidden, nothing_public
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Result
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD, POOLED = "patterns-co-occurrence", "patterns-co-occurrence-stratified"
KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "first_attribute": "VARCHAR", "first": "VARCHAR",
        "second_attribute": "VARCHAR", "second": "VARCHAR"}  # fmt: skip
FEWEST_CASES = 30
Trait = tuple[str, str]


@dataclass(frozen=True)
class _Pair:
    """Two traits and the cases that have both, one of them, or neither; `ratio` None with an empty margin."""

    first: Trait
    second: Trait
    cells: Fourfold
    ratio: OddsRatio | None

    @property
    def is_shown(self) -> bool:
        return not any(map(is_hidden, self.cells))


def make_co_occurrence(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `co_occurrence`: odds ratios of pairs of traits; source `_T` is over the sources, by strata."""
    rows: list[Keyed] = []
    if is_empty(connection, "standing_cases"):
        rows = nothing_public("odds_ratio", METHOD, len(KEYS), "cases")
    else:
        strata: dict[tuple[str, Trait, Trait], list[_Pair]] = defaultdict(list)
        for traits in case_traits(connection):
            pairs = [*_pairs(traits)]
            rows += _within(traits, pairs)
            for pair in pairs:
                strata[traits.offence, pair.first, pair.second].append(pair)
        rows += [row for (offence, _a, _b), found in strata.items() for row in _over_sources(offence, found)]
    keep_results(connection, "co_occurrence", KEYS, rows)


def _pairs(traits: Traits) -> Iterator[_Pair]:
    """All pairs of traits of two attributes, over the cases in which both attributes are known."""
    for one, other in combinations(CASE_ATTRIBUTES, 2):
        known = traits.has[traits.was_asked(one, other)].astype(int)
        together, totals, n = known.T @ known, known.sum(axis=0), len(known)
        for i in traits.of(one):
            for j in traits.of(other):
                a, b, c = int(together[i, j]), int(totals[i]), int(totals[j])
                cells = (a, b - a, c - a, n - b - c + a)
                yield _Pair(traits.traits[i], traits.traits[j], cells, odds_ratio(*cells))


def _within(traits: Traits, pairs: list[_Pair]) -> Iterator[Keyed]:
    """The pairs of one source; their p adjusted over all that were tested, shown or not."""
    nowhere = (traits.source, traits.offence, None, None, None, None)
    n = len(traits.has)
    if n < FEWEST_CASES:
        yield nowhere, Result("odds_ratio", METHOD, refusal=wording.too_few_cases(FEWEST_CASES))
        return
    tested = [pair for pair in pairs if pair.ratio]
    p_adjusted = adjusted([pair.ratio.p for pair in tested if pair.ratio])
    for pair, p in zip(tested, p_adjusted, strict=True):
        if pair.is_shown and pair.ratio:
            yield from _rows(traits, pair, pair.ratio, p)
    if any(not pair.is_shown for pair in tested):
        yield nowhere, Result("odds_ratio", METHOD, refusal=wording.few_cases())


def _rows(traits: Traits, pair: _Pair, ratio: OddsRatio, p_adjusted: float) -> Iterator[Keyed]:
    at = (traits.source, traits.offence, *pair.first, *pair.second)
    n, areas, years = sum(pair.cells), int(traits.areas.max()), traits.years
    note = wording.in_the_same_case()
    yield at, Result("odds_ratio", METHOD, ratio.estimate, ratio.low, ratio.high, n, areas, years, note)
    yield at, Result("p_fisher", METHOD, ratio.p, n=n, areas=areas, years=years)
    yield at, Result("p_adjusted", METHOD, p_adjusted, n=n, areas=areas, years=years)


def _over_sources(offence: str, pairs: list[_Pair]) -> Iterator[Keyed]:
    """The common odds ratio of the sources that have the pair, and whether they agree."""
    shown = [pair for pair in pairs if pair.is_shown]
    found = pooled_odds_ratio([pair.cells for pair in shown])
    if found is None:
        return
    at = (TOTAL, offence, *pairs[0].first, *pairs[0].second)
    n, note = sum(sum(pair.cells) for pair in shown), wording.by_source(found.strata)
    yield at, Result("odds_ratio", POOLED, found.estimate, found.low, found.high, n, note=note)
    yield at, Result("p_equal_odds", POOLED, found.p_equal, n=n, note=wording.breslow_day())
