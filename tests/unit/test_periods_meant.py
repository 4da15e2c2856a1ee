"""Is a period proposed where its words or figures name one only, and is it said how else it may be meant?"""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.process import wording
from pipelines.process.calendars import hijri_year, nowruz, year_of_another_calendar
from pipelines.process.checking import check
from pipelines.process.period_suggestions import calendar_suggestion, period_suggestion
from tests.files import victims

TODAY = date(2026, 6, 1)


def only(contract: Contract, period: str) -> Finding:
    content = victims("EGY 2021 F _T 3").decode().replace("2021", f'"{period}"').encode()
    (finding,) = check(content, contract=contract, table="victims", reporter="EGY").findings
    return finding


def said(contract: Contract, finding: Finding) -> str:
    return wording.sentence(finding, contract, contract.table("victims"))


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2021 г.", "2021"), ("2021г", "2021"), ("2021 год", "2021"), ("2021年", "2021"),
        ("عام 2021", "2021"),
        ("2021م", "2021"), ("año 2021", "2021"), ("Année 2021", "2021"), ("2021.0", "2021"),
        ("令和3年", "2021"), ("พ.ศ. 2562", "2019"),
        ("Q3 2021", "2021-Q3"), ("2021Q3", "2021-Q3"), ("3T 2021", "2021-Q3"), ("2021/T3", "2021-Q3"),
        ("H1 2021", "2021-S1"), ("2021 S2", "2021-S2"),
        ("Jan 2021", "2021-01"), ("janvier 2021", "2021-01"), ("январь 2021", "2021-01"),
        ("2021年1月", "2021-01"),
        ("01/2021", "2021-01"), ("2021/1", "2021-01"), ("2021-1", "2021-01"), ("2021.12", "2021-12"),
    ],
)  # fmt: skip
def test_a_period_in_words_or_figures_of_one_meaning_is_certain(
    contract: Contract, written: str, period: str
) -> None:
    finding = only(contract, written)
    assert (finding.rule, finding.suggestion, finding.is_certain) == ("COL-003", period, True)


@pytest.mark.parametrize(
    ("written", "period", "words"),
    [
        ("Jan-21", "2021-01", "Did you mean 2021-01?"), ("20", "2020", "Did you mean 2020?"),
        ("2021*", "2021", "mark * says belongs in the column source_note"),
        ("2021 (p)", "2021", "YES in is_provisional"), ("2O21", "2021", "A letter seems to stand"),
    ],
)  # fmt: skip
def test_a_period_that_is_likely_is_asked_about(
    contract: Contract, written: str, period: str, words: str
) -> None:
    finding = only(contract, written)
    assert (finding.rule, finding.suggestion, finding.is_certain) == ("COL-003", period, False)
    assert words in said(contract, finding)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2018/19", "2018-04/P1Y from April, 2018-07/P1Y from July"), ("2018-2019", "2018-07/P1Y from July"),
        ("2018–19", "begins in 2018 and ends in 2019"), ("2018/2019", "2018-04/P1Y from April"),
        ("FY 2019", "2019-04/P1Y if that is April 2019"), ("2015-2019", "write a row for each year"),
        ("2011/12", "A month is written 2011-12"),
        ("43831", "the day 2020-01-01. Write 2020 if the figures are about the year, 2020-01 if"),
        ("2021-03-31", "Write 2021 if the figures are about the year, 2021-03 if about the month"),
        ("31/12/2021", "2021-12 if about the month"),
        ("01/02/2021", "Write 2021 if the figures are about the year."),
    ],
)  # fmt: skip
def test_a_period_that_may_be_several_is_explained_and_nothing_is_proposed(
    contract: Contract, written: str, words: str
) -> None:
    finding = only(contract, written)
    assert (finding.rule, finding.suggestion) == ("COL-003", "")
    assert words in said(contract, finding)


@pytest.mark.parametrize(
    ("written", "rule", "period", "words"),
    [
        ("2562", "COL-011", "2019", "Buddhist calendar this is the year 2019"),
        ("1399", "COL-016", "2020-03-20/P1Y", "Persian calendar this year begins on 2020-03-20"),
        ("1445", "COL-016", "", "Hijri calendar this year lies in 2023 and 2024"),
    ],
)
def test_a_year_of_another_calendar_is_named_and_never_certain(
    contract: Contract, written: str, rule: str, period: str, words: str
) -> None:
    finding = only(contract, written)
    assert (finding.rule, finding.suggestion, finding.is_certain) == (rule, period, False)
    assert words in said(contract, finding)


@pytest.mark.parametrize(
    "written", ["2921", "1821", "1200", "word", "2021-13", "99999", "20211", "2021-02-30"]
)
def test_of_what_names_no_time_nothing_is_proposed(contract: Contract, written: str) -> None:
    assert only(contract, written).suggestion == ""


def test_everything_proposed_for_a_period_passes_itself(contract: Contract) -> None:
    for written in ("1399", "2562", "Jan-21", "2021*", "H1 2021", "2021.0"):
        content = victims("EGY 2021 F _T 3").decode().replace("2021", only(contract, written).suggestion)
        assert check(content.encode(), contract=contract, table="victims", reporter="EGY").findings == ()


def test_new_years_are_those_of_the_calendars() -> None:
    # As published by the calendar centre of the University of Tehran, and the Umm al-Qura calendar to a day.
    assert [nowruz(y) for y in (1370, 1395, 1399, 1400, 1403, 1404)] == [
        date(1991, 3, 21), date(2016, 3, 20), date(2020, 3, 20), date(2021, 3, 21), date(2024, 3, 20),
        date(2025, 3, 21),
    ]  # fmt: skip
    for year, begins in ((1420, date(1999, 4, 17)), (1441, date(2019, 8, 31)), (1445, date(2023, 7, 19))):
        assert abs((hijri_year(year)[0] - begins).days) <= 1


@given(st.text("0123456789", min_size=1, max_size=6))
def test_no_year_stops_the_look_for_other_calendars(written: str) -> None:
    for kind in ("year", "period"):
        found = calendar_suggestion(written, kind, TODAY)
        assert not found.text or found.text[:4] <= str(TODAY.year)
        said = year_of_another_calendar(int(written), TODAY).text
        assert found.text == said or kind == "year" or (len(written) != 4 and not found.text)


def test_a_year_that_stands_for_missing_is_one_finding(contract: Contract) -> None:
    assert (only(contract, "9999").rule, only(contract, "9999").suggestion) == ("COL-011", "")


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("令和0年", ""), ("民国0年", ""), ("平成32年", ""), ("平成35年", ""),
        ("令和1年", "2019"), ("平成31年", "2019"), ("平成30年", "2018"), ("民国108年", "2019"),
    ],
)  # fmt: skip
def test_only_years_that_an_era_has_are_certain(written: str, year: str) -> None:
    found = period_suggestion(written, "period", TODAY)
    assert (found.text, found.is_certain) == (year, bool(year))


def test_a_period_full_of_blanks_is_passed_over_at_once() -> None:
    begun = time.process_time()
    period_suggestion("1" + " " * 20_000 + "x", "period", TODAY)
    assert time.process_time() - begun < 1
