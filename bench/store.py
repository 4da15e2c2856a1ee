"""Is what one more submission costs independent of how many there are already?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lines import Line, at_most, skipped
from processes import DATA, run

GROWTH = 1.5
"""How much dearer the last batch may be: reading the list of what is there, and noise."""


def measure(start: int, new: int, batch: int) -> list[Line]:
    """Seconds per submission, first and last batches."""
    script = Path(__file__).with_name("growing_store.py")
    made = run([sys.executable, script, str(start), str(new), str(batch), DATA / "store"])
    if made.code:
        return [skipped("a growing store", made.output.strip()[-200:])]
    batches = json.loads(made.output)
    some = max(1, min(3, len(batches) // 2))
    lines = []
    for name, place in (("submitting", 0), ("judging", 1)):
        first, last = (min(found[place] for found in part) for part in (batches[:some], batches[-some:]))
        said = f"{first * 1000:.1f} ms at {start + batch:,}, {last * 1000:.1f} ms at {start + new:,}"
        what = f"{name} one more submission ({said})"
        lines.append(at_most(what, last / first, GROWTH, "times the time"))
    return lines
