"""Association in a two-way table: from the counts to the rows that may be shown, or to the refusal.

What does not belong here: reading the file, and the methods themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from pipelines.analyse.patterns.association import wording
from pipelines.analyse.patterns.association.correspondence import Axes, correspondence
from pipelines.analyse.patterns.association.input import read_counts
from pipelines.analyse.patterns.association.nested import are_rates, contains, phi, rows_are_areas
from pipelines.analyse.patterns.association.odds import OddsRatio, adjusted, odds_ratio
from pipelines.analyse.patterns.association.permutation import MonteCarlo, permutation_p
from pipelines.analyse.patterns.association.strength import cramers_v, cramers_v_limits
from pipelines.analyse.patterns.association.table import Input
from pipelines.analyse.patterns.association.through_areas import across_areas
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.results import Analysis, Refusal, Result, refused

ANALYSIS = "association"
LEVEL = 0.05
FEWEST_FOR_MAP = 100
SMALL_TABLE = 50  # cells; above it odds ratios of single cells are not listed
SMALL_EXPECTED, MOST_SMALL = 5, 0.2  # Cochran's rule


@dataclass(frozen=True)
class Settings:
    """What the analyst chooses. `rows_are`: "areas", "categories", or "auto" (by heading and labels).

    `area_names` are names and codes of areas in lower case, such as `by_word` of the code list.
    """

    draws: int = 9999
    seed: int = 20240101
    rows_are: str = "auto"
    area_names: Collection[str] = frozenset()

    def are_areas(self, heading: str, labels: Collection[str]) -> bool:
        """Whether these labels are areas."""
        if self.rows_are == "auto":
            return rows_are_areas(heading, labels, self.area_names)
        return self.rows_are == "areas"


def association_of_file(plain: PlainTable, **options: Any) -> Analysis:
    """The analysis of a plain file; `options` are the fields of Settings."""
    settings, given = Settings(**options), read_counts(plain)
    if isinstance(given, Refusal):
        heading, labels = plain.columns[:1], [row[0] for row in plain.rows]
        if given.code == "FRACTIONAL_COUNT" and settings.are_areas("".join(heading), labels):
            given = wording.ecological()
        return refused(ANALYSIS, given, plain.sha256)
    return association(given, settings)


def association(given: Input, settings: Settings | None = None) -> Analysis:
    """All rows for one table; a refused map leaves the other rows."""
    return _Association(given, settings or Settings()).analysis()


@dataclass(frozen=True)
class _Association:
    given: Input
    settings: Settings

    def analysis(self) -> Analysis:
        hopeless = self._hopeless()
        if hopeless:
            return refused(ANALYSIS, hopeless, self.given.sha256)
        if are_rates(self.given.columns):
            refusal = wording.ecological() if self.is_among_areas else wording.rates()
            return refused(ANALYSIS, refusal, self.given.sha256)
        nested = contains(self.given)
        if nested:
            rows = across_areas(self.given, nested) if self.is_among_areas else []
            refusal = wording.ecological() if self.is_among_areas else wording.nested()
            return Analysis(ANALYSIS, tuple(rows), refusal, self.given.sha256)
        permuted, exact = permutation_p(self.given.counts, self.settings.draws, self.settings.seed)
        withheld = self._map_withheld(permuted)
        rows = [*self._reading(), *self._tests(permuted, exact), *self._strength(), *self._odds_ratios()]
        rows += [*self._inertias(withheld), *self._map(withheld)]
        return Analysis(ANALYSIS, tuple(rows), withheld, self.given.sha256)

    def _hopeless(self) -> Refusal | None:
        """Why there is nothing to compare."""
        if not self.given.counts.size:
            return wording.all_zero()
        rows, columns = self.given.counts.shape
        return wording.one_category(rows < 2) if min(rows, columns) < 2 else None

    @cached_property
    def is_among_areas(self) -> bool:
        given, settings = self.given, self.settings
        return settings.are_areas(given.heading, given.rows) or (
            settings.rows_are == "auto" and rows_are_areas("", given.columns, settings.area_names)
        )

    @cached_property
    def n(self) -> int:
        return int(self.given.counts.sum())

    @cached_property
    def chi2(self) -> tuple[float, float, int]:
        """Statistic without Yates' correction, asymptotic p, degrees of freedom."""
        from scipy.stats import chi2_contingency

        found = chi2_contingency(self.given.counts, correction=False)
        return float(found.statistic), float(found.pvalue), int(found.dof)

    @cached_property
    def axes(self) -> Axes:
        return correspondence(self.given.counts)

    def _result(self, what: str, method: str, estimate: float | None = None, **others: Any) -> Result:
        return Result(what, f"association-{method}", estimate, n=self.n, **others)

    def _reading(self) -> list[Result]:
        """How the table may be read, and what was done to read it."""
        about = wording.among_areas() if self.is_among_areas else wording.association_only()
        note = " ".join([about, *self.given.notes])
        unit = "areas" if self.is_among_areas else "categories"
        return [self._result("reading", "reading", note=note, details={"unit": unit})]

    def _tests(self, permuted: MonteCarlo, exact: MonteCarlo) -> list[Result]:
        statistic, p, df = self.chi2
        counts = self.given.counts
        expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / self.n
        small = float((expected < SMALL_EXPECTED).mean())
        warning = wording.small_expected(small) if small > MOST_SMALL else ""
        rows = [
            self._result("chi2", "chi2", statistic, details={"df": df}),
            self._result("p_asymptotic", "chi2", p, note=warning, details={"df": df}),
            self._simulated("p_permutation", "permutation", permuted),
        ]
        if counts.shape != (2, 2):
            rows.append(self._simulated("p_freeman_halton", "freeman-halton", exact))
        return rows

    def _simulated(self, what: str, method: str, found: MonteCarlo) -> Result:
        draws, seed = self.settings.draws, self.settings.seed
        low, high = min(found.low, found.p), max(found.high, found.p)
        note, details = wording.permuted(draws, seed), {"draws": draws, "seed": seed}
        return self._result(what, method, found.p, low=low, high=high, note=note, details=details)

    def _strength(self) -> list[Result]:
        rows, columns = self.given.counts.shape
        estimate = cramers_v(self.chi2[0], self.n, rows, columns)
        low, high = cramers_v_limits(self.chi2[0], self.n, rows, columns)
        found = []
        if estimate is not None:  # the correction for the shape can carry it past a limit
            low, high = min(low, estimate), max(high, estimate)
            found.append(self._result("cramers_v", "cramers-v", estimate, low=low, high=high))
        if (rows, columns) == (2, 2):
            found.append(self._result("phi", "phi", phi(*map(int, self.given.counts.ravel()))))
        return found

    def _odds_ratios(self) -> list[Result]:
        """One for a 2x2 table; in a larger one each cell against the rest, with adjusted p."""
        counts = self.given.counts
        if counts.shape == (2, 2):
            found = odds_ratio(*map(int, counts.ravel()))
            if found is None:
                return []
            test = self._result("p_fisher", "fisher", found.p)
            return [test, self._odds("odds_ratio", found, {"cells": counts.ravel().tolist()})]
        if counts.size > SMALL_TABLE:
            return []
        tables = [(i, j, self._fourfold(i, j)) for i, j in self._cells()]
        ratios = [(i, j, cells, ratio) for i, j, cells in tables if (ratio := odds_ratio(*cells))]
        p_adjusted = adjusted([ratio.p for _i, _j, _cells, ratio in ratios])
        return [
            self._odds("odds_ratio", ratio, {
                "row": self.given.rows[i], "column": self.given.columns[j],
                "cells": list(cells), "p_adjusted": p,
            })
            for (i, j, cells, ratio), p in zip(ratios, p_adjusted, strict=True)
        ]  # fmt: skip

    def _cells(self) -> list[tuple[int, int]]:
        """The cells to list; of two rows or columns only the first, as the other says the same."""
        rows, columns = (1 if side == 2 else side for side in self.given.counts.shape)
        return [(i, j) for i in range(rows) for j in range(columns)]

    def _fourfold(self, i: int, j: int) -> tuple[int, int, int, int]:
        """The cell against the rest of its row, of its column, and of the table."""
        counts = self.given.counts
        cell, row, column = int(counts[i, j]), int(counts[i].sum()), int(counts[:, j].sum())
        return cell, row - cell, column - cell, self.n - row - column + cell

    def _odds(self, what: str, found: OddsRatio, details: dict[str, Any]) -> Result:
        notes = {"exact": "", "firth": wording.open_interval(), "wald": wording.wald()}
        return self._result(
            what, f"odds-ratio-{found.method}", found.estimate, low=found.low, high=found.high,
            note=notes[found.method], details={"p_fisher": found.p} | details,
        )  # fmt: skip

    def _has_map(self) -> bool:
        """A map needs two axes, so three rows and three columns."""
        return len(self.given.rows) > 2 and len(self.given.columns) > 2

    def _map_withheld(self, permuted: MonteCarlo) -> Refusal | None:
        if not self._has_map():
            return None
        if permuted.p >= LEVEL:
            return wording.no_association(permuted.p, LEVEL)
        return wording.few_for_map(self.n, FEWEST_FOR_MAP) if self.n < FEWEST_FOR_MAP else None

    def _inertias(self, withheld: Refusal | None) -> list[Result]:
        total = float(self.axes.inertias.sum())
        note = wording.as_description() if withheld else ""
        return [
            self._result("inertia", "correspondence", float(inertia), note=note, details={
                "axis": axis, "share": float(inertia) / total if total else 0.0,
            })
            for axis, inertia in enumerate(self.axes.inertias, 1)
        ]  # fmt: skip

    def _map(self, withheld: Refusal | None) -> list[Result]:
        """The points on the first two axes (principal coordinates), or why there are none."""
        if not self._has_map():
            return []
        if withheld:
            return [self._result("map", "correspondence", refusal=withheld)]
        axes, given = self.axes, self.given
        points = [
            *zip(("row",) * len(given.rows), given.rows, axes.rows, axes.row_masses, strict=True),
            *zip(
                ("column",) * len(given.columns), given.columns, axes.columns, axes.column_masses, strict=True
            ),
        ]
        return [
            self._result("map_point", "correspondence", details={
                "side": side, "label": label, "x": float(at[0]), "y": float(at[1]), "mass": float(mass),
            })
            for side, label, at, mass in points
        ]  # fmt: skip
