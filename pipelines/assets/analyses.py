"""The analyses: tables made from the curated tables, only from what is already public."""

from collections.abc import Iterator

import dagster as dg

from pipelines.analyse.catalogue import NAMES, STEPS
from pipelines.assets import analysis_checks
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import analysis_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe
from pipelines.running import analyse_edition


@dg.multi_asset(
    name="analyses",
    specs=[
        describe(name, "analyse", words, deps=step.made_from, kinds={"duckdb", "parquet"})
        for step in STEPS
        for name, words in step.tables.items()
    ],
    check_specs=analysis_checks.of_analyses(NAMES),
)
def analyses(workshop: Workshop) -> Iterator[Made | dg.AssetCheckResult]:
    """Make every analysis of the edition anew from its curated tables, and check what was made."""
    with speaking_plainly():
        workshop.outcome.row_counts |= analyse_edition(workshop.edition, workshop.contract)
        for name in NAMES:
            yield dg.MaterializeResult(name, metadata=analysis_metadata(workshop.edition, name))
        yield from analysis_checks.analysis_results(workshop.edition, NAMES)
