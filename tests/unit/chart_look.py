"""What stands in a picture and its CSV, and what goes wrong: texts without a shape or over each other."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

Extents = list[tuple[str, Any]]


def drawn_texts(figure: Any) -> Extents:
    """Every text that shows, with its box in pixels; raises where a letter has no shape in any font."""
    from matplotlib.text import Text

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()
    written = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    return [(t.get_text(), t.get_window_extent().extents) for t in written]


def off_the_sheet(figure: Any, extents: Extents) -> list[str]:
    """The texts that leave the sheet."""
    width, height = figure.canvas.get_width_height()
    return [text for text, (x0, y0, x1, y1) in extents if min(x0, y0) < 0 or x1 > width or y1 > height]


def overlaps(extents: Extents) -> Iterator[tuple[str, str]]:
    """The pairs of texts that cover each other by more than a pixel."""
    for (one, a), (other, b) in combinations(extents, 2):
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1:
            yield one, other


def boxes(figure: Any, prefix: str) -> dict[str, Any]:
    """The patches of a figure by gid."""
    found = {p.get_gid(): p for axes in figure.axes for p in axes.patches if p.get_gid()}
    return {gid: patch for gid, patch in found.items() if gid.startswith(prefix)}


def texts(figure: Any) -> list[str]:
    """Every text that shows."""
    from matplotlib.text import Text

    return [t.get_text() for t in figure.findobj(Text) if t.get_text() and t.get_visible()]


def in_print(figure: Any) -> str:
    """All text of a figure in one line, as wrapped lines would read."""
    return " ".join(texts(figure))


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a chart's CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
