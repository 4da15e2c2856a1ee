"""What every test may use: the contract, an empty store, and a file of victims."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.contract.text import LANGUAGE
from tests.files import ROOT

os.environ[LANGUAGE] = "en"
"""Whatever the machine speaks: tests quote the English texts, and those of languages choose one."""

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("searching", print_blob=True)
settings.load_profile(os.environ.get("TIPOR_TESTS", "repeatable"))
"""The same examples each time: a test fails for a change. `TIPOR_TESTS=searching` looks for others."""


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract(ROOT / "schemas")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")
