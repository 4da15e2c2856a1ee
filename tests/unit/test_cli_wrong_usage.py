"""Is wrong usage told with exit code 64, where it happened, and what to type instead?"""

from __future__ import annotations

import pytest

from pipelines import cli
from pipelines.cli import run

CHECK = ["check", "victims.csv", "--table", "victims", "--reporter", "EGY"]
WRONG = {
    "no such command": ["chek"],
    "no command": ["--lang", "en"],
    "no such command of a group": ["signal", "clos"],
    "no such analysis": ["analyse", "trnd"],
    "an argument is missing": ["withdraw"],
    "an option is missing": ["check", "victims.csv"],
    "an option without its value": ["check", "victims.csv", "--table"],
    "a value where none belongs": [*CHECK, "--json=1"],
    "no such option": ["run", "--as-off", "2020-01-01"],
    "one argument too many": ["run", "now"],
    "not a number": [*CHECK, "--lines", "many"],
    "a number out of range": [*CHECK, "--lines", "-1"],
    "no such language": ["read", "victims.csv", "--lang", "de"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_says_how_the_command_is_called(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 64
    said = capsys.readouterr()
    assert said.out == ""
    assert "Usage: tipor" in said.err
    assert "--help" in said.err


@pytest.mark.parametrize(
    ("arguments", "example"),
    [(["withdraw"], "tipor withdraw EGY-"), ([*CHECK, "--lines", "x"], "tipor check victims.csv --table")],
)
def test_wrong_usage_ends_with_an_example_of_the_command(
    arguments: list[str], example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(arguments)
    assert f"For example: {example}" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "near"),
    [(["chek"], "check"), (["analyse", "trnd"], "trend"), (["signal", "clos"], "close")],
)
def test_the_nearest_name_is_offered_for_a_command_at_any_depth(
    arguments: list[str], near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(arguments)
    assert f"Did you mean '{near}'?" in capsys.readouterr().err


def test_a_number_is_called_a_number_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--lang", "ru", *CHECK, "--lines", "many"])
    said = capsys.readouterr().err
    assert "целое число" in said
    assert "integer" not in said


def test_an_error_of_ours_ends_with_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_arguments: list[str]) -> int:
        raise KeyError("ours")

    monkeypatch.setattr(cli, "run", broken)
    assert cli._run_or_say_where([]) == 70
    assert "Traceback" in capsys.readouterr().err
