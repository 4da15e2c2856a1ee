"""Worlds searched for signals: what a clean one raises by accident, and whether a planted fault is found.

Run as a module it prints the tables of docs/methods/integrity-power.md:

    python -m tests.statistics.searched_worlds 0 6        seeds 0 to 5, every fault once in each
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.analyse.signals.signal import LOW, Signal
from pipelines.analyse.signals.signals import make_signals
from pipelines.collect.database import open_scratch
from pipelines.contract.loading import Contract
from pipelines.worlds.faults.planting import FAULTS, plant
from pipelines.worlds.faults.targets import NoPlaceForIt
from pipelines.worlds.loading import load_world
from pipelines.worlds.make import make_world
from pipelines.worlds.settings import Settings, generator
from pipelines.worlds.world import RETURN, Planted, World

AREAS, YEARS = 24, 10
OF_STATES = frozenset(("mirror", "stages"))
"""Faults in the returns of States; all others stand in the three international sources."""
HELD = {"non_integer": "VIC-002"}
"""Faults that the rules find, which hold the file before it can be searched: fault, rule."""
STATISTICS = {"dominance": "dominates", "recoverable": "recoverable", "republished": ""}
"""Families that say what is so in a clean world too, and the fault that each of them finds nevertheless."""
ENOUGH_CELLS, ENOUGH_PERSONS = 3, 10
PERSON_STEPS = (1, 3, 6, 10, 20, 50)


@dataclass(frozen=True)
class Searched:
    """The signals of a world, and its number of area-years: area within a source and offence, and year."""

    signals: tuple[Signal, ...]
    area_years: int

    @property
    def alarms(self) -> tuple[Signal, ...]:
        """Those that hold area-years out."""
        return tuple(signal for signal in self.signals if signal.severity != LOW)


def search(world: World, contract: Contract) -> Searched:
    """Search a world for signals, without files."""
    with open_scratch() as connection:
        load_world(world, connection, contract)
        signals = make_signals(connection, contract)
        count = connection.execute("""
            SELECT count(DISTINCT (table_name, source, offence, ref_area, year))
            FROM standing
        """).fetchone()
    return Searched(tuple(signals), count[0] if count else 0)


def part_of(world: World, *, is_of_states: bool) -> World:
    """The returns of the States, or the three other sources: a fault is searched for where it can show."""
    sheets = tuple(sheet for sheet in world.sheets if (sheet.source == RETURN) == is_of_states)
    return replace(world, sheets=sheets)


@dataclass(frozen=True)
class Trial:
    """One fault in one world: its size, and the families that found it (none: missed)."""

    planted: Planted
    families: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        """Whether any signal names a place of it."""
        return bool(self.families)

    @property
    def is_large(self) -> bool:
        """Whether it is large enough that it must be found."""
        return self.planted.nonzero_cells >= ENOUGH_CELLS and self.planted.persons >= ENOUGH_PERSONS


def tried(clean: World, before: Searched, fault: str, contract: Contract, draw: int = 0) -> Trial | None:
    """Plant a fault and search; None where it finds no place. What the clean world raised does not count."""
    try:
        faulty = plant(clean, fault, generator(clean.settings, f"{fault} {draw}"))
    except NoPlaceForIt:
        return None
    known = {signal.id for signal in before.signals}
    found = [signal for signal in search(faulty, contract).signals if signal.id not in known]
    return Trial(faulty.planted[0], tuple(sorted(_that_name(found, faulty.planted[0]))))


def _that_name(signals: Iterable[Signal], planted: Planted) -> set[str]:
    """The families of the signals, of any severity, that name an area and a year of the fault."""
    places = {(area, year) for area in planted.areas for year in planted.years}
    return {
        signal.family
        for signal in signals
        if places & set(signal.area_years) and STATISTICS.get(signal.family, planted.fault) == planted.fault
    }


def settings(seed: int) -> Settings:
    """The settings of the worlds that are searched."""
    return Settings(seed, areas=AREAS, years=YEARS)


def main(seeds: range, faults: list[str], draws: int = 1) -> None:
    """Search clean and faulty worlds, a line for each as it is done; the tables at the end."""
    contract = Contract(Path(__file__).resolve().parents[2] / "schemas")
    alarms: Counter[tuple[str, str]] = Counter()
    area_years, trials = 0, []
    for seed in seeds:
        clean = make_world(settings(seed), contract)
        before = search(clean, contract)
        area_years += before.area_years
        alarms.update((signal.family, signal.severity) for signal in before.signals)
        for signal in before.alarms:
            print(f"clean {seed} {signal.family} {signal.severity}: {signal.compared}", flush=True)
        parts = {kind: part_of(clean, is_of_states=kind) for kind in (False, True)}
        known = {kind: search(part, contract) for kind, part in parts.items()}
        for fault in faults * draws:
            kind = fault in OF_STATES
            if trial := tried(parts[kind], known[kind], fault, contract, len(trials)):
                trials.append(trial)
                size = f"{trial.planted.nonzero_cells} cells, {trial.planted.persons} persons"
                print(f"{seed} {fault} ({size}): {' '.join(trial.families) or 'MISSED'}", flush=True)
    print(
        "\n".join(
            [*alarm_table(alarms, area_years, len(seeds)), "", *power_table(trials), "", *curve(trials)]
        )
    )


def alarm_table(alarms: Counter[tuple[str, str]], area_years: int, worlds: int) -> list[str]:
    """Alarms on clean worlds by family."""
    rows = [
        f"{area_years} area-years in {worlds} clean worlds",
        "",
        "| family | severity | signals | per 1,000 |",
    ]
    rows += ["| --- | --- | --- | --- |"]
    for (family, severity), count in sorted(alarms.items()):
        rows.append(f"| {family} | {severity} | {count} | {1000 * count / max(area_years, 1):.2f} |")
    graves = sum(count for (_family, severity), count in alarms.items() if severity != LOW)
    return [*rows, f"| all that hold figures out | | {graves} | {1000 * graves / max(area_years, 1):.2f} |"]


def power_table(trials: list[Trial]) -> list[str]:
    """Faults found, by fault and size."""
    rows = ["| fault | large: found | smaller: found | found by |", "| --- | --- | --- | --- |"]
    for fault in dict.fromkeys(trial.planted.fault for trial in trials):
        own = [trial for trial in trials if trial.planted.fault == fault]
        families = Counter(family for trial in own for family in trial.families)
        named = ", ".join(family for family, _count in families.most_common(3))
        rows.append(f"| {fault} | {_share(own, is_large=True)} | {_share(own, is_large=False)} | {named} |")
    rows += [f"| {fault} | the file is held | | the rule {rule} |" for fault, rule in HELD.items()]
    return [*rows, f"| all | {_share(trials, is_large=True)} | {_share(trials, is_large=False)} | |"]


def _share(trials: list[Trial], *, is_large: bool) -> str:
    kept = [trial for trial in trials if trial.is_large == is_large]
    return f"{sum(trial.is_found for trial in kept)} of {len(kept)}" if kept else "–"


def curve(trials: list[Trial]) -> list[str]:
    """Faults found by the number of persons and of cells changed."""
    rows = ["| persons changed | fewer than 3 cells | 3 cells or more |", "| --- | --- | --- |"]
    ends = (*PERSON_STEPS[1:], 10**9)
    for begin, end in zip(PERSON_STEPS, ends, strict=True):
        cells = []
        for is_many in (False, True):
            kept = [
                trial
                for trial in trials
                if begin <= trial.planted.persons < end
                and (trial.planted.nonzero_cells >= ENOUGH_CELLS) == is_many
            ]
            cells.append(f"{sum(trial.is_found for trial in kept)} of {len(kept)}" if kept else "–")
        name = f"{begin} to {end - 1}" if end < 10**9 else f"{begin} and more"
        rows.append(f"| {name} | {cells[0]} | {cells[1]} |")
    return rows


if __name__ == "__main__":
    main(range(int(sys.argv[1]), int(sys.argv[2])), sys.argv[3:] or [f for f in FAULTS if f not in HELD])
