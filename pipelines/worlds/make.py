"""From settings to a world: its sheets and its truth. What does not belong here: faults, files, databases."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from pipelines.contract.loading import Contract
from pipelines.worlds import answers, justice, overlaps
from pipelines.worlds.answers import answer_sheets
from pipelines.worlds.cases import case_sheets
from pipelines.worlds.counts import DRAWN, OFFENCES, Drawn, draw_counts
from pipelines.worlds.international import international_sheets
from pipelines.worlds.justice import draw_justice, justice_sheets
from pipelines.worlds.overlaps import overlap_sheets
from pipelines.worlds.people import choose_people
from pipelines.worlds.returns import draw_origins, return_sheets
from pipelines.worlds.routes import KINDS, Route, draw_routes
from pipelines.worlds.settings import Settings
from pipelines.worlds.world import World


def make_world(settings: Settings, contract: Contract) -> World:
    """A clean world: the same settings and the same contract make the same one."""
    people = choose_people(settings, contract)
    drawn = draw_counts(settings, people, contract)
    routes = draw_routes(settings, people)
    linked, hidden = overlap_sheets(settings, drawn)
    sheets = [
        *international_sheets(settings, drawn),
        *return_sheets(settings, drawn, draw_origins(settings, drawn, routes)),
        *justice_sheets(settings, drawn, draw_justice(settings, drawn)),
        *case_sheets(settings, drawn, routes),
        *answer_sheets(settings, drawn, contract),
        *linked,
    ]
    filled = [sheet for sheet in sheets if sheet.row_count]
    ordered = sorted(filled, key=lambda sheet: (sheet.known_since, sheet.reporter, sheet.table))
    return World(settings, tuple(ordered), _truth(settings, drawn, routes, hidden))


def _truth(
    settings: Settings, drawn: Drawn, routes: dict[str, tuple[Route, ...]], hidden: dict[str, int]
) -> dict[str, Any]:
    """All that was put in, as JSON can hold it; an effect of None means: never a case."""
    areas = drawn.people.areas
    effects = {
        offence: {
            area: round(float(e), 6) if np.isfinite(e) else None for area, e in zip(areas, row, strict=True)
        }
        for offence, row in zip(DRAWN, drawn.effects, strict=True)
    }
    late = {area: year for area, year in zip(areas, drawn.entry, strict=True) if year > drawn.years[0]}
    return {
        "log_trend_per_year": settings.trend,
        "dispersion": settings.dispersion,
        "areas": list(areas),
        "returning": dict(drawn.people.languages),
        "area_effects": effects,
        "late_areas": late,
        "never_a_zero": [area for area, no in zip(areas, drawn.no_zeros, strict=True) if no],
        "revised": _revised(settings, drawn),
        "routes": [asdict(route) for found in routes.values() for route in found],
        "kinds_of_case": [asdict(kind) for kind in KINDS],
        "justice": {
            "prosecuted_of_suspected": justice.PROSECUTED,
            "convicted_of_prosecuted": justice.CONVICTED,
            "acquitted_of_prosecuted": justice.ACQUITTED,
            "years_between_stages": 1,
        },
        "assistance": dict(answers.SERVICES),
        "hidden_population": hidden,
        "lists": dict(overlaps.LISTS),
        "passed_on": list(overlaps.PASSED_ON),
    }


def _revised(settings: Settings, drawn: Drawn) -> list[dict[str, Any]]:
    """The area-years of which a version has other figures than the next one."""
    return [
        {
            "version": settings.known_since[version],
            "offence": OFFENCES[offence],
            "area": drawn.people.areas[area],
            "year": drawn.years[year],
        }
        for version, offence, area, year in np.argwhere(drawn.revised).tolist()
    ]
