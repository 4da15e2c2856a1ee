"""The fixtures of the tests that run Dagster's assets; Dagster is imported only where they are asked for."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def found():
    from tests.pipeline.asset_graph import definitions

    return definitions()


@pytest.fixture(scope="module")
def environment():
    from pipelines.assets import sensors

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensors, "PAUSE", sensors.timedelta(0))
        yield patch


@pytest.fixture
def place(tmp_path, found, environment):
    from tests.pipeline.dagster_place import Place

    made = Place(tmp_path, found)
    environment.setenv("TIPOR_DATA", str(made.store.data))
    return made


@pytest.fixture
def undrawn(monkeypatch):
    """Leave the charts out where a test asks for something else: they take most of the time of a run."""
    monkeypatch.setattr("pipelines.assets.charts.draw", lambda outcome, contract: None)
