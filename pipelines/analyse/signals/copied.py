"""Figures of one area standing under others: the same values, in any of their cells, beyond what chance
repeats.

Two runs of figures are laid side by side: those of one cell over the years (of whatever breakdown and
offence, for labels may have moved), or those of one year over its cells. What was searched is every run of an
area that is new or changed in a version against every run that another area had by then. How rare a value is
comes from the values of the same table and source; a second value of a run is rare only beyond what two
series of one size share anyway. Several runs taken from one area add up: a few of whatever areas they stand
under, or all of one breakdown of one area. What does not belong here: equal figures of one area.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from math import exp, log
from typing import TYPE_CHECKING

from pipelines.analyse.signals import wording
from pipelines.analyse.signals.cells import Evidence, Row, series_of
from pipelines.analyse.signals.directions import in_one_direction
from pipelines.analyse.signals.distances import log_chance_of_product, log_choices
from pipelines.analyse.signals.runs import RUNS, YEARS, make_matches, make_runs, pairs_query
from pipelines.analyse.signals.signal import HIGH, LIKELY, Signal, gathered, graded
from pipelines.collect.database import literal, records
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILY = "copied"
MOST_RUNS_OF_AN_AREA = 2
"""Runs of one area that count where several areas are: more are often sums of each other."""
DIGITS = 9
"""The last ones depend on the order in which cores add up, and must not decide which of two runs is first."""
NAMES = ("ref_area", "offence", "run", "source_offence", "source_run", "places", "said")
LOOKS = 2
"""Each thing that is looked at in two ways counts twice."""


def find_copied(connection: DuckDBPyConnection, contract: Contract) -> list[Signal]:
    """A signal for each area whose figures stand under others, naming those under whom they stand."""
    make_runs(connection, contract)
    found = [
        signal
        for axis in RUNS
        for is_same_offence in (True, False)
        for signal in _search(connection, axis, is_same_offence=is_same_offence)
    ]
    return in_one_direction(connection, found)


def _search(connection: DuckDBPyConnection, axis: str, *, is_same_offence: bool) -> list[Signal]:
    if not make_matches(connection, axis, is_same_offence=is_same_offence):
        return []
    names = ("table_name", "source", "measure", "version", "offence", "source_offence", "source_area")
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in records(connection, pairs_query(axis)):
        groups[tuple(row[name] for name in names)].append(row)
    best = [each for each in (_best(axis, rows) for rows in groups.values()) if each]
    return [_signal(connection, axis, *each) for each in sorted(best, key=lambda each: each[1])]


def _best(axis: str, rows: list[Row]) -> tuple[list[Row], float] | None:
    """The runs taken from one area that together arise least often by chance, and how often; None if too
    often.

    Two looks, and so twice: at runs under any areas, and at those of one breakdown under one area.
    """
    alone: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        log_share = row["log_chance"] + log(row["source_runs"]) + _ways_to_share(row)
        row["log_share"] = min(0.0, round(log_share, DIGITS))
        alone[row["ref_area"], re.sub("=[^ |]*", "", row["run"]) if axis == YEARS else ""].append(row)
    of_one_area = [_rarest(_distinct(them), _ways_within_an_area) for them in alone.values()]
    best = min(
        [_rarest(_distinct(rows, MOST_RUNS_OF_AN_AREA), _ways), *of_one_area], key=lambda each: each[1]
    )
    expected = LOOKS * exp(best[1])
    return (best[0], expected) if best[0] and expected <= LIKELY else None


def _ways_to_share(row: Row) -> float:
    """The logarithm of the number of ways to choose the shared places of two runs; years in a row are few
    ways."""
    years = [int(place) for place in row["places"] if place.isdigit()]
    is_in_a_row = len(years) == row["values"] == max(years) - min(years) + 1 if years else False
    in_a_row = log(LOOKS * (row["common"] - row["values"] + 1))
    any_places = log_choices(row["common"], row["values"])
    return min(any_places, in_a_row) if is_in_a_row else any_places


def _ways(row: Row, count: int) -> float:
    """The logarithm of the number of ways to choose so many runs of all areas."""
    return log_choices(row["target_runs"], count)


def _ways_within_an_area(row: Row, count: int) -> float:
    """The logarithm of the number of ways to choose an area and so many of its runs."""
    return log(row["target_areas"]) + log_choices(row["own_runs"], count)


def _rarest(runs: list[Row], ways: Callable[[Row, int], float]) -> tuple[list[Row], float]:
    """The first of the runs (none, or more) that together arise least often by chance, and the logarithm of
    how often.

    Their chances are combined by Fisher's method, times the ways to choose so many runs and a source area.
    """
    total, best = 0.0, (0, 0.0)
    for count, row in enumerate(runs, 1):
        total += row["log_share"]
        expected = (
            log(row["source_areas"])
            + log(row["searches"])
            + ways(row, count)
            + log_chance_of_product(total, count)
        )
        best = min(best, (count, expected), key=lambda each: each[1])
    return runs[: best[0]], best[1]


def _distinct(rows: list[Row], most_of_an_area: int | None = None) -> list[Row]:
    """The rarest pair of each target run, rarest first; equal runs once, and not all the sums of one area."""
    taken: dict[tuple[object, ...], Row] = {}
    of_area: Counter[str] = Counter()
    for row in sorted(rows, key=_rarity):
        run = ("to", row["ref_area"], row["offence"], row["run"])
        said = (row["ref_area"], tuple(row["places"]), tuple(row["said"]))
        source_run = ("from", row["ref_area"], row["source_offence"], row["source_run"])
        is_free = most_of_an_area is None or of_area[row["ref_area"]] < most_of_an_area
        if is_free and not {run, said, source_run} & taken.keys():
            taken |= dict.fromkeys((run, said, source_run), row)
            of_area[row["ref_area"]] += 1
    return list({id(row): row for row in taken.values()}.values())


def _rarity(row: Row) -> tuple[object, ...]:
    """The rarest first; of equally rare ones always the same."""
    return (row["log_share"], *(row[name] for name in NAMES))


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
        graded(HIGH, chance),
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
    return records(
        connection,
        f"""
        SELECT *
        FROM {side}
        WHERE table_name = {literal(run["table_name"])} AND source = {literal(run["source"])}
            AND ref_area = {literal(area)} AND offence = {literal(offence)} AND {within} = {literal(name)}
            AND ({place}, low) IN ({shared}) {version}
        """,
    )
