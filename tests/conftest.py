"""What every test may use: the contract, an empty store, and a file of victims."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.contract.text import LANGUAGE
from tests.files import ROOT

os.environ[LANGUAGE] = "en"
"""Whatever the machine speaks: tests quote the English texts, and those of languages choose one."""


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract(ROOT / "schemas")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")
