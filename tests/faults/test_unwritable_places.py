"""Is nothing called accepted or done that could not be written, and is the place that refused named?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.contract.errors import WRONG_USAGE
from tests.files import ROOT, victims

Tipor = Callable[..., tuple[int, str, str]]
VICTIMS = ("--table", "victims", "--reporter", "EGY")


@pytest.fixture
def tipor(capsys: pytest.CaptureFixture[str]) -> Tipor:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "victims.csv"
    path.write_bytes(victims("EGY 2019 _T _T 3"))
    return path


@pytest.fixture
def spoiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in which submissions cannot be sealed: what should be a folder in it is a file."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "raw").write_bytes(b"")
    monkeypatch.setenv("TIPOR_DATA", str(data))
    return data


def test_a_file_that_could_not_be_stored_is_not_called_accepted(
    tipor: Tipor, file: Path, spoiled: Path
) -> None:
    code, out, err = tipor("submit", file, *VICTIMS)
    assert (code, "Read as utf-8" in out, "Nothing was stored" in err) == (1, True, True)
    assert "accepted" not in (out + err).casefold()


def test_a_file_that_is_stored_is_called_accepted_once(
    tipor: Tipor, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    code, out, _err = tipor("submit", file, *VICTIMS)
    assert (code, out.count("Accepted.")) == (0, 1)
    assert out.index("Read as") < out.index("Accepted.") < out.index("Sealed.")


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_why_a_place_cannot_be_written_is_said_in_the_readers_language(
    tipor: Tipor, file: Path, spoiled: Path, language: str
) -> None:
    _code, _out, err = tipor("--lang", language, "submit", file, *VICTIMS)
    assert os.strerror(20) not in err


@pytest.mark.parametrize(
    "command",
    [("submit", "victims.csv", *VICTIMS), ("status",), ("run",), ("signal", "list"), ("analyse", "mse")],
)
def test_a_data_folder_that_is_a_file_is_named(
    tipor: Tipor, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIPOR_DATA", str(file))
    code, out, err = tipor(*command)
    assert (code, out, str(file) in err, "TIPOR_DATA" in err) == (WRONG_USAGE, "", True, True)


def test_a_place_where_no_data_folder_can_be_made_is_named(
    tipor: Tipor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(file / "data"))
    code, out, err = tipor("submit", file, *VICTIMS)
    assert (code, "Accepted" in out, str(file / "data") in err) == (1, False, True)


@pytest.mark.parametrize("option", ["--report", "--marked"])
def test_a_check_whose_report_could_not_be_written_says_only_that(
    tipor: Tipor, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    code, out, err = tipor("check", file, *VICTIMS, option, file / "nowhere.csv")
    assert (code, out, "nowhere.csv" in err) == (1, "", True)


@pytest.mark.parametrize("event", [("answer", "HIS-001"), ("withdraw",)])
def test_an_event_that_could_not_be_kept_changes_nothing_and_is_not_said_to_be(
    tipor: Tipor, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: tuple[str, ...]
) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("TIPOR_DATA", str(data))
    file.write_bytes(victims("EGY 2018 _T _T 3", "EGY 2019 _T _T 3"))
    tipor("submit", file, *VICTIMS)
    tipor("run")
    file.write_bytes(victims("EGY 2018 _T _T 3"))
    tipor("submit", file, *VICTIMS, "--complete")
    newest = next(p.name for p in (data / "raw").iterdir() if p.name.startswith("EGY") and "HIS" in read(p))
    (data / "raw" / "events").write_bytes(b"")
    name, *rest = event
    rule = [rule for rule in ("HIS-001", "HIS-002", "HIS-003") if rule in read(data / "raw" / newest)][:1]
    code, out, err = tipor(name, newest, *(rule if rest else ()), "--because", "right")
    assert (code, out, "Nothing was changed" in err) == (1, "", True)


def read(submission: Path) -> str:
    return (submission / "receipt.json").read_text()


@pytest.mark.parametrize("module", ["pipelines", "pipelines.cli"])
def test_the_command_is_there_by_the_names_of_its_modules(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "template", "nothing"], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, b"nothing" in done.stderr) == (WRONG_USAGE, True)
