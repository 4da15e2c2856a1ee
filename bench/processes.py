"""Whole processes: wall time from start to end, and the most memory each one held.

What does not belong here: what is run, and what its numbers are compared with. This module imports little,
for a child's memory is counted from its parent's on.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "bench-data"
TIMES = 3


@dataclass(frozen=True)
class Run:
    """One process: its exit code, wall and CPU time in seconds, most memory in MB, and what it printed."""

    code: int
    seconds: float
    cpu: float
    megabytes: float
    output: str


def run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> Run:
    """Run one process to its end. Its output goes through a file, so that reading it costs nothing."""
    DATA.mkdir(exist_ok=True)
    path = DATA / f"output-{os.getpid()}.txt"
    with path.open("wb") as output:
        begin = time.perf_counter()
        words = [str(part) for part in command]
        child = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT, env=_around() | (env or {}))
        _pid, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    text = path.read_text(encoding="utf-8", errors="replace")
    path.unlink()
    return Run(child.returncode, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


def _around() -> dict[str, str]:
    """The environment, in which Python may keep what it compiles: else only ours would be compiled each time,

    for those who install the peers have compiled them.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def best_of(commands: Mapping[str, Callable[[], Run]], times: int = TIMES) -> dict[str, Run]:
    """The fastest run of each, taken in turns: what else the machine does falls on all alike."""
    best: dict[str, Run] = {}
    for _round in range(times):
        for name, command in commands.items():
            found = command()
            if name not in best or found.seconds < best[name].seconds:
                best[name] = found
    return best


def tipor(*arguments: str | Path, schemas: Path | None = None) -> Run:
    """Run the command `tipor` as from the shell, under the contract in `schemas`, else the project's."""
    command = ROOT / ".venv" / "bin" / "tipor"
    return run([command, *arguments], {"TIPOR_SCHEMAS": str(schemas)} if schemas else None)
