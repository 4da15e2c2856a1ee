"""Columns that contain each other, and rows that are areas: where an association may not be read as usual.

In Robinson's data (1950) each row is a State with its population, those of a group, and the illiterate of
both: a correlation of shares among States has the opposite sign to the one among persons. What does not
belong here: tables of categories that exclude each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import permutations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from pipelines.analyse.patterns.association.table import Counts, Input

HEADINGS = frozenset([
    "area", "areas", "ref_area", "geo", "iso", "iso3", "country", "countries", "state", "states", "region",
    "regions", "province", "county", "district", "municipality", "department", "city", "town",
    "pays", "état", "région", "commune", "país", "pais", "estado", "región", "provincia", "municipio",
    "территория", "страна", "область", "регион", "район",
    "国家", "地区", "省", "州", "البلد", "الدولة", "المنطقة",
])  # fmt: skip
POPULATIONS = frozenset(
    ["pop", "population", "all", "inhabitants", "población", "население", "人口", "السكان"]
)
RATES = frozenset(
    ["rate", "rates", "share", "percent", "percentage", "pct", "proportion", "taux", "tasa", "доля"]
)
PARTS = frozenset(["of which", "thereof", "dont", "de los cuales", "из них", "其中", "منهم"])
SEPARATORS = ("_", " ", "-", ".")


@dataclass(frozen=True)
class Nested:
    """Per area, counts of persons (int64): a population, those with a trait, a group, those with both.

    `both` is None where the file does not say it. `group` names the column of the group.
    """

    group: str
    everyone: Counts
    trait: Counts
    members: Counts
    both: Counts | None

    def among_areas(self) -> float | None:
        """The correlation over areas of the group's share with the trait's share; None without variation."""
        shares = self.members / self.everyone, self.trait / self.everyone
        if min(np.ptp(share) for share in shares) <= 0:
            return None
        return float(np.corrcoef(*shares)[0, 1])

    def among_persons(self) -> float | None:
        """The phi of group and trait over all persons; None where it cannot be known."""
        if self.both is None:
            return None
        everyone, trait, members, both = (
            int(part.sum()) for part in (self.everyone, self.trait, self.members, self.both)
        )
        return phi(both, members - both, trait - both, everyone - members - trait + both)


def phi(a: int, b: int, c: int, d: int) -> float | None:
    """The correlation of two yes-no traits, [[a, b], [c, d]]; None with an empty margin or a cell below 0."""
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins <= 0 or min(a, b, c, d) < 0:
        return None
    return (a * d - b * c) / sqrt(margins)


def rows_are_areas(heading: str, labels: Collection[str], area_names: Collection[str]) -> bool:
    """Whether the heading says so, or at least half of the labels (two or more) name areas.

    Two letters and numbers are no names: SM and SE are San Marino and Sweden, and senior managers and others.
    """
    if heading.casefold() in HEADINGS:
        return True
    names = [label.casefold() for label in labels if not (label.isascii() and len(label) < 3)]
    named = sum(name in area_names for name in names if not name.isdigit())
    return named >= 2 and 2 * named >= len(labels)


def are_rates(names: Collection[str]) -> bool:
    """Whether any of the columns says that it holds rates or shares and not counts."""
    return any("%" in name or RATES & set(re.split(r"[\W_]+", name.casefold())) for name in names)


def contains(given: Input) -> tuple[tuple[str, str], ...]:
    """The pairs of columns (whole, part) of which one contains the other, by name and in every row.

    `pop` and `pop_il` beside `black` and `black_il`: an ending that two columns or more take; or one that
    says so itself ("of which"); or a column named population that no other exceeds. One pair with any ending
    is not enough: "no answer" is no part of "no".
    """
    counts = dict(zip(given.columns, given.counts.T, strict=True))
    named = [
        (whole, part)
        for whole, part in permutations(given.columns, 2)
        if part.startswith(tuple(whole + separator for separator in SEPARATORS))
        and bool((counts[part] <= counts[whole]).all())
    ]
    endings = Counter(part.removeprefix(whole) for whole, part in named)
    populations = [
        name
        for name in given.columns
        if name.casefold() in POPULATIONS and bool((given.counts.max(axis=1) <= counts[name]).all())
    ]
    of_populations = [(name, part) for name in populations for part in given.columns if part != name]
    parts = [pair for pair in named if _is_part(pair[1].removeprefix(pair[0]), endings)]
    return tuple(dict.fromkeys(parts + of_populations))


def _is_part(ending: str, endings: Counter[str]) -> bool:
    """Whether an ending says that the column is a part of another."""
    return endings[ending] > 1 or ending.strip(" _-.").casefold().replace("_", " ") in PARTS


def nested_groups(given: Input, pairs: tuple[tuple[str, str], ...]) -> list[Nested]:
    """The groups whose share can be set against that of a trait; none where no column is the population.

    The population is the column that contains the most; its trait the part that bears its name.
    """
    counts = dict(zip(given.columns, given.counts.T, strict=True))
    everyone = max(given.columns, key=lambda name: int(counts[name].sum()))
    if not counts[everyone].all() or any((column > counts[everyone]).any() for column in counts.values()):
        return []
    traits = [part for whole, part in pairs if whole == everyone and part.startswith(everyone)]
    if len(traits) != 1:
        return []
    ending = traits[0].removeprefix(everyone)
    groups = [name for name in given.columns if name != everyone and not name.endswith(ending)]
    return [
        Nested(name, counts[everyone], counts[traits[0]], counts[name], counts.get(name + ending))
        for name in groups
    ]


def correlation_limits(r: float, n: int) -> tuple[float | None, float | None]:
    """Fisher's limits (95 %) of a correlation over n areas; None with fewer than four."""
    if n < 4 or abs(r) >= 1:
        return None, None
    limits: NDArray[np.float64] = np.tanh(
        np.arctanh(r) + np.array([-1, 1]) * 1.959963984540054 / (n - 3) ** 0.5
    )
    return float(limits[0]), float(limits[1])
