"""Asset checks: what the second reading, the invariants and the verdicts say, with counts and without values.

No check blocks: an error in data never stops the others. A held submission changes no number, and that gate
is data (its verdict), not a check. Not here: judging, and the checks on analyses (`analysis_checks`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from pipelines.assets.metadata import as_table
from pipelines.contract.text import _
from pipelines.process.judgements import Judged

if TYPE_CHECKING:
    from pipelines.process.expectations.results import CheckResult

WHOLE, HELD, SECOND_READING, INVARIANTS = "all_are_whole", "none_is_held", "second_reading", "invariants"
SHOWN_IDS = 50
SHOWN_RESULTS = 100


def of_submissions(asset: str) -> list[dg.AssetCheckSpec]:
    """The checks on what was submitted."""
    return [
        spec_of(WHOLE, asset, "The bytes and the receipt of every submission are as they were sealed."),
        spec_of(HELD, asset, "No submission waits for its reporter to correct it. Held ones are named."),
        spec_of(
            SECOND_READING,
            asset,
            "Great Expectations finds no error in what was judged in this run.",
        ),
    ]


def of_tables(assets: Iterable[str]) -> list[dg.AssetCheckSpec]:
    """The check on each curated table."""
    words = "Keys, ranges, codes and intervals hold; every accepted row is accounted for; no area was lost."
    return [spec_of(INVARIANTS, asset, words) for asset in assets]


def submission_results(
    asset: str, judged: Judged, second: Sequence["CheckResult"]
) -> Iterator[dg.AssetCheckResult]:
    """The results of `of_submissions`."""
    faulty = sorted(fault.submission for fault in judged.faults)
    held = sorted(j.submission for j in judged.judgements.values() if not j.is_accepted)
    yield _named(WHOLE, asset, faulty, dg.AssetCheckSeverity.ERROR)
    yield _named(HELD, asset, held, dg.AssetCheckSeverity.WARN)
    yield _summed(SECOND_READING, asset, second, "" if second else _("Nothing was judged in this run."))


def table_results(assets: Iterable[str], found: Sequence["CheckResult"]) -> Iterator[dg.AssetCheckResult]:
    """The results of `of_tables`."""
    for asset in assets:
        yield _summed(INVARIANTS, asset, [result for result in found if result.table == asset])


def spec_of(name: str, asset: str, description: str) -> dg.AssetCheckSpec:
    """A check that blocks nothing."""
    return dg.AssetCheckSpec(name, asset=asset, description=description, blocking=False)


def _named(name: str, asset: str, ids: list[str], severity: dg.AssetCheckSeverity) -> dg.AssetCheckResult:
    metadata: dict[str, Any] = {"count": len(ids)}
    if ids:
        metadata["submissions"] = as_table({"submission": i} for i in ids[:SHOWN_IDS])
    return dg.AssetCheckResult(
        passed=not ids, asset_key=asset, check_name=name, severity=severity, metadata=metadata
    )


def _summed(
    name: str, asset: str, results: Sequence["CheckResult"], description: str = ""
) -> dg.AssetCheckResult:
    """One check over many rules: how many were evaluated, and each that failed with its counts."""
    failed = sorted((r for r in results if not r.passed), key=lambda r: r.name)
    metadata: dict[str, Any] = {"rules": len(results), "rules_failed": len(failed)}
    if failed:
        columns = ("table", "rule", "severity", "evaluated", "failed")
        metadata["failed"] = as_table({c: getattr(r, c) for c in columns} for r in failed[:SHOWN_RESULTS])
    is_error = any(r.severity == "error" for r in failed)
    return dg.AssetCheckResult(
        passed=not failed,
        asset_key=asset,
        check_name=name,
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        description=description,
        metadata=metadata,
    )
