"""Does a word that is no code lead a person to the codes it may mean, and never to one alone when unsure?"""

from __future__ import annotations

import pytest

from pipelines.contract.loading import Contract
from pipelines.contract.nearest import nearest_of
from pipelines.process import wording
from pipelines.process.checking import check
from tests.files import victims


def near(contract: Contract, code_list: str, word: str) -> list[str]:
    return [found.code for found in nearest_of(contract.code_list(code_list), contract).find(word)]


@pytest.mark.parametrize(
    ("code_list", "word", "first"),
    [
        ("offence", "Organ removal", "TIP_OR"),
        ("offence", "prélèvement d'organes", "TIP_OR"),
        ("offence", "切除器官", "TIP_OR"),
        ("offence", "Forced labour", "TIP_FL"),
        ("offence", "OT_REMOVL", "OT_REMOVAL"),
        ("sex", "Men", "M"),
        ("sex", "Women", "F"),
        ("organ", "Kidny", "KIDNEY"),
        ("area", "Egipt", "EGY"),
    ],
)
def test_the_code_that_is_meant_comes_first(
    contract: Contract, code_list: str, word: str, first: str
) -> None:
    assert near(contract, code_list, word)[0] == first


def test_every_candidate_is_less_than_certain_and_the_surest_come_first(contract: Contract) -> None:
    found = nearest_of(contract.code_list("offence"), contract).find("Organ removal")
    assert [candidate.code for candidate in found] == ["TIP_OR", "TIP_OR_OP", "OT_REMOVAL"]
    sureness = [candidate.sureness for candidate in found]
    assert sureness == sorted(sureness, reverse=True)
    assert all(0 < number < 1 for number in sureness)


@pytest.mark.parametrize("word", ["", "  ", "Xanadu", "x" * 500, "%", "[", "والله"])
def test_where_nothing_is_near_nothing_is_said(contract: Contract, word: str) -> None:
    assert near(contract, "area", word) == []


def message(contract: Contract, row: str) -> tuple[str, str, bool]:
    (finding,) = check(victims(row), contract=contract, table="victims", reporter="").findings
    said = wording.message(finding, contract, contract.table("victims"))
    return said, finding.suggestion, finding.is_certain


def test_of_two_countries_that_may_be_meant_none_is_proposed_and_both_are_named(contract: Contract) -> None:
    said, suggestion, is_certain = message(contract, "Korea 2014 _T _T 1")
    assert (suggestion, is_certain) == ("", False)
    assert "KOR (Republic of Korea)" in said
    assert "PRK (Democratic People's Republic of Korea)" in said


def test_a_short_list_is_shown_whole_and_a_long_one_by_its_place(contract: Contract) -> None:
    said, suggestion, _is_certain = message(contract, "EGY 2014 xyz _T 1")
    assert suggestion == ""
    assert all(f"{code} (" in said for code in contract.code_list("sex").codes)
    said, *_rest = message(contract, "Xanadu 2014 _T _T 1")
    assert "docs/data-dictionary/en.md#list-area" in said


def test_a_name_of_one_code_is_certain_and_says_nothing_more(contract: Contract) -> None:
    said, suggestion, is_certain = message(contract, "EGY 2014 Femenino _T 1")
    assert (suggestion, is_certain) == ("F", True)
    assert "(" not in said
