"""Are integrity signals quick: every family over the three SDG vintages, GLOTIP and the national files?

Run by itself, or by run.py, which calls `measure`. The publishers' files lie beside the project and are not
committed; the store that is made of them is kept in `bench-data/`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lines import Line, at_most, skipped, table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.contract.loading import Contract
    from pipelines.process.editions import Edition

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "realdata"
GLOTIP = REAL / "unodc_glotip" / "data_glotip_release_2023-05-30.xlsx"
NATIONAL = REAL / "national_sdg_16_2_2"
STORE = ROOT / "bench-data" / "signals-store"
SECONDS, MEMORY = 10.0, 1000.0
WHAT = "signals: all families over the SDG vintages, GLOTIP and the national files"


def measure() -> list[Line]:
    """Time from the curated tables to the signals, and the memory of the process."""
    if not GLOTIP.is_file():
        return [skipped(WHAT, f"{GLOTIP} is not there")]
    sys.path.insert(0, str(ROOT))
    from pipelines.collect.database import open_memory
    from pipelines.collect.store import Store
    from pipelines.process.editions import Edition
    from pipelines.settings import open_contract

    contract, edition = open_contract(), Edition(Store(STORE))
    if not edition.table("submissions").is_file():
        _fill_store(edition, contract)
    with open_memory() as connection:
        rows = _views(connection, edition, contract)
        seconds, count = min(_once(connection, contract) for _turn in range(2))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = f"{WHAT} ({rows:,} rows; {count} signals)"
    return [at_most(what, seconds, SECONDS, "s"), at_most("signals: memory", memory, MEMORY, "MB")]


def _once(connection: DuckDBPyConnection, contract: Contract) -> tuple[float, int]:
    """Seconds, and the number of signals."""
    from pipelines.analyse.signals.signals import make_signals

    start = time.perf_counter()
    count = len(make_signals(connection, contract))
    return time.perf_counter() - start, count


def _fill_store(edition: Edition, contract: Contract) -> None:
    """Submit the examples, GLOTIP to both its tables, and the newest file of each office; then curate."""
    from pipelines.process.curated import curate
    from pipelines.process.judgements import judge_submissions

    _tipor("submit-examples")
    for profile in ("glotip", "glotip_justice"):
        _submit(GLOTIP, contract.profile(profile).table, profile)
    for file in sorted(NATIONAL.glob("*/indicator_16-2-2.csv")):
        profile = file.parent.name
        _submit(file, contract.profile(profile).table, profile)
    curate(edition, contract, judge_submissions(edition.store, contract))


def _submit(file: Path, table_name: str, profile: str) -> None:
    named = ("--table", table_name, "--reporter", "SECRETARIAT", "--profile", profile)
    _tipor("submit", str(file), *named)


def _tipor(*arguments: str) -> None:
    """Run the command; one that is held, or refused, is part of the case."""
    command = [str(ROOT / ".venv" / "bin" / "tipor"), *arguments]
    subprocess.run(command, env=os.environ | {"TIPOR_DATA": str(STORE)}, cwd=ROOT, capture_output=True)


def _views(connection: DuckDBPyConnection, edition: Edition, contract: Contract) -> int:
    """The curated tables as views; the number of rows of victims and justice."""
    from pipelines.process.viewing import view_tables

    view_tables(connection, edition, contract)
    found = connection.execute(
        "SELECT (SELECT count(*) FROM victims) + (SELECT count(*) FROM justice)"
    ).fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    print(table(measure()))
