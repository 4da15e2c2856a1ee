"""The planted routes and the planted typology: where persons come from, which traits of a case go together.

What does not belong here: how they are counted or told (`returns`, `cases`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.worlds.people import People
from pipelines.worlds.settings import Settings, generator

SHARES = (0.55, 0.3, 0.15)
"""Of the persons detected in a State: its own citizens, and those of two other returning States."""


@dataclass(frozen=True)
class Route:
    """Origin of the person, place of removal, origin of the recipient, base of the broker; its share."""

    origin: str
    removal: str
    recipient: str
    broker: str
    share: float


@dataclass(frozen=True)
class Kind:
    """A kind of case: the chance of each trait. Traits of one kind come together more often than chance."""

    name: str
    share: float
    means: dict[str, float]
    channels: dict[str, float]
    roles: dict[str, float]
    facilities: dict[str, float]
    paid: float
    charged: float


KINDS = (
    Kind(
        "online",
        0.55,
        {"DECEPTION": 0.8, "FRAUD": 0.6, "PAYMENT_BENEFIT": 0.5, "ABUSE_VULNERABILITY": 0.2},
        {"ONLINE_SOCIAL_NETWORKS": 0.8, "ONLINE_ADVERTISEMENT": 0.5, "FRIENDS": 0.1},
        {"BROKER": 0.9, "CLINIC": 0.5, "SURGEON": 0.5, "TRAVEL_AGENCY": 0.4, "RECRUITER": 0.4},
        {"PRIVATE_CLINIC": 0.7, "PRIVATE_HOSPITAL": 0.4},
        3000.0,
        90000.0,
    ),
    Kind(
        "kin",
        0.45,
        {"ABUSE_VULNERABILITY": 0.85, "FORCE_THREAT": 0.4, "ABUSE_POWER": 0.4, "DECEPTION": 0.2},
        {"FAMILY": 0.6, "FRIENDS": 0.7, "AT_WORK": 0.3},
        {"RECRUITER": 0.9, "MINDER": 0.5, "DRIVER": 0.4, "NURSE": 0.3, "BROKER": 0.3},
        {"UNLICENSED": 0.6, "NON_MEDICAL": 0.3, "PUBLIC_HOSPITAL": 0.2},
        1200.0,
        45000.0,
    ),
)


def draw_routes(settings: Settings, people: People) -> dict[str, tuple[Route, ...]]:
    """For each returning State the routes that end there, the largest first."""
    rng = generator(settings, "routes")
    found = {}
    for code in people.returning:
        others = [other for other in people.returning if other != code]
        origins = [code, *(str(other) for other in rng.choice(others, 2, replace=False))]
        recipients = rng.choice(people.areas, len(origins))
        brokers = np.where(rng.random(len(origins)) < 0.5, code, origins)
        found[code] = tuple(
            Route(origin, code, str(recipient), str(broker), share)
            for origin, recipient, broker, share in zip(origins, recipients, brokers, SHARES, strict=True)
        )
    return found
