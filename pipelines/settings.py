"""Where things are: the project's root, its data and its contract. Each can be moved by the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.collect.store import Store
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.text import _

ROOT = Path(__file__).resolve().parent.parent
DATA, SCHEMAS = "TIPOR_DATA", "TIPOR_SCHEMAS"


def open_store() -> Store:
    """The store of this installation: `data/` at the root, or where TIPOR_DATA says.

    Raises TiporError (wrong usage) where something else than a folder is there.
    """
    folder = Path(os.environ.get(DATA) or ROOT / "data")
    if folder.exists() and not folder.is_dir():
        raise TiporError(
            _("%(path)s is no folder.") % {"path": folder},
            _("Set TIPOR_DATA to a folder for the data, which may be a new one."),
            exit_code=WRONG_USAGE,
        )
    return Store(folder)


def open_contract() -> Contract:
    """The contract of this installation: `schemas/` at the root, or where TIPOR_SCHEMAS says."""
    folder = Path(os.environ.get(SCHEMAS) or ROOT / "schemas")
    if not (folder / "tables").is_dir():
        raise TiporError(
            _("There is no contract in %(folder)s.") % {"folder": folder},
            _("Set TIPOR_SCHEMAS to a folder with tables/."),
            exit_code=WRONG_USAGE,
        )
    return Contract(folder)
