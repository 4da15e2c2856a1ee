"""The real files of publishers beside the project, and what their profiles make of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.collect.mapping.metadata import PublishedMetadata, find_metadata
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.process.checking import checked
from pipelines.process.request import Request
from tests.files import ROOT, SHARED

NATIONAL = SHARED / "realdata" / "national_sdg_16_2_2"
GLOTIP = SHARED / "realdata" / "unodc_glotip" / "data_glotip_release_2023-05-30.xlsx"
needs_national = pytest.mark.skipif(
    not NATIONAL.is_dir(), reason="the national files are not beside the project (../shared)"
)
needs_glotip = pytest.mark.skipif(
    not GLOTIP.is_file(), reason="the GLOTIP workbook is not beside the project (../shared)"
)
CONTRACT = Contract(ROOT / "schemas")
Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the verdict, the findings, what was done, and its rows with their intervals."""

    verdict: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def rules(self) -> set[str]:
        """The rules that found something."""
        return {finding.rule for finding in self.findings}


def current(office: str) -> Path:
    """The newest file of an office."""
    return NATIONAL / office / "indicator_16-2-2.csv"


def metadata_of(path: Path, profile: str) -> PublishedMetadata | None:
    """The metadata that lie beside the newest file of the office, if there are any."""
    folder = path.parent.parent if path.parent.name == "history" else path.parent
    found = find_metadata(folder / "indicator_16-2-2.csv", CONTRACT.profile(profile))
    return PublishedMetadata(found.name, found.read_bytes()) if found else None


@cache
def outcome(
    path: Path, profile: str, *, with_metadata: bool = True, reporter: str = "SECRETARIAT"
) -> Outcome:
    """What comes of a file by a profile, with its office's metadata beside it."""
    metadata = metadata_of(path, profile) if with_metadata else None
    return outcome_of(path.read_bytes(), profile, metadata, reporter)


def outcome_of(
    content: bytes, profile: str, metadata: PublishedMetadata | None = None, reporter: str = "SECRETARIAT"
) -> Outcome:
    """What comes of some bytes by a profile."""
    request = Request.make(CONTRACT, CONTRACT.profile(profile).table, reporter, profile, metadata)
    with checked(content, CONTRACT, request, shown_lines=0) as (check, connection):
        rows: list[Row] = []
        if check.reading.is_table:
            found = connection.execute(
                "SELECT m.*, v.kind, v.low, v.high, v.status FROM mapped m LEFT JOIN reported_values v "
                "ON m.value = v.given_value AND m.obs_status = v.given_status AND m.unit = v.given_unit "
                "ORDER BY line"
            )
            names = [column[0] for column in found.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        notes = tuple(note.text() for note in check.notes)
        return Outcome(check.verdict, check.findings, notes, tuple(rows))
