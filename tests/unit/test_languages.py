"""Does tipor speak the language that was asked for, with its numbers, its dates and its direction?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from pipelines.cli import run, tipor
from pipelines.contract import cldr, text
from pipelines.contract.direction import END_ISOLATE, ISOLATE, isolated
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.process import wording
from tests.files import victims

FAULTY = victims("EGY 2021 F _T 3", "EGY 2021 M _T 0").replace(b",F,", b",female,")


def marked(words: str) -> str:
    """The text with its isolates as brackets."""
    return words.replace(ISOLATE, "⟨").replace(END_ISOLATE, "⟩")


@pytest.fixture
def arabic() -> Iterator[None]:
    text.use_language("ar")
    yield
    text.use_language("en")


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    file = tmp_path / "victims.csv"
    file.write_bytes(FAULTY)
    return str(file)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "ru_RU.UTF-8", "LANG": "fr_FR"}, "ru"),
        ({"LC_MESSAGES": "es", "LANG": "fr_FR"}, "es"),
        ({"TIPOR_LANG": "zh", "LC_ALL": "ru_RU"}, "zh"),
        ({"TIPOR_LANG": "en", "LC_ALL": "ru_RU"}, "en"),
        ({"LC_ALL": "", "LANG": "fr_CH@euro"}, "fr"),
        ({"LC_ALL": "POSIX"}, "en"),
    ],
)
def test_the_first_variable_that_is_set_chooses_the_language(environment: dict[str, str], code: str) -> None:
    assert text.language_of(environment) == code


@pytest.mark.parametrize(
    ("language", "held"), [("fr", "Retenu"), ("ar", "معلَّقة"), ("zh", "暂缓接受"), ("en", "Held")]
)
def test_lang_and_environment_choose_what_check_says(
    faulty: str, language: str, held: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["check", faulty, "--table", "victims", "--reporter", "EGY"]
    assert run(["--lang", language, *arguments]) == 1
    asked = capsys.readouterr().out
    monkeypatch.setenv("TIPOR_LANG", language)
    assert run(arguments) == 1
    assert capsys.readouterr().out == asked
    assert held in asked


def test_a_language_that_was_asked_for_once_is_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--lang", "fr", "--help"])
    french = capsys.readouterr().out
    run(["--help"])
    assert "Usage:" in capsys.readouterr().out
    assert "Utilisation" in french


@pytest.mark.parametrize(
    "arguments", [["-h"], ["check", "-h"], ["profile", "suggest", "-h"], ["analyse", "mse", "-h"]]
)
def test_help_is_wholly_in_the_language(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "ru", *arguments]) == 0
    said = capsys.readouterr().out
    for english in ("Usage", "Options", "Show this", "The ", "Example", "required", "default"):
        assert english not in said


def test_help_is_in_the_language_where_click_kept_it_in_another(capsys: pytest.CaptureFixture[str]) -> None:
    tipor.get_help(click.Context(tipor))
    assert run(["--lang", "ru", "-h"]) == 0
    assert "Show this" not in capsys.readouterr().out


def test_wrong_usage_is_said_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "es", "chek"]) == 64
    said = capsys.readouterr().err
    assert "No existe la orden 'chek'." in said
    assert "No such" not in said


def test_a_language_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "de", "status"]) == 64
    assert "'de'" in capsys.readouterr().err


def test_the_version_says_that_no_native_reader_has_reviewed_a_translation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--lang", "fr", "--version"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run(["--version"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("language", "count", "day"),
    [
        ("en", "1,234,567", "1 May 2020"),
        ("fr", "1\u202f234\u202f567", "1 mai 2020"),
        ("es", "1.234.567", "1 de mayo de 2020"),
        ("ru", "1\u00a0234\u00a0567", "1 мая 2020\u202fг."),
        ("zh", "1,234,567", "2020年5月1日"),
        ("ar", "1,234,567", "1 مايو 2020"),
    ],
)
def test_numbers_and_days_are_written_as_cldr_says(language: str, count: str, day: str) -> None:
    text.use_language(language)
    try:
        assert cldr.number(1234567) == count
        assert cldr.day(date(2020, 5, 1)).replace("\u00a0г", "\u202fг") == day
    finally:
        text.use_language("en")


def test_counts_are_grouped_and_lines_are_not() -> None:
    said = cldr.filled(
        "line %(line)d of %(count)d: %(text)s", {"line": 12345, "count": 12345, "text": "100%"}
    )
    assert said == "line 12345 of 12,345: 100%"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("اكتب `tipor read %(file)s` الآن.", "اكتب ⟨`tipor read %(file)s`⟩ الآن."),
        ("القيمة <5 مع --table.", "القيمة ⟨<5⟩ مع ⟨--table⟩."),
        ("من %(first)s–%(last)s، ثم 12", "من ⟨%(first)s–%(last)s⟩، ثم 12"),
        ("مثال:\n  tipor check a.csv", "مثال:\n  tipor check a.csv"),
        ("100%% من السطور", "100%% من السطور"),
    ],
    ids=["code", "sign and option", "range", "a line to copy", "percent"],
)
def test_what_is_latin_is_isolated_in_arabic_lines(words: str, shown: str) -> None:
    assert marked(isolated(words)) == shown


@pytest.mark.usefixtures("arabic")
def test_a_finding_in_arabic_isolates_values_and_keeps_every_pair_of_marks(contract: Contract) -> None:
    for rule_id in ("COL-002", "COL-003", "VIC-002"):
        finding = Finding(
            rule_id, "error", "sex", "F", (2, 3), 2, "ذكر\u2067--", "M", context={"other_values": None}
        )
        said = marked(wording.sentence(finding, contract, contract.table("victims")))
        assert "⟨F (sex)⟩" in said
        assert said.count("⟨") == said.count("⟩")
        assert "\u2067" not in said


@pytest.mark.usefixtures("arabic")
def test_a_template_keeps_its_headers_free_of_marks(contract: Contract) -> None:
    from pipelines.collect.templates import csv_template

    for name in contract.names("tables"):
        header = csv_template(contract.table(name), "ar").splitlines()[0]
        assert not {ISOLATE, END_ISOLATE} & set(header)
