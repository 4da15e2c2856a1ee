"""A million rows with faults: is every fault found, and how do time and memory compare with the peers'?"""

from __future__ import annotations

from collections.abc import Callable

import peers
from files import ABSENT, PEERS, Dirty, dirty
from lines import Line, at_least, at_most, skipped
from processes import Run, best_of, tipor
from scoring import places_of_peer, places_of_tipor, score

FASTER = {"pandera_pandas": 4.0, "great_expectations": 4.0}
SLOWER = {"pandera_polars": 1.5}
MEMORY = 400.0
WHAT = "tipor check on the dirty file"


def measure(rows: int) -> list[Line]:
    """Time, memory and faults found, beside each peer in turn."""
    file = dirty(rows)
    if file is None:
        return [skipped(WHAT, ABSENT)]
    missing = peers.install()
    commands: dict[str, Callable[[], Run]] = {"tipor": lambda: check(file)}
    if not missing:
        commands |= {tool: _peer(tool, file) for tool in peers.TOOLS}
    best = best_of(commands)
    return [*_ours(best["tipor"], file), *(_against(tool, best, file, missing) for tool in peers.TOOLS)]


def check(file: Dirty, *options: str) -> Run:
    """The whole command, every line of every finding named."""
    named = ("--table", "dirty", "--reporter", "EGY", "--json", *(options or ("--lines", "0")))
    run = tipor("check", file.csv, *named, schemas=file.schemas)
    if run.code not in (0, 1) or not run.output.startswith("{"):
        raise RuntimeError(run.output[-500:])
    return run


def _peer(tool: str, file: Dirty) -> Callable[[], Run]:
    return lambda: peers.judge(PEERS, tool, file.csv)


def _ours(run: Run, file: Dirty) -> list[Line]:
    found = score(places_of_tipor(run.output), file.truth)
    return [
        Line(f"{WHAT}: wall (CPU) time", f"{run.seconds:.2f} s ({run.cpu:.2f} s)"),
        Line(f"{WHAT}: faults", str(found), "all, and no false alarm", found.is_whole),
        at_most(f"{WHAT}: memory", run.megabytes, MEMORY, "MB"),
    ]


def _against(tool: str, best: dict[str, Run], file: Dirty, missing: str) -> Line:
    name = peers.TOOLS[tool]
    if missing or best[tool].code:
        return skipped(f"against {name}", missing or best[tool].output.strip()[-200:])
    theirs, ours = best[tool], best["tipor"]
    found = score(places_of_peer(peers.result_of(tool)), file.truth)
    what = (
        f"against {name} ({theirs.seconds:.2f} s, CPU {theirs.cpu:.2f} s, {theirs.megabytes:.0f} MB; {found})"
    )
    if tool in SLOWER:
        return at_most(what, ours.seconds / theirs.seconds, SLOWER[tool], "of its time")
    return at_least(what, theirs.seconds / ours.seconds, FASTER[tool], "times faster")
