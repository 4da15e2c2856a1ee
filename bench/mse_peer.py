"""The peer of multiple systems estimation: base R, which the R packages for it are built on.

`mse_peer.R` does the same with `glm.fit`. It is run where `Rscript` is found, and nothing of R is needed
anywhere else. What does not belong here: the measuring of tipor (`mse`).
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lines import Line, at_least, skipped

SCRIPT = Path(__file__).with_name("mse_peer.R")
STEPWISE_DRAWS, BIC_DRAWS = 200, 10
LONGEST = 600
AGREEMENT = 0.001


@dataclass(frozen=True)
class Measured:
    """Seconds of the processor for one time, and the estimate."""

    seconds: float
    estimate: float


def measure(case: Path) -> dict[str, Measured] | str:
    """What R needs for the case, by what it did; or why it was not measured."""
    command = shutil.which("Rscript")
    if command is None:
        return "no Rscript"
    draws = [str(STEPWISE_DRAWS), str(BIC_DRAWS)]
    found = subprocess.run(
        [command, SCRIPT, case, *draws], capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if found.returncode:
        return (found.stderr.strip().splitlines() or ["Rscript failed"])[-1]
    rows = [line.split("\t") for line in found.stdout.splitlines()]
    return {what: Measured(float(s) / int(times), float(estimate)) for what, times, s, estimate in rows}


def compare(case: Path, ours: dict[str, Measured]) -> list[Line]:
    """How many times faster tipor is, for each thing that both did; once, why it is not known."""
    theirs = measure(case)
    if isinstance(theirs, str):
        return [skipped("mse: against R (glm.fit)", theirs)]
    drawn = {"resamples, stepwise": STEPWISE_DRAWS, "resamples, BIC": BIC_DRAWS}
    lines = []
    for what, mine in ours.items():
        peer = theirs[what]
        scaled = f", R drew {drawn[what]}" if what in drawn else ""
        lines.append(
            at_least(f"mse: {what}, against R (glm.fit{scaled})", peer.seconds / mine.seconds, 1, "x")
        )
        if what not in drawn and abs(peer.estimate - mine.estimate) > AGREEMENT:
            lines.append(Line(f"mse: {what}: R's estimate", f"{peer.estimate}", f"{mine.estimate}", False))
    return lines
