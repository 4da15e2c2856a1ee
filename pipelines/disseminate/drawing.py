"""All charts of all sources.

A chart is a module `*_chart` beside this one with NAME, PLACE and `draw`: a new one costs its file only.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pipelines.disseminate
from pipelines.disseminate.chart import Chart
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.wording import Labels

ORGAN_REMOVAL = ("TIP_OR",)


def chart_modules() -> tuple[Any, ...]:
    """The modules that draw a chart, in the order of the page."""
    found = [
        m.name for m in pkgutil.iter_modules(pipelines.disseminate.__path__) if m.name.endswith("_chart")
    ]
    modules = [import_module(f"pipelines.disseminate.{name}") for name in found]
    return tuple(sorted(modules, key=lambda module: (module.PLACE, module.NAME)))


def drawable(evidence: Sequence[Evidence], offences: Collection[str] = ORGAN_REMOVAL) -> tuple[Evidence, ...]:
    """The evidence on these offences that has a figure to show."""
    return tuple(e for e in evidence if e.offence in offences and e.years and e.coverage)


def draw_all(evidence: Sequence[Evidence], folder: Path, labels: Labels) -> tuple[Chart, ...]:
    """Draw every chart of every evidence into `folder`.

    A chart has its plain name while there is one evidence, else the source and the offence are added to it.
    """
    charts = []
    for module in chart_modules():
        for about in evidence:
            name = (
                module.NAME if len(evidence) == 1 else f"{module.NAME}_{about.source}_{about.offence}".lower()
            )
            charts.append(module.draw(about, folder, labels, name))
    return tuple(charts)
