"""Figures of one area standing under others: the same values, in any of their cells, beyond what chance
repeats.

Two runs of figures are laid side by side: those of one cell over the years (of whatever breakdown and
offence, for labels may have moved), or those of one year over its cells. What was searched is every run of an
area that is new or changed in a version against every run that another area had by then. How rare a value is
comes from the values of the same table and source; a second value of a run is rare only beyond what two
series of one size share anyway. Several runs taken from one area add up. What does not belong here: equal
figures of one area.
"""

from __future__ import annotations

from collections import defaultdict
from math import exp, log
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Evidence, Row, rows_of, series_of
from pipelines.analyse.signals.distances import log_chance_of_product, log_choices
from pipelines.analyse.signals.runs import RUNS, make_matches, make_runs, pairs_query
from pipelines.analyse.signals.signal import HIGH, Signal, gathered
from pipelines.collect.database import literal
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "copied"
LARGEST_CHANCE = 0.02
MOST_RUNS_OF_AN_AREA = 2
"""Runs of one area that count: more are often sums of each other."""


def find_copied(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area whose figures stand under others, naming those under whom they stand."""
    make_runs(connection, contract)
    found: dict[frozenset[object], Signal] = {}
    for axis in RUNS:
        for is_same_offence in (True, False):
            for signal in _search(connection, axis, is_same_offence=is_same_offence):
                key = frozenset((cell.ref_area, cell.period, cell.label) for cell in signal.cells)
                if not any(key <= other for other in found):
                    found[key] = signal
    return list(found.values())


def _search(connection: DuckDBPyConnection, axis: str, *, is_same_offence: bool) -> list[Signal]:
    if not make_matches(connection, axis, is_same_offence=is_same_offence):
        return []
    names = ("table_name", "source", "measure", "version", "offence", "source_offence", "source_area")
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows_of(connection, pairs_query(axis)):
        groups[tuple(row[name] for name in names)].append(row)
    best = [each for each in map(_best, groups.values()) if each]
    return [_signal(connection, axis, *each) for each in sorted(best, key=lambda each: each[1])]


def _best(rows: list[Row]) -> tuple[list[Row], float] | None:
    """The runs taken from one area that together arise least often by chance, and how often; None if too
    often.

    Their chances are combined by Fisher's method, times the ways to choose so many runs and an area.
    """
    runs = _distinct(rows)
    total, best = 0.0, (0, 0.0)
    for count, row in enumerate(runs, 1):
        total += row["log_share"]
        expected = (
            log(row["source_areas"])
            + log(row["searches"])
            + log_choices(row["target_runs"], count)
            + log_chance_of_product(total, count)
        )
        best = min(best, (count, expected), key=lambda each: each[1])
    count, expected = best
    return (runs[:count], exp(expected)) if count and expected <= log(LARGEST_CHANCE) else None


def _distinct(rows: list[Row]) -> list[Row]:
    """The rarest pair of each target run, rarest first; equal runs once, and not all the sums of one area."""
    taken: dict[tuple[object, ...], Row] = {}
    for row in rows:
        row["log_share"] = min(
            0.0, row["log_chance"] + log(row["source_runs"]) + log_choices(row["common"], row["values"])
        )
    for row in sorted(rows, key=lambda each: (each["log_share"], repr(each))):
        run = (row["ref_area"], row["offence"], row["run"])
        said = (row["ref_area"], tuple(row["places"]), tuple(row["said"]))
        source_run = (row["ref_area"], row["source_offence"], row["source_run"])
        of_area = sum(
            each["ref_area"] == row["ref_area"] for each in {id(r): r for r in taken.values()}.values()
        )
        if not {run, said, source_run} & taken.keys() and of_area < MOST_RUNS_OF_AN_AREA:
            taken |= dict.fromkeys((run, said, source_run), row)
    return list({id(row): row for row in taken.values()}.values())


def _signal(connection: DuckDBPyConnection, axis: str, runs: list[Row], chance: float) -> Signal:
    evidence = Evidence()
    for run in runs:
        for row in _values(connection, axis, run, "targets"):
            evidence.add(row)
        for row in _values(connection, axis, run, "sources"):
            evidence.add(row, is_named=False)
    persons = sum(row["persons"] for row in runs)
    return gathered(
        FAMILY,
        HIGH,
        series_of(runs[0]),
        compared=wording.copied(runs, evidence.area_years),
        strength=-sum(row["log_share"] for row in runs),
        strength_means="log_rarity",
        chance=chance,
        persons=persons,
        **evidence.parts,
    )


def _values(connection: DuckDBPyConnection, axis: str, run: Row, side: str) -> list[Row]:
    """The values that the two runs share, as the lines of one side hold them."""
    is_target = side == "targets"
    own, other = ("ref_area", "offence", "run"), ("source_area", "source_offence", "source_run")
    area, offence, name = (run[key] for key in (own if is_target else other))
    within, place = RUNS[axis]
    shared = ", ".join(
        f"({literal(at)}, {value})" for at, value in zip(run["places"], run["said"], strict=True)
    )
    version = f"AND version = {literal(str(run['version']))}" if is_target else ""
    return rows_of(
        connection,
        f"""
        SELECT *
        FROM {side}
        WHERE table_name = {literal(run["table_name"])} AND source = {literal(run["source"])}
            AND ref_area = {literal(area)} AND offence = {literal(offence)} AND {within} = {literal(name)}
            AND ({place}, low) IN ({shared}) {version}
        """,
    )
