"""What a State returns on the victims it found, and on its nationals whom it brought home.

What does not belong here: its answers on justice, assistance and measures (files of their own).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.worlds.counts import AGES, OFFENCES, SEXES, Counts, Drawn
from pipelines.worlds.international import ORGAN, WHOLE, marginals
from pipelines.worlds.routes import KINDS, SHARES, Route
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import Settings, generator
from pipelines.worlds.wording import note
from pipelines.worlds.world import RETURN, Sheet

ORGANS = {"KIDNEY": 0.85, "LIVER": 0.1, "_U": 0.05}
RETURNED_SHARE = 0.4
"""Of a State's citizens who were detected in another State, the share whom it brings home."""


@dataclass(frozen=True)
class Origins:
    """Persons by State, year and route; by State, year and means; by State, year and organ; brought home."""

    routes: dict[str, tuple[Route, ...]]
    by_route: dict[str, Counts]
    by_means: dict[str, Counts]
    by_organ: dict[str, Counts]
    home: dict[str, Counts]


def draw_origins(settings: Settings, drawn: Drawn, routes: dict[str, tuple[Route, ...]]) -> Origins:
    """Share the persons of the last version out over routes, means and organs (means overlap)."""
    rng = generator(settings, "origins")
    chances = list(_means().values())
    by_route, by_means, by_organ, home = {}, {}, {}, {}
    for code in drawn.people.returning:
        totals = drawn.counts[-1, ORGAN, drawn.area(code)].sum(axis=(1, 2))
        by_route[code] = rng.multinomial(totals, SHARES)
        by_means[code] = rng.binomial(totals[:, None], chances)
        by_organ[code] = rng.multinomial(totals, list(ORGANS.values()))
        home[code] = rng.binomial(by_route[code], RETURNED_SHARE)
    return Origins(routes, by_route, by_means, by_organ, home)


def _means() -> dict[str, float]:
    """Means -> the share of persons it was used on, over the kinds of case."""
    names = sorted({means for kind in KINDS for means in kind.means})
    return {name: sum(kind.share * kind.means.get(name, 0.0) for kind in KINDS) for name in names}


def return_sheets(settings: Settings, drawn: Drawn, origins: Origins) -> list[Sheet]:
    """A sheet of victims for each returning State in each of the last two versions."""
    return [
        _sheet(settings, drawn, origins, code, version)
        for version in range(1, len(settings.known_since))
        for code in drawn.people.returning
    ]


def _sheet(settings: Settings, drawn: Drawn, origins: Origins, code: str, version: int) -> Sheet:
    language = drawn.people.languages[code]
    rows, area = _YearRows(code, note(language, settings.seed)), drawn.area(code)
    for place, year in enumerate(drawn.years):
        counts = drawn.counts[version, :, area, place]
        if drawn.reported[version, ORGAN, area, place]:
            total = int(counts[ORGAN].sum())
            rows.by_groups(year, OFFENCES[ORGAN], marginals(counts[ORGAN]))
            rows.by_origins(year, origins, place, total)
        if drawn.reported[version, WHOLE, area, place]:
            rows.by_groups(year, OFFENCES[WHOLE], marginals(counts[WHOLE]))
        for removal, route in _abroad(code, origins):
            there = drawn.area(removal)
            if drawn.reported[version, ORGAN, there, place]:
                found = int(drawn.counts[version, ORGAN, there, place].sum())
                known = fitted(origins.by_route[removal][place], found)[route]
                rows.brought_home(year, removal, min(int(origins.home[removal][place, route]), int(known)))
    since = settings.known_since[version]
    return Sheet("victims", code, RETURN, language, since, rows.cells())


def _abroad(code: str, origins: Origins) -> list[tuple[str, int]]:
    """The States in which citizens of this one are found: State and the place of the route there."""
    return [
        (removal, place)
        for removal, routes in origins.routes.items()
        for place, route in enumerate(routes)
        if route.origin == code and removal != code
    ]


def fitted(parts: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Parts of the last version as an earlier one, which knew fewer persons, had them."""
    over = int(parts.sum()) - total
    taken = np.clip(over - np.concatenate([[0], np.cumsum(parts)[:-1]]), 0, parts)
    return np.asarray(parts - taken)


class _YearRows(Rows):
    """The rows of one State."""

    def __init__(self, code: str, note_text: str) -> None:
        super().__init__()
        self._code, self._note = code, note_text

    def _row(self, year: int, offence: str, measure: str, value: object, **codes: str) -> None:
        self.add(
            ref_area=self._code, time_period=year, offence=offence, measure=measure,
            **({"sex": "_T", "age": "_T"} | codes), value=value, source_note=self._note,
        )  # fmt: skip

    def by_groups(self, year: int, offence: str, values: Counts) -> None:
        """Sex by age with totals; a year without any person is a nil return."""
        for sex, by_age in zip(("_T", *SEXES), values, strict=True):
            for age, value in zip(("_T", *AGES), by_age, strict=True):
                is_nil = value == 0 and sex == age == "_T"
                self._row(year, offence, "DETECTED", "NIL" if is_nil else value, sex=sex, age=age)

    def by_origins(self, year: int, origins: Origins, place: int, total: int) -> None:
        """Citizenship, route, flow, organ and means of the persons of one year."""
        by_route = fitted(origins.by_route[self._code][place], total)
        for route, value in zip(origins.routes[self._code], by_route, strict=True):
            self._detected(year, value, counterpart_area=route.origin)
            self._detected(year, value, recruitment_area=route.origin, removal_area=route.removal)
        self._detected(year, by_route[0], flow="DOMESTIC")
        self._detected(year, by_route[1:].sum(), flow="CROSS_BORDER")
        by_organ = fitted(origins.by_organ[self._code][place], total)
        self._each(year, "organ", tuple(ORGANS), by_organ)
        self._each(year, "means", tuple(_means()), np.minimum(origins.by_means[self._code][place], total))

    def _each(self, year: int, column: str, codes: Sequence[str], values: Counts) -> None:
        for code, value in zip(codes, values, strict=True):
            self._detected(year, value, **{column: code})

    def _detected(self, year: int, value: object, **codes: str) -> None:
        self._row(year, OFFENCES[ORGAN], "DETECTED", value, **codes)

    def brought_home(self, year: int, removal: str, value: int) -> None:
        """Nationals returned from another State."""
        self._row(year, OFFENCES[ORGAN], "REPATRIATED_NATIONALS", value, counterpart_area=removal)
