"""The analyses of `tipor analyse`: one entry each, its options and its function. Not a command.

An analysis is added by one entry. What does not belong here: any method.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.results import Analysis
from pipelines.contract.text import N_


@dataclass(frozen=True)
class Entry:
    """What the command line needs of an analysis: `run` takes the table and its own options by name."""

    help: str
    run: Callable[..., Analysis]
    options: Callable[[], list[click.Parameter]]


def _mse(
    plain: PlainTable, *, seed: int, seeds: int, bootstraps: int, linkage: str, max_order: int
) -> Analysis:
    from pipelines.analyse.multiple_systems.estimate import ANALYSIS, Settings, estimate_hidden
    from pipelines.analyse.multiple_systems.input import read_captures
    from pipelines.analyse.results import Refusal, refused

    given = read_captures(plain)
    if isinstance(given, Refusal):
        return refused(ANALYSIS, given, plain.sha256)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return estimate_hidden(given, Settings(bootstraps, seed, seeds, linkage, max_order, workers))


def _mse_options() -> list[click.Parameter]:
    def option(*names: str, **attributes: Any) -> click.Option:
        return click.Option(names, show_default=True, **attributes)

    return [
        option("--seed", type=click.IntRange(min=0), default=20240101, help="Same seed, same limits."),
        option("--seeds", type=click.IntRange(1, 50), default=3, help="How many, from --seed upwards."),
        option("--bootstraps", type=click.IntRange(20, 100_000), default=1000, help="Resamples a seed."),
        option("--linkage", default="", help="How well the lists were linked, in words."),
        option("--max-order", type=click.IntRange(0, 9), default=0,
               help="Highest interaction; 0: all up to four lists, else pairs."),
    ]  # fmt: skip


_MSE_HELP = N_("""Persons on no list, from how the lists overlap (multiple systems estimation).

FILE has one 0/1 column for each list and a column of persons. The best five models are shown, never one.

\b
Example:
  tipor analyse mse overlaps.csv --linkage "national id, checked by hand"\
""")

REGISTRY: dict[str, Entry] = {"mse": Entry(_MSE_HELP, _mse, _mse_options)}
