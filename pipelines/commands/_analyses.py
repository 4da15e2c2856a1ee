"""The analyses of `tipor analyse`: one entry each, its options and its functions. Not a command.

An analysis is added by one entry. What does not belong here: any method.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from pipelines.analyse.results import Analysis
from pipelines.contract.text import N_

if TYPE_CHECKING:
    from pipelines.analyse.plain_files import PlainTable
    from pipelines.analyse.plain_headers import Meant
    from pipelines.contract.loading import Contract
    from pipelines.process.editions import Edition

Options = Sequence[click.Parameter]


@dataclass(frozen=True)
class Entry:
    """What the command line needs of an analysis.

    `of_file` takes the table of FILE and its own options by name; `of_store` the edition where no FILE is
    named. One of the two may be missing: then FILE is needed, or is not taken.
    """

    help: str
    of_file: Callable[..., Analysis] | None = None
    of_store: Callable[[Edition, Contract], Analysis] | None = None
    options: Callable[[], Options] = list


def _option(*names: str, **attributes: Any) -> click.Option:
    return click.Option(names, **{"show_default": True, **attributes})


def _kept(analysis: str, table: str) -> Callable[[Edition, Contract], Analysis]:
    """The results that the last run kept in a table."""

    def read(edition: Edition, _contract: Contract) -> Analysis:
        from pipelines.analyse.kept import kept_results

        return kept_results(edition, analysis, table)

    return read


def _mse(
    plain: PlainTable, *, seed: int, seeds: int, bootstraps: int, linkage: str, max_order: int
) -> Analysis:
    from pipelines.analyse.multiple_systems.estimate import ANALYSIS, Settings, estimate_hidden
    from pipelines.analyse.multiple_systems.input import read_captures
    from pipelines.analyse.results import Refusal, refused

    given = read_captures(plain, _meanings())
    if isinstance(given, Refusal):
        return refused(ANALYSIS, given, plain.sha256)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return estimate_hidden(given, Settings(bootstraps, seed, seeds, linkage, max_order, workers))


def _mse_options() -> Options:
    return [
        _option("--seed", type=click.IntRange(min=0), default=20240101, help="Same seed, same limits."),
        _option("--seeds", type=click.IntRange(1, 50), default=3, help="How many, from --seed upwards."),
        _option("--bootstraps", type=click.IntRange(20, 100_000), default=1000, help="Resamples a seed."),
        _option("--linkage", default="", help="How well the lists were linked, in words."),
        _option("--max-order", type=click.IntRange(0, 9), default=0,
               help="Highest interaction; 0: all up to four lists, else pairs."),
    ]  # fmt: skip


_MSE_HELP = N_("""Persons on no list, from how the lists overlap (multiple systems estimation).

FILE has one 0/1 column for each list and a column of persons. The best five models are shown, never one.
Without FILE: what the last run made of the overlaps that States sent.

\b
Example:
  tipor analyse mse overlaps.csv --linkage "national id, checked by hand"\
""")

_TREND_HELP = N_("""How detections by the same reporting areas changed from year to year.

FILE has the columns reporter (or ref_area), year, count; an empty count was not reported, <5 is an interval.
Without FILE: what the last run made of the store.

\b
Example:
  tipor analyse trend detections.csv --json\
""")

_CHANGE_HELP = N_("""Years after which a series of counts has another level.

FILE has the columns year, count.
Without FILE: what the last run made of the store.

\b
Example:
  tipor analyse changepoint disasters.csv\
""")

_ALERTS_HELP = N_("""Areas whose newest year is unlike their own history.

FILE has the columns reporter (or ref_area), year, count.
Without FILE: what the last run made of the store.

\b
Example:
  tipor analyse alerts detections.csv\
""")

_ASSOCIATION_HELP = N_("""Whether the rows and columns of a two-way table of counts go together.

FILE is the table itself (first column: names of the rows) or has the columns row, column, count.

\b
Example:
  tipor analyse association means_by_role.csv\
""")

_SIGNALS_HELP = N_("""What is wrong with the figures in the store, seen across versions, areas and sources.

Takes no FILE: it reads the tables of the last run.

