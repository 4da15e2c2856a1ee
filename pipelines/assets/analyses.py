"""The analyses: tables made from the curated tables, only from what is already public."""

from collections.abc import Iterator

import dagster as dg

from pipelines.analyse.analyses import ANALYSES, analyse
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import analysis_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe

DESCRIPTIONS = {
    "coverage": "What each area said about each year, per source, offence and version.",
    "detected_victims": "Detected victims by area and year as an interval, per source, offence and version.",
    "detected_victims_by_year": "Detected victims per year over the areas of a source, by version, with n.",
    "version_changes": "Area-years lost, added and changed in each version against the version before.",
}
MADE_FROM = {
    "coverage": ["victims", "submissions"],
    "detected_victims": ["victims", "submissions"],
    "detected_victims_by_year": ["detected_victims"],
    "version_changes": ["detected_victims"],
}


@dg.multi_asset(
    name="analyses",
    specs=[
        describe(name, "analyse", DESCRIPTIONS[name], deps=MADE_FROM[name], kinds={"duckdb", "parquet"})
        for name in ANALYSES
    ],
)
def analyses(workshop: Workshop) -> Iterator[Made]:
    """Make every analysis of the edition anew from its curated tables."""
    with speaking_plainly():
        workshop.outcome.row_counts |= analyse(workshop.edition, workshop.contract)
        for name in ANALYSES:
            yield dg.MaterializeResult(name, metadata=analysis_metadata(workshop.edition, name))
