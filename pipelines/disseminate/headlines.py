"""What an edition says of the trend of each series, and which trends it states no more.

What does not belong here: whether a trend may be stated (`analyse.trends`), and how an edition remembers
what it stated (`support`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.disseminate.support import REFUSED, Estimate, support
from pipelines.disseminate.trend_evidence import HEADLINE
from pipelines.process.editions import Edition

TRENDS = "trends"


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
    for row in rows_of(edition, TRENDS):
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


def losses(edition: Edition) -> list[Loss]:
    """The trends that an edition made before stated and this one refuses. Raises TiporError (damaged)."""
    refused = {now.series: now for now in headlines(edition) if now.refusal}
    stood = [_last(one) for one in support(edition, TRENDS) if one.state == REFUSED and HEADLINE in one.names]
    return [Loss(one, refused[one.series]) for one in stood if one.series in refused]


def _last(lost: Estimate) -> Headline:
    """The headline as it was when it stood."""
    source, offence, _what = lost.names
    return Headline(source or "", offence or "", lost.version or date.min, lost.said)
