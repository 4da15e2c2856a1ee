"""Does everything that a person waits for work without a network connection?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.files import ROOT, victims

BLOCKED = """
import socket, sys

def refuse(*_args, **_more):
    raise AssertionError("a network connection was asked for")

for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, refuse)
for name in ("create_connection", "getaddrinfo", "gethostbyname"):
    setattr(socket, name, refuse)
"""
COMMANDS = """
from pipelines.cli import run
for command in ("check", "submit"):
    assert run([command, "victims.csv", "--table", "victims", "--reporter", "UNODC"]) == 0, command
assert run(["template", "victims", "--out", "t.xlsx"]) == 0
assert run(["check", "t.xlsx", "--table", "victims", "--reporter", "EGY", "--report", "r.xlsx"]) == 0
assert run(["run"]) == 0
assert run(["status"]) == 0
"""


def call(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TIPOR_DATA": str(folder / "data"),
        "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = [sys.executable, "-c", BLOCKED + code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def test_check_submit_template_run_and_status_open_no_connection(tmp_path: Path) -> None:
    (tmp_path / "victims.csv").write_bytes(victims("EGY 2010 F _T 3", "EGY 2011 _T _T 5"))
    done = call(COMMANDS, tmp_path)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2000:]


@pytest.mark.parametrize("code", ["import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"])
def test_the_block_does_block(tmp_path: Path, code: str) -> None:
    done = call(code, tmp_path)
    assert done.returncode != 0
    assert "a network connection was asked for" in done.stderr


def test_the_database_may_load_no_extension(tmp_path: Path) -> None:
    code = (
        "from pipelines.collect.database import open_memory\n"
        "with open_memory() as connection:\n"
        "    for statement in ('INSTALL httpfs', 'LOAD httpfs', \"FROM 'http://127.0.0.1:9/a.csv'\"):\n"
        "        try:\n"
        "            connection.execute(statement)\n"
        "        except Exception:\n"
        "            continue\n"
        "        raise SystemExit(statement)\n"
    )
    done = call(code, tmp_path)
    assert done.returncode == 0, done.stderr
