"""What a person waits for: a small file from the shell, and a larger one in a process that runs already."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from files import dirty, head, victims
from lines import Line, at_most, skipped
from processes import ROOT, best_of, run, tipor

SHELL_ROWS, WARM_ROWS = 1_000, 10_000
SHELL_SECONDS, WARM_MILLISECONDS = 1.0, 100.0
WARM = Path(__file__).with_name("warm.py")


def measure_shell() -> list[Line]:
    """`tipor check` of a file of the project's own contract, from the shell."""
    file = victims(SHELL_ROWS)
    command = {"check": lambda: tipor("check", file, "--table", "victims", "--reporter", "EGY")}
    best = best_of(command, times=5)["check"]
    if best.code:
        return [skipped("small file", best.output[-200:])]
    what = (
        f"tipor check of {SHELL_ROWS:,} rows from the shell (CPU {best.cpu:.2f} s, {best.megabytes:.0f} MB)"
    )
    return [at_most(what, best.seconds, SHELL_SECONDS, "s")]


def measure_warm() -> list[Line]:
    """Reading and judging ten thousand rows in a warm process, of both contracts."""
    files = {"victims": (victims(WARM_ROWS), ROOT / "schemas")}
    if big := dirty(100_000):
        files["dirty"] = (head(big.csv, WARM_ROWS), big.schemas)
    lines = []
    for table, (path, schemas) in files.items():
        made = run([sys.executable, WARM, path, table, schemas])
        if made.code:
            lines.append(skipped(f"{table} in a warm process", made.output[-200:]))
            continue
        found = json.loads(made.output)
        said = f"{found['findings']} findings, CPU {found['cpu']:.0f} ms"
        what = f"{WARM_ROWS:,} rows of {table} in a warm process ({said})"
        lines.append(at_most(what, found["wall"], WARM_MILLISECONDS, "ms"))
    return lines
