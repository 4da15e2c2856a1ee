"""Is a correction offered where it is certain, and where it is not, what a word may mean?"""

from __future__ import annotations

import pytest

from pipelines.contract.age_bands import band_written, bands_of, bands_of_date
from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.contract.value_words import LIST, meanings_of
from pipelines.process import wording
from pipelines.process.checking import check
from pipelines.process.values import reported_value
from tests.files import victims

NONE = ("nil", "None", "NÉANT", "ninguno", "لا يوجد", "нет", "无", "-")


def only(contract: Contract, row: str, table: str = "victims") -> Finding:
    (finding,) = check(victims(row), contract=contract, table=table, reporter="").findings
    return finding


def said(contract: Contract, finding: Finding, table: str = "victims") -> str:
    return wording.message(finding, contract, contract.table(table))


@pytest.mark.parametrize("word", NONE)
def test_a_word_for_none_is_never_taken_for_a_number(contract: Contract, word: str) -> None:
    finding = only(contract, f"EGY 2021 _T _T {word}")
    assert (finding.rule, finding.suggestion, finding.is_certain) == ("COL-008", "", False)
    message = said(contract, finding)
    assert all(way in message for way in ("0 (", "NIL (", "an empty cell, with O in obs_status ("))


@pytest.mark.parametrize(
    ("word", "status"), [("not collected", "L"), ("не применимо", "M"), ("confidentiel", "Q"), ("未知", "O")]
)
def test_a_word_that_has_one_meaning_without_a_number_says_which_status_to_write(
    contract: Contract, word: str, status: str
) -> None:
    finding = only(contract, f"EGY 2021 _T _T {word}")
    assert finding.suggestion == ""
    assert f"Leave the cell empty, with {status} in obs_status (" in said(contract, finding)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("zero", "0"), ("صفر", "0"), ("< 5", "<5"), ("＜ 10", "<10"), ("<\xa05", "<5"), ("1 200", "1200")],
)
def test_what_can_only_be_one_number_is_certain(contract: Contract, written: str, wanted: str) -> None:
    finding = only(contract, f"EGY 2021 _T _T {written}")
    assert (finding.suggestion, finding.is_certain) == (wanted, True)
    assert "NIL" not in said(contract, finding)


def test_a_comma_that_may_stand_before_decimals_is_asked_about(contract: Contract) -> None:
    finding = only(contract, 'EGY 2021 _T _T "1,200"')
    assert (finding.suggestion, finding.is_certain) == ("1200", False)


@pytest.mark.parametrize("written", ["five", "<", "< 0", "12 persons", "1 20"])
def test_of_what_means_no_number_nothing_is_proposed_and_the_advice_is_said(
    contract: Contract, written: str
) -> None:
    finding = only(contract, f"EGY 2021 _T _T {written}")
    assert finding.suggestion == ""
    assert said(contract, finding).endswith(contract.rule("COL-008").advice)


def test_the_list_of_kinds_says_of_each_how_it_is_read(contract: Contract) -> None:
    kinds = [c for c in contract.code_list(LIST).codes.values() if c.attributes["words_en"]]
    assert len(kinds) == 6
    for kind in kinds:
        read = reported_value(kind.attributes["written"], kind.attributes["with_status"])
        assert read.kind == kind.code


def test_a_column_of_persons_knows_no_nil_return_and_no_status(contract: Contract) -> None:
    column = contract.table("overlaps").column("persons")
    assert [m.kind for m in meanings_of("none", column, contract)] == ["ZERO", "MISSING"]
    assert meanings_of("none", contract.table("victims").column("sex"), contract) == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0-17", "Y0T17"), ("0 – 17", "Y0T17"), ("18+", "Y_GE18"), ("<18", "Y0T17"), ("≥60", "Y_GE60"),
        ("under 18", "Y0T17"), ("Adult", "Y_GE18"), ("adultes", "Y_GE18"), ("قاصر", "Y0T17"),
        ("взрослые", "Y_GE18"), ("未成年人", "Y0T17"), ("30 to 44", "Y30T44"), ("Total", "_T"),
        ("17-Sep", "Y9T17"), ("Sep-17", "Y9T17"), ("9月17日", "Y9T17"), ("17 сент.", "Y9T17"),
        ("сен.17", "Y9T17"),
        ("2017-09-01", "Y9T17"),
    ],
)  # fmt: skip
def test_an_age_that_one_code_stands_for_is_certain(contract: Contract, written: str, code: str) -> None:
    finding = only(contract, f"EGY 2021 _T {written.replace(' ', chr(0xA0))} 3")
    assert (finding.suggestion, finding.is_certain) == (code, True)


@pytest.mark.parametrize(("written", "ages"), [("10-Dec", "10-12"), ("Oct-17", "10-17"), ("12.Oct", "10-12")])
def test_ages_that_a_spreadsheet_made_a_date_of_and_no_code_stands_for_are_named(
    contract: Contract, written: str, ages: str
) -> None:
    finding = only(contract, f"EGY 2021 _T {written} 3")
    assert (finding.suggestion, finding.context["ages"]) == ("", (ages,))
    assert f"a date of {ages} here" in said(contract, finding)


@pytest.mark.parametrize("written", ["17", "0-18", "17-0", "child's", "18-", "40-Dec", "May", "Sept"])
def test_an_age_that_no_code_stands_for_gets_none(contract: Contract, written: str) -> None:
    assert not only(contract, f"EGY 2021 _T {written} 3").is_certain


def test_every_band_of_the_list_is_read_from_its_own_figures(contract: Contract) -> None:
    bands = bands_of(contract.code_list("age"))
    assert len(bands) == sum(code.startswith("Y") for code in contract.code_list("age").codes)
    for low, high in bands:
        assert band_written(f"{low}-{high}" if high else f"{low}+") == (low, high)
    assert bands_of_date("3-Mar") == frozenset()


@pytest.mark.parametrize(("word", "code"), [("Men", "M"), ("نساء", "F"), ("мужчины", "M"), ("合计", "_T")])
def test_a_confirmed_word_for_a_sex_is_certain(contract: Contract, word: str, code: str) -> None:
    finding = only(contract, f"EGY 2021 {word} _T 3")
    assert (finding.suggestion, finding.is_certain) == (code, True)


def test_no_confirmed_word_is_the_name_of_another_code(contract: Contract) -> None:
    for name in ("sex", "age"):
        codes = contract.code_list(name)
        for alias in contract.alias_list(name).aliases:
            assert alias.code in codes
            assert codes.by_word.get(alias.alias.casefold(), alias.code) == alias.code


def test_a_point_before_three_zeros_may_be_thousands_so_nothing_is_certain(contract: Contract) -> None:
    assert only(contract, "EGY 2021 _T _T 12.0").suggestion == "12"
    assert only(contract, "EGY 2021 _T _T 12.000").suggestion == ""
