"""A large workbook: how long does checking it take, and how much do tipor and its child hold together?"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

from lines import Line, at_most, skipped
from processes import DATA, ROOT, Run, best_of, run

from pipelines.collect.spreadsheets import Book, workbook_bytes

ROWS, SECONDS, MEMORY, LEAST = 100_000, 8.0, 300.0, 10.0
WHAT = f"tipor check of a workbook of {ROWS:,} x 12"
COLUMNS = (
    "ref_area", "time_period", "offence", "measure", "counterpart_area", "sex", "age", "organ", "means",
    "unit", "value", "source_note",
)  # fmt: skip
YEARS, ORGANS = range(2000, 2025), ("KIDNEY", "LIVER", "HEART", "LUNG", "CORNEA")
PLACES = (
    "EGY", "FRA", "IND", "PAK", "NPL", "BGD", "TUR", "MDA", "KEN", "PER", "CHN", "ESP", "ITA", "DEU", "GBR",
    "USA",
)  # fmt: skip
WORDS, LETTERS = 16, 7
"""Of a note: letters by chance, which hardly shrink in the archive, as those of real remarks do little."""


def measure() -> list[Line]:
    """Time, and the most memory that the processes held at one moment."""
    path = _workbook()
    size = path.stat().st_size / 1e6
    if size < LEAST:
        return [skipped(WHAT, f"the file has {size:.1f} MB only")]
    named = ("--table", "victims", "--reporter", "UNODC", "--json")
    command: list[str | Path] = [ROOT / ".venv" / "bin" / "tipor", "check", path, *named]
    best = best_of({"check": lambda: run(command, {})})["check"]
    if best.code not in (0, 1):
        return [skipped(WHAT, best.output[-200:])]
    what = f"{WHAT} ({size:.1f} MB; CPU {best.cpu:.1f} s)"
    return [_time(what, best), at_most(f"{WHAT}: memory in all", _memory(command, {}), MEMORY, "MB")]


def _time(what: str, best: Run) -> Line:
    return at_most(what, best.seconds, SECONDS, "s")


def _workbook() -> Path:
    path = DATA / f"victims-notes-{ROWS}.xlsx"
    if not path.is_file():
        DATA.mkdir(exist_ok=True)
        path.write_bytes(workbook_bytes(_fill))
    return path


def _fill(book: Book) -> None:
    sheet = book.add_worksheet("Victims")
    sheet.write_row(0, 0, COLUMNS)
    for number, row in enumerate(itertools.islice(_rows(random.Random(1)), ROWS), 1):
        for position, cell in enumerate(row):
            sheet.write_string(number, position, cell)


def _rows(chance: random.Random) -> Iterator[tuple[str, ...]]:
    """Right rows of the table victims, no two about the same, each with a note of its own."""
    kinds = itertools.product(PLACES, YEARS, PLACES, ("F", "M"), ("Y0T17", "Y_GE18"), ORGANS)
    for area, year, place, sex, age, organ in kinds:
        note = " ".join("".join(chance.choices(ascii_lowercase, k=LETTERS)) for _ in range(WORDS))
        value = str(chance.randrange(1, 1_000))
        yield area, str(year), "TIP_OR", "DETECTED", place, sex, age, organ, "FRAUD", "NUMBER", value, note


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
