"""Files that tests submit, made here from a few words, and the real ones that lie beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.process.submitting import Submitted, submit

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SDG = SHARED / "realdata" / "sdg_16_2_2_ddf"
needs_shared = pytest.mark.skipif(
    not SDG.is_dir(), reason="the real files are not beside the project (../shared)"
)

COLUMNS = ("ref_area", "time_period", "offence", "measure", "sex", "age", "value")


def victims(*rows: str) -> bytes:
    """A file of victims; a row is 'area year sex age value', with TIP_OR and DETECTED understood."""
    lines = [",".join(COLUMNS)]
    for row in rows:
        area, year, sex, age, *value = row.split(" ")
        lines.append(f"{area},{year},TIP_OR,DETECTED,{sex},{age},{' '.join(value)}")
    return ("\n".join(lines) + "\n").encode()


def send(store: Store, contract: Contract, content: bytes, **said: Any) -> Submitted:
    """Submit a file of victims by UNODC, already public, unless said otherwise."""
    return submit(store, contract, content, {"table": "victims", "reporter": "UNODC"} | said, "file.csv")


def sdg_files(vintage: str) -> list[Path]:
    """The five series of one vintage, organ removal among them."""
    return sorted((SDG / vintage).glob("ddf--datapoints--vc_htf_*.csv"))
