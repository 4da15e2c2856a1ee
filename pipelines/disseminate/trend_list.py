"""The trends as the page lists them: what is stated of each source, or why nothing, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.contract.text import _
from pipelines.disseminate import trends_words as say
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.headlines import Loss
from pipelines.disseminate.trend_evidence import PANEL
from pipelines.disseminate.wording import Labels, day, sentence


@dataclass(frozen=True)
class TrendFacts:
    """The trend of one source and offence in words; `lost` tells of an edition that still stated one."""

    source: str
    version: str
    said: str
    basis: str
    checks: str
    left_out: str
    lost: str


def trend_facts(evidence: Evidence, losses: Sequence[Loss], labels: Labels) -> TrendFacts:
    """From the same evidence as the chart; `losses` of any series."""
    trend = evidence.trend
    panel = trend.row(PANEL) if trend else None
    lost = next((loss for loss in losses if loss.now.series == (evidence.source, evidence.offence)), None)
    return TrendFacts(
        source=labels("source", evidence.source),
        version=day(evidence.versions[-1]),
        said=sentence(say.statement(trend)),
        basis=say.basis(trend) if trend else "",
        checks=say.checks(trend, labels) if trend else "",
        left_out=panel.note if panel else "",
        lost=_lost(lost) if lost else "",
    )


def _lost(loss: Loss) -> str:
    text = _(
        "An edition made before stated of the version of %(version)s: %(text)s It is no longer supported."
    )
    return text % {"version": day(loss.before.version), "text": loss.before.text}
