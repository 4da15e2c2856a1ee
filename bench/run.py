"""`make bench`: what the project promises of speed and memory, measured on this machine in one run.

    .venv/bin/python bench/run.py [--only shell,warm,big,faults,workbook,store,trends,mse,signals] [--rows N]
                                  [--submissions N]

What does not belong here: how a thing is measured (a module each). README.md says how to read the table.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

import big_file
import integrity
import many_faults
import mse
import small_files
import store
import trends
import workbook
from lines import Line, table

ROWS, SUBMISSIONS, BATCH = 1_000_000, 2_000, 100


def main() -> int:
    """Measure, print the table; 1 where something demanded does not hold."""
    given = _arguments()
    measures: dict[str, Callable[[], list[Line]]] = {
        "shell": small_files.measure_shell,
        "warm": small_files.measure_warm,
        "big": lambda: big_file.measure(given.rows),
        "faults": lambda: many_faults.measure(given.rows),
        "workbook": workbook.measure,
        "store": lambda: store.measure(given.submissions, given.submissions, BATCH),
        "trends": trends.measure,
        "mse": mse.measure,
        "signals": integrity.measure,
    }
    if unknown := set(given.only) - set(measures):
        print(
            f"not a measure: {', '.join(sorted(unknown))}; there are: {', '.join(measures)}", file=sys.stderr
        )
        return 64
    lines: list[Line] = []
    for name in given.only or measures:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        lines += measures[name]()
    print(table(lines))
    print(
        f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; the best of runs taken in turns"
    )
    return 1 if any(line.holds is False for line in lines) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Speed and memory, as ratios in one run.")
    parser.add_argument(
        "--only",
        type=lambda text: text.split(","),
        default=[],
        help="shell,warm,big,faults,workbook,store,trends,mse,signals",
    )
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the big files")
    parser.add_argument(
        "--submissions", type=int, default=SUBMISSIONS, help="in the store, and as many new ones"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
