"""Does what a person waits for import what it does not need?

A test of the imports, not of the time: each runs in a process of its own and looks at what was loaded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.files import victims

HEAVY = (
    "dagster",
    "great_expectations",
    "pandas",
    "matplotlib",
    "pyarrow",
    "scipy",
    "statsmodels",
    "openpyxl",
    "babel",
)
"""Libraries that a check of a CSV file has no use for; importing any of them is felt at the prompt."""
SMALL = victims("EGY 2021 F _T 3", "EGY 2021 M _T 0")
PROGRAM = """
import json, sys
from pipelines.cli import run
code = run(json.loads(sys.argv[1]))
loaded = sorted({name.partition(".")[0] for name in sys.modules})
print("\\n" + json.dumps([code, loaded]))
"""


def loaded_by(*arguments: str) -> tuple[int, set[str]]:
    """The exit code of a `tipor` command, and the packages that were loaded when it ended."""
    command = [sys.executable, "-c", PROGRAM, json.dumps(arguments)]
    made = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    code, names = json.loads(made.stdout.splitlines()[-1])
    return code, set(names)


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["for a person", "for machines"])
def test_a_check_loads_no_library_it_has_no_use_for(tmp_path: Path, form: tuple[str, ...]) -> None:
    file = tmp_path / "victims.csv"
    file.write_bytes(SMALL)
    code, loaded = loaded_by("check", str(file), "--table", "victims", "--reporter", "EGY", *form)
    assert code == 0
    assert "duckdb" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_check_that_finds_something_loads_none_either(tmp_path: Path) -> None:
    file = tmp_path / "victims.csv"
    file.write_bytes(SMALL.replace(b",F,", b",female,"))
    code, loaded = loaded_by("check", str(file), "--table", "victims", "--reporter", "EGY")
    assert code == 1
    assert loaded.isdisjoint(HEAVY)


def test_help_opens_no_database() -> None:
    code, loaded = loaded_by("--help")
    assert code == 0
    assert loaded.isdisjoint({*HEAVY, "duckdb", "numpy", "pydantic"})
