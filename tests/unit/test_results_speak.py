"""Do results and signals on a terminal read in each language: lists, numbers, intervals, nothing found?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from wcwidth import width

from pipelines.analyse.results import Analysis, Result
from pipelines.analyse.signals import wording, wording_of_contradictions, wording_of_misfits
from pipelines.cli import run
from pipelines.commands._results import as_text
from pipelines.contract.cldr import between
from pipelines.contract.text import speaking
from tests.files import victims

ROW = {
    "source": "SDG",
    "offence": "TIP_OR",
    "measure": "DETECTED",
    "ref_area": "EGY",
    "other_source": "GLOTIP",
}
SIGNAL = {
    "id": "abc", "severity": "high", "strength": 1234.5, "strength_means": "persons_lost", "chance": 0.00123,
    "lines": {"EGY-1": [2, 3, 4]},
}  # fmt: skip


def test_a_large_number_and_a_list_are_written_as_the_language_writes_them() -> None:
    rows = [ROW | {"year": 2010 + y, "low": 12345.5 + y} for y in range(2)]
    with speaking("zh"):
        assert "2010: 12,346、2011: 12,346" in wording.outlier(rows, 7)
    with speaking("ru"):
        assert "2010: 12\xa0346, 2011: 12\xa0346" in wording.outlier(rows, 7)


@pytest.mark.parametrize(("language", "comma"), [("en", ", "), ("zh", "、"), ("ar", "، ")])
def test_areas_and_years_are_listed_with_the_comma_of_the_language(language: str, comma: str) -> None:
    with speaking(language):
        marks = dict.fromkeys(map(ord, "\u2068\u2069\u200f"))
        assert comma.join(("EGY", "FRA")) in wording.places(ROW, ["EGY", "FRA"]).translate(marks)
        assert comma.join(("2010", "2012–2013")) in wording.years({2010, 2012, 2013}).translate(marks)


def test_a_count_of_thousands_is_grouped_and_a_year_never() -> None:
    with speaking("fr"):
        said = wording_of_contradictions.rates_as_counts(ROW | {"years": 12345})
        assert "12\u202f345" in said
    rows = [ROW | {"year": 2010, "way": "sex of x", "ref_area": str(a)} for a in range(1500)]
    assert "1,500 area-years (2010)" in wording_of_misfits.misfit(rows, {("EGY", 2010)}, 5)


def test_a_factor_is_a_number_and_no_exponent() -> None:
    assert [wording.power_of_ten(power) for power in (-2, -1, 3, 6)] == ["0.01", "0.1", "1,000", "1,000,000"]


@pytest.mark.parametrize(("language", "number"), [("en", "0.0012"), ("ru", "0,0012"), ("fr", "0,0012")])
def test_the_chance_of_a_signal_is_written_in_the_language(language: str, number: str) -> None:
    with speaking(language):
        found = Analysis("signals", (Result("copied", "integrity", details=SIGNAL),), None, "0" * 64)
        assert number in as_text(found)
        assert number in wording.by_accident(0.00123)


@pytest.mark.parametrize(("language", "limits"), [("en", "[1.5, 2]"), ("ru", "[1,5; 2]"), ("zh", "[1.5, 2]")])
def test_the_ends_of_an_interval_cannot_be_taken_for_decimals(language: str, limits: str) -> None:
    with speaking(language):
        assert limits in as_text(Analysis("trend", (Result("headline", "trends", 1.7, 1.5, 2.0),)))


def test_an_interval_runs_from_left_to_right_in_arabic() -> None:
    with speaking("ar"):
        assert between("1", "2") == "\u2068[1, 2]\u2069"
        text = as_text(Analysis("trend", (Result("headline", "trends", years=(2010, 2012)),)))
        assert "\u20682010–2012\u2069" in text


def test_that_no_signal_was_found_is_said_and_in_what() -> None:
    about = wording.searched(0, figures=12345, areas=1, first=2010, last=2012, versions=3)
    assert about == "No signal was found: 12,345 figures, 1 reporting area, 3 versions, 2010–2012."
    assert as_text(Analysis("signals", (), None, "", about)) == about
    some = wording.searched(2, figures=1, areas=1, first=2010, last=2010, versions=1)
    assert some.startswith("2 signals were found: 1 figure,")


@pytest.mark.parametrize("language", ["en", "zh", "ar", "ru"])
def test_numbers_stand_below_each_other_whatever_the_names_take(language: str) -> None:
    rows = (Result("panel", "trends", 10.0), Result("index, fixed effects", "trends", 1.0))
    with speaking(language):
        lines = as_text(Analysis("trend", rows)).splitlines()
    ends = {width(re.sub(r"[\u2068\u2069]", "", line)) for line in lines}
    assert len(ends) == 1


@pytest.mark.parametrize("language", ["en", "fr", "zh", "ar"])
def test_what_a_receipt_says_stands_below_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    monkeypatch.setenv("TIPOR_DATA", str(tmp_path / "data"))
    file = tmp_path / "victims.csv"
    file.write_bytes(victims("EGY 2019 _T _T 3"))
    assert run(["--lang", language, "submit", str(file), "--table", "victims", "--reporter", "EGY"]) == 0
    lines = capsys.readouterr().out.splitlines()
    values = ("victims", "victims.csv", "utf-8", ",", "EGY-victims-")
    found = [re.match(rf"  (.*?\s\s+)(?:{re.escape(value)})", line) for value in values for line in lines]
    starts = {width(match[1]) for match in found if match}
    assert (len(starts), len([match for match in found if match]) >= len(values)) == (1, True)
