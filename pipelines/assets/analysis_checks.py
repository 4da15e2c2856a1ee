"""Asset checks on the analyses: limits in order, estimates that keep their support, signals nobody closed.

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
from pipelines.disseminate.intervals import broken_intervals
from pipelines.disseminate.support import ESTIMATES, GONE, REFUSED, STANDS, Estimate, support
from pipelines.process.editions import Edition

INTERVALS, SUPPORTED, NO_SIGNAL = "intervals_hold", "estimate_is_supported", "no_open_signal"
SIGNALS = "signals"
SHOWN_LOSSES = 50


def of_analyses(names: Iterable[str]) -> list[dg.AssetCheckSpec]:
    """The checks on these analyses: limits of each, support of those with estimates, and signals."""
    held = "Low is not above high, an estimate lies between, no number is NaN, what is refused has none."
    stated = "What was estimated when the edition was made before is still; what never was is no failure."
    asked = "No signal on public figures is open. All are in `tipor signal list --open`."
    wanted = list(names)
    specs = [spec_of(INTERVALS, name, held) for name in wanted]
    specs += [spec_of(SUPPORTED, name, stated) for name in wanted if name in ESTIMATES]
    return specs + [spec_of(NO_SIGNAL, SIGNALS, asked)] * (SIGNALS in wanted)


def analysis_results(edition: Edition, names: Iterable[str]) -> Iterator[dg.AssetCheckResult]:
    """The results of `of_analyses`, from the kept tables."""
    wanted = list(names)
    for name in wanted:
        yield _intervals(edition, name)
        if name in ESTIMATES:
            yield _supported(edition, name)
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


def _supported(edition: Edition, name: str) -> dg.AssetCheckResult:
    """Not passed where what an edition made before estimated is refused now, or is not there any more."""
    found = support(edition, name)
    states = Counter(one.state for one in found)
    metadata: dict[str, Any] = {"estimates": states[STANDS], "refused": states[REFUSED], "gone": states[GONE]}
    lost = [one for one in found if one.state != STANDS]
    if lost:
        metadata["lost"] = as_table(_row(one) for one in lost[:SHOWN_LOSSES])
    return _warning(SUPPORTED, name, not lost, metadata)


def _row(lost: Estimate) -> dict[str, Any]:
    version = lost.version.isoformat() if lost.version else ""
    return {"estimate": lost.title, "stood_in_version": version, "reason": lost.refusal or lost.state}


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
