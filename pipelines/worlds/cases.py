"""The cases of returning States: routes, and traits that come together by the planted typology.

What does not belong here: counts of a year (`returns`, `justice`).
"""

from __future__ import annotations

import numpy as np

from pipelines.worlds.counts import Drawn
from pipelines.worlds.international import ORGAN
from pipelines.worlds.routes import KINDS, Kind, Route
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import LAST_YEAR, Settings, generator
from pipelines.worlds.wording import note
from pipelines.worlds.world import RETURN, Sheet

MOST_A_YEAR = 6
CURRENCIES = ("USD", "EUR")
MONEY_SPREAD = 0.4
"""The standard deviation of the log of what is paid and charged."""
MEDICAL, LEGAL = ("SURGEON", "NURSE"), ("CLINIC", "TRAVEL_AGENCY")

PROMISED = 2.5
"""How many times what a person was paid they had been promised."""


def case_sheets(settings: Settings, drawn: Drawn, routes: dict[str, tuple[Route, ...]]) -> list[Sheet]:
    """A sheet for each returning State with a case, in the last version."""
    rng = generator(settings, "cases")
    sheets = [_sheet(rng, settings, drawn, routes[code], code) for code in drawn.people.returning]
    return [sheet for sheet in sheets if sheet is not None]


def _sheet(
    rng: np.random.Generator, settings: Settings, drawn: Drawn, routes: tuple[Route, ...], code: str
) -> Sheet | None:
    rows, language = Rows(), drawn.people.languages[code]
    currency = CURRENCIES[drawn.area(code) % len(CURRENCIES)]
    for place, year in enumerate(drawn.years):
        victims = int(drawn.counts[-1, ORGAN, drawn.area(code), place].sum())
        for number in range(min(MOST_A_YEAR, (victims + 1) // 2)):
            _add(
                rng,
                rows,
                routes,
                f"{code}-{year}-{number + 1:03}",
                year,
                currency,
                note(language, settings.seed),
            )
    if not len(rows):
        return None
    return Sheet("cases", code, RETURN, language, settings.known_since[-1], rows.cells())


def _add(
    rng: np.random.Generator, rows: Rows, routes: tuple[Route, ...], case: str, year: int, currency: str,
    said: str,
) -> None:  # fmt: skip
    kind = KINDS[int(rng.random() > KINDS[0].share)]
    route = routes[int(rng.choice(len(routes), p=[route.share for route in routes]))]
    ended = year + 1 + int(rng.poisson(1.0))
    roles = _drawn(rng, kind.roles)
    medical, legal = (sum(role in group for role in roles) for group in (MEDICAL, LEGAL))
    rows.add(
        ref_area=case[:3], case_id=case, offence="TIP_OR", year_opened=year,
        year_ended=ended if ended <= LAST_YEAR else "",
        outcome=("CONVICTION" if rng.random() < 0.7 else "ACQUITTAL") if ended <= LAST_YEAR else "ONGOING",
        victims=1 + int(rng.poisson(1.0)), offenders=len(roles) + int(rng.poisson(0.5)),
        offender_roles="|".join(roles), offenders_medical=medical, offenders_legal_persons=legal,
        organs="KIDNEY" if rng.random() < 0.9 else "LIVER",
        origin_areas=route.origin, removal_areas=route.removal, recipient_areas=route.recipient,
        broker_areas=route.broker,
        recruitment_channels="|".join(_drawn(rng, kind.channels)),
        means_used="|".join(_drawn(rng, kind.means)),
        facility_types="|".join(_drawn(rng, kind.facilities)),
        currency=currency, **_money(rng, kind), source_note=said,
    )  # fmt: skip


def _drawn(rng: np.random.Generator, chances: dict[str, float]) -> list[str]:
    """The traits that the case has, in alphabetical order; at least the likeliest."""
    found = [name for name, chance in chances.items() if rng.random() < chance]
    return sorted(found or [max(chances, key=lambda name: chances[name])])


def _money(rng: np.random.Generator, kind: Kind) -> dict[str, str]:
    """What was promised, paid and charged: log-normal around the kind's median."""
    paid, charged = (
        median * float(np.exp(rng.normal(0, MONEY_SPREAD))) for median in (kind.paid, kind.charged)
    )
    return {
        "promised_to_person": f"{paid * PROMISED:.0f}",
        "paid_to_person": f"{paid:.0f}",
        "charged_to_recipient": f"{charged:.0f}",
    }
