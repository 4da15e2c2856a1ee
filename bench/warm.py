"""One file checked again and again in one process: `warm.py FILE TABLE SCHEMAS` prints the best as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pipelines.contract.loading import Contract
from pipelines.process.checking import check

TIMES = 9


def main() -> None:
    """Check once to warm up, then print the best wall and CPU time in milliseconds."""
    path, table, schemas = sys.argv[1:]
    content, contract = Path(path).read_bytes(), Contract(Path(schemas))
    found = check(content, contract=contract, table=table, reporter="EGY")
    times = []
    for _round in range(TIMES):
        begin, cpu = time.perf_counter(), time.process_time()
        check(content, contract=contract, table=table, reporter="EGY")
        times.append((time.perf_counter() - begin, time.process_time() - cpu))
    wall, cpu = (min(column) * 1000 for column in zip(*times, strict=True))
    print(json.dumps({"wall": wall, "cpu": cpu, "findings": len(found.findings)}))


if __name__ == "__main__":
    main()
