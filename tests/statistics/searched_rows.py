"""Faults of many kinds in three settings: two versions, two sources, or one version of one source.

The rows are leaves of one offence without totals (`signal_rows`): what hangs together with nothing. Run as a
module it prints the tables of docs/methods/integrity.md:

    python -m tests.statistics.searched_rows 0 6        seeds 0 to 5, every kind once in each
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipelines.analyse.signals.signal import LOW, Signal
from pipelines.contract.loading import Contract
from tests.statistics.row_faults import KINDS, Fault
from tests.statistics.signal_rows import (
    SECOND,
    Rows,
    area_year_count,
    changed,
    clean_rows,
    signals_in,
    size_of,
    values_of,
)

SDG, GLOTIP = "SDG_16_2_2", "GLOTIP"
AREAS, YEARS = 24, range(2008, 2020)
ENOUGH_CELLS, ENOUGH_PERSONS = 3, 10
VERSIONS, SOURCES, ALONE = "two versions of one source", "one version of two sources", "one of one"
SETTINGS = {VERSIONS: (SDG,), SOURCES: (SDG, GLOTIP), ALONE: (SDG,)}
STEPS = (10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Trial:
    """A fault planted in a setting: its persons, and the families that found it (none: missed)."""

    kind: str
    setting: str
    persons: int
    families: tuple[str, ...]


def world(contract: Contract, seed: int, setting: str) -> Rows:
    """Clean rows: with the version before, with a second source that counts for itself, or with neither."""
    rows = clean_rows(contract, seed, area_count=AREAS, years=YEARS, sources=SETTINGS[setting])
    if setting == VERSIONS:
        return rows
    return [replace(row, known_from=SECOND) for row in rows if row.source != SDG or row.known_from == SECOND]


def planted(rows: Rows, fault: Fault, draw: np.random.Generator) -> tuple[Rows, set[tuple[str, int]], int]:
    """The rows with a fault of enough persons and cells in an area and year drawn at random, where, how
    large."""
    areas = sorted({row.area for row in rows})
    while True:
        area, other = draw.choice(areas, 2, replace=False)
        own, others = (values_of(rows, str(each), SDG, SECOND) for each in (area, other))
        year = int(draw.integers(YEARS[2], YEARS[-3]))
        before = own | others
        faulty = {key: new for key, new in fault(own, others, year).items() if new != before[key]}
        cells, persons = size_of(before, faulty)
        if cells >= ENOUGH_CELLS and persons >= ENOUGH_PERSONS:
            return changed(rows, faulty, SECOND, SDG), {(key[0], key[1]) for key in faulty}, persons


def alarms(signals: list[Signal]) -> list[Signal]:
    """Those that hold area-years out."""
    return [signal for signal in signals if signal.severity != LOW]


def searched(contract: Contract, seed: int, setting: str) -> tuple[list[Trial], list[Signal], int]:
    """Every kind planted once in the world of a seed; the alarms of the clean world, its area-years."""
    rows = world(contract, seed, setting)
    clean = alarms(signals_in(contract, rows))
    known = {signal.id for signal in clean}
    trials = []
    for place, (kind, each) in enumerate(KINDS.items()):
        faulty, places, persons = planted(rows, each.fault, np.random.default_rng([seed, place]))
        new = [s for s in alarms(signals_in(contract, faulty)) if s.id not in known]
        families = {signal.family for signal in new if places & set(signal.area_years)}
        trials.append(Trial(kind, setting, persons, tuple(sorted(families))))
    return trials, clean, area_year_count(rows)


def found(trials: list[Trial], kind: str | None = None, setting: str | None = None) -> str:
    """How many of the trials were found."""
    kept = [t for t in trials if kind in (None, t.kind) and setting in (None, t.setting)]
    return f"{sum(bool(trial.families) for trial in kept)} of {len(kept)}"


def power_table(trials: list[Trial]) -> list[str]:
    """Faults found by kind and setting, with the families that found most where there is one of one."""
    lines = [f"| fault | {' | '.join(SETTINGS)} | alone found by |", "| --- | --- | --- | --- | --- |"]
    for kind, each in KINDS.items():
        alone = Counter(f for t in trials if (t.kind, t.setting) == (kind, ALONE) for f in t.families)
        named = ", ".join(family for family, _count in alone.most_common(2))
        cells = " | ".join(found(trials, kind, setting) for setting in SETTINGS)
        lines.append(f"| {kind}{'' if each.is_seen_alone else ' *'} | {cells} | {named} |")
    seen = [trial for trial in trials if KINDS[trial.kind].is_seen_alone]
    for name, kept in (("all", trials), ("all but those with *", seen)):
        lines.append(f"| {name} | {' | '.join(found(kept, setting=each) for each in SETTINGS)} | |")
    return lines


def size_table(trials: list[Trial]) -> list[str]:
    """Faults found by the persons they change, and setting; those that nothing could tell alone left out."""
    lines = [f"| persons changed | {' | '.join(SETTINGS)} |", "| --- | --- | --- | --- |"]
    for begin, end in zip(STEPS, (*STEPS[1:], 10**9), strict=True):
        kept = [t for t in trials if begin <= t.persons < end and KINDS[t.kind].is_seen_alone]
        name = f"{begin} to {end - 1}" if end < 10**9 else f"{begin} and more"
        lines.append(f"| {name} | {' | '.join(found(kept, setting=each) for each in SETTINGS)} |")
    return lines


def main(seeds: range) -> None:
    """Print the tables: kinds found in each setting, by size, and the false alarms."""
    contract = Contract(Path(__file__).resolve().parents[2] / "schemas")
    trials: list[Trial] = []
    false, area_years = Counter[str](), Counter[str]()
    for seed in seeds:
        for setting in SETTINGS:
            some, clean, count = searched(contract, seed, setting)
            trials += some
            false[setting] += len(clean)
            area_years[setting] += count
    print("\n".join([*power_table(trials), "", *size_table(trials), ""]))
    print("| false alarms |", " | ".join(f"{false[s]} in {area_years[s]:,}" for s in SETTINGS), "|")


if __name__ == "__main__":
    main(range(int(sys.argv[1]), int(sys.argv[2])))
