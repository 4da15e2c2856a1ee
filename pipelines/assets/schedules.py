"""The clock: the edition is made again every day, so that withdrawals and repaired submissions come in."""

import dagster as dg

from pipelines.assets.jobs import same_edition

daily_edition = dg.ScheduleDefinition(
    name="daily_edition",
    job=same_edition,
    cron_schedule="0 4 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every day at 04:00 UTC.",
)
