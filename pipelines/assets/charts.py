"""What leaves the house: the charts, the page that shows them, the warehouse, and the record of the edition."""

import pkgutil
from collections.abc import Iterator

import dagster as dg

import pipelines.disseminate
from pipelines.assets.failures import failure_of, speaking_plainly
from pipelines.assets.metadata import place
from pipelines.assets.previews import chart_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import describe
from pipelines.contract.errors import TiporError
from pipelines.contract.text import _
from pipelines.process.warehouse import assemble
from pipelines.running import EVIDENCE, draw, fail_on_faults, keep_record

CHARTS = sorted(
    m.name for m in pkgutil.iter_modules(pipelines.disseminate.__path__) if m.name.endswith("_chart")
)
"""An asset for each chart module, by the name of its file."""


def chart_specs() -> list[dg.AssetSpec]:
    """The charts, then the page."""
    words = "The chart of {}: PNG, SVG, and the drawn numbers as CSV, one for each source. Already public figures only."
    charts = [
        describe(name, "disseminate", words.format(name.removesuffix("_chart").replace("_", " ")), deps=EVIDENCE,
                 kinds={"matplotlib"})
        for name in CHARTS
    ]  # fmt: skip
    page = describe("page", "disseminate", "index.html: the charts, their words and numbers.", deps=CHARTS, kinds={"html"})
    return [*charts, page]


@dg.multi_asset(name="drawing", specs=chart_specs())
def drawing(workshop: Workshop) -> Iterator[dg.MaterializeResult]:
    """Draw every chart of every source and write the page."""
    with speaking_plainly():
        outcome = workshop.outcome
        draw(outcome, workshop.contract)
        for name in CHARTS:
            stem = name.removesuffix("_chart")
            mine = [chart for chart in outcome.charts if chart.name == stem or chart.name.startswith(f"{stem}_")]
            yield dg.MaterializeResult(name, metadata={"charts": len(mine), **chart_metadata(mine)})
        said = {"sentences": dg.MetadataValue.md("\n".join(f"- {line}" for line in outcome.sentences))}
        yield dg.MaterializeResult("page", metadata={**said, **place(outcome.edition, outcome.page)})
