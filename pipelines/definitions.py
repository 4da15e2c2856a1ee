"""Dagster's front door: all that `tipor dagster` shows. Not here: any definition itself."""

import dagster as dg

from pipelines.assets import resources
from pipelines.assets.analyses import analyses
from pipelines.assets.charts import drawing
from pipelines.assets.editions import leaving_out, publishing, warehouse_of
from pipelines.assets.jobs import new_edition, same_edition
from pipelines.assets.schedules import daily_edition
from pipelines.assets.sensors import new_submissions
from pipelines.assets.submissions import judging, sealed_submissions
from pipelines.assets.tables import curated_tables
from pipelines.contract.text import language_of, use_language
from pipelines.settings import open_contract


@dg.definitions
def defs() -> dg.Definitions:
    """The assets of the present contract, with their jobs, sensor, schedule and resource."""
    use_language(language_of())
    contract = open_contract()
    tables, warehouse = curated_tables(contract), warehouse_of(contract)
    return dg.Definitions(
        assets=[sealed_submissions, judging, tables, analyses, drawing, warehouse, publishing, leaving_out],
        jobs=[new_edition, same_edition],
        sensors=[new_submissions],
        schedules=[daily_edition],
        resources={resources.NAME: resources.Workshop()},
        executor=dg.in_process_executor,
    )
