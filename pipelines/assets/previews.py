"""Charts as Dagster shows them: a small picture, its alt text, its numbers, and where the whole chart lies.

The picture goes into the event log, so it is small; the desk will serve the whole ones. All of it is drawn
from what is already public. What does not belong here: drawing.
"""

import base64
import io
from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from pipelines.assets.metadata import SHOWN_ROWS, Metadata, as_table
from pipelines.disseminate.chart import Chart

WIDTH = 560
"""Pixels: what Dagster's table of metadata shows without cutting."""
COLOURS = 32


def chart_metadata(charts: Sequence[Chart]) -> Metadata:
    """The metadata of charts; with several, each key begins with the name of its chart."""
    found: Metadata = {}
    for chart in charts:
        prefix = f"{chart.name}: " if len(charts) > 1 else ""
        found |= {f"{prefix}{key}": value for key, value in _of(chart).items()}
    return found


def _of(chart: Chart) -> Metadata:
    found: Metadata = {
        "preview": dg.MetadataValue.md(
            f"![{_in_brackets(chart.title)}](data:image/png;base64,{preview(chart.png)})"
        ),
        "alt_text": chart.alt,
        "png": dg.MetadataValue.path(chart.png),
        "numbers": dg.MetadataValue.path(chart.csv),
    }
    if chart.table.rows:
        rows = chart.table.rows[:SHOWN_ROWS]
        found["table"] = as_table(dict(zip(chart.table.header, row, strict=True)) for row in rows)
    return found


def preview(png: Path) -> str:
    """The picture at most 560 pixels wide, in few colours, as base64."""
    from PIL import Image  # comes with matplotlib

    with Image.open(png) as whole:
        width = min(WIDTH, whole.width)
        small = whole.convert("RGB").resize(
            (width, round(whole.height * width / whole.width)), Image.Resampling.LANCZOS
        )
    content = io.BytesIO()
    small.quantize(COLOURS).save(content, "PNG", optimize=True)
    return base64.b64encode(content.getvalue()).decode()


def _in_brackets(text: str) -> str:
    return text.replace("[", "(").replace("]", ")").replace("\n", " ")
