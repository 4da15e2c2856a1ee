"""Faults where little tells of them: one version, with a second source that counts for itself or with none.

The rows have no totals, one offence and no version before (`signal_rows`). Run as a module it prints the
table of docs/methods/integrity.md:

    python -m tests.statistics.searched_rows 0 6        seeds 0 to 5, every kind once in each
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipelines.analyse.signals.signal import LOW, Signal
from pipelines.contract.loading import Contract
from tests.statistics.signal_rows import (
    SECOND,
    Rows,
    Values,
    area_year_count,
    clean_rows,
    of_another,
    signals_in,
    size_of,
    values_of,
    with_ages_exchanged,
    with_scale,
    with_sexes_exchanged,
    with_years_shifted,
    with_zeros,
)

SDG, GLOTIP = "SDG_16_2_2", "GLOTIP"
AREAS, YEARS = 24, range(2008, 2020)
ENOUGH_CELLS, ENOUGH_PERSONS = 3, 10
Fault = Callable[[Values, Values, int], Values]
"""From the figures of an area and of another one, and a year, those that the fault makes."""

KINDS: dict[str, Fault] = {
    "sexes of one year": lambda own, _other, year: with_sexes_exchanged(own, [year]),
    "ages of one year": lambda own, _other, year: with_ages_exchanged(own, [year]),
    "sexes of all years": lambda own, _other, _year: with_sexes_exchanged(own, YEARS),
    "ages of all years": lambda own, _other, _year: with_ages_exchanged(own, YEARS),
    "every year has the figures of the year before": lambda own, _other, _year: with_years_shifted(
        own, YEARS
    ),
    "a year ten times too high": lambda own, _other, year: with_scale(own, [year]),
    "a year of nothing but zeros": lambda own, _other, year: with_zeros(own, [year]),
    "another area's figures, three years": lambda own, other, year: of_another(
        own, other, range(year - 1, year + 2)
    ),
    "another area's figures, one year": lambda own, other, year: of_another(own, other, [year]),
}


def world(contract: Contract, seed: int, sources: tuple[str, ...]) -> Rows:
    """Clean rows of the newest version of each source."""
    rows = clean_rows(contract, seed, area_count=AREAS, years=YEARS, sources=sources)
    return [replace(row, known_from=SECOND) for row in rows if row.source != SDG or row.known_from == SECOND]


def planted(rows: Rows, fault: Fault, draw: np.random.Generator) -> tuple[Rows, set[tuple[str, int]]]:
    """The rows with a fault of enough persons and cells in an area and year drawn at random, and where."""
    areas = sorted({row.area for row in rows})
    while True:
        area, other = draw.choice(areas, 2, replace=False)
        own, others = (values_of(rows, str(each), SDG, SECOND) for each in (area, other))
        year = int(draw.integers(YEARS[1], YEARS[-1]))
        faulty = {key: value for key, value in fault(own, others, year).items() if value != own[key]}
        cells, persons = size_of(own, faulty)
        if cells >= ENOUGH_CELLS and persons >= ENOUGH_PERSONS:
            break
    changed = [
        replace(row, value=faulty.get((row.area, row.year, row.sex, row.age), row.value))
        if row.source == SDG
        else row
        for row in rows
    ]
    return changed, {(key[0], key[1]) for key in faulty}


def alarms(signals: list[Signal]) -> list[Signal]:
    """Those that hold area-years out."""
    return [signal for signal in signals if signal.severity != LOW]


def main(seeds: range) -> None:
    """Print the table: kinds found with a second source and with none, and the false alarms."""
    contract = Contract(Path(__file__).resolve().parents[2] / "schemas")
    ways = ((SDG, GLOTIP), (SDG,))
    found: Counter[tuple[str, int]] = Counter()
    false, searched = Counter[int](), Counter[int]()
    for seed in seeds:
        for way, sources in enumerate(ways):
            rows = world(contract, seed, sources)
            clean = alarms(signals_in(contract, rows))
            known = {signal.id for signal in clean}
            false[way] += len(clean)
            searched[way] += area_year_count(rows)
            for place, (kind, fault) in enumerate(KINDS.items()):
                changed, places = planted(rows, fault, np.random.default_rng([seed, place]))
                new = [s for s in alarms(signals_in(contract, changed)) if s.id not in known]
                found[kind, way] += any(places & set(signal.area_years) for signal in new)
    print(
        "| fault | a second source that counts for itself | one version of one source |\n| --- | --- | --- |"
    )
    for kind in KINDS:
        print(f"| {kind} | {found[kind, 0]} of {len(seeds)} | {found[kind, 1]} of {len(seeds)} |")
    totals = [sum(found[kind, way] for kind in KINDS) for way in range(len(ways))]
    print(f"| all | {totals[0]} | {totals[1]} of {len(KINDS) * len(seeds)} |")
    print("| false alarms |", " | ".join(f"{false[way]} in {searched[way]}" for way in range(len(ways))), "|")


if __name__ == "__main__":
    main(range(int(sys.argv[1]), int(sys.argv[2])))
