"""Typology of cases: which means, roles and channels come together, if anything more than chance does.

A gate first: within each source, the traits of an attribute are exchanged between the cases of one area as
they stand. Only where the cases show more association than that are the pairs above the largest of chance
joined to modules. What does not belong here: single pairs (co_occurrence), and any claim
that a case has a type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.patterns import wording
from pipelines.analyse.patterns.case_traits import Traits, case_traits
from pipelines.analyse.patterns.standing import FEWEST_SHOWN, is_empty, nothing_public
from pipelines.analyse.result_tables import Keyed, keep_results
from pipelines.analyse.results import Refusal, Result
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METHOD = "patterns-typology"
KEYS = {"source": "VARCHAR", "offence": "VARCHAR", "module": "INTEGER", "attribute": "VARCHAR",
        "trait": "VARCHAR", "with_attribute": "VARCHAR", "with_trait": "VARCHAR"}  # fmt: skip
ATTRIBUTES = ("means", "role", "recruitment_channel")
FEWEST_CASES = 100
LEVEL = 0.05
DRAWS, SEED = 999, 20240101


@dataclass(frozen=True)
class Gate:
    """What the exchange showed: p of the whole, and for each pair (traits x traits) its adjusted p.

    `correlations` are within areas; p of pairs is Westfall and Young's, against the largest of each draw.
    """

    p: float
    correlations: NDArray[np.float64]
    p_pairs: NDArray[np.float64]


def make_typology(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `typology`: the gate of each source, and the modules of those that pass."""
    rows: list[Keyed] = []
    if is_empty(connection, "standing_cases"):
        rows = nothing_public("gate", METHOD, len(KEYS), "cases")
    else:
        rows = [row for traits in case_traits(connection) for row in _typology(traits)]
    keep_results(connection, "typology", KEYS, rows)


def _typology(traits: Traits) -> Iterator[Keyed]:
    """The rows of one source and offence: the gate, then pairs and modules or the refusal."""
    known = traits.was_asked(*ATTRIBUTES)
    has, areas = traits.has[known], traits.areas[known]
    nowhere = (traits.source, traits.offence, None, None, None, None, None)
    if len(has) < FEWEST_CASES:
        yield nowhere, Result("gate", METHOD, refusal=wording.too_few_cases(FEWEST_CASES))
        return
    blocks = [_varied(has, traits.of(attribute)) for attribute in ATTRIBUTES]
    if sum(bool(block) for block in blocks) < 2:
        yield nowhere, Result("gate", METHOD, refusal=wording.nothing_varies())
        return
    n, spread = len(has), len(np.unique(areas))
    gate = exchange(has.astype(float), areas, blocks)
    yield nowhere, Result("p_gate", METHOD, gate.p, n=n, areas=spread, years=traits.years,
                          note=wording.exchanged(DRAWS, SEED))  # fmt: skip
    refusal = wording.gate_closed(gate.p, LEVEL) if gate.p >= LEVEL else None
    pairs = [] if refusal else _pairs(has, gate)
    if not pairs:
        yield nowhere, Result("module", METHOD, n=n, areas=spread, refusal=refusal or wording.no_pair())
        return
    yield from _modules(traits, has, gate, pairs)


def _varied(has: NDArray[np.bool_], places: Sequence[int]) -> list[int]:
    """The traits that at least five cases have and at least five have not."""
    counts = has.sum(axis=0)
    return [i for i in places if FEWEST_SHOWN <= counts[i] <= len(has) - FEWEST_SHOWN]


