"""A large workbook: how long does checking it take, and how much do tipor and its child hold together?"""

from __future__ import annotations

import csv
import os
import subprocess
import threading
import time
from pathlib import Path

from files import ABSENT, Dirty, dirty
from lines import Line, at_most, skipped
from processes import ROOT, Run, best_of, run

from pipelines.collect.spreadsheets import Book, workbook_bytes

ROWS, SECONDS, MEMORY = 100_000, 8.0, 300.0
WHAT = f"tipor check of a workbook of {ROWS:,} x 12"


def measure() -> list[Line]:
    """Time, and the most memory that the processes held at one moment."""
    file = dirty(ROWS)
    if file is None:
        return [skipped(WHAT, ABSENT)]
    path = _workbook(file)
    named = ("--table", "dirty", "--reporter", "EGY", "--json")
    command = [ROOT / ".venv" / "bin" / "tipor", "check", path, *named]
    env = {"TIPOR_SCHEMAS": str(file.schemas)}
    best = best_of({"check": lambda: run(command, env)})["check"]
    if best.code not in (0, 1):
        return [skipped(WHAT, best.output[-200:])]
    what = f"{WHAT} ({path.stat().st_size / 1e6:.1f} MB; CPU {best.cpu:.1f} s)"
    return [_time(what, best), at_most(f"{WHAT}: memory in all", _memory(command, env), MEMORY, "MB")]


def _time(what: str, best: Run) -> Line:
    return at_most(what, best.seconds, SECONDS, "s")


def _workbook(file: Dirty) -> Path:
    path = file.csv.with_suffix(".xlsx")
    if not path.is_file():
        path.write_bytes(workbook_bytes(lambda book: _fill(book, file.csv)))
    return path


def _fill(book: Book, source: Path) -> None:
    sheet = book.add_worksheet("Data")
    with source.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.reader(rows)):
            for position, cell in enumerate(row):
                sheet.write_string(number, position, cell)


def _memory(command: list[str | Path], env: dict[str, str]) -> float:
    """The most that a process and its children held together, in MB, looked at every few milliseconds."""
    words = [str(part) for part in command]
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=os.environ | env)
    most = [0.0]
    watch = threading.Thread(target=_watch, args=(child, most))
    watch.start()
    child.wait()
    watch.join()
    return most[0]


def _watch(child: subprocess.Popen[bytes], most: list[float]) -> None:
    while child.poll() is None:
        most[0] = max(most[0], sum(map(_held, _family(child.pid))))
        time.sleep(0.01)


def _family(pid: int) -> list[int]:
    try:
        text = "".join(p.read_text() for p in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return []
    return [pid, *(member for child in text.split() for member in _family(int(child)))]


def _held(pid: int) -> float:
    """The memory of a process in MB; what several share is divided among them."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
