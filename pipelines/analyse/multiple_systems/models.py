"""Hierarchical log-linear models: the terms, the sets of them that are models, and their names.

A term is the bit mask of the lists that interact; a model is a row of booleans over the terms of its
`Terms`. Every model contains the mean and each list by itself. What does not belong here: data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Models = NDArray[np.bool_]


@dataclass(frozen=True)
class Terms:
    """The terms up to an order for a number of lists: the mean (0), each list, the pairs, and so on."""

    list_count: int
    max_order: int

    @cached_property
    def masks(self) -> NDArray[np.int64]:
        """Bit masks, the mean first, then by order and by the position of the lists."""
        lists = range(self.list_count)
        chosen = [c for order in range(self.max_order + 1) for c in combinations(lists, order)]
        return np.array([sum(1 << bit for bit in bits) for bits in chosen])

    @cached_property
    def orders(self) -> NDArray[np.int64]:
        """The number of lists in each term."""
        return np.array([int(mask).bit_count() for mask in self.masks])

    @cached_property
    def design(self) -> NDArray[np.float64]:
        """Cells x terms: 1 where the combination contains the term."""
        cells = np.arange(1, 2**self.list_count)[:, None]
        return np.asarray((cells & self.masks) == self.masks, dtype=float)

    @cached_property
    def products(self) -> NDArray[np.float64]:
        """Cells x terms**2: the products of the design's columns, for all information matrices at once."""
        return (self.design[:, :, None] * self.design[:, None, :]).reshape(len(self.design), -1)

    @cached_property
    def interactions(self) -> NDArray[np.int64]:
        """The positions of the terms that may be left out."""
        return np.flatnonzero(self.orders >= 2)

    @cached_property
    def main_effects(self) -> Models:
        """The model of independent lists."""
        return np.asarray(self.orders < 2)

    def within(self, position: int) -> Models:
        """The terms that contain this term, itself included."""
        return np.asarray((self.masks & self.masks[position]) == self.masks[position])

    def parts(self, position: int) -> Models:
        """The terms inside this term, itself left out: what a hierarchical model with it must contain."""
        inside = np.asarray((self.masks & self.masks[position]) == self.masks)
        inside[position] = False
        return inside

    def neighbours(self, model: Models) -> Models:
        """The hierarchical models one term away."""
        found = []
        for position in self.interactions:
            may_go = model[position] and (model & self.within(position)).sum() == 1
            may_come = not model[position] and model[self.parts(position)].all()
            if may_go or may_come:
                other = model.copy()
                other[position] = not model[position]
                found.append(other)
        return np.array(found, dtype=bool).reshape(-1, len(self.masks))

    def names(self, model: Models, lists: Iterable[str]) -> tuple[str, ...]:
        """The interactions of a model as `A:B`, in the order of the terms."""
        lists = tuple(lists)
        return tuple(
            ":".join(name for bit, name in enumerate(lists) if self.masks[p] >> bit & 1)
            for p in self.interactions
            if model[p]
        )

    def model(self, interactions: Iterable[str], lists: Iterable[str]) -> Models:
        """The smallest hierarchical model with these interactions, each as `A:B`."""
        lists = tuple(lists)
        model = self.main_effects.copy()
        for name in interactions:
            wanted = sum(1 << lists.index(part) for part in name.split(":"))
            model |= (self.masks & wanted) == self.masks
        return model


@lru_cache(maxsize=8)
def all_models(terms: Terms) -> Models:
    """Every hierarchical model: 1,024 for five lists with pairs, 6,893 with all orders."""
    models = terms.main_effects[None, :]
    for position in terms.interactions:
        can_have = models[:, terms.parts(position)].all(axis=1)
        more = models[can_have].copy()
        more[:, position] = True
        models = np.concatenate([models, more])
    models.setflags(write=False)
    return models
