"""Does a submission cost more the more there are? `growing_store.py START NEW BATCH FOLDER` prints JSON.

Fills a store with START submissions, then submits and judges NEW more in batches, as `tipor submit` and
`tipor run` do but for the final aggregation. What does not belong here: aggregates, charts, Dagster.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

from files import submission

from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.process.judgements import judge_submissions
from pipelines.process.submitting import submit

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def main() -> None:
    """Print the seconds per submission (submitting, judging) of each batch."""
    start, new, batch = (int(text) for text in sys.argv[1:4])
    folder = Path(sys.argv[4])
    shutil.rmtree(folder, ignore_errors=True)
    store, contract = Store(folder), Contract(SCHEMAS)
    reporters = [code for code in contract.code_list("reporter").codes if contract.reporter(code).is_state]
    _submit(store, contract, reporters, range(start))
    judge_submissions(store, contract)
    batches = []
    for first in range(start, start + new, batch):
        begin = time.perf_counter()
        _submit(store, contract, reporters, range(first, first + batch))
        between = time.perf_counter()
        judged = judge_submissions(store, contract)
        if len(judged.new) != batch or judged.faults:
            raise RuntimeError(f"{len(judged.new)} judged, {len(judged.faults)} faults")
        batches.append(((between - begin) / batch, (time.perf_counter() - between) / batch))
    shutil.rmtree(folder)
    print(json.dumps(batches))


def _submit(store: Store, contract: Contract, reporters: list[str], numbers: range) -> None:
    for number in numbers:
        reporter = reporters[number % len(reporters)]
        submit(
            store,
            contract,
            submission(reporter, number),
            {"table": "victims", "reporter": reporter},
            "bench.csv",
        )


if __name__ == "__main__":
    main()
