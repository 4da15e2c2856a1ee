"""Does a killed, crowded out or racing submission leave a whole one or none?"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.collect import sealing
from pipelines.collect.store import Store
from pipelines.contract.errors import TiporError
from tests.files import ROOT, send, victims

A = victims("EGY 2019 _T _T 3")
SCRIPT = """
import os, sys
from pathlib import Path
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.process.submitting import submit
{before}
content = Path(sys.argv[2]).read_bytes()
said = {{"table": "victims", "reporter": "UNODC"}}
submit(Store(Path(sys.argv[1])), Contract(Path("schemas")), content, said)
"""
KILLED = "Path.rename = lambda *a: os.kill(os.getpid(), 9)"
LIMITED = """
import resource, tempfile
stage = tempfile.mkdtemp
def mkdtemp(**options):
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # from here on the disk is full
    return stage(**options)
tempfile.mkdtemp = mkdtemp
"""


def _submit_elsewhere(store: Store, file: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    script = SCRIPT.format(before=before)
    command = [sys.executable, "-c", script, str(store.data), str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_process_killed_while_sealing_leaves_nothing_visible(store, contract, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(A)
    assert _submit_elsewhere(store, file, KILLED).returncode == -9
    assert store.ids() == []
    assert list((store.raw / ".incoming").iterdir())  # what it left
    send(store, contract, A)
    assert len(store.ids()) == 1
    assert not list((store.raw / ".incoming").iterdir())  # the next one swept it away


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
def test_a_full_disk_leaves_nothing_and_says_so(store, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(victims(*(f"EGY {year} _T _T 3" for year in range(1900, 2000))))
    result = _submit_elsewhere(store, file, LIMITED)
    assert result.returncode == 1
    assert "Nothing was stored" in result.stderr
    assert store.ids() == []


def calls_made(calls) -> int:
    return next(calls)


def test_a_disk_that_fills_up_at_any_sync_leaves_a_whole_submission_or_none(store, contract, monkeypatch):
    real = os.fsync
    for fails_at in range(6):
        calls = iter(range(100))

        def fsync(descriptor: int, calls=calls, fails_at=fails_at) -> None:
            if next(calls) == fails_at:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(descriptor)

        monkeypatch.setattr(sealing.os, "fsync", fsync)
        content = victims(f"EGY 2019 _T _T {fails_at}")
        before, said = set(store.ids()), ""
        try:
            send(store, contract, content)
        except TiporError as error:
            said = error.title
        if calls_made(calls) > fails_at:
            is_there = bool(set(store.ids()) - before)
            assert ("did not confirm" if is_there else "Nothing was stored") in said
        for submission_id in set(store.ids()) - before:
            store.verified(store.submission(submission_id))
        assert not store.submissions()[1]


def test_two_processes_at_once_both_survive(store, tmp_path):
    files = []
    for number in range(4):
        files.append(tmp_path / f"{number % 3}.csv")  # two of the four are the same
        files[-1].write_bytes(victims(f"EGY 2019 _T _T {number % 3}"))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda file: _submit_elsewhere(store, file), files))
    assert [result.returncode for result in results] == [0, 0, 0, 0], results[0].stderr
    submissions, faults = store.submissions()
    assert not faults
    assert len(submissions) >= 3
    for submission in submissions:
        store.verified(submission)
