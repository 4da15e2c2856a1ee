"""The sensor that finds what is sealed and has neither been judged nor been recorded as faulty.

It asks the store for ids and Dagster for records, each once a look, whatever their number. What does not
belong here: judging.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg

from pipelines.assets.jobs import new_edition
from pipelines.assets.submissions import SEALED, SUBMISSIONS, settled
from pipelines.contract.text import _
from pipelines.settings import open_store

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
MOST_KEYS = 500
"""Submissions in one run: beyond that, recording them takes minutes."""
PAUSE = timedelta(minutes=10)
"""How long submissions rest whose run has failed before it could record them."""
UNFINISHED = [
    dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING,
]  # fmt: skip


@dg.sensor(
    job=new_edition,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Finds newly sealed submissions, at most 500 at a time, and starts one run for all of them.",
)
def new_submissions(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Add a partition for each new submission and ask for one run over those that wait."""
    if context.instance.get_runs_count(dg.RunsFilter(job_name=new_edition.name, statuses=UNFINISHED)):
        return dg.SkipReason(_("A run is under way."))
    sealed = open_store().ids()
    known = list(context.instance.get_dynamic_partitions(str(SUBMISSIONS.name)))
    new = sorted(set(sealed) - set(known))
    waiting = next_block([*known, *new], set(sealed) - settled(context.instance))
    if not waiting:
        return dg.SkipReason(_("Every sealed submission has been judged or is recorded as faulty."))
    tags = {RANGE_START: waiting[0], RANGE_END: waiting[-1]}
    if rests(context.instance, tags):
        return dg.SkipReason(
            _("The last run of these submissions failed; it is tried again ten minutes after.")
        )
    return dg.SensorResult(
        run_requests=[dg.RunRequest(tags=tags)],
        dynamic_partitions_requests=[SUBMISSIONS.build_add_request(new)] if new else [],
        asset_events=[dg.AssetMaterialization(SEALED, metadata={"sealed": len(sealed), "new": len(new)})],
    )


def next_block(keys: Sequence[str], waiting: Collection[str]) -> list[str]:
    """The first waiting keys that stand side by side: a range of partitions has no holes."""
    block: list[str] = []
    for key in keys:
        if key in waiting:
            block.append(key)
        elif block:
            break
        if len(block) == MOST_KEYS:
            break
    return block


def rests(instance: dg.DagsterInstance, tags: dict[str, str]) -> bool:
    """Whether the last run of this range failed a short time ago."""
    last = instance.get_run_records(dg.RunsFilter(job_name=new_edition.name, tags=tags), limit=1)
    return bool(last) and datetime.now(UTC) - last[0].create_timestamp < PAUSE
