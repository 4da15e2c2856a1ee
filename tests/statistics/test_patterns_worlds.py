"""Do the patterns find what was put into a world: its shares, its routes, its kinds of case?"""

from __future__ import annotations

import pytest

from pipelines.analyse.open_signals import make_held_out
from pipelines.analyse.patterns.detected_by import make_detected_by
from pipelines.analyse.patterns.patterns import PATTERNS, QUESTIONED, TABLES
from pipelines.collect.database import open_memory, records
from pipelines.worlds.loading import load_world
from pipelines.worlds.make import make_world
from pipelines.worlds.settings import Settings

NAMES = ("profiles", "routes", "typology", "assistance_gap")


@pytest.fixture(scope="module")
def world(contract):
    return make_world(Settings(seed=11, areas=24, years=10), contract)


@pytest.fixture(scope="module")
def found(contract, world):
    """The patterns of the returns of the world, its confidential cases taken as public."""
    with open_memory() as connection:
        load_world(world, connection, contract)
        for table in TABLES:
            connection.execute(f"""
                CREATE VIEW standing_{table} AS
                FROM {table}
                WHERE known_to IS NULL AND source = 'SYNTHETIC_P13' AND offence = 'TIP_OR'
            """)
        make_held_out(connection, QUESTIONED)
        make_detected_by(connection, contract)
        for name in NAMES:
            PATTERNS[name](connection, contract)
        return {name: records(connection, f"FROM {name}") for name in NAMES}


def test_the_share_helped_is_the_one_put_in(found, world):
    shares = {
        row["service"]: row
        for row in found["assistance_gap"]
        if row["what"] == "share" and row["of"] == "DETECTED"
    }
    for service, truth in world.truth["assistance"].items():
        row = shares[service]
        assert row["estimate"] == pytest.approx(truth, abs=4 * (truth * (1 - truth) / row["n"]) ** 0.5)


def test_the_kinds_of_case_are_told_apart_and_not_mixed(found, world):
    kinds = [
        {name for part in ("means", "channels", "roles") for name in kind[part]}
        for kind in world.truth["kinds_of_case"]
    ]
    only = [kinds[0] - kinds[1], kinds[1] - kinds[0]]
    rows = [row for row in found["typology"] if row["what"] == "correlation"]
    modules: dict[int, set[str]] = {}
    for row in rows:
        modules.setdefault(row["module"], set()).update((row["trait"], row["with_trait"]))
    assert len(modules) == 2
    for traits in modules.values():
        assert not (traits & only[0] and traits & only[1])
    assert {"ONLINE_SOCIAL_NETWORKS", "FRAUD"} <= max(
        modules.values(), key=lambda traits: len(traits & only[0])
    )
    assert {"FAMILY", "MINDER"} <= max(modules.values(), key=lambda traits: len(traits & only[1]))


def test_every_route_of_the_cases_was_put_in_and_the_largest_is_found(found, world):
    planted = {(route["origin"], route["removal"]) for route in world.truth["routes"]}
    rows = [row for row in found["routes"] if row["basis"] == "CASES" and row["refusal"] is None]
    shown = [row for row in rows if (row["from_role"], row["to_role"]) == ("ORIGIN", "REMOVAL")]
    assert {(row["from_area"], row["to_area"]) for row in shown} <= planted
    assert shown
    assert all(row["estimate"] >= 5 for row in shown)


def test_the_organs_of_the_cases_are_nearly_as_put_in(found):
    rows = [row for row in found["profiles"] if (row["basis"], row["attribute"]) == ("CASES", "organ")]
    kidney = next(row for row in rows if row["category"] == "KIDNEY")
    assert kidney["estimate"] == pytest.approx(0.9, abs=4 * (0.9 * 0.1 / kidney["n"]) ** 0.5)
