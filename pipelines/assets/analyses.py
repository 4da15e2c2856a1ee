"""The analyses: tables made from the curated tables, only from what is already public."""

from collections.abc import Iterator

import dagster as dg

from pipelines.analyse.analyses import analyse
from pipelines.analyse.catalogue import NAMES, STEPS
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import analysis_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe


@dg.multi_asset(
    name="analyses",
    specs=[
        describe(name, "analyse", words, deps=step.made_from, kinds={"duckdb", "parquet"})
        for step in STEPS
        for name, words in step.tables.items()
    ],
)
def analyses(workshop: Workshop) -> Iterator[Made]:
    """Make every analysis of the edition anew from its curated tables."""
    with speaking_plainly():
        workshop.outcome.row_counts |= analyse(workshop.edition, workshop.contract)
        for name in NAMES:
            yield dg.MaterializeResult(name, metadata=analysis_metadata(workshop.edition, name))