\b
Example:
  tipor analyse signals --json\
""")


def _meanings() -> Meant:
    """What headers mean in the six languages."""
    from pipelines.analyse.plain_headers import meanings
    from pipelines.settings import open_contract

    return meanings(open_contract())


def _trend(plain: PlainTable, **options: Any) -> Analysis:
    from pipelines.analyse.trends.files import trend_of_file

    return trend_of_file(plain, meant=_meanings(), **options)


def _change_points(plain: PlainTable, **options: Any) -> Analysis:
    from pipelines.analyse.trends.files import change_points_of_file

    return change_points_of_file(plain, meant=_meanings(), **options)


def _alerts(plain: PlainTable, **options: Any) -> Analysis:
    from pipelines.analyse.trends.files import alerts_of_file

    return alerts_of_file(plain, meant=_meanings(), **options)


def _association(plain: PlainTable, **options: Any) -> Analysis:
    from pipelines.analyse.patterns.association.estimate import association_of_file
    from pipelines.settings import open_contract

    names = frozenset(open_contract().code_list("area").by_word)
    return association_of_file(plain, area_names=names, **options)


def _signals(edition: Edition, contract: Contract) -> Analysis:
    from pipelines.analyse.signals.questions import signals_of_store

    return signals_of_store(edition, contract)


_HAS_ZEROS = N_("The publisher also writes 0, so that <5 means 1 to 4.")
_SEED = N_("Same seed, same result.")


def _seed(default: int) -> click.Option:
    return _option("--seed", type=click.IntRange(min=0), default=default, help=_SEED)


def _has_zeros() -> click.Option:
    return _option("--has-zeros", is_flag=True, help=_HAS_ZEROS)


def _trend_options() -> Options:
    from pipelines.analyse.coverage_panels import COMPLETE_SHARE
    from pipelines.analyse.trends.randomisation import DRAWS, SEED

    share = N_("Years with a smaller share of the areas of the year before are left out, as incomplete.")
    return [
        _option("--complete-share", type=click.FloatRange(0, 1), default=COMPLETE_SHARE, help=share),
        _option("--draws", type=click.IntRange(99, 100_000), default=DRAWS, help="For its p-value."),
        _seed(SEED),
        _has_zeros(),
    ]


def _change_options() -> Options:
    from pipelines.analyse.trends.change_points import PERMUTATIONS, SEED

    return [
        _option(
            "--permutations", type=click.IntRange(99, 100_000), default=PERMUTATIONS, help="For the p-value."
        ),
        _seed(SEED),
        _has_zeros(),
    ]


def _alert_options() -> Options:
    from pipelines.analyse.trends.alerts import FEWEST_YEARS

    years = N_("Areas with fewer years before the newest are named and not judged.")
    return [
        _option("--fewest-years", type=click.IntRange(2, 50), default=FEWEST_YEARS, help=years),
        _has_zeros(),
    ]


def _association_options() -> Options:
    from pipelines.analyse.patterns.association.estimate import Settings

    chosen, rows = Settings(), N_("What the rows are; of areas nothing may be read about persons.")
    return [
        _option(
            "--rows-are",
            type=click.Choice(["auto", "areas", "categories"]),
            default=chosen.rows_are,
            help=rows,
        ),
        _option("--draws", type=click.IntRange(99, 1_000_000), default=chosen.draws, help="For the p-value."),
        _seed(chosen.seed),
    ]


REGISTRY: dict[str, Entry] = {
    "trend": Entry(_TREND_HELP, _trend, _kept("trend", "trends"), _trend_options),
    "changepoint": Entry(
        _CHANGE_HELP, _change_points, _kept("changepoint", "change_points"), _change_options
    ),
    "alerts": Entry(_ALERTS_HELP, _alerts, _kept("alerts", "alerts"), _alert_options),
    "association": Entry(
        _ASSOCIATION_HELP, _association, _kept("association", "co_occurrence"), _association_options
    ),
    "mse": Entry(_MSE_HELP, _mse, _kept("mse", "hidden_persons"), _mse_options),
    "signals": Entry(_SIGNALS_HELP, None, _signals),
}
