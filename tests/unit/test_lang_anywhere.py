"""Is the language of `--lang` spoken wherever it stands, and where it names a file's language, left to it?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.commands._speaking import asked_language
from pipelines.contract.text import use_language
from tests.files import ROOT


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TIPOR_LANG", "es")
    monkeypatch.chdir(tmp_path)
    yield
    use_language("en")  # a command leaves the language of the environment behind, here Spanish


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "ar", "status"], "ar"),
        (["status", "--lang", "ar"], "ar"),
        (["status", "--lang=ar"], "ar"),
        (["signal", "list", "--lang", "ar"], "ar"),
        (["read", "f.csv", "--lang", "ar"], "es"),
        (["template", "victims", "--lang", "ar"], "es"),
        (["--lang", "fr", "template", "victims", "--lang", "ar"], "fr"),
        (["status", "--", "--lang", "ar"], "es"),
        (["status", "--lang"], "es"),
        (["status", "--lang", "xx"], "es"),
    ],
)
def test_the_language_is_that_of_the_option_wherever_it_stands(arguments: list[str], language: str) -> None:
    assert asked_language(arguments) == language


@pytest.mark.parametrize(
    "command", [["status"], ["signal", "list"], ["analyse", "trend"], ["contract", "check"]]
)
def test_every_command_takes_the_language_after_its_name(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    said = {}
    for arguments in ([*command, "--lang", "zh"], ["--lang", "zh", *command]):
        code = run(arguments)
        said[tuple(arguments)] = (code, *capsys.readouterr())
    before, after = said.values()
    assert before == after
    assert any("\u4e00" <= character <= "\u9fff" for character in before[1] + before[2])


def test_a_template_is_in_the_language_that_is_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, first in (
        (["--lang", "fr", "template", "victims"], "Zone déclarante,"),
        (["template", "victims"], "Zona declarante,"),
        (["template", "victims", "--lang", "en"], "Reporting area,"),
        (["--lang", "en", "template", "Victims"], "ref_area,"),
    ):
        assert run(arguments) == 0
        assert capsys.readouterr().out.startswith(first)


@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_a_closed_way_out_is_no_error(closed: str, code: int) -> None:
    command = f'"{sys.executable}" -m pipelines template victims {closed}'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False)
