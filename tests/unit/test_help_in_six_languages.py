"""Does the help of every command teach, in every language, within the width of a terminal?"""

from __future__ import annotations

import re

import click
import pytest
from wcwidth import width

from pipelines.cli import run, tipor
from pipelines.commands._help import first_example, first_sentence
from pipelines.contract.text import LANGUAGES

ENGLISH = re.compile(
    r"\[OPTIONS\]|\[ARGS\]|\b(?:(?<!=)TEXT|PATH|INTEGER|FLOAT|RANGE|Usage|Options|Commands|Examples?)\b"
)
"""Words of click's that a help in another language must not have; names of arguments stand in sentences."""
OF_ENGLISH_SENTENCES = re.compile(r"(?<!-)\b(?:the|is|are|what|which|they|from|with)\b")
TERMINAL = 80


def paths(group: click.Group, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The command lines of a group and of all that it holds."""
    context = click.Context(group)
    found = [before]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        path = (*before, name)
        found += paths(command, path) if isinstance(command, click.Group) else [path]
    return found


PATHS = paths(tipor)
every_command = pytest.mark.parametrize("path", PATHS, ids=["tipor " + " ".join(path) for path in PATHS])


def help_of(path: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `--help` says."""
    assert run(["--lang", language, *path, "--help"]) == 0
    return capsys.readouterr().out


def said(text: str) -> str:
    """The help without the lines that one types, which are the same in every language."""
    return "\n".join(line for line in text.splitlines() if "tipor " not in line)


@every_command
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_help_has_english_in_it(
    path: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of(path, language, capsys)
    assert ENGLISH.findall(text if language != "fr" else re.sub(r"\[OPTIONS\]|Options", "", text)) == []
    assert OF_ENGLISH_SENTENCES.findall(said(text)) == []


@every_command
def test_every_help_shows_what_to_type(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    example = first_example(help_of(path, "en", capsys))
    assert example.startswith(" ".join(("tipor", *path))), "an example of this very command"


@every_command
@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_sentences_of_a_help_stay_within_the_terminal(
    path: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(TERMINAL))
    text = help_of(path, language, capsys)
    as_written = re.findall(r"^ {4,}.*$", text, re.MULTILINE)  # examples and tables, which nobody fills
    sentences = [line for line in said(text).splitlines() if line not in as_written]
    assert [line for line in sentences if width(line) > TERMINAL] == []


def test_no_chinese_line_begins_with_a_mark_that_ends_something(capsys: pytest.CaptureFixture[str]) -> None:
    for path in PATHS:
        for line in help_of(path, "zh", capsys).splitlines():
            assert not line.strip().startswith(("，", "。", "；", "：", "、", "）"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Take it back. It stays sealed.", "Take it back"),
        ("The figures of SDG 16.2.2, again.\n\nMore.", "The figures of SDG 16.2.2, again"),
        ("撤回报送件。\n其余不变。", "撤回报送件"),
        ("No full stop", "No full stop"),
    ],
)
def test_a_list_of_commands_has_the_whole_first_sentence_of_each(text: str, first: str) -> None:
    assert first_sentence(text) == first
