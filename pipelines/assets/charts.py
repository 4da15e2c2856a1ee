"""The charts and the page that shows them. Not here: their edition (`editions`)."""

import pkgutil
from collections.abc import Iterator

import dagster as dg

import pipelines.disseminate
from pipelines.assets.failures import speaking_plainly
from pipelines.assets.metadata import place
from pipelines.assets.previews import chart_metadata
from pipelines.assets.resources import Workshop
from pipelines.assets.specs import Made, describe
from pipelines.disseminate.chart import Chart
from pipelines.disseminate.page import BESIDE
from pipelines.running import EVIDENCE, draw

CHARTS = sorted(
    m.name for m in pkgutil.iter_modules(pipelines.disseminate.__path__) if m.name.endswith("_chart")
)
"""An asset for each chart module, by the name of its file."""


def _stem(asset: str) -> str:
    return asset.removesuffix("_chart")


def chart_specs() -> list[dg.AssetSpec]:
    """The charts, then the page."""
    words = (
        "The chart of {}, one for each source: PNG, SVG, and the drawn numbers as CSV. Public figures only."
    )
    charts = [
        describe(
            name,
            "disseminate",
            words.format(_stem(name).replace("_", " ")),
            deps=EVIDENCE,
            kinds={"matplotlib"},
        )
        for name in CHARTS
    ]
    words = "index.html: the charts with their words and numbers, trends, what figures rest on, open signals."
    page = describe("page", "disseminate", words, deps=[*CHARTS, *BESIDE], kinds={"html"})
    return [*charts, page]


@dg.multi_asset(name="drawing", specs=chart_specs())
def drawing(workshop: Workshop) -> Iterator[Made]:
    """Draw every chart of every source and write the page."""
    with speaking_plainly():
        outcome = workshop.outcome
        draw(outcome, workshop.contract)
        for name in CHARTS:
            mine = [chart for chart in outcome.charts if drawn_by(chart) == name]
            yield dg.MaterializeResult(name, metadata={"charts": len(mine), **chart_metadata(mine)})
        said = {"sentences": dg.MetadataValue.md("\n".join(f"- {line}" for line in outcome.sentences))}
        yield dg.MaterializeResult("page", metadata={**said, **place(outcome.edition, outcome.page)})


def drawn_by(chart: Chart) -> str:
    """The asset that a chart belongs to: a chart has the name of its module, or begins with it."""
    own = [name for name in CHARTS if f"{chart.name}_".startswith(f"{_stem(name)}_")]
    return max(own, key=len)
