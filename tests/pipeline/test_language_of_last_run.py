"""Is a reader told that kept sentences are in another language than theirs, and how to have them in it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli import run
from tests.files import victims


@pytest.fixture
def made_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    (tmp_path / "receipt.yaml").write_text("is_already_public: true\n")
    file = tmp_path / "victims.csv"
    file.write_bytes(
        victims(
            *(f"{area} {2010 + year} _T _T {3 + year}" for area in ("EGY", "FRA", "PER") for year in range(6))
        )
    )
    said = ["--table", "victims", "--reporter", "UNODC", "--receipt", str(tmp_path / "receipt.yaml")]
    assert run(["submit", str(file), *said]) == 0
    assert run(["--lang", "fr", "run"]) == 0
    capsys.readouterr()


def test_kept_sentences_of_another_language_are_said_to_be_of_the_last_run(
    made_in_french: None, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {}
    for language in ("fr", "en"):
        run(["--lang", language, "analyse", "trend"])
        told[language] = capsys.readouterr().out
    assert "tipor --lang en run" in told["en"]
    assert "--lang fr run" not in told["fr"]
    assert told["en"].count("\n") == told["fr"].count("\n") + 1
