"""The files that are measured: made once, kept in `bench-data/` (which git does not see).

The dirty ones are made by `../shared/bench/validate_peers.py`, with the truth about their faults beside them.
What does not belong here: measuring.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import dataclass
from pathlib import Path

from contract import assemble
from processes import DATA, ROOT, run

PEERS = ROOT.parent / "shared" / "bench" / "validate_peers.py"
ABSENT = "../shared/bench/validate_peers.py, which makes the file, is absent"
FAULTS = 2_800


@dataclass(frozen=True)
class Dirty:
    """A file with planted faults: its path, the list of its faults, and the contract it is checked by."""

    csv: Path
    truth: Path
    schemas: Path


def dirty(rows: int, faults: int = FAULTS) -> Dirty | None:
    """The file of so many rows and faults; None where what makes it is absent."""
    if not PEERS.is_file():
        return None
    folder = DATA / f"dirty-{rows}-{faults}"
    found = Dirty(folder / "dirty.csv", folder / "truth_dirty.json", assemble(DATA / "schemas"))
    if not found.truth.is_file():
        made = run([sys.executable, PEERS, "gen", "--rows", str(rows), "--bad", str(faults), "--dir", folder])
        if made.code:
            raise RuntimeError(made.output[-500:])
        (folder / "rules.csv").unlink()
    return found


def head(source: Path, rows: int) -> Path:
    """The first rows of a file, with its header."""
    path = source.with_name(f"head-{rows}.csv")
    if not path.is_file():
        with source.open(encoding="utf-8") as file:
            path.write_text("".join(itertools.islice(file, rows + 1)), encoding="utf-8")
    return path


def victims(rows: int) -> Path:
    """A right file for the table `victims` of the project's own contract, sent by EGY."""
    path = DATA / f"victims-{rows}.csv"
    if not path.is_file():
        header = "ref_area,time_period,offence,measure,sex,age,counterpart_area,value\n"
        path.write_text(header + "".join(itertools.islice(_victims("EGY"), rows)), encoding="utf-8")
    return path


def submission(reporter: str, number: int) -> bytes:
    """A small submission of that reporter, unlike those of any other number."""
    header = "ref_area,time_period,offence,measure,sex,age,counterpart_area,value\n"
    year = 2000 + number % 24
    rows = [
        f"{reporter},{year},TIP_OR,DETECTED,{sex},_T,_T,{number + i}\n" for i, sex in enumerate(("F", "M"))
    ]
    return (header + "".join(rows)).encode()


def _victims(reporter: str) -> itertools.chain[str]:
    places = (
        "_T",
        "SDN",
        "ITA",
        "FRA",
        "ESP",
        "TUR",
        "IND",
        "PAK",
        "BGD",
        "ETH",
        "ERI",
        "SOM",
        "KEN",
        "NGA",
        "LBY",
        "JOR",
    )
    years = [str(year) for year in range(2000, 2025)] + [
        f"{y}-Q{q}" for y in range(2000, 2025) for q in (1, 2, 3, 4)
    ]
    sexes, ages = ("F", "M", "_U"), ("Y0T17", "Y_GE18", "_U")
    cells = itertools.product(years, places, sexes, ages)
    return itertools.chain(
        f"{reporter},{year},TIP_OR,DETECTED,{sex},{age},{place},{(n * 7) % 40}\n"
        for n, (year, place, sex, age) in enumerate(cells)
    )
