"""What a State returns on criminal justice: a cohort passes the stages, each a year after the one before.

What does not belong here: single cases (`cases`).
"""

from __future__ import annotations

import numpy as np

from pipelines.worlds.counts import Counts, Drawn
from pipelines.worlds.international import ORGAN
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import Settings, generator
from pipelines.worlds.wording import note
from pipelines.worlds.world import RETURN, Sheet

OFFENCE = "TIP_OR"
SUSPECTED_PER_VICTIM = 1.3
PROSECUTED, CONVICTED, ACQUITTED = 0.65, 0.55, 0.2
"""Of the suspected those prosecuted; of the prosecuted those convicted and acquitted (others go on)."""
ROLES = {"BROKER": 0.35, "RECRUITER": 0.3, "SURGEON": 0.15, "NURSE": 0.1, "RECIPIENT": 0.1}
FEMALE = 0.25


def draw_justice(settings: Settings, drawn: Drawn) -> dict[str, dict[str, Counts]]:
    """State -> stage -> persons by year, sex (F, M) and role; `OFFENCE_RECORDED` by year only (cases)."""
    rng = generator(settings, "justice")
    return {code: _one_state(rng, drawn, code) for code in drawn.people.returning}


def _one_state(rng: np.random.Generator, drawn: Drawn, code: str) -> dict[str, Counts]:
    victims = drawn.counts[-1, ORGAN, drawn.area(code)].sum(axis=(1, 2))
    before = np.concatenate([victims[:1], victims])
    persons = rng.poisson(SUSPECTED_PER_VICTIM * before)
    shares = np.outer([FEMALE, 1 - FEMALE], list(ROLES.values())).ravel()
    suspected = rng.multinomial(persons, shares).reshape(-1, 2, len(ROLES))
    prosecuted = _a_year_later(rng.binomial(suspected, PROSECUTED))
    convicted = _a_year_later(rng.binomial(prosecuted, CONVICTED))
    remaining = _a_year_later(prosecuted) - convicted
    acquitted = rng.binomial(remaining, ACQUITTED / (1 - CONVICTED))
    stages = {
        "SUSPECTED": suspected,
        "PROSECUTED": prosecuted,
        "CONVICTED": convicted,
        "ACQUITTED": acquitted,
    }
    cases = rng.binomial(before, 0.6) + (before > 0)
    return {"OFFENCE_RECORDED": cases[1:]} | {stage: counts[1:] for stage, counts in stages.items()}


def _a_year_later(counts: Counts) -> Counts:
    """The counts moved by a year; what came before the first year is not known, and so zero."""
    return np.concatenate([np.zeros_like(counts[:1]), counts[:-1]])


def justice_sheets(
    settings: Settings, drawn: Drawn, stages: dict[str, dict[str, Counts]]
) -> list[Sheet]:  # fmt: skip
    """A sheet for each returning State in each of the last two versions."""
    return [
        _sheet(settings, drawn, stages[code], code, version)
        for version in range(1, len(settings.known_since))
        for code in drawn.people.returning
    ]


def _sheet(settings: Settings, drawn: Drawn, stages: dict[str, Counts], code: str, version: int) -> Sheet:
    language = drawn.people.languages[code]
    rows = Rows()
    said = {"source_note": note(language, settings.seed)}
    for place, year in enumerate(drawn.years):
        if not drawn.reported[version, ORGAN, drawn.area(code), place]:
            continue
        for stage, counts in stages.items():
            common = {"ref_area": code, "time_period": year, "offence": OFFENCE, "stage": stage} | said
            if stage == "OFFENCE_RECORDED":
                rows.add(**common, counted="CASES", sex="_T", role="_T", value=counts[place])
            else:
                _by_sex_and_role(rows, common, counts[place])
    return Sheet("justice", code, RETURN, language, settings.known_since[version], rows.cells())


def _by_sex_and_role(rows: Rows, common: dict[str, object], counts: Counts) -> None:
    rows.add(**common, counted="NATURAL_PERSONS", sex="_T", role="_T", value=counts.sum())
    for sex, by_role in zip(("F", "M"), counts, strict=True):
        rows.add(**common, counted="NATURAL_PERSONS", sex=sex, role="_T", value=by_role.sum())
    for role, value in zip(ROLES, counts.sum(axis=0), strict=True):
        rows.add(**common, counted="NATURAL_PERSONS", sex="_T", role=role, value=value)
