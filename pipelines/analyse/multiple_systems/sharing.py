"""Work shared out over processes, or done here; the same results in the same order either way.

What does not belong here: what is worked out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from pipelines.analyse.multiple_systems.captures import Counts

WORTH_SHARING = 100  # draws; below, starting processes takes longer
PARTS_EACH = 8  # so that a process that is done early finds more to do
KEPT_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(2**28), "MALLOC_MMAP_THRESHOLD_": str(2**25)}
"""Of glibc; without effect elsewhere. Without it 2.6 of 17 s went into page faults."""

Work = Callable[[Counts], Counts]


@dataclass(frozen=True)
class Sharing:
    """How to apply work to parts of the draws, and how many parts there should be."""

    apply: Callable[[Work, list[Counts]], Iterable[Counts]]
    parts: int


ALONE = Sharing(map, 1)


@contextmanager
def sharing(workers: int, draws: int) -> Iterator[Sharing]:
    """Processes that start, and import, while the caller does something else; none for few draws."""
    if workers < 2 or draws < WORTH_SHARING:
        yield ALONE
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        with _keeping_memory():
            for _worker in range(workers):  # a process is started by work that finds none idle
                pool.submit(_import)
        yield Sharing(pool.map, workers * PARTS_EACH)


@contextmanager
def _keeping_memory() -> Iterator[None]:
    """Processes started here keep the memory that they free: else they give it back after every array."""
    before = {name: os.environ.get(name) for name in KEPT_MEMORY}
    os.environ.update(KEPT_MEMORY)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _import() -> None:
    """What the work needs, before there is any."""
    import pipelines.analyse.multiple_systems.bootstrap  # noqa: F401
