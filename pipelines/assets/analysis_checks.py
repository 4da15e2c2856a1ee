"""Asset checks on the analyses: limits in order, trends that keep their support, signals nobody has closed.

Only of what is already public, and counts only: these results leave `data/`. What does not belong here: how
a table is judged (`disseminate.intervals`, `disseminate.headlines`), and the other checks (`checks`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import dagster as dg

from pipelines.analyse.analyses import rows_of
from pipelines.assets.checks import spec_of
from pipelines.assets.metadata import as_table
from pipelines.contract.text import _
from pipelines.disseminate.headlines import Headline, headlines, losses
from pipelines.disseminate.intervals import broken_intervals
from pipelines.process.editions import Edition

INTERVALS, SUPPORTED, NO_SIGNAL = "intervals_hold", "estimate_is_supported", "no_open_signal"
TRENDS, SIGNALS = "trends", "signals"


def of_analyses(names: Iterable[str]) -> list[dg.AssetCheckSpec]:
    """The checks on these analyses: one on each, and the two on trends and signals if among them."""
    held = "Low is not above high, an estimate lies between, no number is NaN, what is refused has none."
    stated = "The newest version of each series states a trend, as the edition made before did."
    asked = "No signal on public figures is open. All are in `tipor signal list --open`."
    wanted = list(names)
    specs = [spec_of(INTERVALS, name, held) for name in wanted]
    specs += [spec_of(SUPPORTED, TRENDS, stated)] * (TRENDS in wanted)
    return specs + [spec_of(NO_SIGNAL, SIGNALS, asked)] * (SIGNALS in wanted)


def analysis_results(edition: Edition, names: Iterable[str]) -> Iterator[dg.AssetCheckResult]:
    """The results of `of_analyses`, from the kept tables."""
    wanted = list(names)
    for name in wanted:
        yield _intervals(edition, name)
    if TRENDS in wanted:
        yield _supported(edition)
    if SIGNALS in wanted:
        yield _no_open_signal(edition)


def _intervals(edition: Edition, name: str) -> dg.AssetCheckResult:
    broken = broken_intervals(edition, name)
    return dg.AssetCheckResult(
        passed=not any(broken.values()),
        asset_key=name,
        check_name=INTERVALS,
        severity=dg.AssetCheckSeverity.ERROR,
        description="" if broken else _("This table has no numbers with limits."),
        metadata={"rules": len(broken), **broken},
    )


def _supported(edition: Edition) -> dg.AssetCheckResult:
    """Not passed where a trend is refused; those that an edition made before stated come first."""
    found, lost = headlines(edition), losses(edition)
    refused = [one for one in found if one.refusal]
    metadata: dict[str, Any] = {"series": len(found), "refused": len(refused), "lost": len(lost)}
    if lost:
        metadata["stated_before"] = as_table(_row(loss.before, loss.now) for loss in lost)
    if refused:
        metadata["refused_now"] = as_table(_row(one, one) for one in refused)
    return _warning(SUPPORTED, TRENDS, not refused, metadata)


def _row(said: Headline, now: Headline) -> dict[str, Any]:
    names = {"source": now.source, "offence": now.offence, "version": said.version}
    return names | {"text": said.text, "refusal": now.refusal}


def _no_open_signal(edition: Edition) -> dg.AssetCheckResult:
    public = [row for row in rows_of(edition, SIGNALS) if row["is_public"]]
    asked = Counter(row["severity"] for row in public if row["is_open"])
    metadata = {"open": asked.total(), "closed": len(public) - asked.total()}
    metadata |= {f"open_{severity}": count for severity, count in sorted(asked.items())}
    return _warning(NO_SIGNAL, SIGNALS, not asked, metadata)


def _warning(name: str, asset: str, passed: bool, metadata: dict[str, Any]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=passed,
        asset_key=asset,
        check_name=name,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )
