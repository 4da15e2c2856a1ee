"""Submissions as Dagster sees them: what is sealed, a partition for each with its verdict, and what counts.

What does not belong here: judging (`process.judgements`), and finding new ones (`sensors`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets import checks
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import judgement_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe
from pipelines.contract.errors import TiporError
from pipelines.contract.text import _
from pipelines.process.judgements import Judged
from pipelines.running import check_submissions

SEALED, JUDGEMENTS, ACCEPTED = "sealed_submissions", "judgements", "accepted_submissions"
SUBMISSIONS = dg.DynamicPartitionsDefinition(name="submission")
"""One partition per submission, in the order in which the sensor met them."""

sealed_submissions = describe(
    SEALED,
    "collect",
    "The files under data/raw, each with its receipt, written once by `tipor submit` and never changed. The "
    "sensor looks here for new ones.",
    kinds={"file"},
)
judgements = describe(
    JUDGEMENTS,
    "process",
    "The verdict on each submission: accepted, accepted with warnings, or held. A partition is green when "
    "its submission was judged, whatever was found; one that is faulty (its bytes or receipt are no "
    "longer whole) has an observation that says why, until it is repaired.",
    deps=[SEALED],
    kinds={"python", "parquet"},
    partitions_def=SUBMISSIONS,
    skippable=True,
)
accepted_submissions = describe(
    ACCEPTED,
    "process",
    "The submissions whose rows count. A held one changes no number; a faulty one is left out and named.",
    deps=[JUDGEMENTS],
    kinds={"python"},
)


@dg.multi_asset(
    name="judging",
    specs=[judgements, accepted_submissions],
    check_specs=checks.of_submissions(ACCEPTED),
    can_subset=True,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def judging(context: dg.AssetExecutionContext, workshop: Workshop) -> Iterator[Made | dg.AssetCheckResult]:
    """Judge what is sealed, read it a second time, and record each submission of the run in its partition."""
    with speaking_plainly():
        keys = keys_of(context)
        if keys:
            workshop.judge_first(settled(context.instance) | set(keys))
        judged = workshop.outcome.judged
        second = check_submissions(workshop.outcome, workshop.contract)
        record(context, [*keys, *repaired(context.instance, judged)], judged)
        yield from _counted(context, judged)
        wanted = {key.name for key in context.selected_asset_check_keys}
        yield from (r for r in checks.submission_results(ACCEPTED, judged, second) if r.check_name in wanted)


def _counted(context: dg.AssetExecutionContext, judged: Judged) -> Iterator[Made]:
    if dg.AssetKey(ACCEPTED) in context.selected_asset_keys:
        counts = {"sealed": len(judged.submissions), "judged_anew": len(judged.new)}
        counts |= {"accepted": len(judged.accepted()), "faulty": len(judged.faults)}
        yield dg.MaterializeResult(ACCEPTED, metadata=counts)


def keys_of(context: dg.AssetExecutionContext) -> list[str]:
    """The submissions that this run is to record; none where it is not about partitions.

    Raises TiporError where its range is empty: Dagster makes nothing of one from a later key to an earlier.
    """
    if dg.AssetKey(JUDGEMENTS) not in context.selected_asset_keys:
        return []
    if not (keys := list(context.partition_keys)):
        raise TiporError(_("The range of this run names no submission."), _("Begin it with the earlier key."))
    return keys


def settled(instance: dg.DagsterInstance) -> set[str]:
    """The submissions that were judged or recorded as faulty: two questions, whatever their number."""
    return _green(instance) | _faulty(instance)


def repaired(instance: dg.DagsterInstance, judged: Judged) -> list[str]:
    """The submissions that were recorded as faulty only, and could be judged this time."""
    return sorted((_faulty(instance) - _green(instance)) & set(judged.judgements))


def _green(instance: dg.DagsterInstance) -> set[str]:
    return instance.get_materialized_partitions(dg.AssetKey(JUDGEMENTS))


def _faulty(instance: dg.DagsterInstance) -> set[str]:
    kind = dg.DagsterEventType.ASSET_OBSERVATION
    return set(instance.get_latest_storage_id_by_partition(dg.AssetKey(JUDGEMENTS), kind))


def record(context: dg.AssetExecutionContext, keys: list[str], judged: Judged) -> None:
    """Say in the partition of each key that it was judged, or that it is faulty and why.

    Not by a returned result: Dagster would mark every key of the run with it, faulty ones too.
    """
    reasons = {fault.submission: fault.reason for fault in judged.faults}
    for key in keys:
        if key in reasons or key not in judged.judgements:
            reason = reasons.get(key) or _("It is no longer in the store.")
            context.log_event(dg.AssetObservation(JUDGEMENTS, partition=key, metadata={"faulty": reason}))
        else:
            found = judgement_metadata(judged.submissions[key], judged.judgements[key])
            context.log_event(dg.AssetMaterialization(JUDGEMENTS, partition=key, metadata=found))
