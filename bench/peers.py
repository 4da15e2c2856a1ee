"""The peers, installed by name in an environment of their own; they never enter the project's.

What does not belong here: how each judges the file (`../shared/bench/validate_peers.py` says it).
"""

from __future__ import annotations

import sys
from pathlib import Path

from processes import DATA, ROOT, Run, run

VENV = ROOT / ".bench-venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ("pandera", "pandas", "polars", "great-expectations")
TOOLS = {
    "pandera_pandas": "pandera on pandas",
    "great_expectations": "Great Expectations alone",
    "pandera_polars": "pandera on polars",
}


def install() -> str:
    """Install the peers where they are not there yet; why it could not be done, or nothing."""
    imports = "import pandera.pandas, pandera.polars, great_expectations"
    if PYTHON.is_file() and not run([PYTHON, "-c", imports]).code:
        return ""
    for command in (
        [sys.executable, "-m", "venv", VENV],
        [PYTHON, "-m", "pip", "install", "--quiet", *PACKAGES],
    ):
        made = run(command)
        if made.code:
            return (made.output.strip().splitlines() or ["the peers could not be installed"])[-1]
    return ""


def judge(script: Path, tool: str, csv: Path) -> Run:
    """One peer on one file, in its own process; its result is in `result_of(tool)`."""
    return run([PYTHON, script, "one", tool, csv, result_of(tool)])


def result_of(tool: str) -> Path:
    """Where a peer writes what it found."""
    return DATA / f"result-{tool}.json"
