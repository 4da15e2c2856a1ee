"""Does a file full of faults cost more than one with few?"""

from __future__ import annotations

from collections.abc import Callable

from big_file import check
from files import ABSENT, Dirty, dirty
from lines import Line, at_most, skipped
from processes import Run, best_of
from scoring import places_of_tipor, score

FEW, MANY = 2_000, 200_000
DEARER = 2.0
SHOWN = ("--lines", "20")


def measure(rows: int) -> list[Line]:
    """Time and memory with few and many faults, findings as they are shown; then whether all are found."""
    files = {faults: dirty(rows, min(faults, rows // 5)) for faults in (FEW, MANY)}
    few, many = files[FEW], files[MANY]
    if few is None or many is None:
        return [skipped("many faults", ABSENT)]
    best = best_of({"few": _checking(few), "many": _checking(many)})
    found = score(places_of_tipor(check(many).output), many.truth)
    what = f"{MANY:,} faults ({best['many'].seconds:.2f} s) against {FEW:,} ({best['few'].seconds:.2f} s)"
    return [
        at_most(what, best["many"].seconds / best["few"].seconds, DEARER, "times the time"),
        Line(f"{MANY:,} faults", str(found), "all, and no false alarm", found.is_whole),
        at_most(f"{MANY:,} faults: memory", best["many"].megabytes, 500, "MB"),
    ]


def _checking(file: Dirty) -> Callable[[], Run]:
    return lambda: check(file, *SHOWN)