def exchange(has: NDArray[np.float64], areas: NDArray[np.int64], blocks: Sequence[Sequence[int]]) -> Gate:
    """The gate for `has` (cases x traits, 0 or 1): the blocks of traits exchanged whole, within areas."""
    scaled = _within_areas(has, areas)
    across = np.zeros((has.shape[1], has.shape[1]), dtype=bool)
    for i, one in enumerate(blocks):
        for other in blocks[i + 1 :]:
            across[np.ix_(one, other)] = True
    correlations = scaled.T @ scaled / len(has)
    given = float(np.square(correlations[across]).sum())
    generator = np.random.default_rng(SEED)
    largest, hits = np.empty(DRAWS), 0
    for draw in range(DRAWS):
        found = _exchanged(scaled, areas, blocks, generator)
        chance = (found.T @ found / len(has))[across]
        hits += float(np.square(chance).sum()) >= given * (1 - 1e-12)
        largest[draw] = chance.max()
    exceeded = (largest[:, None, None] >= correlations[None] * (1 - 1e-12)).sum(axis=0)
    p_pairs = np.where(across, (1 + exceeded) / (1 + DRAWS), 1.0)
    return Gate((1 + hits) / (1 + DRAWS), correlations, p_pairs)


def _within_areas(has: NDArray[np.float64], areas: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each trait as its distance from the share in its area, to variance 1 (0 where it never varies)."""
    _names, place = np.unique(areas, return_inverse=True)
    sums = np.zeros((place.max() + 1, has.shape[1]))
    np.add.at(sums, place, has)
    centred = has - (sums / np.bincount(place)[:, None])[place]
    spread = centred.std(axis=0)
    return np.asarray(np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0))


def _exchanged(
    scaled: NDArray[np.float64],
    areas: NDArray[np.int64],
    blocks: Sequence[Sequence[int]],
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    """The traits with the rows of each block but the first in another order within each area."""
    found = scaled.copy()
    order = np.argsort(areas, kind="stable")
    for block in blocks[1:]:
        places = np.array(block, dtype=np.intp)
        moved = np.lexsort((generator.random(len(areas)), areas))
        found[np.ix_(order, places)] = scaled[np.ix_(moved, places)]
    return found


def _pairs(has: NDArray[np.bool_], gate: Gate) -> list[tuple[int, int]]:
    """The pairs above chance that at least five cases have together."""
    together = has.T.astype(int) @ has.astype(int)
    found = (gate.p_pairs < LEVEL) & (gate.correlations > 0) & (together >= FEWEST_SHOWN)
    return [(int(i), int(j)) for i, j in np.argwhere(found)]


def _modules(
    traits: Traits, has: NDArray[np.bool_], gate: Gate, pairs: list[tuple[int, int]]
) -> Iterator[Keyed]:
    """For each module its pairs, and the share of cases that have one of its traits of every kind."""
    n, years = len(has), traits.years
    for number, members in enumerate(_joined(pairs, has.shape[1]), 1):
        at = (traits.source, traits.offence, number)
        for i, j in pairs:
            if i in members:
                where = (*at, *traits.traits[i], *traits.traits[j])
                yield where, Result("correlation", METHOD, float(gate.correlations[i, j]), n=n, years=years)
                yield where, Result("p_adjusted", METHOD, float(gate.p_pairs[i, j]), n=n, years=years)
        kinds = [[i for i in members if i in traits.of(attribute)] for attribute in ATTRIBUTES]
        yield (*at, None, None, None, None), _module(has, [kind for kind in kinds if kind], years)


def _joined(pairs: list[tuple[int, int]], count: int) -> list[list[int]]:
    """The traits that pairs connect, module by module."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    first, second = np.array(pairs).T
    graph = coo_array((np.ones(len(pairs)), (first, second)), shape=(count, count))
    _count, labels = connected_components(graph, directed=False)
    used = {int(label) for label in labels[np.unique(pairs)]}
    return [np.flatnonzero(labels == label).tolist() for label in sorted(used)]


def _module(has: NDArray[np.bool_], kinds: list[list[int]], years: tuple[int, int]) -> Result:
    """The share of cases with at least one trait of each kind that the module has (means, role, channel)."""
    from pipelines.analyse.patterns.proportions import exact_limits

    n, complete = len(has), sum(np.all([has[:, kind].any(axis=1) for kind in kinds], axis=0).tolist())
    if complete < FEWEST_SHOWN or 0 < n - complete < FEWEST_SHOWN:
        refusal: Refusal = wording.few_cases()
        return Result("module_share", METHOD, n=n, refusal=refusal)
    low, high = exact_limits(complete, n)
    return Result("module_share", METHOD, complete / n, low, high, n, years=years, note=wording.of_module())
