"""Is the estimate of the unseen quick: the 1,024 models of `UKdat_5`, and 1,000 resamples with re-selection?

Run by itself, or by run.py, which calls `measure`. The case lies beside the project and is not committed.
Against R (`mse_peer`) seconds of the processor are compared, one core each.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import mse_peer
from lines import Line, at_most, skipped, table

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT.parent / "shared" / "refdata" / "mse" / "UKdat_5.csv"
DRAWS, SEED = 1000, 20240101
OF_RATIO = 200  # draws of which the time of one is taken, beside R


def measure(draws: int = DRAWS) -> list[Line]:
    """The lines of the bench; the resamples on one core, then shared over all there are."""
    if not CASE.is_file():
        return [skipped("multiple systems estimation", f"{CASE} is not there")]
    sys.path.insert(0, str(ROOT))
    from pipelines.analyse.multiple_systems.bootstrap import bic_estimates, bootstrap, stepwise_estimates
    from pipelines.analyse.multiple_systems.fitting import fit
    from pipelines.analyse.multiple_systems.input import read_captures
    from pipelines.analyse.multiple_systems.models import Terms, all_models
    from pipelines.analyse.multiple_systems.selection import best_by_bic, choose_stepwise
    from pipelines.analyse.multiple_systems.sharing import sharing
    from pipelines.analyse.plain_files import read_plain
    from pipelines.analyse.results import Refusal

    given = read_captures(read_plain(CASE.read_bytes()))
    if isinstance(given, Refusal):
        return [Line("multiple systems estimation", given.code, "an input", False)]
    lists, pairs, every = given.table, Terms(5, 2), Terms(5, 4)

    def resampled(procedure: Callable[..., float], workers: int) -> float:
        def work() -> None:
            with sharing(workers, draws) as share:
                bootstrap(lists, pairs, procedure, draws=draws, seeds=[SEED], share=share)

        return _seconds(work)

    limit, cores = 60 * draws / 1000, os.cpu_count() or 1
    lines = [
        at_most("mse: stepwise", _best(lambda: choose_stepwise(pairs, lists.counts)), 0.1, "s"),
        at_most(
            "mse: all 1,024 models fitted",
            _best(lambda: fit(pairs, all_models(pairs), lists.counts)),
            1.5,
            "s",
        ),
        at_most("mse: the best five of 1,024", _best(lambda: best_by_bic(pairs, lists.counts, 5)), 1.5, "s"),
        at_most("mse: the best five of 6,893", _best(lambda: best_by_bic(every, lists.counts, 5)), 1.5, "s"),
        at_most(f"mse: {draws:,} resamples, BIC, one core", resampled(bic_estimates, 1), limit, "s"),
        at_most(f"mse: {draws:,} resamples, BIC, {cores} cores", resampled(bic_estimates, cores), limit, "s"),
        at_most(
            f"mse: {draws:,} resamples, stepwise, one core", resampled(stepwise_estimates, 1), limit, "s"
        ),
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(at_most("mse: memory", memory, 1000, "MB"))

    def one_draw(procedure: Callable[..., float]) -> mse_peer.Measured:
        seconds = _processor(lambda: bootstrap(lists, pairs, procedure, draws=OF_RATIO, seeds=[SEED]))
        return mse_peer.Measured(seconds / OF_RATIO, 0)

    stepwise, best = choose_stepwise(pairs, lists.counts), best_by_bic(pairs, lists.counts)[0]
    assert stepwise is not None
    ours = {
        "stepwise": mse_peer.Measured(
            _processor(lambda: [choose_stepwise(pairs, lists.counts) for _time in range(100)]) / 100,
            stepwise.estimate,
        ),
        "models": mse_peer.Measured(
            _best(lambda: best_by_bic(pairs, lists.counts), _processor), best.estimate
        ),
        "resamples, stepwise": one_draw(stepwise_estimates),
        "resamples, BIC": one_draw(bic_estimates),
    }
    return [*lines, *mse_peer.compare(CASE, ours)]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _processor(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _best(work: Callable[[], object], measured: Callable[[Callable[[], object]], float] = _seconds) -> float:
    return min(measured(work) for _time in range(3))


if __name__ == "__main__":
    lines = measure(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS)
    print(table(lines))
    sys.exit(any(line.holds is False for line in lines))
