"""The jobs: a new edition with new submissions (partitions), and the present edition made again (none).

Both run in one process: the steps share the lock, and libraries that are slow to import are imported once.
"""

import dagster as dg

from pipelines.assets.submissions import JUDGEMENTS

new_edition = dg.define_asset_job(
    "new_edition",
    selection=dg.AssetSelection.all(),
    description="Judge the submissions of a range of partitions, record each, publish the edition with them.",
    executor_def=dg.in_process_executor,
    tags={"tipor/run": "new_edition"},
)
same_edition = dg.define_asset_job(
    "same_edition",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(JUDGEMENTS),
    description="As `tipor run`: the edition from all that is sealed; with `as_of`, as it was on a day.",
    executor_def=dg.in_process_executor,
    tags={"tipor/run": "same_edition"},
)
