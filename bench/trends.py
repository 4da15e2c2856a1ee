"""Are trends quick: 200 areas x 20 years with late entry, zeros and suppressed figures?

Run by itself, or by run.py, which calls `measure`.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lines import Line, at_most, table

ROOT = Path(__file__).resolve().parents[1]
AREAS, YEARS, LIMIT = 200, 20, 2.0


def measure() -> list[Line]:
    """The lines of the bench: every result of a panel, without and with bounded figures, and its new year."""
    sys.path.insert(0, str(ROOT))
    from pipelines.analyse.trends.alerts import find_alerts
    from pipelines.analyse.trends.change_points import find_breaks
    from pipelines.analyse.trends.estimate import estimate_trend

    panel, bounded = _panel(below=0), _panel(below=5)
    series = panel.low.sum(axis=0, where=panel.is_reported)
    estimate_trend(bounded)  # what is imported on first use is not measured

    def everything() -> None:
        estimate_trend(panel)
        find_alerts(panel)

    size = f"{AREAS} areas x {YEARS} years"
    lines = [
        at_most(f"trends: {size}, all trends and alerts", _best(everything), LIMIT, "s"),
        at_most(f"trends: {size}, with `<5`", _best(lambda: estimate_trend(bounded)), LIMIT, "s"),
        at_most(f"trends: {size}, alerts with `<5`", _best(lambda: find_alerts(bounded)), LIMIT, "s"),
        at_most("trends: change points of a series", _best(lambda: find_breaks(series)), LIMIT, "s"),
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*lines, at_most("trends: memory", memory, 1000, "MB")]


def _panel(below: int):  # type: ignore[no-untyped-def]
    """Areas that enter late, overdispersed; of counts above zero and under `below` only that is known."""
    import numpy as np

    from pipelines.analyse.trends.panel import Cell, panel_of

    random = np.random.default_rng(7)
    cells = []
    for area in range(AREAS):
        level, first = np.exp(random.normal(1.5, 1.2)), int(random.integers(0, YEARS // 2))
        for year in range(first, YEARS):
            count = float(random.poisson(level * random.gamma(2.0, 0.5)))
            is_hidden = 0 < count < below
            low, high = (1.0, below - 1.0) if is_hidden else (count, count)
            cells.append(Cell(f"area {area:03}", 2000 + year, low, high))
    return panel_of(cells)


def _best(work: Callable[[], object]) -> float:
    found = []
    for _time in range(3):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


if __name__ == "__main__":
    lines = measure()
    print(table(lines))
    sys.exit(any(line.holds is False for line in lines))
