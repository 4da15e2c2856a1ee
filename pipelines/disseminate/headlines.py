"""The trends that editions stated, kept beside the edition: so one that has lost its support is noticed.

    headlines.json    for each source and offence the last trend that was stated, and the version it was of

What does not belong here: whether a trend may be stated (`analyse.trends`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.disseminate.trend_evidence import HEADLINE
from pipelines.process.editions import Edition, damaged, write_json

NAME = "headlines.json"


@dataclass(frozen=True)
class Headline:
    """What an edition says of the trend of a series; with `refusal`, a code, why it states none."""

    source: str
    offence: str
    version: date
    text: str
    refusal: str = ""

    @property
    def series(self) -> tuple[str, str]:
        """Its source and its offence."""
        return self.source, self.offence


@dataclass(frozen=True)
class Loss:
    """A trend that an edition made before stated, and why it is stated no more."""

    before: Headline
    now: Headline


def headlines(edition: Edition) -> list[Headline]:
    """The headline of the newest version of each series. Raises TiporError where `trends` is not made."""
    from pipelines.analyse.analyses import rows_of

    newest: dict[tuple[str, str], Headline] = {}
    for row in rows_of(edition, "trends"):
        if row["what"] != HEADLINE:
            continue
        found = _headline(row)
        if found.series not in newest or newest[found.series].version < found.version:
            newest[found.series] = found
    return [newest[series] for series in sorted(newest)]


def _headline(row: dict[str, Any]) -> Headline:
    refusal = row["refusal"] or ""
    text = row["refusal_text"] if refusal else row["note"]
    return Headline(row["source"], row["offence"], row["version"], text or "", refusal)


def keep_headlines(edition: Edition) -> None:
    """Keep what is stated now; what is stated no more stays as it last was. Raises TiporError (damaged)."""
    kept = _stated(edition) | {now.series: now for now in headlines(edition) if not now.refusal}
    rows = [
        {"source": one.source, "offence": one.offence, "version": one.version.isoformat(), "text": one.text}
        for _series, one in sorted(kept.items())
    ]
    write_json(_path(edition), {"stated": rows})


def losses(edition: Edition) -> list[Loss]:
    """The trends that an edition made before stated and this one refuses. Raises TiporError (damaged)."""
    stated = _stated(edition)
    refused = [now for now in headlines(edition) if now.refusal]
    return [Loss(stated[now.series], now) for now in refused if now.series in stated]


def _stated(edition: Edition) -> dict[tuple[str, str], Headline]:
    path = _path(edition)
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["stated"]
        found = [Headline(**{**row, "version": date.fromisoformat(row["version"])}) for row in rows]
    except (ValueError, KeyError, TypeError):
        raise damaged(path) from None
    return {one.series: one for one in found}


def _path(edition: Edition) -> Path:
    return edition.folder / NAME
