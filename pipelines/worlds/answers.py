"""What a State answers on assistance, measures and good practice.

What does not belong here: counts of victims and offenders.
"""

from __future__ import annotations

import numpy as np

from pipelines.contract.loading import Contract
from pipelines.worlds.counts import Drawn
from pipelines.worlds.international import ORGAN
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import Settings, generator
from pipelines.worlds.wording import law, note, practice
from pipelines.worlds.world import RETURN, Sheet

SERVICES = {"MEDICAL_FOLLOW_UP": 0.5, "PSYCHOSOCIAL": 0.6, "LEGAL": 0.55, "SHELTER": 0.35}
"""Service -> the true share of detected victims who receive it."""
CLAIMED, AWARDED, PAID = 0.4, 0.5, 0.6
"""Of the detected those who claim; of these those awarded; of these those paid."""
COORDINATED = 0.3
ANSWERED_YEARS = 3
IN_FORCE, PLANNED = 0.45, 0.2
"""The share of obligations in force in the first answered year; of those planned, which come into force."""
PRACTISING = 5


def answer_sheets(settings: Settings, drawn: Drawn, contract: Contract) -> list[Sheet]:
    """The sheets of assistance, measures and practices, in the last version."""
    since, sheets = settings.known_since[-1], []
    rng = generator(settings, "answers")
    for number, code in enumerate(drawn.people.returning):
        language = drawn.people.languages[code]
        tables = {
            "assistance": _assistance(rng, settings, drawn, code),
            "measures": _measures(rng, settings, drawn, code, contract),
        }
        if number < PRACTISING:
            tables["practices"] = _practices(rng, settings, drawn, code)
        sheets += [
            Sheet(table, code, RETURN, language, since, rows.cells())
            for table, rows in tables.items()
            if len(rows)
        ]
    return sheets


def _assistance(rng: np.random.Generator, settings: Settings, drawn: Drawn, code: str) -> Rows:
    rows, area = Rows(), drawn.area(code)
    said = {"source_note": note(drawn.people.languages[code], settings.seed)}
    for place, year in enumerate(drawn.years):
        if not drawn.reported[-1, ORGAN, area, place]:
            continue
        found = int(drawn.counts[-1, ORGAN, area, place].sum())
        common = {"ref_area": code, "time_period": year, "offence": "TIP_OR"} | said
        for service, share in SERVICES.items():
            helped = int(rng.binomial(found, share))
            together = int(rng.binomial(helped, COORDINATED))
            parts = {"_T": helped, "YES": together, "NO": helped - together}
            for coordinated, value in parts.items():
                rows.add(**common, service=service, coordinated=coordinated, value=value)
        _compensation(rng, rows, common, found)
    return rows


def _compensation(rng: np.random.Generator, rows: Rows, common: dict[str, object], found: int) -> None:
    persons = found
    amount = float(rng.lognormal(9.0, 0.5))
    for step, share in (("CLAIMED", CLAIMED), ("AWARDED", AWARDED), ("PAID", PAID)):
        persons = int(rng.binomial(persons, share))
        rows.add(
            **common, service=f"COMPENSATION_{step}", coordinated="_T", value=persons,
            amount=f"{amount * persons:.2f}", currency="USD",
        )  # fmt: skip


def _measures(
    rng: np.random.Generator, settings: Settings, drawn: Drawn, code: str, contract: Contract
) -> Rows:  # fmt: skip
    rows, language = Rows(), drawn.people.languages[code]
    listed = contract.code_list("obligation").codes.values()
    wholes = {obligation.parent for obligation in listed}
    years = drawn.years[-ANSWERED_YEARS:]
    for number, obligation in enumerate(one for one in listed if one.code not in wholes):
        chance = rng.random()
        starts = years[0] - 3 if chance < IN_FORCE else int(rng.choice(years[1:]))
        is_kept = chance < IN_FORCE + PLANNED
        reference = law(language, number + 1, starts, number + 2)
        for year in years:
            is_there = is_kept and year >= starts
            status = "IN_FORCE" if is_there else "PLANNED" if is_kept else "NONE"
            rows.add(
                ref_area=code, year=year, offence="TIP", obligation=obligation.code, status=status,
                since=f"{starts}-03-01" if is_there else "", legal_reference=reference if is_there else "",
                source_note=note(language, settings.seed),
            )  # fmt: skip
    return rows


def _practices(rng: np.random.Generator, settings: Settings, drawn: Drawn, code: str) -> Rows:
    rows, language = Rows(), drawn.people.languages[code]
    for number, year in enumerate(drawn.years[-2:], 1):
        asked = int(rng.integers(20, 60))
        title, what, result, evaluation = practice(language, number, asked, int(rng.integers(2, 10)))
        rows.add(
            ref_area=code, title=title, year=year, offence="TIP", what=what, result=result,
            evaluation=evaluation, language=language, source_note=note(language, settings.seed),
        )  # fmt: skip
    return rows
